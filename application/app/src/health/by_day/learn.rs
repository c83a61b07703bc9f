use std::collections::{BTreeMap, HashMap};

use health::{Row, UseByDay};
use jiff::civil::{Date, date};
use kernel::{AccountId, FactRecord, Refusal};
use ports::store::FactQuery;
use rayon::prelude::*;
use usage::{DailyUsage, MonthlyUsage};

use super::TELLS_DAYS;
use crate::desk::{Desk, refused};
use crate::health::book::Everybody;
use crate::health::days_before;
use crate::health::rows::{ACCOUNTS_AT_ONCE, day_of_use, is_any, month_of_use};

/// The day from which on a row of use that happened on this day tells: a month does once it is over.
pub(super) fn tells_from(object: &str, happened_on: Date) -> Date {
    if object == usage::monthly::SHAPE.object { happened_on.last_of_month() } else { happened_on }
}

/// What changed after the day from which on it tells, by that day.
#[derive(Debug, Clone, Default)]
pub(super) struct Late(BTreeMap<Date, Date>);

impl Late {
    pub(super) fn note(&mut self, tells_from: Date, changed: Date) {
        if tells_from < changed {
            let known = self.0.entry(tells_from).or_insert(changed);
            *known = changed.max(*known);
        }
    }

    fn note_known(&mut self, record: &FactRecord) {
        if let Some(on) = record.clocks.happened_on {
            self.note(tells_from(record.shape.object, on), record.clocks.known_at.date());
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        other.0.into_iter().for_each(|(tells_from, changed)| self.note(tells_from, changed));
    }

    /// When what tells on a day last changed after its own.
    pub(super) fn last_change(&self, day: Date) -> Date {
        self.0.range(days_before(day, TELLS_DAYS)..=day).map(|(_, changed)| *changed).max().unwrap_or(Date::MIN)
    }
}

/// What is learned of a span of days from the accounts read so far.
pub(super) struct Learned {
    pub(super) use_by_day: UseByDay,
    pub(super) late: Late,
}

impl Learned {
    fn join(mut self, other: Self) -> Self {
        self.use_by_day.join(other.use_by_day);
        self.late.join(other.late);
        self
    }
}

/// Rows of use of one account.
#[derive(Debug, Default)]
struct OfAccount {
    days: Vec<DailyUsage>,
    months: Vec<MonthlyUsage>,
}

/// What the accounts tell of the days of a year, some hundred at a time, since the rows of one lie together in the store.
pub(super) fn learn(desk: &Desk<'_>, everybody: &Everybody, year: i16) -> Result<Learned, Refusal> {
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let (from, to) = (days_before(first, TELLS_DAYS), days_before(last, -1));
    let mut told = Vec::new();
    for shape in [&usage::daily::SHAPE, &usage::monthly::SHAPE] {
        let query = FactQuery::all(shape).between(from, to);
        told.extend(is_any(desk, query.clone())?.then_some(query));
    }
    let begun = || Learned { use_by_day: UseByDay::new(first, to), late: Late::default() };
    let of_some = |accounts: &[AccountId]| {
        let (mut learned, mut known) = (begun(), HashMap::new());
        for query in &told {
            let mut see = |record: FactRecord| {
                learned.late.note_known(&record);
                sort_in(&mut known, &record);
                true
            };
            let query = query.clone().about_accounts(accounts).in_any_order();
            desk.store.each_fact(&query, &mut see).map_err(refused)?;
        }
        for OfAccount { days, months } in known.values() {
            let rows: Vec<Row<'_>> = days.iter().map(day_of_use).chain(months.iter().map(month_of_use)).collect();
            learned.use_by_day.include(&rows);
        }
        Ok(learned)
    };
    let accounts = if told.is_empty() { &[] } else { everybody.accounts() };
    accounts.par_chunks(ACCOUNTS_AT_ONCE).map(of_some).try_reduce(begun, |one, other| Ok(one.join(other)))
}

fn sort_in(known: &mut HashMap<AccountId, OfAccount>, record: &FactRecord) {
    if let Some(row) = DailyUsage::from_record(record) {
        known.entry(row.account.clone()).or_default().days.push(row);
    } else if let Some(row) = MonthlyUsage::from_record(record) {
        known.entry(row.account.clone()).or_default().months.push(row);
    }
}
