//! Days and moments written as a plain count, which many other numbers look like.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;

use super::{Parts, Whole, Written};
use crate::headings::words_of;
use crate::workbook::moment_of_serial;

/// Whole words of a heading that say it is about a day.
const DATE_WORDS: [&str; 44] = [
    "date",
    "dates",
    "datum",
    "day",
    "tag",
    "jour",
    "dia",
    "fecha",
    "time",
    "timestamp",
    "when",
    "wann",
    "on",
    "at",
    "am",
    "le",
    "since",
    "seit",
    "depuis",
    "desde",
    "from",
    "ab",
    "von",
    "vom",
    "du",
    "until",
    "till",
    "to",
    "bis",
    "au",
    "hasta",
    "begin",
    "beginn",
    "beginning",
    "start",
    "started",
    "starts",
    "end",
    "ende",
    "ends",
    "fin",
    "debut",
    "month",
    "monat",
];
/// What such words end in where they are written together: `closedate`, `Rechnungsdatum`, `Vertragsbeginn`.
const DATE_ENDINGS: [&str; 7] = ["date", "datum", "beginn", "vertragsende", "laufzeitende", "zeitpunkt", "timestamp"];
/// They end so and are no dates.
const NO_DATES: [&str; 2] = ["candidate", "mandate"];
/// Amounts at a day are amounts.
const MONEY_WORDS: [&str; 14] = [
    "arr", "mrr", "acv", "tcv", "amount", "value", "balance", "revenue", "total", "betrag", "wert", "umsatz",
    "montant", "saldo",
];

/// Whether a value under a heading is a day or moment. A plain count is one only where the heading speaks of a date:
/// 45000 under `Paid` is money, and under `Account` a name.
pub(crate) fn counts_as_date(text: &str, heading: &str) -> bool {
    Written::parse_day(text).is_some() && (Counting::of(text.trim()).is_none() || names_a_date(heading))
}

fn names_a_date(heading: &str) -> bool {
    let words = words_of(heading);
    let is_date = |word: &String| {
        let word = word.as_str();
        DATE_WORDS.contains(&word)
            || (DATE_ENDINGS.iter().any(|ending| word.ends_with(ending)) && !NO_DATES.contains(&word))
    };
    words.iter().any(is_date) && !words.iter().any(|word| MONEY_WORDS.contains(&word.as_str()))
}

/// Moments written as a plain count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// Days since 1900, as spreadsheets keep them.
    SpreadsheetDays,
    /// Since 1970, in UTC.
    Seconds,
    Milliseconds,
}

impl Counting {
    /// Five digits are days from 1954 to 2119; ten are seconds and thirteen thousandths since 1970.
    pub(super) fn of(text: &str) -> Option<Self> {
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

    pub(super) fn written(self, text: &str) -> Option<Written> {
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
        let parts = Parts::Known { year, month, day, year_first: false };
        Some(Written { parts, time, offset, whole: Whole::Day })
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::SpreadsheetDays => "days counted as spreadsheets count them",
            Self::Seconds => "seconds counted since 1970, in UTC",
            Self::Milliseconds => "thousandths of a second counted since 1970, in UTC",
        }
    }
}
