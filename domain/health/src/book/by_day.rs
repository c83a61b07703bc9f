use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Book, Source, middle};
use crate::gather::{Gathering, is_use};
use crate::row::{Row, UsageDay, UsageMonth};
use crate::rule;

/// What the use of all accounts tells together as of every day of a span, learned one account after the other.
///
/// Each day reads as the book of that day would ([`Book::of`]), without looking at every row again for every day: what an
/// account tells changes only when a row of it comes or grows old.
#[derive(Debug, Clone)]
pub struct UseByDay {
    from: Date,
    days: usize,
    features: BTreeMap<Arc<str>, Marked>,
    daily: Marked,
    monthly: Marked,
    accounts: usize,
    depths: Vec<Depth>,
}

/// Days of the span, by their place.
type Marked = Vec<bool>;

/// From a day on the account uses the product so much on a day of use.
#[derive(Debug, Clone, Copy)]
struct Depth {
    place: usize,
    account: usize,
    per_day: Option<Decimal>,
}

impl UseByDay {
    /// Without accounts, as of the days from the first to the one before the second.
    #[must_use]
    pub fn new(from: Date, to: Date) -> Self {
        let days = usize::try_from((to - from).get_days()).unwrap_or(0);
        Self {
            from,
            days,
            features: BTreeMap::new(),
            daily: vec![false; days],
            monthly: vec![false; days],
            accounts: 0,
            depths: Vec::new(),
        }
    }

    /// Adds the rows of use of one account, all that tell something in the span; rows of other kinds are passed over.
    pub fn include(&mut self, rows: &[Row<'_>]) {
        let account = self.accounts;
        self.accounts += 1;
        let mut told: Vec<(Date, Row<'_>)> = rows.iter().filter_map(|row| Some((told_on(row)?, *row))).collect();
        told.sort_by_key(|(on, _)| *on);
        let mut turns = Vec::new();
        for (on, row) in &told {
            self.mark(*on, row);
            turns.extend([0, depth_days(row)].into_iter().filter_map(|days| self.place_from(*on, days)));
        }
        turns.sort_unstable();
        turns.dedup();
        let mut before = None;
        for place in turns.into_iter().filter(|place| *place < self.days) {
            let per_day = depth(self.day(place), &told);
            if per_day != before {
                self.depths.push(Depth { place, account, per_day });
                before = per_day;
            }
        }
    }

    /// Adds the accounts of another of the same span.
    pub fn join(&mut self, other: Self) {
        for (feature, days) in other.features {
            match self.features.get_mut(&feature) {
                Some(known) => unite(known, &days),
                None => _ = self.features.insert(feature, days),
            }
        }
        unite(&mut self.daily, &other.daily);
        unite(&mut self.monthly, &other.monthly);
        let before = self.accounts;
        self.depths.extend(other.depths.into_iter().map(|depth| Depth { account: depth.account + before, ..depth }));
        self.accounts += other.accounts;
    }

    /// The book of each day, first to last. Of sources only use is listened to.
    #[must_use]
    pub fn close(mut self) -> Vec<Book> {
        self.depths.sort_unstable_by_key(|depth| depth.place);
        let mut current: Vec<Option<Decimal>> = vec![None; self.accounts];
        let (mut turns, mut depth_median) = (self.depths.iter().peekable(), None);
        let mut books = Vec::with_capacity(self.days);
        for place in 0..self.days {
            let mut moved = false;
            while let Some(depth) = turns.next_if(|depth| depth.place == place) {
                current[depth.account] = depth.per_day;
                moved = true;
            }
            if moved {
                depth_median = middle(current.iter().flatten().copied().collect());
            }
            books.push(self.book(place, depth_median));
        }
        books
    }

    fn book(&self, place: usize, depth_median: Option<Decimal>) -> Book {
        let features = self.features.values().filter(|days| days[place]).count();
        let told = [(Source::Days, self.daily[place]), (Source::Months, self.monthly[place])];
        Book {
            as_of: self.day(place),
            feature_count: u32::try_from(features).unwrap_or(u32::MAX),
            depth_median,
            speaking: told.into_iter().filter(|(_, speaks)| *speaks).map(|(source, _)| source).collect(),
        }
    }

    /// Marks the days on which the row is heard and its feature counts as used.
    fn mark(&mut self, on: Date, row: &Row<'_>) {
        let used = match row {
            Row::UsageDay(UsageDay { feature, events, active_users, .. })
            | Row::UsageMonth(UsageMonth { feature, events, active_users, .. }) => {
                feature.filter(|_| is_use(*events, *active_users))
            }
            _ => None,
        };
        if let Some(feature) = used {
            let places = self.places(on, rule::FEATURE_DAYS);
            if !self.features.contains_key(feature) {
                self.features.insert(feature.clone(), vec![false; self.days]);
            }
            if let Some(days) = self.features.get_mut(feature) {
                days[places].fill(true);
            }
        }
        let source = if matches!(row, Row::UsageDay(_)) { Source::Days } else { Source::Months };
        let places = self.places(on, source.silence_days());
        let heard = if source == Source::Days { &mut self.daily } else { &mut self.monthly };
        heard[places].fill(true);
    }

    /// The places of so many days from this one on, as far as they lie in the span.
    fn places(&self, on: Date, days: i32) -> Range<usize> {
        let place = |days| self.place_from(on, days).unwrap_or(self.days).min(self.days);
        place(0)..place(days)
    }

    /// The place of the day so many days later; the first where it lies before the span, `None` beyond the calendar.
    fn place_from(&self, on: Date, days: i32) -> Option<usize> {
        let day = on.checked_add(Span::new().days(days)).ok()?;
        Some(usize::try_from((day - self.from).get_days()).unwrap_or(0))
    }

    fn day(&self, place: usize) -> Date {
        i64::try_from(place)
            .ok()
            .and_then(|days| self.from.checked_add(Span::new().days(days)).ok())
            .unwrap_or(self.from)
    }
}

/// The day from which on a row of use tells.
fn told_on(row: &Row<'_>) -> Option<Date> {
    match row {
        Row::UsageDay(row) => Some(row.day),
        Row::UsageMonth(row) => Some(row.month.last_of_month()),
        _ => None,
    }
}

/// The depth as of a day, of rows in the order of their days.
fn depth(day: Date, told: &[(Date, Row<'_>)]) -> Option<Decimal> {
    let oldest = day.checked_sub(Span::new().days(rule::MONTH_SILENCE_DAYS)).unwrap_or(Date::MIN);
    let (from, to) = (told.partition_point(|(on, _)| *on < oldest), told.partition_point(|(on, _)| *on <= day));
    let mut gathering = Gathering::new(day).only_for_book();
    let is_young = |on: Date, row: &Row<'_>| (day - on).get_days() < depth_days(row);
    told[from..to].iter().filter(|(on, row)| is_young(*on, row)).for_each(|(_, row)| gathering.add(*row));
    gathering.depth().ok()
}

/// For how many days a row of use tells how much the product is used.
fn depth_days(row: &Row<'_>) -> i32 {
    if matches!(row, Row::UsageDay(_)) { rule::FREQUENCY_DAYS } else { rule::MONTH_SILENCE_DAYS }
}

fn unite(days: &mut Marked, more: &Marked) {
    days.iter_mut().zip(more).for_each(|(day, more)| *day |= more);
}

#[cfg(test)]
mod tests;
