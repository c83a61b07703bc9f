//! What stands in a column, whatever it is called.

use std::collections::{BTreeMap, HashSet};

use kernel::{Column, ColumnKind, Currency};

use crate::dates::counts_as_date;
use crate::numbers::WrittenNumber;
use crate::rows::{CellSort, RawRow};

/// So much of a column must be of a kind before it is taken for one.
const MOSTLY: f64 = 0.9;
/// Looked at so many rows.
pub(crate) const ROWS: usize = 500;

/// What the first rows of a column hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    heading: String,
    filled: usize,
    seen: usize,
    distinct: HashSet<String>,
    dates: usize,
    numbers: usize,
    emails: usize,
    flags: usize,
    currencies: usize,
    domains: usize,
    largest: Option<i64>,
    words: BTreeMap<String, usize>,
}

const FLAGS: [&str; 18] = [
    "true", "false", "yes", "no", "1", "0", "t", "f", "y", "n", "ja", "nein", "oui", "non", "wahr", "falsch", "vrai",
    "faux",
];

impl Profile {
    /// Of the column under a heading.
    pub(crate) fn under(heading: &str) -> Self {
        Self { heading: heading.to_owned(), ..Self::default() }
    }

    /// Looks at one cell.
    pub(crate) fn see(&mut self, row: &RawRow, place: usize) {
        let text = row.cell(place).trim();
        self.seen += 1;
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        let lower = text.to_lowercase();
        let number = WrittenNumber::parse_amount(text);
        self.dates += usize::from(row.sort(place) == CellSort::Moment || counts_as_date(text, &self.heading));
        self.numbers += usize::from(number.is_some());
        let is_email = lower.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        self.emails += usize::from(is_email && !lower.contains(' '));
        self.flags += usize::from(FLAGS.contains(&lower.as_str()));
        self.currencies += usize::from(text.parse::<Currency>().is_ok());
        self.domains += usize::from(!is_email && lower.contains('.') && !lower.contains(' ') && number.is_none());
        if let Ok(whole) = text.parse::<i64>() {
            self.largest = self.largest.max(Some(whole));
        }
        if text.len() <= 40 && self.words.len() < 50 {
            *self.words.entry(lower.clone()).or_default() += 1;
        }
        self.distinct.insert(lower);
    }

    fn mostly(&self, count: usize) -> bool {
        count as f64 >= MOSTLY * self.filled as f64
    }

    /// The largest whole number seen.
    pub(crate) fn largest(&self) -> Option<i64> {
        self.largest
    }

    /// Whether nothing in the column speaks against it; an empty column can be anything.
    pub(crate) fn can_be(&self, column: &Column, values: &BTreeMap<String, Vec<String>>) -> bool {
        if self.filled == 0 {
            return !column.required;
        }
        match column.kind {
            ColumnKind::Day | ColumnKind::Moment => self.mostly(self.dates),
            ColumnKind::Whole(..) | ColumnKind::Number(..) | ColumnKind::Amount => self.mostly(self.numbers),
            ColumnKind::Flag => self.mostly(self.flags),
            ColumnKind::CurrencyCode => self.mostly(self.currencies),
            ColumnKind::Word(words) => {
                let known = |said: &str| {
                    words.iter().any(|word| {
                        *word == said
                            || values
                                .get(*word)
                                .is_some_and(|called| called.iter().any(|name| name.to_lowercase() == said))
                    })
                };
                self.mostly(self.words.iter().filter(|(word, _)| known(word)).map(|(_, count)| count).sum())
            }
            ColumnKind::Text if column.name == "email" => self.mostly(self.emails),
            ColumnKind::Text if column.name == "domain" => self.mostly(self.domains + self.emails),
            ColumnKind::Text if column.name == "name" => !self.mostly(self.emails) && !self.mostly(self.dates),
            ColumnKind::Reference(object) => object == "people" || !self.mostly(self.dates),
            ColumnKind::Text | ColumnKind::PeriodName => true,
        }
    }

    /// Whether what stands in the column says by itself that it is one of this kind.
    pub(crate) fn proves(&self, column: &Column, is_key: bool) -> bool {
        if self.filled == 0 || self.filled < self.seen {
            return false;
        }
        match column.kind {
            ColumnKind::Day | ColumnKind::Moment => self.mostly(self.dates),
            ColumnKind::Reference("people") => self.mostly(self.emails),
            ColumnKind::Text if is_key => {
                let blank = self.distinct.iter().any(|text| text.contains(' '));
                let digits = self.distinct.iter().filter(|text| text.bytes().any(|byte| byte.is_ascii_digit())).count();
                self.distinct.len() == self.filled
                    && !blank
                    && !self.mostly(self.dates)
                    && !self.mostly(self.emails)
                    && digits * 10 >= self.distinct.len() * 9
            }
            _ => false,
        }
    }
}
