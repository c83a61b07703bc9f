use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use customers::{Account, Contract};
use jiff::civil::{Date, DateTime};
use kernel::{AccountId, Currency, FactRecord, FactShape, Refusal};
use ports::store::KnownAt;
use retention::{RateRow, Rates};

use super::histories::{self, Histories};
use crate::desk::{Desk, end_of, refused};

/// Several days in the past, first to last, whose facts are read once for all of them: each day sees what was known by its
/// end, and nothing else.
#[derive(Debug, Clone)]
pub(crate) struct Past {
    days: Vec<Date>,
    moments: Vec<DateTime>,
}

impl Past {
    pub(crate) fn of(days: impl IntoIterator<Item = Date>) -> Self {
        let mut days: Vec<Date> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        let moments = days.iter().map(|day| end_of(*day)).collect();
        Self { days, moments }
    }

    pub(crate) fn days(&self) -> &[Date] {
        &self.days
    }

    pub(crate) fn place(&self, day: Date) -> Option<usize> {
        self.days.binary_search(&day).ok()
    }

    /// Every fact, with the places of the days at whose end it was known as it reads. With `back_days` a day sees what
    /// happened on it or at most so many days before; what has no day is always seen.
    pub(crate) fn each(
        &self,
        desk: &Desk<'_>,
        (shape, back_days): (&'static FactShape, Option<i32>),
        see: &mut dyn FnMut(&FactRecord, Range<usize>),
    ) -> Result<(), Refusal> {
        self.each_about(desk, None, (shape, back_days), see)
    }

    /// The same about some accounts.
    pub(crate) fn each_about(
        &self,
        desk: &Desk<'_>,
        accounts: Option<&[AccountId]>,
        (shape, back_days): (&'static FactShape, Option<i32>),
        see: &mut dyn FnMut(&FactRecord, Range<usize>),
    ) -> Result<(), Refusal> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Ok(()) };
        let between = match back_days {
            Some(days) => (days_later(*first, -days), days_later(*last, 1)),
            None => (Date::MIN, Date::MAX),
        };
        let mut each = |record: &FactRecord, known: Range<usize>| {
            let seen = match (back_days, record.clocks.happened_on) {
                (Some(days), Some(on)) => self.seen(known, on, days),
                _ => known,
            };
            if !seen.is_empty() {
                see(record, seen);
            }
            true
        };
        let asked = KnownAt { shape, moments: &self.moments, between, accounts };
        desk.store.each_known_at(asked, &mut each).map_err(refused)
    }

    fn seen(&self, known: Range<usize>, on: Date, back_days: i32) -> Range<usize> {
        let from = self.days.partition_point(|day| *day < on);
        let until = days_later(on, back_days);
        let to = self.days.partition_point(|day| *day <= until);
        known.start.max(from)..known.end.min(to)
    }

    /// Typed facts with the places of the days at which they read so, in order of their keys.
    pub(crate) fn typed<T>(
        &self,
        desk: &Desk<'_>,
        shape: &'static FactShape,
        read: fn(&FactRecord) -> Option<T>,
    ) -> Result<Vec<(T, Range<usize>)>, Refusal> {
        let mut found: Vec<(Arc<str>, T, Range<usize>)> = Vec::new();
        self.each(desk, (shape, None), &mut |record, places| {
            found.extend(read(record).map(|row| (record.key.clone(), row, places)));
        })?;
        found.sort_by(|a, b| (&a.0, a.2.start).cmp(&(&b.0, b.2.start)));
        Ok(found.into_iter().map(|(_, row, places)| (row, places)).collect())
    }
}

fn days_later(day: Date, days: i32) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}

type Seen<T> = Vec<(T, Range<usize>)>;

/// Accounts, contracts, churn events and rates as known on each of several days.
#[derive(Debug)]
pub(crate) struct PastHistories {
    accounts: Seen<Account>,
    contracts: Seen<Contract>,
    events: Seen<(AccountId, (Arc<str>, Date))>,
    rates: Seen<RateRow>,
    currency: Currency,
    /// Rows of contracts, and those of them whose clock is their own day.
    clocks: (usize, usize),
}

fn at<T: Clone>(rows: &Seen<T>, place: usize) -> Vec<T> {
    rows.iter().filter(|(_, places)| places.contains(&place)).map(|(row, _)| row.clone()).collect()
}

impl PastHistories {
    pub(crate) fn load(desk: &Desk<'_>, past: &Past) -> Result<Self, Refusal> {
        let mut clocks = (0, 0);
        past.each(desk, (&customers::contract::SHAPE, None), &mut |record, _| {
            clocks = (clocks.0 + 1, clocks.1 + usize::from(record.clocks.assumed));
        })?;
        Ok(Self {
            clocks,
            accounts: past.typed(desk, &customers::account::SHAPE, Account::from_record)?,
            contracts: past.typed(desk, &customers::contract::SHAPE, Contract::from_record)?,
            events: past.typed(desk, &customers::churn_event::SHAPE, histories::churn_event)?,
            rates: past.typed(desk, &customers::exchange_rate::SHAPE, histories::rate)?,
            currency: desk.currency()?,
        })
    }

    /// Whether most contracts count as known on their own day, for want of a better clock.
    pub(crate) fn mostly_assumed(&self) -> bool {
        self.clocks.1 * 2 > self.clocks.0
    }

    pub(crate) fn accounts_at(&self, place: usize) -> BTreeMap<&AccountId, &Account> {
        let seen = self.accounts.iter().filter(|(_, places)| places.contains(&place));
        seen.map(|(account, _)| (&account.id, account)).collect()
    }

    pub(crate) fn contracts_at(&self, place: usize) -> Vec<Contract> {
        at(&self.contracts, place)
    }

    pub(crate) fn rates_at(&self, place: usize) -> Rates {
        Rates::new(at(&self.rates, place))
    }

    pub(crate) fn histories_at(&self, place: usize) -> Histories {
        let rows = (at(&self.accounts, place), self.contracts_at(place), at(&self.events, place));
        histories::from_rows(rows, self.currency)
    }
}
