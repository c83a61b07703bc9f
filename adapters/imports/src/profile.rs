//! What stands in a column, whatever it is called.

use std::collections::{BTreeMap, HashSet};

use kernel::{Column, ColumnKind};
use rust_decimal::Decimal;

use crate::cells::currency_of;
use crate::dates::{Written, counts_as_date};
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
    /// Dates that may be the first day of a month.
    firsts: usize,
    /// Dates with a time of day.
    timed: usize,
    /// Times of day alone.
    times: usize,
    numbers: usize,
    emails: usize,
    flags: usize,
    currencies: usize,
    domains: usize,
    /// The least and the most of its numbers, and whether some are no whole ones.
    range: Option<(Decimal, Decimal)>,
    fractions: bool,
    words: BTreeMap<String, usize>,
}

/// What people write where nothing is to be said; it speaks neither for nor against a column.
const NOTHING: [&str; 10] = ["-", "--", "n/a", "na", "tbd", "tba", "none", "null", "unknown", "#n/a"];
/// So many different words of a column are remembered.
const WORDS_MOST: usize = 50;

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
        if text.is_empty() || NOTHING.contains(&text.to_lowercase().as_str()) {
            return;
        }
        self.filled += 1;
        let lower = text.to_lowercase();
        let number = WrittenNumber::parse_amount(text);
        let written = Written::parse(text);
        let is_date = row.sort(place) == CellSort::Moment || counts_as_date(text, &self.heading);
        self.dates += usize::from(is_date);
        self.firsts += usize::from(written.is_none_or(|written| written.may_begin_month()));
        self.timed += usize::from(written.is_some_and(|written| written.has_time()));
        self.times += usize::from(is_time(text));
        self.numbers += usize::from(number.is_some());
        let is_email = lower.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        self.emails += usize::from(is_email && !lower.contains(' '));
        self.flags += usize::from(FLAGS.contains(&lower.as_str()));
        self.currencies += usize::from(currency_of(text).is_ok());
        self.domains += usize::from(!is_email && lower.contains('.') && !lower.contains(' ') && number.is_none());
        if let Ok(number) = text.trim_end_matches('%').trim().replace(',', ".").parse::<Decimal>() {
            let (least, most) = self.range.unwrap_or((number, number));
            self.range = Some((least.min(number), most.max(number)));
            self.fractions |= !number.fract().is_zero();
        }
        if text.len() <= 40 && self.words.len() < WORDS_MOST {
            *self.words.entry(lower.clone()).or_default() += 1;
        }
        self.distinct.insert(lower);
    }

    fn mostly(&self, count: usize) -> bool {
        count as f64 >= MOSTLY * self.filled as f64
    }

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Whether every row says something else.
    pub(crate) fn is_unique(&self) -> bool {
        self.filled == self.seen && self.filled > 0 && self.distinct.len() == self.filled
    }

    /// Whether mostly e-mail addresses stand in it.
    pub(crate) fn is_of_addresses(&self) -> bool {
        self.filled > 0 && self.mostly(self.emails)
    }

    /// Whether its moments say a time of day.
    pub(crate) fn has_times(&self) -> bool {
        self.timed > 0
    }

    /// Whether times of day stand in it, without a day.
    pub(crate) fn is_of_times(&self) -> bool {
        self.filled > 0 && self.mostly(self.times)
    }

    /// Whether a word, in lower case, stands in it.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// The words, in lower case, that begin with one of these.
    pub(crate) fn words_like<'a>(&'a self, beginnings: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let begins = |word: &&str| beginnings.iter().any(|beginning| word.starts_with(beginning));
        self.words.keys().map(String::as_str).filter(begins)
    }

    /// Whether all its words are of a kind.
    pub(crate) fn is_of(&self, kind: &dyn Fn(&str) -> bool) -> bool {
        self.filled > 0 && self.words.keys().all(|word| kind(word)) && self.words.len() < WORDS_MOST
    }

    /// Whether numbers or days stand in it, and not the same everywhere: what somebody would miss.
    pub(crate) fn is_telling(&self) -> bool {
        let of_value = self.mostly(self.numbers) || self.mostly(self.dates);
        self.filled > 0 && of_value && !self.mostly(self.flags) && self.distinct.len() > 1
    }

    /// The least and the most of its numbers, and whether some are no whole ones.
    pub(crate) fn range(&self) -> Option<(Decimal, Decimal, bool)> {
        self.range.map(|(least, most)| (least, most, self.fractions))
    }

    /// Whether nothing in the column speaks against it; an empty column can be anything.
    pub(crate) fn can_be(&self, column: &Column, values: &BTreeMap<String, Vec<String>>) -> bool {
        if self.filled == 0 {
            return !column.required;
        }
        match column.kind {
            // Days are no months: what is told for a day would be told for the whole month.
            ColumnKind::Day if column.name == "month" => self.mostly(self.dates) && self.mostly(self.firsts),
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

    /// Whether at least every other value can be one of this kind: the rest are rejected with a reason.
    pub(crate) fn is_partly(&self, column: &Column) -> bool {
        let fitting = match column.kind {
            ColumnKind::Day | ColumnKind::Moment => self.dates,
            ColumnKind::Whole(..) | ColumnKind::Number(..) | ColumnKind::Amount => self.numbers,
            _ => return false,
        };
        self.filled > 0 && column.name != "month" && fitting * 2 >= self.filled
    }

    /// Whether what stands in the column says by itself that it is one of this kind.
    pub(crate) fn proves(&self, column: &Column, is_key: bool) -> bool {
        if self.filled == 0 || self.filled < self.seen {
            return false;
        }
        match column.kind {
            ColumnKind::Day if column.name == "month" => self.mostly(self.dates) && self.mostly(self.firsts),
            ColumnKind::Day | ColumnKind::Moment => self.mostly(self.dates),
            ColumnKind::Reference("people") => self.mostly(self.emails),
            ColumnKind::Text if is_key => self.is_unique() && !self.mostly(self.dates) && !self.mostly(self.emails),
            _ => false,
        }
    }
}

/// `14:30`, `2:05 PM`.
fn is_time(text: &str) -> bool {
    let digits = text.split(':').collect::<Vec<_>>();
    (2..=3).contains(&digits.len())
        && digits[0].len() <= 2
        && digits[0].bytes().all(|byte| byte.is_ascii_digit())
        && digits[1].bytes().take(2).all(|byte| byte.is_ascii_digit())
}
