use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::{Cell, Currency, FactShape};
use rust_decimal::Decimal;

use crate::Outside;

/// What the person said about the files beforehand.
#[derive(Debug, Clone, Default)]
pub struct ReadingOptions {
    /// The name of the source system the rows come from; presets bring their own, templates default to `own`.
    pub source: Option<String>,
    /// The currency of amounts whose file names none.
    pub currency: Option<Currency>,
    /// The order of day and month, where the files leave it open.
    pub date_order: Option<DateOrder>,
    /// The sign before the fraction of numbers, where the files leave it open.
    pub decimal: Option<DecimalMark>,
    /// What the rows of files are that nobody described.
    pub objects: Vec<ToldObject>,
    /// Columns of ours, and the headings they are said to be.
    pub columns: Vec<ToldColumn>,
    /// The book's time zone, for moments that carry an offset.
    pub time_zone: Option<jiff::tz::TimeZone>,
}

/// What the rows of a file are said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldObject {
    /// The file it is said of, by its name, its path or its sheet; `None` for the only one, or for those of several that
    /// leave it open.
    pub file: Option<String>,
    /// The name of an object.
    pub object: String,
}

/// Which heading a column of ours is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldColumn {
    /// The file it is said of, as in [`ToldObject`]; `None` for all that no template and no preset knows.
    pub file: Option<String>,
    /// A column of ours.
    pub column: String,
    /// A heading of the file; `-` for none.
    pub heading: String,
}

/// The sign before the fraction of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// 1.234,56.
    Comma,
    /// 1,234.56.
    Point,
}

/// The order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 2024-12-31.
    YearFirst,
    /// 31-12-2024.
    DayFirst,
    /// 12-31-2024.
    MonthFirst,
}

impl DateOrder {
    /// As people say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::YearFirst => "year first",
            Self::DayFirst => "day first",
            Self::MonthFirst => "month first",
        }
    }
}

/// What a look at one file found.
#[derive(Debug, Clone)]
pub struct FileSurvey {
    /// Where it lies.
    pub path: PathBuf,
    /// The sheet of a workbook, the file within an archive, or both.
    pub sheet: Option<String>,
    /// `CSV`, `TSV`, `ICS`, `XLSX`, `XLS` or `ODS`.
    pub format: &'static str,
    /// For text files: `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`, `Windows-1252`, with what proved it.
    pub encoding: Option<String>,
    /// For text files.
    pub separator: Option<char>,
    /// The line the headings stand on, counted from 1.
    pub heading_line: u32,
    /// Rows under the headings.
    pub row_count: u64,
    /// The headings as they stand.
    pub headings: Vec<String>,
    /// What the file was recognised as.
    pub matched: Option<MatchedFile>,
    /// What it holds, when it is known and becomes no facts by itself: the stages of deals, payments.
    pub aside: Option<String>,
    /// What was found about dates, numbers and currency, each with its proof:
    /// "day first: 27-10-2024 in line 2, column churn_date".
    pub findings: Vec<String>,
    /// What only a person can decide. While there is one, the file is not imported.
    pub questions: Vec<String>,
}

/// What a file was recognised as.
#[derive(Debug, Clone)]
pub struct MatchedFile {
    /// `template`, the name of a preset or of a kept mapping, or `matched`.
    pub preset: String,
    /// Share of the headings the preset expects that were found, 0 to 1.
    pub score: f64,
    /// The object the rows become.
    pub shape: &'static FactShape,
    /// The column that says since when, where the file tells only how things stand today: its rows hold since the day
    /// they are taken in.
    pub snapshot: Option<&'static str>,
    /// The file mentions these beside what it is about: what is known of one already stays as it is.
    pub only_new: bool,
    /// Its rows have no identifier of their own.
    pub is_unnumbered: bool,
    /// Headings of the file and the column each one fills.
    pub used: Vec<(String, &'static str)>,
    /// Headings nothing is done with.
    pub unused: Vec<String>,
    /// What was concluded about a file nobody described: what was taken for what without its name saying so, what was
    /// brought to another unit, and what was left.
    pub concluded: Vec<String>,
}

impl MatchedFile {
    /// Whether it was matched by its words, now or in an earlier delivery.
    #[must_use]
    pub fn is_by_words(&self) -> bool {
        self.preset == "matched" || self.preset.starts_with("kept-")
    }
}

/// How the columns of a file nobody described were understood, kept for the next delivery.
#[derive(Debug, Clone)]
pub struct KeptMapping {
    /// What it is called.
    pub name: String,
    /// The object the rows become.
    pub shape: &'static FactShape,
    /// Our columns, and where they come from.
    pub columns: Vec<(&'static str, String)>,
    /// Where it is written down.
    pub path: PathBuf,
    /// The delivery it was found in, where that is written down.
    pub delivery: Option<i64>,
}

/// A row as the file tells it: cells typed, references still as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow {
    /// The source system the row belongs to.
    pub source: Arc<str>,
    /// One per column of the shape. A reference is a text as written in the file, or already `source/id` where the
    /// preset knows the source.
    pub cells: Vec<Cell>,
    /// The line in the file, headings counted.
    pub line: u32,
    /// The source's own clock, where the row has one.
    pub known_at: Option<DateTime>,
}

/// A row that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// The line in the file, headings counted.
    pub line: u32,
    /// The heading of the column at fault, where there is one.
    pub column: Option<String>,
    /// The value at fault, shortened.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub reason: String,
}

