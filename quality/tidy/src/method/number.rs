use rust_decimal::Decimal;

/// Constants of `Decimal` that are written as words.
const WORDS: [(&str, i64); 6] = [
    ("Decimal::ZERO", 0),
    ("Decimal::ONE", 1),
    ("Decimal::TWO", 2),
    ("Decimal::TEN", 10),
    ("Decimal::ONE_HUNDRED", 100),
    ("Decimal::ONE_THOUSAND", 1_000),
];

/// The number that `const NAME: Type = number;` declares; `None` for anything but one plain number.
///
/// Known are literals, literals or texts as the only argument of a call (`dec("0.35")`, `Decimal::from(3)`,
/// `dec!(0.35)`), `Decimal::new(35, 2)`, `Decimal::from_parts(35, 0, 0, false, 2)` and words such as `Decimal::ONE`.
#[must_use]
pub fn of_constant(code: &str) -> Option<Decimal> {
    let declared = ["const ", "static ", "let "].iter().any(|word| after_visibility(code).starts_with(word));
    let (_, value) = code.split_once('=').filter(|_| declared)?;
    of_expression(value.split(';').next()?.trim())
}

fn after_visibility(code: &str) -> &str {
    let code = code.trim();
    match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')').map_or(rest, |(_, rest)| rest).trim_start(),
        Some(rest) => rest.trim_start(),
        None => code,
    }
}

fn of_expression(text: &str) -> Option<Decimal> {
    if let Some((_, number)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Some(Decimal::from(*number));
    }
    let Some((call, arguments)) = text.split_once('(') else { return literal(text) };
    let arguments: Vec<&str> =
        arguments.strip_suffix(')')?.split(',').map(str::trim).filter(|a| !a.is_empty()).collect();
    match (call.rsplit("::").next()?, arguments.as_slice()) {
        ("new", [number, scale]) => scaled(number, scale),
        ("from_parts", [low, "0", "0", negative, scale]) => {
            let number = scaled(low, scale)?;
            Some(if *negative == "true" { -number } else { number })
        }
        (_, [only]) => literal(only),
        _ => None,
    }
}

fn scaled(number: &str, scale: &str) -> Option<Decimal> {
    let number = i64::try_from(literal(number)?).ok()?;
    Decimal::try_new(number, scale.parse().ok()?).ok()
}

/// A number literal with its separators and type suffix, or a text that holds one.
fn literal(text: &str) -> Option<Decimal> {
    let text = text.trim_matches('"').replace('_', "");
    let digits = text.trim_start_matches('-');
    let end = digits.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(digits.len());
    let (digits, suffix) = digits.split_at(end);
    let known =
        ["", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "usize", "isize", "i128", "u128"];
    let number: Decimal =
        digits.strip_suffix('.').unwrap_or(digits).parse().ok().filter(|_| known.contains(&suffix))?;
    Some(if text.starts_with('-') { -number } else { number })
}

/// What the value cell of a table may mean: the number it begins with; of `35 %` both 35 and 0.35.
#[must_use]
pub fn of_cell(cell: &str) -> Vec<Decimal> {
    let cell = cell.trim().trim_matches('`').replace('\u{2212}', "-").replace(['_', '\u{a0}', '\u{202f}'], " ");
    let end = cell.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',' | '-' | '+'));
    let (number, rest) = cell.split_at(end.unwrap_or(cell.len()));
    let digits = number.replace(',', "");
    let Ok(value) = digits.trim_end_matches('.').trim_start_matches('+').parse::<Decimal>() else { return Vec::new() };
    let mut meanings = vec![value];
    if rest.trim_start().trim_start_matches('`').starts_with('%') {
        meanings.extend(value.checked_div(Decimal::ONE_HUNDRED));
    }
    meanings
}

#[cfg(test)]
mod tests;
