//! Dates and moments as people write them, and the proof of their order.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use ports::deliveries::DateOrder;

use crate::proof::Proof;
use crate::workbook::moment_of_serial;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// As people say them.
const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date or moment taken apart, its order possibly still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    parts: Parts,
    time: Option<Time>,
    offset: Option<Offset>,
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
    /// Takes a text apart; `None` when it is no date.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 64 || !text.is_ascii() {
            return None;
        }
        if let Some(counting) = Counting::of(text) {
            return counting.written(text);
        }
        let (parts, rest) = numeric_parts(text).or_else(|| named_parts(text))?;
        let (time, offset) = time_and_offset(rest)?;
        Some(Self { parts, time, offset })
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

/// Moments written as a plain count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// Days since 1900, as spreadsheets keep them.
    SpreadsheetDays,
    /// Since 1970, in UTC.
    Seconds,
    Milliseconds,
}

impl Counting {
    /// Five digits are days from 1954 to 2119; ten are seconds and thirteen thousandths since 1970.
    fn of(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 15 {
            return None;
        }
        match whole.len() {
            5 if ("20000".."80000").contains(&whole) => Some(Self::SpreadsheetDays),
            10 if whole.starts_with('1') && !text.contains('.') => Some(Self::Seconds),
            13 if whole.starts_with('1') && !text.contains('.') => Some(Self::Milliseconds),
            _ => None,
        }
    }

    fn written(self, text: &str) -> Option<Written> {
        let since_1970 = |moment: Result<Timestamp, jiff::Error>| {
            let moment = Offset::UTC.to_datetime(moment.ok()?);
            Some((moment, Some(Offset::UTC)))
        };
        let (moment, offset) = match self {
            Self::SpreadsheetDays => (moment_of_serial(text.parse().ok()?, false).parse::<DateTime>().ok()?, None),
            Self::Seconds => since_1970(Timestamp::from_second(text.parse().ok()?))?,
            Self::Milliseconds => since_1970(Timestamp::from_millisecond(text.parse().ok()?))?,
        };
        let (year, month, day) = (moment.year(), moment.month(), moment.day());
        let time = (moment.time() != Time::midnight()).then(|| moment.time());
        Some(Written { parts: Parts::Known { year, month, day, year_first: false }, time, offset })
    }

    fn words(self) -> &'static str {
        match self {
            Self::SpreadsheetDays => "days counted as spreadsheets count them",
            Self::Seconds => "seconds counted since 1970, in UTC",
            Self::Milliseconds => "thousandths of a second counted since 1970, in UTC",
        }
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

/// `12 Jan 2024`, `12-Jan-24`, `January 12, 2024`.
fn named_parts(text: &str) -> Option<(Parts, &str)> {
    let mut rest = text;
    let mut words = [""; 3];
    for word in &mut words {
        rest = rest.trim_start_matches([' ', ',', '-', '/', '.']);
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        (*word, rest) = rest.split_at(end);
    }
    let month_of = |word: &str| {
        let start = word.get(..3)?.to_ascii_lowercase();
        let place = MONTHS.iter().position(|month| *month == start)?;
        let whole = MONTH_NAMES[place].to_ascii_lowercase().starts_with(&word.to_ascii_lowercase());
        whole.then(|| i8::try_from(place + 1).ok()).flatten()
    };
    let day_of = |word: &str| word.parse::<i8>().ok().filter(|_| word.len() <= 2);
    let (day, month, year) = match (month_of(words[0]), month_of(words[1])) {
        (Some(month), _) => (day_of(words[1])?, month, year_of(words[2])?),
        (None, Some(month)) if words[0].len() == 4 => (day_of(words[2])?, month, year_of(words[0])?),
        (None, Some(month)) => (day_of(words[0])?, month, year_of(words[2])?),
        _ => return None,
    };
    Some((Parts::Known { year, month, day, year_first: false }, rest))
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

/// What the values of a column tell about their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OrderTally {
    pub(crate) year_first: Option<Proof>,
    pub(crate) day_first: Option<Proof>,
    pub(crate) month_first: Option<Proof>,
    pub(crate) open: Option<Proof>,
    counted: Option<(&'static str, Proof)>,
}

/// What is to be done about the order of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OrderVerdict {
    /// No value needs an order.
    NotNeeded,
    Settled(DateOrder),
    Question(String),
}

impl OrderTally {
    pub(crate) fn see(&mut self, value: &str, line: u32) {
        let Some(written) = Written::parse(value) else { return };
        if let Some(counting) = Counting::of(value.trim()).filter(|_| self.counted.is_none()) {
            self.counted = Some((counting.words(), Proof::new(value.trim(), line)));
        }
        let slot = match written.telling() {
            Telling::Order(DateOrder::YearFirst) => &mut self.year_first,
            Telling::Order(DateOrder::DayFirst) => &mut self.day_first,
            Telling::Order(DateOrder::MonthFirst) => &mut self.month_first,
            Telling::Open => &mut self.open,
            Telling::Nothing => return,
        };
        if slot.is_none() {
            *slot = Some(Proof::new(value.trim(), line));
        }
    }

