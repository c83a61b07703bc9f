use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// One of these words, in lower case.
    Word(&'static [&'static str]),
    /// The identifier of a row of another object, by that object's name; people also by e-mail.
    Reference(&'static str),
    /// A day.
    Day,
    /// A moment, in the time zone of the book.
    Moment,
    /// A whole number from the first to the second bound.
    Whole(i64, i64),
    /// A number from the first to the second bound.
    Number(i64, i64),
    /// An amount of zero or more in the currency of the row's `currency` column.
    Amount,
    /// An ISO 4217 code.
    CurrencyCode,
    /// `true` or `false`.
    Flag,
    /// A period such as `2026-Q3`.
    PeriodName,
}

/// When the cells of a column become known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// With the row: on the day the thing began.
    Opening,
    /// Later: on the day the thing ended (`FactShape::closed_by`).
    Closing,
    /// On the day the cell itself names, between the beginning and the end, such as a notice.
    OwnDay,
    /// No date tells: at the import. Such cells never feed a backtest or an expectation.
    Undated,
}

/// A column of a fact, and of its neutral template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The heading in the template, and the name in the store.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether a row without it is rejected.
    pub required: bool,
    /// When its cells become known.
    pub stage: Stage,
    /// One line of help for the person who fills in the template.
    pub help: &'static str,
}

impl Column {
    /// A column every row must fill, known from the beginning.
    #[must_use]
    pub const fn required(name: &'static str, kind: ColumnKind, help: &'static str) -> Self {
        Self { name, kind, required: true, stage: Stage::Opening, help }
    }

    /// A column a row may leave empty, known from the beginning.
    #[must_use]
    pub const fn optional(name: &'static str, kind: ColumnKind, help: &'static str) -> Self {
        Self { name, kind, required: false, stage: Stage::Opening, help }
    }

    /// The same column, known only once the thing has ended.
    #[must_use]
    pub const fn when_closed(self) -> Self {
        Self { stage: Stage::Closing, ..self }
    }

    /// The same column, known on the day its cell names.
    #[must_use]
    pub const fn on_its_day(self) -> Self {
        Self { stage: Stage::OwnDay, ..self }
    }

    /// The same column, without any date that says since when it holds.
    #[must_use]
    pub const fn undated(self) -> Self {
        Self { stage: Stage::Undated, ..self }
    }
}

/// The shape of one object: what its template, its table and its export look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactShape {
    /// Plural, in lower case with underscores: template, table and export carry this name.
    pub object: &'static str,
    /// Singular, as in a sentence.
    pub noun: &'static str,
    /// One line: what a row is.
    pub help: &'static str,
    /// In the order of the template.
    pub columns: &'static [Column],
    /// The columns that together name a row within its source.
    pub key: &'static [&'static str],
    /// The column (a day or a moment) on which the thing began, if it has one.
    pub opened_by: Option<&'static str>,
    /// The column (a day or a moment) on which it ended, if it can end.
    pub closed_by: Option<&'static str>,
}

impl FactShape {
    /// The place of a column, or `None` when the shape has no such column.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// The first column that refers to this object (`accounts`, `people`).
    #[must_use]
    pub fn reference_to(&self, object: &str) -> Option<usize> {
        self.columns.iter().position(|column| matches!(column.kind, ColumnKind::Reference(name) if name == object))
    }

    /// Whether every row tells on which day it happened.
    #[must_use]
    pub fn is_always_dated(&self) -> bool {
        let opening = self.opened_by.and_then(|column| self.position(column)).map(|place| &self.columns[place]);
        opening.is_some_and(|column| column.required && matches!(column.kind, ColumnKind::Day | ColumnKind::Moment))
    }
}

/// One value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Not told.
    #[default]
    Empty,
    /// Text, a word, a currency code, a period, or the identifier a reference points to.
    Text(Arc<str>),
    /// A whole number.
    Whole(i64),
    /// A number, or an amount in major units.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// A moment: the time on the wall in the time zone of the book.
    Moment(DateTime),
    /// Yes or no.
    Flag(bool),
}

impl Cell {
    /// A text cell.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

impl fmt::Display for Cell {
    /// The canonical text of the cell: what an export writes and an import reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Whole(number) => number.fmt(f),
            Self::Number(number) => number.normalize().fmt(f),
            Self::Day(day) => day.fmt(f),
            Self::Moment(moment) => moment.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

/// The two clocks of a fact. All moments are times on the wall in the time zone of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The day the fact speaks about, where it has one.
    pub happened_on: Option<Date>,
    /// Since when the opening cells could be known.
    pub known_at: DateTime,
    /// Since when the closing cells could be known; `None` while the thing is open.
    pub closing_known_at: Option<DateTime>,
    /// `true` when `known_at` was taken from the fact's own date because the source has no clock of its own.
    pub assumed: bool,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The source system, as named at import: `ravenstack`, `own`.
    pub source: Arc<str>,
    /// The number of the delivery that brought it.
    pub delivery: i64,
    /// The file within the delivery.
    pub file: Arc<str>,
    /// The line in the file, headings counted; 0 when the fact was not read from a file.
    pub line: u32,
}

/// A pointer to one stored fact, stable across homes: object and key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactRef {
    /// Which object: `contracts`.
    pub object: &'static str,
    /// The row's key within the object: `ravenstack/S-8cec59`.
    pub key: Arc<str>,
}

impl fmt::Display for FactRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.object, self.key)
    }
}

/// One version of a stored fact, as it could be known at the moment asked about:
/// cells that were not yet known then are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRecord {
    /// The shape its cells follow.
    pub shape: &'static FactShape,
    /// The row's key: `source/external id`.
    pub key: Arc<str>,
    /// One per column of the shape.
    pub cells: Vec<Cell>,
    /// When it happened and when it was known.
    pub clocks: Clocks,
    /// Where it came from.
    pub origin: Origin,
}

impl FactRecord {
    /// The pointer to this fact.
    #[must_use]
    pub fn fact(&self) -> FactRef {
        FactRef { object: self.shape.object, key: self.key.clone() }
    }

    /// The cell of a column; empty when the shape has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> &Cell {
        self.shape.position(column).and_then(|place| self.cells.get(place)).unwrap_or(&Cell::Empty)
    }

    /// The text of a column, if told.
    #[must_use]
    pub fn text(&self, column: &str) -> Option<Arc<str>> {
        match self.cell(column) {
            Cell::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The day of a column, if told; a moment counts as its day.
    #[must_use]
    pub fn day(&self, column: &str) -> Option<Date> {
        match self.cell(column) {
            Cell::Day(day) => Some(*day),
            Cell::Moment(moment) => Some(moment.date()),
            _ => None,
        }
    }

    /// The moment of a column, if told.
    #[must_use]
    pub fn moment(&self, column: &str) -> Option<DateTime> {
        match self.cell(column) {
            Cell::Moment(moment) => Some(*moment),
            _ => None,
        }
    }

    /// The number of a column, whole or not, if told.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<Decimal> {
        match self.cell(column) {
            Cell::Number(number) => Some(*number),
            Cell::Whole(number) => Some(Decimal::from(*number)),
            _ => None,
        }
    }

    /// The whole number of a column, if told.
    #[must_use]
    pub fn whole(&self, column: &str) -> Option<i64> {
        match self.cell(column) {
            Cell::Whole(number) => Some(*number),
            _ => None,
        }
    }

    /// The flag of a column, if told.
    #[must_use]
    pub fn flag(&self, column: &str) -> Option<bool> {
        match self.cell(column) {
            Cell::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}
