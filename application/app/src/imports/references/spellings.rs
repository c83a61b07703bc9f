use super::via::Via;

/// What stands behind the name of a person without being part of it.
const TITLES: [&str; 14] =
    ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "mba", "cpa", "esq", "esq."];

/// A name as it is compared: in lower case, blanks made one.
pub(super) fn plain_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A name of this kind as it is compared.
pub(super) fn as_compared(via: Via, name: &str) -> String {
    if via == Via::Person { person_name(name) } else { plain_name(name) }
}

/// The name of a person as it is compared, whichever part is written first: `Stone, Ada` is `ada stone`.
pub(super) fn person_name(name: &str) -> String {
    let plain = plain_name(name);
    let mut parts: Vec<&str> = plain.split(',').map(str::trim).collect();
    while parts.len() > 1 && parts.last().is_some_and(|last| TITLES.contains(last)) {
        parts.pop();
    }
    match parts.as_slice() {
        [last, first] if !last.is_empty() && !first.is_empty() => format!("{first} {last}"),
        [name] => (*name).to_owned(),
        _ => plain,
    }
}

/// The two halves of a cell that may hold an identifier and a name: `Acme Corp (A-1023)`, `A-1023 - Acme Corp`. Of several
/// ways to cut it all are told.
pub(super) fn two_in_one(text: &str) -> Vec<(&str, &str)> {
    let text = text.trim();
    let mut pairs = Vec::new();
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((before, inside)) = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) {
            pairs.push((before, inside));
        }
        pairs.extend(text.strip_prefix(open).and_then(|rest| rest.split_once(close)));
    }
    for mark in [" - ", " – ", " — ", " | ", ": ", " / "] {
        pairs.extend(text.split_once(mark));
        pairs.extend(text.rsplit_once(mark));
    }
    let trimmed = pairs.into_iter().map(|(one, other)| (one.trim(), other.trim()));
    trimmed.filter(|(one, other)| !one.is_empty() && !other.is_empty()).collect()
}

/// Whether something is written as identifiers are and names are not: `A-1023`, and neither `UK` nor `2024`.
pub(super) fn is_identifier(text: &str) -> bool {
    let is_year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    text.len() >= 4
        && !is_year
        && text.chars().any(|letter| letter.is_ascii_digit())
        && text.chars().all(|letter| letter.is_alphanumeric() || "-_./#".contains(letter))
}

/// The identifier and the name in a cell that surely holds both.
pub(in crate::imports) fn without_identifier(text: &str) -> Option<(&str, &str)> {
    two_in_one(text).into_iter().find_map(|(one, other)| match (is_identifier(one), is_identifier(other)) {
        (true, false) => Some((one, other)),
        (false, true) => Some((other, one)),
        _ => None,
    })
}

/// The name in a cell that also holds this identifier.
pub(in crate::imports) fn name_beside<'a>(text: &'a str, identifier: &str) -> Option<&'a str> {
    let is_it = |part: &str| part.to_lowercase() == identifier.to_lowercase();
    two_in_one(text).into_iter().find_map(|(one, other)| match (is_it(one), is_it(other)) {
        (true, false) => Some(other),
        (false, true) => Some(one),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
