/// What questions about one account need of all of them.
mod ahead;
/// What all accounts tell together.
mod book;
/// What all accounts tell of use as of every day, worked out before anybody asks.
mod by_day;
/// What moved the health of an account since a day.
mod explain;
/// Accounts that belong to one.
mod family;
/// The health of an account month by month.
mod history;
/// Which profile judges whom.
mod judge;
/// What people judge, beside what is computed.
mod judgement;
/// What all accounts tell together, kept.
mod kept;
/// Health of all accounts or of a book.
mod list;
/// Trend, risks, strengths, actions and target of one account.
mod outlook;
/// Health on several days of the past.
pub(crate) mod past;
/// From stored rows to the rows health reads.
mod rows;
/// Health of one account.
mod show;

pub(crate) use ahead::work_ahead;
pub(crate) use explain::between;
pub use explain::explain;
pub use history::history;
pub(crate) use history::over;
pub use judgement::{OverrideInput, overrule};
pub use list::list;

pub(crate) use show::on;
pub use show::show;

use std::collections::{BTreeMap, BTreeSet};

use customers::Contract;
use health::{Book, Gathering, Health};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::Address;

use crate::desk::{Desk, refused};
use crate::health::book::Everybody;
use crate::health::judge::Judge;

/// What all accounts together tell as of one day; kept, since every account is read for it.
#[derive(Debug, Clone)]
pub(crate) struct Books {
    pub(crate) day: Date,
    book: Book,
}

impl Books {
    pub(crate) fn of(desk: &Desk<'_>, day: Date) -> Result<Self, Refusal> {
        let [books] = Self::of_days(desk, [day])?;
        Ok(books)
    }

    /// The books of several days; those that were not kept are read together.
    pub(crate) fn of_days<const N: usize>(desk: &Desk<'_>, days: [Date; N]) -> Result<[Self; N], Refusal> {
        let version = desk.store.data_version().map_err(refused)?;
        let asked = BTreeSet::from(days);
        let mut known = by_day::books(desk, &asked)?;
        for day in asked.iter().filter(|day| !known.contains_key(day)).copied().collect::<Vec<Date>>() {
            known.extend(kept::of_day(desk, version, day)?.map(|book| (day, book)));
        }
        let missing: Vec<Date> = asked.into_iter().filter(|day| !known.contains_key(day)).collect();
        if !missing.is_empty() {
            for (day, book) in missing.iter().zip(Everybody::find(desk)?.books(desk, &missing)?) {
                kept::keep_day(desk, version, (*day, &book))?;
                known.insert(*day, book);
            }
        }
        Ok(days.map(|day| Self { day, book: known.get(&day).cloned().unwrap_or_else(|| Book::of(day, [])) }))
    }
}

/// The health of these accounts, whose contracts these are, on the day of each of the books, by the profiles
/// configured.
pub(crate) fn scores(
    desk: &Desk<'_>,
    books: &[&Books],
    accounts: &[AccountId],
    contracts: &[Contract],
) -> Result<Vec<BTreeMap<AccountId, Health>>, Refusal> {
    scores_by(desk, books, None, accounts, contracts)
}

/// The same by the profile named.
fn scores_by(
    desk: &Desk<'_>,
    books: &[&Books],
    profile: Option<&str>,
    accounts: &[AccountId],
    contracts: &[Contract],
) -> Result<Vec<BTreeMap<AccountId, Health>>, Refusal> {
    let each = each_scored(desk, books, profile, (accounts, contracts), |healths| healths)?;
    let mut found: Vec<BTreeMap<AccountId, Health>> = books.iter().map(|_| BTreeMap::new()).collect();
    for (account, healths) in each {
        for (day, health) in found.iter_mut().zip(healths) {
            day.insert(account.clone(), health);
        }
    }
    Ok(found)
}

/// What is kept of the health of each of these accounts on the days of the books, some hundred accounts at a time.
fn each_scored<T: Send>(
    desk: &Desk<'_>,
    books: &[&Books],
    profile: Option<&str>,
    (accounts, contracts): (&[AccountId], &[Contract]),
    keep: impl Fn(Vec<Health>) -> T + Sync,
) -> Result<Vec<(AccountId, T)>, Refusal> {
    let judges = Judge::load(desk, books, profile, accounts, contracts)?;
    let Some(first) = judges.first() else { return Ok(Vec::new()) };
    let days: Vec<Date> = books.iter().map(|books| books.day).collect();
    let seen = |account: &AccountId, gatherings: Vec<Gathering>| {
        let each = gatherings.into_iter().zip(books).zip(&judges);
        keep(each.map(|((gathering, books), judge)| judge.health(account, &gathering.finish(&books.book))).collect())
    };
    rows::each_gathered(desk, &days, (accounts, contracts), first, seen)
}

/// The address of a report about health; a profile that was named is part of it.
fn address(action: &str, subject: &str, when: impl std::fmt::Display, as_of: Date, profile: Option<&str>) -> Address {
    let action = profile.map_or_else(|| action.to_owned(), |profile| format!("{action}-by-{profile}"));
    Address::new(&action, subject, when, as_of)
}

/// The desk as it was at the end of a day.
fn back_then<'a>(desk: &Desk<'a>, day: Date) -> Desk<'a> {
    Desk { as_of: Some(day), ..*desk }
}

fn days_before(day: Date, days: i64) -> Date {
    day.checked_sub(jiff::Span::new().days(days)).unwrap_or(day)
}