/// What reading hands over, in batches.
#[derive(Debug)]
pub enum Batch {
    /// Rows that can be taken.
    Rows(Vec<ReadRow>),
    /// Rows that cannot.
    Rejected(Vec<RejectedRow>),
    /// So many rows are no facts, as the preset says: deleted in their system, or superseded there.
    LeftOut(u64),
}

/// Some columns of a table that is no delivery: anybody's rows, as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainTable {
    /// All its headings, left to right.
    pub headings: Vec<String>,
    /// One per name asked for, in that order; `None` where no heading is that name.
    pub columns: Vec<Option<PlainColumn>>,
    /// The line of each row, headings counted.
    pub lines: Vec<u32>,
    /// Rows that cannot be cut into cells.
    pub rejected: Vec<RejectedRow>,
    /// How it was read: encoding, separator, sheet.
    pub findings: Vec<String>,
}

/// One column of such a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainColumn {
    /// Its heading as it stands.
    pub heading: String,
    /// One per line.
    pub cells: Vec<PlainCell>,
    /// What only a person can decide before its cells are read as numbers: a decimal comma or one between thousands.
    pub question: Option<String>,
}

/// One cell of such a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainCell {
    /// As it stands, without blanks at either end.
    pub text: String,
    /// What it is as a number, in the way the column writes them; `None` for anything else.
    pub number: Option<Decimal>,
}

/// Reads what people hand in, and writes what they can fill in.
pub trait Deliveries: Send + Sync {
    /// Looks at files and folders without taking anything in. Files that are not recognised are surveyed too, with
    /// `matched` empty. The order is the order in which they must be imported.
    ///
    /// `progress` is told which file is being looked at.
    ///
    /// # Errors
    /// `Refusal::NotFound` for a path that does not exist; `Refusal::Rejected` for a folder without any file that can
    /// be read and for a file that is damaged (a truncated workbook), naming it.
    fn survey(
        &self,
        paths: &[PathBuf],
        options: &ReadingOptions,
        progress: &mut dyn FnMut(&Path),
    ) -> Outside<Vec<FileSurvey>>;

    /// Reads the rows of a surveyed file, in file order, in batches. A key that appears twice with different content
    /// rejects all its rows; with the same content it is handed over once.
    ///
    /// # Errors
    /// When the file cannot be read to its end, or `take` fails.
    fn read(
        &self,
        survey: &FileSurvey,
        options: &ReadingOptions,
        take: &mut dyn FnMut(Batch) -> Outside<()>,
    ) -> Outside<()>;

    /// Reads columns of a table that is no delivery, by their headings: as they stand, or else without regard to case,
    /// accents, blanks and punctuation. Of a workbook the first sheet that holds anything.
    ///
    /// # Errors
    /// `Refusal::NotFound` for a path that does not exist; `Refusal::Rejected` for a folder, a file without any row, one
    /// that is damaged or has more rows than can be held, and where two headings are the name asked for.
    fn read_table(&self, path: &Path, columns: &[&str]) -> Outside<PlainTable>;

    /// Writes the rejected rows of a file as they stand in it, with a column `reason` added, in the same format, so
    /// that they can be mended and imported again. Returns where it was written.
    ///
    /// # Errors
    /// When the file or the folder cannot be read or written.
    fn write_rejects(&self, survey: &FileSurvey, rejected: &[RejectedRow], folder: &Path) -> Outside<PathBuf>;

    /// Keeps how the columns of a surveyed file of a delivery were understood, where it was matched by its words; returns
    /// where it is written down.
    ///
    /// # Errors
    /// When it cannot be written.
    fn keep_mapping(&self, survey: &FileSurvey, delivery: i64) -> Outside<Option<PathBuf>>;

    /// The mappings that are kept, in the order of their names.
    ///
    /// # Errors
    /// When one cannot be read.
    fn list_mappings(&self) -> Outside<Vec<KeptMapping>>;

    /// Removes a kept mapping.
    ///
    /// # Errors
    /// `Refusal::NotFound` when there is none of this name.
    fn forget_mapping(&self, name: &str) -> Outside<()>;

    /// Writes an empty template for every shape into a folder, each with a second file `_columns.csv` of help.
    ///
    /// # Errors
    /// When the folder cannot be written.
    fn write_templates(&self, shapes: &[&'static FactShape], folder: &Path) -> Outside<Vec<PathBuf>>;

    /// Opens a template of this shape for writing rows into: an export.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn open_export(&self, shape: &'static FactShape, folder: &Path) -> Outside<Box<dyn ExportFile>>;

    /// Reads the history file of an export, the versions of one key together and oldest first.
    ///
    /// # Errors
    /// When the file cannot be read to its end or was changed by hand, or `take` fails.
    fn read_history(
        &self,
        path: &Path,
        shapes: &[&'static FactShape],
        take: &mut dyn FnMut(&'static FactShape, Vec<crate::store::Version>) -> Outside<()>,
    ) -> Outside<()>;

    /// Opens the history file of an export (`_history.csv`): clocks, provenance, superseded rows.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn open_history(&self, folder: &Path) -> Outside<Box<dyn HistoryFile>>;
}

/// A template being filled.
pub trait ExportFile {
    /// Adds one fact.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn write(&mut self, record: &kernel::FactRecord) -> Outside<()>;

    /// Ends the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn finish(self: Box<Self>) -> Outside<PathBuf>;
}

/// The history file being filled.
pub trait HistoryFile {
    /// Adds one version.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn write(&mut self, version: &crate::store::Version) -> Outside<()>;

    /// Ends the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    fn finish(self: Box<Self>) -> Outside<PathBuf>;
}
