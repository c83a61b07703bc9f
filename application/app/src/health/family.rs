use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use customers::{Account, Contract};
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::{Band, Block, Figure, Fold, Ledger, Section, Table, TableCell, Tone, Trace, Unit};
use retention::{Basis, arr_on};
use rust_decimal::Decimal;

use super::{Books, address, scores_by};
use crate::desk::Desk;
use crate::facts::histories;
use crate::facts::{about_accounts, typed};

const TITLE: &str = "With the accounts that belong to it";

/// Which account belongs to which.
pub(super) type Parents = BTreeMap<AccountId, AccountId>;

/// The accounts that belong to one, directly or through others, and itself. A loop of parents ends where it began.
pub(super) fn members(parents: &Parents, head: &AccountId) -> BTreeSet<AccountId> {
    let mut children: BTreeMap<&AccountId, Vec<&AccountId>> = BTreeMap::new();
    for (child, parent) in parents {
        children.entry(parent).or_default().push(child);
    }
    let mut found = BTreeSet::from([head.clone()]);
    let mut next = vec![head];
    while let Some(parent) = next.pop() {
        for child in children.get(parent).into_iter().flatten() {
            if found.insert((*child).clone()) {
                next.push(child);
            }
        }
    }
    found
}

/// The health of an account with those that belong to it, by what they pay; `None` where none does. Where that was not
/// known on the day asked about, it says so.
pub(super) fn section(
    desk: &Desk<'_>,
    books: &Books,
    head: &AccountId,
    profile: Option<&str>,
    ledger: &mut Ledger,
) -> Result<Option<Section>, Refusal> {
    let members = group(desk, head)?;
    if members.len() < 2 {
        let now = Desk { as_of: None, ..*desk };
        let later = desk.known_by().is_some() && group(&now, head)?.len() > 1;
        return Ok(later.then(not_known_then));
    }
    let known = about_accounts(desk, &customers::account::SHAPE, &members, Account::from_record)?;
    let names = known.into_iter().map(|account| (account.id, account.name)).collect();
    let rows = rows(desk, books, profile, &members, &names)?;
    Ok(Some(drawn(desk, books, profile, rows, ledger)))
}

/// The account and those that belong to it, as known as of the day asked about.
fn group(desk: &Desk<'_>, head: &AccountId) -> Result<Vec<AccountId>, Refusal> {
    let below = FactQuery::all(&customers::account::SHAPE).telling("parent_account_id");
    let below = typed(desk, below, Account::from_record)?;
    let parents: Parents = below.into_iter().filter_map(|account| Some((account.id, account.parent?))).collect();
    Ok(members(&parents, head).into_iter().collect())
}

fn not_known_then() -> Section {
    let mut section = Section::new("family", TITLE);
    section.push(Block::callout(
        Tone::Caveat,
        "Accounts belong to it now, but that was told later than this day and has no date of its own. Ask without \
         --as-of to see them together.",
    ));
    section
}

struct Member {
    name: Arc<str>,
    score: Figure,
    band: Band,
    arr: Figure,
}

fn rows(
    desk: &Desk<'_>,
    books: &Books,
    profile: Option<&str>,
    members: &[AccountId],
    names: &BTreeMap<AccountId, Arc<str>>,
) -> Result<Vec<Member>, Refusal> {
    let (day, as_of, currency) = (books.day, desk.as_of(), desk.currency()?);
    let contracts = about_accounts(desk, &customers::contract::SHAPE, members, Contract::from_record)?;
    let mut scored = scores_by(desk, &[books], profile, members, &contracts)?.remove(0);
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: day };
    let loaded = histories::of(desk, Some(members), contracts, currency)?;
    let mut found = Vec::new();
    for history in &loaded.histories {
        let account = &history.account;
        let paid = arr_on(history, day, &basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        let at = |action: &str, profile| address(action, account.as_str(), day, as_of, profile);
        let arr = Figure::known("ARR", paid, Unit::Money(currency.to_string()), as_of)
            .with_evidence(at("arr", None).figure("arr"));
        let health = scored.remove(account);
        let band = health.as_ref().map_or(Band::Unknown, |health| health.band);
        let score = match health.and_then(|health| health.score) {
            Some(score) => {
                Figure::known("health", score, Unit::Score, as_of).with_evidence(at("health", profile).figure("score"))
            }
            None => Figure::unknown("health", Unit::Score, as_of, "too little is known"),
        };
        let name = names.get(account).cloned().unwrap_or_else(|| Arc::from(account.external()));
        found.push(Member { name, score, band, arr });
    }
    found.sort_by(|a, b| (b.arr.value, &a.name).cmp(&(a.arr.value, &b.name)));
    Ok(found)
}

fn drawn(desk: &Desk<'_>, books: &Books, profile: Option<&str>, rows: Vec<Member>, ledger: &mut Ledger) -> Section {
    let as_of = desk.as_of();
    let mut trace = Trace::new(Fold::WeightedMean, &["health", "ARR"]);
    for member in &rows {
        if let Some(paid) = member.arr.value.filter(|paid| *paid > Decimal::ZERO) {
            trace.push_known(&member.score, &[paid]);
        }
    }
    let known = trace.rows.len() as u64;
    let whole = ledger.figure("family", "health of the group", Unit::Score, as_of, trace);
    let whole = Figure { n: Some(known), ..whole }.with_convention("mean of the known scores, weighted by ARR");
    let mut section = Section::new("family", TITLE);
    section.push(Block::Figures { figures: vec![whole] });
    let mut table = Table::new("Accounts of the group", &["account", ">ARR", ">health", "colour"]);
    for member in rows {
        table.row([TableCell::from(&*member.name), member.arr.into(), member.score.into(), member.band.into()]);
    }
    let by = if profile.is_some() { " by the same profile" } else { "" };
    table.note = Some(format!(
        "On {}{by}. Who belongs to whom is what the source says today; it has no dates. Accounts that pay nothing do not count.",
        books.day
    ));
    section.push(table);
    section
}

#[cfg(test)]
mod tests;
