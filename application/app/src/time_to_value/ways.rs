use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Account, Contract, Milestone};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use lifetimes::Watched;
use ports::store::FactQuery;
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::facts::stays::OwnerStay;
use crate::facts::{about_accounts, typed};

/// The milestone that is first value.
pub(crate) const FIRST_VALUE: &str = "first value";

/// An account on its way to first value, from the day it signed up or began to pay.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) key: Arc<str>,
    pub(crate) account: AccountId,
    pub(crate) name: Arc<str>,
    pub(crate) began_on: Date,
    pub(crate) due_on: Option<Date>,
    pub(crate) reached: bool,
    /// The day it was reached, or the last the account was seen without.
    pub(crate) until: Date,
}

impl Way {
    /// `ended_on` is the day on which its contracts ran out, where all have.
    pub(crate) fn of(
        milestone: &Milestone,
        name: Arc<str>,
        began_on: Date,
        (ended_on, seen_to): (Option<Date>, Date),
    ) -> Option<Self> {
        let last = ended_on.map_or(seen_to, |ended| ended.min(seen_to));
        let until = milestone.reached_on.unwrap_or(last);
        (began_on <= until).then(|| Self {
            key: milestone.key.clone(),
            account: milestone.account.clone(),
            name,
            began_on,
            due_on: milestone.due_on,
            reached: milestone.reached_on.is_some(),
            until,
        })
    }

    fn age(&self, day: Date) -> i32 {
        (day - self.began_on).get_days()
    }

    /// The whole way.
    pub(super) fn watched(&self) -> Watched {
        self.row(0, self.until, self.reached)
    }

    fn row(&self, entry: i32, on: Date, event: bool) -> Watched {
        Watched {
            object: "milestones",
            key: self.key.clone(),
            label: self.name.clone(),
            on: Some(on),
            entry,
            exit: self.age(on),
            event,
            weight: Decimal::ONE,
            reason: 0,
        }
    }
}

/// The days of a way on which the account was somebody's.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) owner: PersonId,
    /// Age on the first and on the last of these days.
    pub(crate) ages: (i32, i32),
    pub(crate) on: Date,
    pub(crate) reached: bool,
}

impl Part {
    /// As watched from the day before on.
    pub(super) fn watched(&self, way: &Way) -> Watched {
        way.row((self.ages.0 - 1).max(0), self.on, self.reached)
    }
}

/// The parts of a way by owner, of these days or of all; a day counts for whoever held the account on it.
pub(crate) fn parts<'a>(
    way: &'a Way,
    stays: impl IntoIterator<Item = &'a OwnerStay>,
    days: Option<(Date, Date)>,
) -> Vec<Part> {
    let (from, last) = days.unwrap_or((Date::MIN, Date::MAX));
    let part = |stay: &OwnerStay| {
        let first = stay.from.max(way.began_on).max(from);
        let held_to = stay.to.map_or(Date::MAX, |to| to.yesterday().unwrap_or(to));
        let on = held_to.min(way.until).min(last);
        let ages = (way.age(first), way.age(on));
        (first <= on).then(|| Part { owner: stay.owner.clone(), ages, on, reached: way.reached && on == way.until })
    };
    stays.into_iter().filter(|stay| stay.account == way.account).filter_map(part).collect()
}

/// The last day of daily work on record, or the as-of day where that comes first.
pub(crate) fn seen_to(desk: &Desk<'_>) -> Result<Date, Refusal> {
    let as_of = desk.as_of();
    Ok(desk.last_day_of_work()?.map_or(as_of, |last| last.min(as_of)))
}

/// The ways of all accounts that have the milestone, in order of accounts.
pub(super) fn all(desk: &Desk<'_>) -> Result<Vec<Way>, Refusal> {
    let seen_to = seen_to(desk)?;
    let mut milestones = typed(desk, FactQuery::all(&customers::milestone::SHAPE), Milestone::from_record)?;
    milestones.retain(|one| one.milestone.to_lowercase() == FIRST_VALUE);
    milestones.sort_by(|a, b| (&a.account, &a.key).cmp(&(&b.account, &b.key)));
    let accounts = typed(desk, FactQuery::all(&customers::account::SHAPE), Account::from_record)?;
    let accounts: BTreeMap<AccountId, Account> = accounts.into_iter().map(|one| (one.id.clone(), one)).collect();
    let signed = |account: &AccountId| accounts.get(account).and_then(|account| account.signed_up_on);
    let asked = milestones.iter().filter(|one| one.reached_on.is_none() || signed(&one.account).is_none());
    let asked: Vec<AccountId> = asked.map(|one| one.account.clone()).collect();
    let mut contracts: BTreeMap<AccountId, Vec<Contract>> = BTreeMap::new();
    for contract in about_accounts(desk, &customers::contract::SHAPE, &asked, Contract::from_record)? {
        contracts.entry(contract.account.clone()).or_default().push(contract);
    }
    let way = |one: &Milestone| {
        let terms = contracts.get(&one.account).map_or(&[][..], Vec::as_slice);
        let began_on = signed(&one.account).or_else(|| terms.iter().map(|term| term.starts_on).min())?;
        let name =
            accounts.get(&one.account).map_or_else(|| Arc::from(one.account.external()), |known| known.name.clone());
        Way::of(one, name, began_on, (ended_on(terms.iter().map(|term| term.ends_on)), seen_to))
    };
    Ok(milestones.iter().filter_map(way).collect())
}

/// The day on which the last of these ended, where all have an end.
pub(crate) fn ended_on(ends: impl IntoIterator<Item = Option<Date>>) -> Option<Date> {
    ends.into_iter().collect::<Option<Vec<Date>>>()?.into_iter().max()
}

#[cfg(test)]
mod tests;
