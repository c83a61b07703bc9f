//! Dates and moments as people write them, and the proof of their order.

mod counting;
mod names;
mod tally;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use ports::deliveries::DateOrder;

use self::counting::Counting;
pub(crate) use self::counting::counts_as_date;
use self::names::MONTH_NAMES;
pub(crate) use self::tally::{OrderTally, OrderVerdict};

/// A date or moment taken apart, its order possibly still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    parts: Parts,
    time: Option<Time>,
    offset: Option<Offset>,
    whole: Whole,
}

/// What was written down: a day, or something that stands for its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Day,
    Month,
    Quarter,
}

impl Whole {
    fn words(self) -> &'static str {
        match self {
            Self::Day => "days",
            Self::Month => "months",
            Self::Quarter => "quarters",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// Year first, or the month by its name.
    Known {
        year: i16,
        month: i8,
        day: i8,
        year_first: bool,
    },
    Open {
        first: i8,
        second: i8,
        year: i16,
    },
}

/// What a value tells about the order of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    Order(DateOrder),
    /// Both orders give a date, and not the same one.
    Open,
    /// Says nothing: the month has a name, or day and month are the same.
    Nothing,
}

impl Written {
    /// Takes a text apart; `None` when it is no date. Where a month is wanted as well, see `parse_day`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 64 || !text.contains(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        if let Some(counting) = Counting::of(text) {
            return counting.written(text);
        }
        Self::of_parts(text).or_else(|| Self::of_parts(names::without_weekday(text)?))
    }

    /// The same in a column of days, where months and quarters alone stand for their first day.
    pub(crate) fn parse_day(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let (parts, whole) = names::first_day(text.trim()).filter(|_| text.len() <= 64)?;
            Some(Self { parts, time: None, offset: None, whole })
        })
    }

    fn of_parts(text: &str) -> Option<Self> {
        let found = numeric_parts(text).or_else(|| names::named_parts(text)).or_else(|| names::marked_parts(text));
        let (parts, rest) = found?;
        let (time, offset) = time_and_offset(rest)?;
        Some(Self { parts, time, offset, whole: Whole::Day })
    }

    pub(crate) fn telling(&self) -> Telling {
        match self.parts {
            Parts::Known { year_first: true, .. } => Telling::Order(DateOrder::YearFirst),
            Parts::Known { .. } => Telling::Nothing,
            Parts::Open { first, second, .. } => match (first > 12, second > 12) {
                (true, false) => Telling::Order(DateOrder::DayFirst),
                (false, true) => Telling::Order(DateOrder::MonthFirst),
                (false, false) if first != second => Telling::Open,
                _ => Telling::Nothing,
            },
        }
    }

    /// Whether it can be the first day of a month.
    pub(crate) fn may_begin_month(&self) -> bool {
        match self.parts {
            Parts::Known { day, .. } => day == 1,
            Parts::Open { first, second, .. } => first == 1 || second == 1,
        }
    }

    /// Whether it says a time of day.
    pub(crate) fn has_time(&self) -> bool {
        self.time.is_some()
    }

    fn date(&self, order: Option<DateOrder>) -> Option<Date> {
        match self.parts {
            Parts::Known { year, month, day, .. } => Date::new(year, month, day).ok(),
            Parts::Open { first, second, year } => match order {
                Some(DateOrder::MonthFirst) => Date::new(year, first, second).ok(),
                Some(DateOrder::DayFirst) => Date::new(year, second, first).ok(),
                _ if first == second => Date::new(year, second, first).ok(),
                _ => None,
            },
        }
    }

    /// The moment on the wall in a zone; without a time it is 00:00.
    pub(crate) fn moment(&self, order: Option<DateOrder>, zone: &TimeZone) -> Option<DateTime> {
        let written = self.date(order)?.to_datetime(self.time.unwrap_or(Time::midnight()));
        match self.offset {
            Some(offset) => Some(offset.to_timestamp(written).ok()?.to_zoned(zone.clone()).datetime()),
            None => Some(written),
        }
    }

    /// The day; a midnight with an offset stands for the day as written, since exports write plain days like that.
    pub(crate) fn day(&self, order: Option<DateOrder>, zone: &TimeZone) -> Option<Date> {
        if self.time.is_none_or(|time| time == Time::midnight()) {
            return self.date(order);
        }
        Some(self.moment(order, zone)?.date())
    }

    /// The two readings of an open date, as people say them: `1 February` and `2 January`.
    pub(crate) fn readings(&self) -> Option<(String, String)> {
        let Parts::Open { first, second, .. } = self.parts else { return None };
        let name = |month: i8| usize::try_from(month - 1).ok().and_then(|place| MONTH_NAMES.get(place));
        Some((format!("{first} {}", name(second)?), format!("{second} {}", name(first)?)))
    }
}

