use std::fmt;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use thiserror::Error;

/// The month in which the fiscal year begins (1 to 12).
///
/// A fiscal year is named by the calendar year in which it ends, unless it begins in January.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYear {
    first_month: i8,
}

impl FiscalYear {
    /// The calendar year.
    pub const CALENDAR: Self = Self { first_month: 1 };

    /// A fiscal year that begins in this month, or `None` outside 1 to 12.
    #[must_use]
    pub fn starting_in(month: i8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { first_month: month })
    }

    fn starts_on(self, year: i16) -> Option<Date> {
        let calendar_year = if self.first_month == 1 { year } else { year - 1 };
        Date::new(calendar_year, self.first_month, 1).ok()
    }

    /// The year and quarter (1 to 4) a day belongs to.
    #[must_use]
    pub fn quarter_of(self, day: Date) -> (i16, i8) {
        let months = (i32::from(day.month()) - i32::from(self.first_month)).rem_euclid(12);
        let wraps = self.first_month != 1 && day.month() >= self.first_month;
        (day.year() + i16::from(wraps), i8::try_from(months / 3).unwrap_or(0) + 1)
    }

    /// A quarter of this fiscal year.
    #[must_use]
    pub fn quarter(self, year: i16, quarter: i8) -> Option<Period> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let from = self.starts_on(year)?.checked_add(Span::new().months(i64::from(quarter - 1) * 3)).ok()?;
        let to = from.checked_add(3.months()).ok()?;
        Some(Period { from, to, name: Name::Quarter(year, quarter) })
    }

    /// The last quarter that lies wholly before a day.
    #[must_use]
    pub fn last_complete_quarter(self, today: Date) -> Option<Period> {
        let (year, quarter) = self.quarter_of(today);
        if quarter == 1 { self.quarter(year - 1, 4) } else { self.quarter(year, quarter - 1) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Name {
    Quarter(i16, i8),
    Month,
    Year(i16),
    Days,
}

/// A half-open stretch of days: it holds `from` and every day before `to`.
///
/// As people type and read it: `2026-Q3`, `2026-09`, `2026`, `2026-07-01..2026-09-30` (last day included).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    from: Date,
    to: Date,
    name: Name,
}

/// The text does not name a period.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PeriodRefused {
    /// None of the known forms.
    #[error(
        "`{0}` is not a period; write 2026-Q3, 2026-09, 2026, 2026-07-01..2026-09-30, last-quarter or last-90-days"
    )]
    Unknown(String),
    /// The last day comes before the first.
    #[error("the period `{0}` ends before it begins")]
    Backwards(String),
}

impl Period {
    /// The days from `from` up to but not including `to`; `None` when there are none.
    #[must_use]
    pub fn days(from: Date, to: Date) -> Option<Self> {
        (from < to).then_some(Self { from, to, name: Name::Days })
    }

    /// The first day.
    #[must_use]
    pub fn from(&self) -> Date {
        self.from
    }

    /// The first day after the period.
    #[must_use]
    pub fn to(&self) -> Date {
        self.to
    }

