use std::sync::Arc;

use kernel::{AccountId, PersonId, Refusal};
use ports::store::FactQuery;

use crate::desk::{Desk, refused};

/// Candidates shown when a name is ambiguous or unknown.
const CANDIDATES_MAX: usize = 8;

/// Something that can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// `source/external id`.
    pub key: Arc<str>,
    /// As people call it.
    pub name: Arc<str>,
    /// E-mail address or domain.
    pub also: Option<Arc<str>>,
}

impl Named {
    fn external(&self) -> &str {
        self.key.split_once('/').map_or(&*self.key, |(_, external)| external)
    }

    fn shown(&self) -> String {
        match &self.also {
            Some(also) => format!("{} ({also})", self.name),
            None => format!("{} ({})", self.name, self.external()),
        }
    }
}

/// The person somebody typed: an identifier, an e-mail address, a name or the beginning of one.
///
/// # Errors
/// When nobody or more than one person is meant; the message lists candidates.
pub fn person(desk: &Desk<'_>, typed: &str) -> Result<PersonId, Refusal> {
    let records = desk.store.facts(&FactQuery::all(&people::person::SHAPE)).map_err(refused)?;
    let people: Vec<Named> = records
        .iter()
        .filter_map(|record| {
            Some(Named { key: record.key.clone(), name: record.text("name")?, also: record.text("email") })
        })
        .collect();
    find("person", "csm", typed, &people).map(|named| PersonId::new(&named.key))
}

/// The account somebody typed: an identifier, a domain, a name or the beginning of one.
///
/// # Errors
/// When none or more than one account is meant; the message lists candidates.
pub fn account(desk: &Desk<'_>, typed: &str) -> Result<AccountId, Refusal> {
    let records = desk.store.facts(&FactQuery::all(&customers::account::SHAPE)).map_err(refused)?;
    let accounts: Vec<Named> = records
        .iter()
        .filter_map(|record| {
            Some(Named { key: record.key.clone(), name: record.text("name")?, also: record.text("domain") })
        })
        .collect();
    find("account", "account", typed, &accounts).map(|named| AccountId::new(&named.key))
}

/// Exact identifiers first, then whole names, then beginnings of names or of words in them.
pub(crate) fn find<'a>(noun: &str, field: &str, typed: &str, all: &'a [Named]) -> Result<&'a Named, Refusal> {
    let wanted = typed.trim().to_lowercase();
    if wanted.is_empty() {
        return Err(Refusal::invalid(field, format!("say which {noun}: a name, an e-mail address or an identifier")));
    }
    let exact = |named: &&Named| {
        named.key.to_lowercase() == wanted
            || named.external().to_lowercase() == wanted
            || named.also.as_ref().is_some_and(|also| also.to_lowercase() == wanted)
    };
    let whole = |named: &&Named| named.name.to_lowercase() == wanted;
    let begins = |named: &&Named| {
        let name = named.name.to_lowercase();
        name.starts_with(&wanted) || name.split_whitespace().any(|word| word.starts_with(&wanted))
    };
    for rule in [&exact as &dyn Fn(&&Named) -> bool, &whole, &begins] {
        let found: Vec<&Named> = all.iter().filter(|named| rule(named)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            many => return Err(ambiguous(noun, field, typed, many)),
        }
    }
    Err(unknown(noun, typed, &wanted, all))
}

fn ambiguous(noun: &str, field: &str, typed: &str, many: &[&Named]) -> Refusal {
    let shown: Vec<String> = many.iter().take(CANDIDATES_MAX).map(|named| named.shown()).collect();
    let more = many.len().saturating_sub(CANDIDATES_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let list = shown.join(", ");
    Refusal::invalid(
        field,
        format!("`{}` can be more than one {noun}: {list}{more}; say more of the name", typed.trim()),
    )
}

fn unknown(noun: &str, typed: &str, wanted: &str, all: &[Named]) -> Refusal {
    let close = |named: &Named| {
        let name = named.name.to_lowercase();
        name.split_whitespace()
            .map(|word| strsim::jaro_winkler(word, wanted))
            .fold(strsim::jaro_winkler(&name, wanted), f64::max)
    };
    let mut scored: Vec<(f64, &Named)> =
        all.iter().map(|named| (close(named), named)).filter(|(score, _)| *score > 0.8).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let shown: Vec<String> = scored.iter().take(3).map(|(_, named)| named.shown()).collect();
    let typed = typed.trim();
    if shown.is_empty() {
        return Refusal::NotFound(format!("no {noun} `{typed}` is known here"));
    }
    Refusal::NotFound(format!("no {noun} `{typed}` is known here; did you mean {}?", shown.join(" or ")))
}

#[cfg(test)]
mod tests;
