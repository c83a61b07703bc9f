use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::dice::Dice;

/// A day, counted from the first day of the world.
pub(crate) type Day = i32;

/// Days after the end of the world that can still be named: renewals and reviews that are planned.
const PLANNED_DAYS: i32 = 500;

/// The days of a world: their names, which of them are worked, where months and quarters begin.
#[derive(Debug)]
pub(crate) struct Calendar {
    from: Date,
    /// The first day after the world.
    pub(crate) end: Day,
    texts: Vec<String>,
    worked: Vec<bool>,
    /// First days of months that lie wholly in the world.
    pub(crate) months: Vec<(Day, Day)>,
    /// Quarters that touch the world: name, first day, first day after.
    pub(crate) quarters: Vec<(String, Day, Day)>,
}

impl Calendar {
    pub(crate) fn new(from: Date, to: Date) -> Self {
        let end = (to - from).get_days();
        let days: Vec<Date> = (0..end + PLANNED_DAYS).map_while(|day| plus_days(from, day)).collect();
        let mut calendar = Self {
            from,
            end,
            texts: days.iter().map(Date::to_string).collect(),
            worked: days.iter().map(|day| is_worked(*day)).collect(),
            months: Vec::new(),
            quarters: Vec::new(),
        };
        calendar.months =
            calendar.stretches(1).into_iter().filter(|(start, end)| *start >= 0 && *end <= calendar.end).collect();
        calendar.quarters =
            calendar.stretches(3).into_iter().map(|(start, end)| (calendar.quarter_name(start), start, end)).collect();
        calendar
    }

    fn stretches(&self, months: i8) -> Vec<(Day, Day)> {
        let month = self.from.month() - (self.from.month() - 1) % months;
        let mut first = Date::new(self.from.year(), month, 1).unwrap_or(self.from);
        let mut found = Vec::new();
        while self.day_of(first) < self.end {
            let Ok(next) = first.checked_add(Span::new().months(months)) else { break };
            found.push((self.day_of(first), self.day_of(next)));
            first = next;
        }
        found
    }

    fn quarter_name(&self, first: Day) -> String {
        let day = plus_days(self.from, first).unwrap_or(self.from);
        format!("{}-Q{}", day.year(), (day.month() - 1) / 3 + 1)
    }

    fn day_of(&self, date: Date) -> Day {
        (date - self.from).get_days()
    }

    /// How the day is written.
    pub(crate) fn text(&self, day: Day) -> &str {
        let last = self.texts.len().saturating_sub(1);
        let place = usize::try_from(day).unwrap_or(0).min(last);
        self.texts.get(place).map_or("", String::as_str)
    }

    /// The same day a year later.
    pub(crate) fn year_after(&self, day: Day) -> Day {
        let later = plus_days(self.from, day).and_then(|date| date.checked_add(1.year()).ok());
        later.map_or(day + 365, |date| self.day_of(date))
    }

    pub(crate) fn is_worked(&self, day: Day) -> bool {
        usize::try_from(day).is_ok_and(|day| self.worked.get(day).copied().unwrap_or(false))
    }

    /// The first worked day on or after `day`, if it comes before `end`.
    pub(crate) fn worked_from(&self, day: Day, end: Day) -> Option<Day> {
        (day.max(0)..end.min(day + 14)).find(|day| self.is_worked(*day))
    }

    /// Mondays whose week lies wholly in the world.
    pub(crate) fn weeks(&self) -> impl Iterator<Item = Day> {
        let past_monday = i32::from(self.from.weekday().to_monday_zero_offset());
        let first = (7 - past_monday) % 7;
        (first..self.end - 6).step_by(7)
    }

    /// Worked days among the seven from `monday`.
    pub(crate) fn worked_in_week(&self, monday: Day) -> i32 {
        (monday..monday + 7).filter(|day| self.is_worked(*day)).count() as i32
    }

    /// Public holidays of the world, with their names.
    pub(crate) fn holidays(&self) -> Vec<(Day, &'static str)> {
        let last = plus_days(self.from, self.end).unwrap_or(self.from);
        let years = self.from.year()..=last.year();
        let days = years.flat_map(holidays_of).map(|(date, name)| (self.day_of(date), name));
        days.filter(|(day, _)| (0..self.end).contains(day)).collect()
    }
}

/// Minutes of a working day, from half past eight to half past five.
pub(crate) fn working_minute(dice: &mut Dice) -> i32 {
    dice.days(8 * 60 + 30, 17 * 60 + 29)
}

/// A minute of the day as it is written after the date.
pub(crate) fn clock(minute: i32) -> String {
    format!("{:02}:{:02}:00", minute / 60, minute % 60)
}

fn plus_days(from: Date, days: i32) -> Option<Date> {
    from.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn is_worked(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    !weekend && !holidays_of(day.year()).iter().any(|(holiday, _)| *holiday == day)
}

fn holidays_of(year: i16) -> Vec<(Date, &'static str)> {
    let fixed = |month, day| Date::new(year, month, day).ok();
    let moving = |month, nth, weekday| fixed(month, 1).and_then(|first| first.nth_weekday_of_month(nth, weekday).ok());
    let named = [
        (fixed(1, 1), "New Year's Day"),
        (moving(5, -1, Weekday::Monday), "Memorial Day"),
        (fixed(7, 4), "Independence Day"),
        (moving(9, 1, Weekday::Monday), "Labor Day"),
        (moving(11, 4, Weekday::Thursday), "Thanksgiving"),
        (fixed(12, 25), "Christmas Day"),
    ];
    named.into_iter().filter_map(|(day, name)| day.map(|day| (day, name))).collect()
}