/// Splits off a leading run of digits.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn numeric_parts(text: &str) -> Option<(Parts, &str)> {
    let (a, rest) = digits(text)?;
    if a.len() == 8 {
        let parts = Parts::Known {
            year: a[..4].parse().ok()?,
            month: a[4..6].parse().ok()?,
            day: a[6..].parse().ok()?,
            year_first: true,
        };
        return Some((parts, rest));
    }
    let sign = rest.chars().next().filter(|sign| matches!(sign, '-' | '/' | '.'))?;
    let (b, rest) = digits(&rest[1..])?;
    let (c, rest) = digits(rest.strip_prefix(sign)?)?;
    if b.len() > 2 || (a.len() > 2 && (a.len() != 4 || c.len() > 2)) {
        return None;
    }
    if a.len() == 4 {
        let parts =
            Parts::Known { year: a.parse().ok()?, month: b.parse().ok()?, day: c.parse().ok()?, year_first: true };
        return Some((parts, rest));
    }
    Some((Parts::Open { first: a.parse().ok()?, second: b.parse().ok()?, year: year_of(c)? }, rest))
}

/// A year of four digits, or of two: 70 to 99 belong to the last century.
fn year_of(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn time_and_offset(rest: &str) -> Option<(Option<Time>, Option<Offset>)> {
    if rest.trim().is_empty() {
        return Some((None, None));
    }
    let rest = rest.strip_prefix(['T', 't', ' ', ','])?.trim_start();
    let (hour, rest) = digits(rest)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest)?,
        None => ("0", rest),
    };
    let (fraction, rest) = match rest.strip_prefix('.').or_else(|| rest.strip_prefix(',')) {
        Some(rest) => digits(rest)?,
        None => ("0", rest),
    };
    let (hour, rest) = hour_of_day(hour.parse().ok()?, rest.trim_start())?;
    // Finer than a millionth of a second is cut off: no store of ours keeps it.
    let micros: i32 = format!("{fraction:0<6}")[..6].parse().ok()?;
    let time = Time::new(hour, minute.parse().ok()?, second.parse().ok()?, micros * 1000).ok()?;
    Some((Some(time), offset_of(rest.trim())?))
}

fn hour_of_day(hour: i8, rest: &str) -> Option<(i8, &str)> {
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    match half.as_deref() {
        Some("am") if (1..=12).contains(&hour) => Some((hour % 12, rest[2..].trim_start())),
        Some("pm") if (1..=12).contains(&hour) => Some((hour % 12 + 12, rest[2..].trim_start())),
        Some("am" | "pm") => None,
        _ => Some((hour, rest)),
    }
}

/// `Z`, `UTC`, `+02:00`, `-0300`, `+2`, and the `Z-0300` some exports write.
fn offset_of(text: &str) -> Option<Option<Offset>> {
    if text.is_empty() {
        return Some(None);
    }
    if !text.is_ascii() {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let rest = ["UTC", "GMT", "Z"].iter().find_map(|name| upper.strip_prefix(name)).unwrap_or(&upper).trim();
    if rest.is_empty() {
        return Some(Some(Offset::UTC));
    }
    let (sign, rest) = if let Some(rest) = rest.strip_prefix('-') { (-1, rest) } else { (1, rest.strip_prefix('+')?) };
    let (hours, minutes) = match rest.split_once(':') {
        Some(halves) => halves,
        None if rest.len() > 2 => rest.split_at(rest.len() - 2),
        None => (rest, "0"),
    };
    let (hours, minutes): (i32, i32) = (digits_only(hours)?, digits_only(minutes)?);
    let seconds = (hours <= 18 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))?;
    Offset::from_seconds(seconds).ok().map(Some)
}

fn digits_only(text: &str) -> Option<i32> {
    let all = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