    /// The last day in the period.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.to.yesterday().unwrap_or(self.to)
    }

    /// Whether the day lies in the period.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day < self.to
    }

    /// How many days it has; at least one.
    #[must_use]
    pub fn day_count(&self) -> i32 {
        (self.to - self.from).get_days()
    }

    /// How many of its days lie in `[from, to)`; an open end reaches to the end of the period.
    #[must_use]
    pub fn overlap_days(&self, from: Date, to: Option<Date>) -> i32 {
        let start = from.max(self.from);
        let end = to.map_or(self.to, |to| to.min(self.to));
        if start < end { (end - start).get_days() } else { 0 }
    }

    /// The period of the same kind and length directly before this one.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        match self.name {
            Name::Quarter(year, quarter) => {
                let from = self.from.checked_sub(3.months()).ok()?;
                let name = if quarter == 1 { Name::Quarter(year - 1, 4) } else { Name::Quarter(year, quarter - 1) };
                Some(Self { from, to: self.from, name })
            }
            Name::Month => {
                Some(Self { from: self.from.checked_sub(1.month()).ok()?, to: self.from, name: Name::Month })
            }
            Name::Year(year) => {
                Some(Self { from: self.from.checked_sub(1.year()).ok()?, to: self.from, name: Name::Year(year - 1) })
            }
            Name::Days => {
                let from = self.from.checked_sub(Span::new().days(self.day_count())).ok()?;
                Some(Self { from, to: self.from, name: Name::Days })
            }
        }
    }

    /// Reads a period as people type it. `today` serves the forms that begin with `last-`.
    ///
    /// # Errors
    /// When the text has none of the known forms, or ends before it begins.
    pub fn parse(text: &str, fiscal: FiscalYear, today: Date) -> Result<Self, PeriodRefused> {
        let unknown = || PeriodRefused::Unknown(text.trim().to_owned());
        let typed = text.trim().to_ascii_lowercase();
        if typed == "last-quarter" {
            return fiscal.last_complete_quarter(today).ok_or_else(unknown);
        }
        if let Some(days) = typed.strip_prefix("last-").and_then(|rest| rest.strip_suffix("-days")) {
            let days: i32 = days.parse().ok().filter(|days| (1..=36_500).contains(days)).ok_or_else(unknown)?;
            let from = today.checked_sub(Span::new().days(days)).map_err(|_| unknown())?;
            return Self::days(from, today).ok_or_else(unknown);
        }
        if let Some((first, last)) = typed.split_once("..") {
            return Self::parse_days(first, last, text);
        }
        Self::parse_named(&typed, fiscal).ok_or_else(unknown)
    }

    fn parse_days(first: &str, last: &str, text: &str) -> Result<Self, PeriodRefused> {
        let day = |part: &str| part.trim().parse::<Date>().map_err(|_| PeriodRefused::Unknown(text.trim().to_owned()));
        let (first, last) = (day(first)?, day(last)?);
        let backwards = || PeriodRefused::Backwards(text.trim().to_owned());
        Self::days(first, last.tomorrow().map_err(|_| backwards())?).ok_or_else(backwards)
    }

    fn parse_named(typed: &str, fiscal: FiscalYear) -> Option<Self> {
        let parts: Vec<&str> = typed.split(['-', ' ']).filter(|part| !part.is_empty()).collect();
        let year_of = |part: &str| part.parse::<i16>().ok().filter(|year| part.len() == 4 && *year >= 1900);
        let quarter_of = |part: &str| part.strip_prefix('q').and_then(|number| number.parse::<i8>().ok());
        match *parts.as_slice() {
            [year] => {
                let year = year_of(year)?;
                let from = fiscal.starts_on(year)?;
                Some(Self { from, to: from.checked_add(1.year()).ok()?, name: Name::Year(year) })
            }
            [a, b] => {
                if let Some(quarter) = quarter_of(b) {
                    return fiscal.quarter(year_of(a)?, quarter);
                }
                if let Some(quarter) = quarter_of(a) {
                    return fiscal.quarter(year_of(b)?, quarter);
                }
                let month: i8 = b.parse().ok().filter(|_| b.len() == 2)?;
                let from = Date::new(year_of(a)?, month, 1).ok()?;
                Some(Self { from, to: from.checked_add(1.month()).ok()?, name: Name::Month })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Name::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Name::Month => write!(f, "{:04}-{:02}", self.from.year(), self.from.month()),
            Name::Year(year) => write!(f, "{year}"),
            Name::Days => write!(f, "{}..{}", self.from, self.last_day()),
        }
    }
}

/// Dates outside this stretch are taken for typing errors: no contract or touchpoint lies there.
#[must_use]
pub fn is_plausible(day: Date) -> bool {
    (date(1970, 1, 1)..=date(2100, 12, 31)).contains(&day)
}

#[cfg(test)]
mod tests;
