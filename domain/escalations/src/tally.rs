use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;
use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::cause::Cause;
use crate::rule;

/// One escalation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The object its fact is of.
    pub object: &'static str,
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// What a reader calls the account.
    pub name: Arc<str>,
    /// When it was raised.
    pub on: Date,
    /// When it was resolved, as far as is known on the last day.
    pub resolved_on: Option<Date>,
    /// What it is about.
    pub cause: Option<Cause>,
    /// Whether we saw it before the customer said so; `None` when that is not told.
    pub seen_by_us: Option<bool>,
    /// Hours until somebody answered.
    pub answered_hours: Option<Decimal>,
}

/// An account that pays at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Which.
    pub account: AccountId,
    /// What a reader calls it.
    pub name: Arc<str>,
    /// What it is counted under.
    pub segment: String,
}

/// The escalations of a period, in order of day and key.
#[derive(Debug, Clone)]
pub struct Tally {
    raised: Vec<Raised>,
    repeats: BTreeSet<Arc<str>>,
}

impl Tally {
    /// The tally of what was raised in a period; what was raised before it only tells what is a repeat.
    #[must_use]
    pub fn of(mut rows: Vec<Raised>, from: Date) -> Self {
        rows.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
        let mut last: BTreeMap<&AccountId, Date> = BTreeMap::new();
        let mut repeats = BTreeSet::new();
        for row in &rows {
            let before = last.insert(&row.account, row.on);
            if before.is_some_and(|before| (row.on - before).get_days() <= rule::REPEAT_DAYS) {
                repeats.insert(row.key.clone());
            }
        }
        rows.retain(|row| row.on >= from);
        Self { raised: rows, repeats }
    }

    /// What was raised.
    #[must_use]
    pub fn raised(&self) -> &[Raised] {
        &self.raised
    }

    /// Whether an escalation came soon after another of the same account.
    #[must_use]
    pub fn is_repeat(&self, row: &Raised) -> bool {
        self.repeats.contains(&row.key)
    }

    /// The accounts that had any, each with its escalations.
    #[must_use]
    pub fn by_account(&self) -> BTreeMap<&AccountId, Vec<&Raised>> {
        let mut found: BTreeMap<&AccountId, Vec<&Raised>> = BTreeMap::new();
        for row in &self.raised {
            found.entry(&row.account).or_default().push(row);
        }
        found
    }

    /// Escalations as rows to count.
    #[must_use]
    pub fn count(&self, of: impl Fn(&Raised) -> bool) -> Trace {
        let mut trace = Trace::new(Fold::Count, &[]);
        for row in self.raised.iter().filter(|row| of(row)) {
            trace.push(row.object, &row.key, &*row.name, Some(row.on), &[]);
        }
        trace
    }

    /// Escalations for each hundred accounts that paid at the beginning.
    #[must_use]
    pub fn per_hundred(&self, customers: &[&Customer], of: impl Fn(&Raised) -> bool) -> Trace {
        let mut trace = Trace::new(Fold::Ratio, &["escalations x 100", "accounts"]);
        for row in self.raised.iter().filter(|row| of(row)) {
            trace.push(row.object, &row.key, &*row.name, Some(row.on), &[Decimal::ONE_HUNDRED, Decimal::ZERO]);
        }
        for one in customers {
            let key = Arc::from(one.account.as_str());
            trace.push("accounts", &key, &*one.name, None, &[Decimal::ZERO, Decimal::ONE]);
        }
        trace
    }

    /// The share of accounts with an escalation that had a repeat.
    #[must_use]
    pub fn repeat_share(&self) -> Trace {
        let mut trace = Trace::new(Fold::Mean, &["had a repeat"]);
        for (account, rows) in self.by_account() {
            let again = rows.iter().any(|row| self.is_repeat(row));
            let name = rows.first().map_or_else(String::new, |row| row.name.to_string());
            trace.push("accounts", &account.as_str().into(), name, None, &[Decimal::from(u8::from(again))]);
        }
        trace
    }

    /// The share of those with a told answer that were answered in time.
    #[must_use]
    pub fn answered_share(&self) -> Trace {
        let mut trace = Trace::new(Fold::Mean, &["in time"]);
        for row in &self.raised {
            if let Some(hours) = row.answered_hours {
                let in_time = hours <= Decimal::from(rule::ACKNOWLEDGED_HOURS);
                trace.push(row.object, &row.key, &*row.name, Some(row.on), &[Decimal::from(u8::from(in_time))]);
            }
        }
        trace
    }

    /// Days from the day it was raised to the day it was resolved, of those that are.
    #[must_use]
    pub fn days_open(&self, of: impl Fn(&Raised) -> bool) -> Trace {
        let mut trace = Trace::new(Fold::Median, &["days"]);
        for row in self.raised.iter().filter(|row| of(row)) {
            if let Some(resolved) = row.resolved_on {
                let days = Decimal::from((resolved - row.on).get_days().max(0));
                trace.push(row.object, &row.key, &*row.name, Some(row.on), &[days]);
            }
        }
        trace
    }

    /// The share that is resolved.
    #[must_use]
    pub fn resolved_share(&self, of: impl Fn(&Raised) -> bool) -> Trace {
        let mut trace = Trace::new(Fold::Mean, &["resolved"]);
        for row in self.raised.iter().filter(|row| of(row)) {
            let resolved = Decimal::from(u8::from(row.resolved_on.is_some()));
            trace.push(row.object, &row.key, &*row.name, Some(row.on), &[resolved]);
        }
        trace
    }

    /// The share that we saw first, of those of which it is told.
    #[must_use]
    pub fn seen_by_us(&self) -> Trace {
        let mut trace = Trace::new(Fold::Mean, &["seen by us"]);
        for row in &self.raised {
            if let Some(by_us) = row.seen_by_us {
                trace.push(row.object, &row.key, &*row.name, Some(row.on), &[Decimal::from(u8::from(by_us))]);
            }
        }
        trace
    }
}

/// Whether so many cases are enough to compare a rate.
#[must_use]
pub fn is_enough(cases: usize) -> bool {
    cases >= rule::CASES_LEAST
}

#[cfg(test)]
mod tests;