    /// Whether more values could still change the verdict from a question to an answer.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some() && self.day_first.is_none() && self.month_first.is_none()
    }

    /// The proof wins over what the person said; what they said is for what the file leaves open.
    pub(crate) fn verdict(&self, heading: &str, said: Option<DateOrder>) -> OrderVerdict {
        let said = said.filter(|order| *order != DateOrder::YearFirst);
        match (&self.day_first, &self.month_first, &self.open, said) {
            (Some(_), None, ..) => OrderVerdict::Settled(DateOrder::DayFirst),
            (None, Some(_), ..) => OrderVerdict::Settled(DateOrder::MonthFirst),
            (Some(_), Some(_), _, Some(order)) | (None, None, Some(_), Some(order)) => OrderVerdict::Settled(order),
            (Some(day), Some(month), _, None) => OrderVerdict::Question(format!(
                "column {heading} holds {} (day first) and {} (month first): say --date-order day-first or month-first; rows that do not fit are then rejected",
                day.words(),
                month.words()
            )),
            (None, None, Some(open), None) => OrderVerdict::Question(open_question(heading, open)),
            (None, None, None, _) => OrderVerdict::NotNeeded,
        }
    }

    /// What was found, with its proof.
    pub(crate) fn finding(&self, heading: &str, said: Option<DateOrder>) -> Option<String> {
        let found = |order: DateOrder, proof: &Proof| {
            let place = if proof.line == 0 { ", further down".to_owned() } else { format!(" in line {}", proof.line) };
            format!("{}: {}{place}, column {heading}", order.words(), proof.value)
        };
        let proofs = [
            (DateOrder::DayFirst, &self.day_first),
            (DateOrder::MonthFirst, &self.month_first),
            (DateOrder::YearFirst, &self.year_first),
        ];
        let mut words: Vec<String> =
            proofs.iter().filter_map(|(order, proof)| proof.as_ref().map(|proof| found(*order, proof))).collect();
        if let Some((counting, proof)) = &self.counted {
            words.push(format!("{counting}: {}, column {heading}", proof.words()));
        }
        let said_only = self.is_open().then_some(said).flatten();
        if let (Some(order), OrderVerdict::Settled(_)) = (said_only, self.verdict(heading, said)) {
            words.push(format!("{}: as said by --date-order, column {heading}", order.words()));
        }
        (!words.is_empty()).then(|| words.join("; "))
    }
}

fn open_question(heading: &str, open: &Proof) -> String {
    let readings = Written::parse(&open.value).and_then(|written| written.readings());
    let (day_first, month_first) = readings.unwrap_or_default();
    format!(
        "{} in column {heading} (line {}) can be {day_first} or {month_first}: say --date-order day-first or month-first",
        open.value, open.line
    )
}

#[cfg(test)]
mod tests;
