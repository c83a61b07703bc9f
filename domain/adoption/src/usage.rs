use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;

use crate::{USUAL_WINDOWS, WINDOW_DAYS};

/// What a row of use is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// A month.
    Month,
}

impl Unit {
    /// The object of its facts.
    #[must_use]
    pub fn object(self) -> &'static str {
        match self {
            Self::Day => "usage_daily",
            Self::Month => "usage_monthly",
        }
    }
}

/// One row of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Of a day or of a month.
    pub unit: Unit,
    /// The key of the fact.
    pub key: Arc<str>,
    /// The day, or the first day of the month.
    pub on: Date,
    /// Which feature; the whole product when empty.
    pub feature: Option<Arc<str>>,
    /// How often it was used.
    pub events: Option<i64>,
    /// People who used it.
    pub active: Option<i64>,
    /// People who could.
    pub licensed: Option<i64>,
    /// Days on which anybody did, of a month.
    pub days: Option<i64>,
}

impl Use {
    /// Whether it says that there was any.
    pub(crate) fn is_use(&self) -> bool {
        match (self.events, self.active) {
            (None, None) => true,
            (events, active) => events.is_some_and(|events| events > 0) || active.is_some_and(|active| active > 0),
        }
    }

    /// The last day it speaks about.
    pub(crate) fn until(&self) -> Date {
        match self.unit {
            Unit::Day => self.on,
            Unit::Month => self.on.last_of_month(),
        }
    }
}

/// So many days after a month is over, what nobody told of it is late; before, it may still come.
// method: adoption.late_month_days
const LATE_MONTH_DAYS: i32 = 10;

/// The use of one account, by day and by month, in the window and before it.
#[derive(Debug, Clone)]
pub struct Gathering {
    day: Date,
    /// The month that is over and still to be told, so that the one before stands for it.
    months_to_come: i32,
    rows: Vec<Use>,
}

impl Gathering {
    /// Nothing yet, as of a day.
    #[must_use]
    pub fn new(day: Date) -> Self {
        Self { day, months_to_come: 0, rows: Vec::new() }
    }

    /// The first day of which a row can matter.
    #[must_use]
    pub fn reach(day: Date) -> Date {
        let days = Span::new().days((USUAL_WINDOWS + 2) * 31);
        day.checked_sub(days).unwrap_or(Date::MIN)
    }

    /// Takes in a row; one that is not over by the day is left out.
    pub fn add(&mut self, row: Use) {
        if row.until() <= self.day && row.on >= Self::reach(self.day) {
            self.rows.push(row);
        }
    }

    /// The day as of which it is gathered.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
    }

    /// The rows of the window so many windows back, the present one being 0, in order of days and keys.
    pub(crate) fn window(&self, unit: Unit, back: i32) -> Vec<&Use> {
        let mut found: Vec<&Use> = self.rows.iter().filter(|row| row.unit == unit && self.back(row) == back).collect();
        found.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
        found
    }

    /// In which window a row falls.
    fn back(&self, row: &Use) -> i32 {
        match row.unit {
            Unit::Day => (self.day - row.on).get_days() / WINDOW_DAYS,
            Unit::Month => {
                let end = self.day.tomorrow().unwrap_or(self.day);
                let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
                months(end) - months(row.on) - 1 - self.months_to_come
            }
        }
    }

    /// Lets the month before stand for the one that is over where nobody of these has told of that one and it is not late
    /// yet.
    pub fn wait_for_month<'a>(day: Date, all: impl Iterator<Item = &'a mut Self>) {
        let mut all: Vec<&mut Self> = all.collect();
        let tells = |back: i32| {
            let told = |one: &&mut Self| one.rows.iter().any(|row| row.unit == Unit::Month && one.back(row) == back);
            all.iter().any(told)
        };
        // On its last day a month is over; on the days after, as many have passed as the day counts.
        let ends_today = day == day.last_of_month();
        let is_late = !ends_today && i32::from(day.day()) > LATE_MONTH_DAYS;
        if !is_late && !tells(0) && tells(1) {
            all.iter_mut().for_each(|one| one.months_to_come = 1);
        }
    }

    /// The rows that make the usual: those of the windows before.
    pub(crate) fn usual(&self, unit: Unit) -> Vec<&Use> {
        (1..=USUAL_WINDOWS).rev().flat_map(|back| self.window(unit, back)).collect()
    }
}

/// A feature in use somewhere, with the latest row that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InUse {
    /// `usage_daily` or `usage_monthly`.
    pub object: &'static str,
    /// The key of the row.
    pub key: Arc<str>,
    /// Its day.
    pub on: Date,
    /// How many accounts use it.
    pub accounts: u64,
}

/// What the whole book uses in the window.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Features by name.
    pub features: BTreeMap<Arc<str>, InUse>,
    /// Whether days are told of anybody in the window.
    pub days_told: bool,
    /// Whether the latest month is told of anybody.
    pub month_told: bool,
    /// How many accounts have any use in the window.
    pub accounts: u64,
}

impl Book {
    /// The book of these accounts.
    pub fn of<'a>(gatherings: impl Iterator<Item = &'a Gathering>) -> Self {
        let mut book = Self::default();
        for gathering in gatherings {
            let days = gathering.window(Unit::Day, 0);
            let months = gathering.window(Unit::Month, 0);
            book.days_told |= !days.is_empty();
            book.month_told |= !months.is_empty();
            let used: Vec<&Use> = days.into_iter().chain(months).filter(|row| row.is_use()).collect();
            book.accounts += u64::from(!used.is_empty());
            let mut own: BTreeMap<&Arc<str>, &Use> = BTreeMap::new();
            for row in &used {
                if let Some(feature) = &row.feature {
                    own.insert(feature, row);
                }
            }
            own.into_iter().for_each(|(feature, row)| book.hear(feature, row));
        }
        book
    }

    fn hear(&mut self, feature: &Arc<str>, row: &Use) {
        let one = InUse { object: row.unit.object(), key: row.key.clone(), on: row.on, accounts: 0 };
        let known = self.features.entry(feature.clone()).or_insert_with(|| one.clone());
        if (known.on, &known.key) < (one.on, &one.key) {
            *known = InUse { accounts: known.accounts, ..one };
        }
        known.accounts += 1;
    }

    /// Which rows tell of the window: days where anybody's are told, else the latest month.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        match (self.days_told, self.month_told) {
            (true, _) => Some(Unit::Day),
            (false, true) => Some(Unit::Month),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests;
