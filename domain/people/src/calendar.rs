use std::collections::BTreeSet;

use jiff::Unit;
use jiff::civil::{Date, DateTime, Time, Weekday};

/// When customers are answered: days, hours, holidays. Waiting outside of them does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    days: Vec<Weekday>,
    from: Time,
    to: Time,
    holidays: BTreeSet<Date>,
}

impl WorkCalendar {
    /// A calendar without holidays; the first of the hours is before the second.
    #[must_use]
    pub fn new(days: Vec<Weekday>, (from, to): (Time, Time)) -> Self {
        Self { days, from, to, holidays: BTreeSet::new() }
    }

    /// The same calendar with these days off.
    #[must_use]
    pub fn with_holidays(self, holidays: impl IntoIterator<Item = Date>) -> Self {
        Self { holidays: holidays.into_iter().collect(), ..self }
    }

    /// Whether anybody works on a day.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        self.days.contains(&day.weekday()) && !self.holidays.contains(&day)
    }

    /// Working minutes from one moment to another; none when the second is not later.
    #[must_use]
    pub fn minutes_between(&self, from: DateTime, to: DateTime) -> i64 {
        let mut minutes = 0;
        let mut day = from.date();
        while day <= to.date() {
            if self.is_working_day(day) {
                let begins = day.to_datetime(self.from).max(from);
                let ends = day.to_datetime(self.to).min(to);
                if begins < ends {
                    minutes += ends.since((Unit::Minute, begins)).map_or(0, |span| span.get_minutes());
                }
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        minutes
    }
}

#[cfg(test)]
mod tests;
