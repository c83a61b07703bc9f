use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{AccountId, FactShape, PersonId, Refusal};
use ports::store::FactQuery;

use crate::desk::{Desk, refused};

/// Candidates shown when a name is ambiguous or unknown.
const CANDIDATES_MAX: usize = 8;

/// The rows by which an account is heard of.
const HEARD_BY: [&FactShape; 9] = [
    &customers::account::SHAPE,
    &customers::contract::SHAPE,
    &customers::touchpoint::SHAPE,
    &customers::ticket::SHAPE,
    &usage::monthly::SHAPE,
    &usage::daily::SHAPE,
    &customers::survey::SHAPE,
    &customers::opportunity::SHAPE,
    &customers::contact::SHAPE,
];

/// Something that can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// `source/external id`.
    pub key: Arc<str>,
    /// As people call it.
    pub name: Arc<str>,
    /// E-mail address or domain.
    pub also: Option<Arc<str>>,
    /// The key of what it counts for, where it was linked to something else.
    pub counts_for: Option<Arc<str>>,
}

impl Named {
    fn meant(&self) -> &Arc<str> {
        self.counts_for.as_ref().unwrap_or(&self.key)
    }

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
            let (name, also) = (record.text("name")?, record.text("email"));
            Some(Named { key: record.key.clone(), name, also, counts_for: None })
        })
        .collect();
    find("person", "csm", typed, &people).map(|named| PersonId::new(&named.key))
}

/// The account somebody typed: an identifier, a domain, a name or the beginning of one, as any of its systems has it. Of
/// accounts that are linked it is the one the others count for.
///
/// # Errors
/// When none or more than one account is meant; the message lists candidates.
pub fn account(desk: &Desk<'_>, typed: &str) -> Result<AccountId, Refusal> {
    let kept: BTreeMap<AccountId, AccountId> = desk.store.account_aliases().map_err(refused)?.into_iter().collect();
    let accounts = accounts(desk, typed, |key| kept.get(&AccountId::new(key)).map(|kept| Arc::from(kept.as_str())))?;
    let found = AccountId::new(find("account", "account", typed, &accounts)?.meant());
    if is_heard_of(desk, &found)? {
        Ok(found)
    } else {
        // Not even a name of it may come from later.
        Err(Refusal::NotFound(format!("no account `{typed}` is known here on {}", desk.as_of())))
    }
}

/// Whether anything at all was known of the account on the day asked about: itself, or a row about it. Accounts often carry
/// no day and count as known at their import, long after what is known of them.
fn is_heard_of(desk: &Desk<'_>, account: &AccountId) -> Result<bool, Refusal> {
    if desk.known_by().is_none() {
        return Ok(true);
    }
    let only = std::slice::from_ref(account);
    for shape in HEARD_BY {
        let mut is_any = false;
        let query = desk.known(FactQuery::all(shape).about_accounts(only));
        let mut see = |_| {
            is_any = true;
            false
        };
        desk.store.each_fact(&query.in_any_order(), &mut see).map_err(refused)?;
        if is_any {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The account somebody typed, as its own system names it, whatever it was linked to.
///
/// # Errors
/// When none or more than one account is meant; the message lists candidates.
pub(crate) fn account_row(desk: &Desk<'_>, typed: &str) -> Result<AccountId, Refusal> {
    let accounts = accounts(desk, typed, |_| None)?;
    find("account", "account", typed, &accounts).map(|named| AccountId::new(&named.key))
}

/// Those that are exactly what somebody typed, else all of them.
fn accounts(
    desk: &Desk<'_>,
    typed: &str,
    counts_for: impl Fn(&str) -> Option<Arc<str>>,
) -> Result<Vec<Named>, Refusal> {
    let query = FactQuery::all(&customers::account::SHAPE).as_written();
    let exactly = query.clone().reading(&["account_id", "domain"], typed.trim());
    let mut records = desk.store.facts(&exactly).map_err(refused)?;
    if records.is_empty() || !typed.is_ascii() {
        records = desk.store.facts(&query).map_err(refused)?;
    }
    let named = |record: &kernel::FactRecord| {
        let (name, also) = (record.text("name")?, record.text("domain"));
        Some(Named { counts_for: counts_for(&record.key), key: record.key.clone(), name, also })
    };
    Ok(records.iter().filter_map(named).collect())
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
            [first, rest @ ..] if rest.iter().all(|named| named.meant() == first.meant()) => return Ok(first),
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
        let lists = if noun == "person" { "people" } else { "accounts" };
        let next = format!("`evenkeel {lists}` lists those that are");
        return Refusal::NotFound(format!("no {noun} `{typed}` is known here; {next}"));
    }
    Refusal::NotFound(format!("no {noun} `{typed}` is known here; did you mean {}?", shown.join(" or ")))
}

#[cfg(test)]
mod tests;
