use std::sync::Arc;

use jiff::civil::Date;
use report::{Fold, Trace};
use rust_decimal::Decimal;

/// Recent use is that of so many days.
// method: churn.use_days
const USE_DAYS: i32 = 28;
/// The usual is the mean of so many stretches before.
// method: churn.use_stretches
const USE_STRETCHES: i32 = 5;
/// Fewer events than this carry no trend.
// method: churn.use_least
const USE_LEAST: i64 = 20;

/// Use in stretches: the recent one, and those before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    recent: i64,
    before: i64,
    /// The oldest stretch with a row.
    oldest: i32,
    by_month: bool,
    has_recent: bool,
    last: Option<Date>,
    /// Events before all stretches, and the last row with some.
    older: i64,
    last_older: Option<(Date, Arc<str>)>,
    rows: Vec<(Arc<str>, Date, i32, i64)>,
}

impl Flow {
    pub(super) fn add_day(&mut self, (age, on): (i32, Date), events: i64, key: Option<&Arc<str>>) {
        if age >= 0 {
            self.add((age / USE_DAYS, on), events, key);
        }
    }

    pub(super) fn add_month(&mut self, (age, month): (i32, Date), events: i64, key: Option<&Arc<str>>) {
        self.by_month = true;
        self.add((age, month), events, key);
    }

    fn add(&mut self, (stretch, on): (i32, Date), events: i64, key: Option<&Arc<str>>) {
        if stretch > USE_STRETCHES {
            self.older = self.older.saturating_add(events);
            let is_last = self.last_older.as_ref().is_none_or(|(last, _)| *last < on);
            if let Some(key) = key.filter(|_| events > 0 && is_last) {
                self.last_older = Some((on, key.clone()));
            }
            return;
        }
        let sum = if stretch == 0 { &mut self.recent } else { &mut self.before };
        *sum = sum.saturating_add(events);
        self.oldest = self.oldest.max(stretch);
        self.has_recent |= stretch == 0;
        self.last = self.last.max(Some(on));
        if let Some(key) = key {
            self.rows.push((key.clone(), on, stretch, events));
        }
    }

    pub(super) fn is_any(&self) -> bool {
        self.recent + self.before > 0
    }

    /// Whether the recent stretch has any row, be it of no use.
    pub(super) fn has_recent(&self) -> bool {
        self.has_recent
    }

    /// The last day with a row.
    pub(super) fn last(&self) -> Option<Date> {
        self.last
    }

    pub(super) fn is_by_month(&self) -> bool {
        self.by_month
    }

    /// Whether there is a usual to hold the recent beside.
    pub(super) fn is_enough(&self) -> bool {
        self.before > 0 && self.recent.saturating_add(self.before) >= USE_LEAST
    }

    /// Whether there was enough use once, before all stretches, to say that it stopped.
    pub(super) fn had_enough(&self) -> bool {
        self.older >= USE_LEAST
    }

    /// The last use there was, which brings nothing to the recent.
    pub(super) fn trace_of_older(&self, object: &'static str, columns: &[&'static str]) -> Trace {
        let mut trace = Trace::new(Fold::Ratio, columns);
        if let Some((on, key)) = &self.last_older {
            trace.push(object, key, on.to_string(), Some(*on), &[Decimal::ZERO, Decimal::from(self.older)]);
        }
        trace
    }

    /// The recent stretch as a share of itself and the mean stretch before: a half where nothing changes.
    pub(super) fn recent_share(&self) -> Option<Decimal> {
        let recent = Decimal::from(self.recent);
        recent.checked_div(recent + Decimal::from(self.before).checked_div(self.oldest.into())?)
    }

    pub(super) fn trace(&self, object: &'static str, columns: &[&'static str]) -> Trace {
        let mut trace = Trace::new(Fold::Ratio, columns);
        for (key, on, stretch, events) in &self.rows {
            let events = Decimal::from(*events);
            let usual = events.checked_div(self.oldest.max(1).into()).unwrap_or_default();
            let numbers = if *stretch == 0 { [events, events] } else { [Decimal::ZERO, usual] };
            trace.push(object, key, on.to_string(), Some(*on), &numbers);
        }
        trace.rows.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
        trace
    }
}

/// Months counted from the year zero.
pub(super) fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}

/// How many months that are over by the end of a day came after this one; `None` while it is not over.
pub(super) fn months_over(month: Date, day: Date) -> Option<i32> {
    let tomorrow = day.tomorrow().unwrap_or(day);
    let age = month_number(tomorrow) - month_number(month) - 1;
    (age >= 0).then_some(age)
}
