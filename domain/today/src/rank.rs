use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::AccountId;
use rust_decimal::Decimal;

use crate::event::Event;

/// So many accounts come first.
// method: today.top
pub const TOP: usize = 5;

/// From this urgency on an event is pressing, whatever the account pays.
// method: today.pressing_from
const PRESSING_FROM: i64 = 5;

/// What is new about an account.
#[derive(Debug, Clone)]
pub struct AccountDay {
    /// Which.
    pub account: AccountId,
    /// What a reader calls it.
    pub name: Arc<str>,
    /// What it pays.
    pub arr: Decimal,
    /// Most urgent first.
    pub events: Vec<Event>,
}

impl AccountDay {
    /// The urgency of its most urgent event.
    #[must_use]
    pub fn urgency(&self) -> Decimal {
        Decimal::from(self.events.iter().map(|event| event.what.urgency()).max().unwrap_or(0))
    }

    /// Whether it has an event that does not wait.
    #[must_use]
    pub fn is_pressing(&self) -> bool {
        self.urgency() >= Decimal::from(PRESSING_FROM)
    }

    /// ARR times urgency.
    #[must_use]
    pub fn at_stake(&self) -> Decimal {
        self.arr.checked_mul(self.urgency()).unwrap_or(Decimal::MAX)
    }
}

/// Accounts with events: those that do not wait first, and then most at stake first; with nothing at stake, most urgent
/// first, then by name.
#[must_use]
pub fn rank(events: Vec<Event>, known: &BTreeMap<AccountId, (Arc<str>, Decimal)>) -> Vec<AccountDay> {
    let mut days: BTreeMap<AccountId, AccountDay> = BTreeMap::new();
    for event in events {
        let account = event.account.clone();
        let (name, arr) =
            known.get(&account).cloned().unwrap_or_else(|| (Arc::from(account.external()), Decimal::ZERO));
        let blank = || AccountDay { account: account.clone(), name, arr, events: Vec::new() };
        days.entry(account.clone()).or_insert_with(blank).events.push(event);
    }
    let mut days: Vec<AccountDay> = days.into_values().collect();
    for day in &mut days {
        day.events.sort_by(|a, b| (a.what, b.on, &a.key).cmp(&(b.what, a.on, &b.key)));
    }
    days.sort_by(|a, b| {
        let place = |day: &AccountDay| (Reverse(day.is_pressing()), Reverse(day.at_stake()), Reverse(day.urgency()));
        (place(a), &a.name, &a.account).cmp(&(place(b), &b.name, &b.account))
    });
    days
}

#[cfg(test)]
mod tests;
