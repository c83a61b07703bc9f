/// What is asked of a store.
mod query;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use kernel::{AccountId, Actor, Cell, Event, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

use crate::Outside;

pub use query::{FactQuery, KnownAt, Only};

/// A fact on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFact {
    /// `source/external id`.
    pub key: Arc<str>,
    /// One per column of the shape; references already resolved to keys.
    pub cells: Vec<Cell>,
    /// The file within the delivery it came from.
    pub file: Arc<str>,
    /// The line in that file, headings counted.
    pub line: u32,
    /// The source's own clock, where it has one: the row was known then.
    pub known_at: Option<DateTime>,
}

/// What became of a batch of facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appended {
    /// Rows whose key was not known.
    pub new: u64,
    /// Rows whose key was known with other content; the old version is superseded, never overwritten.
    pub changed: u64,
    /// Rows that were known as they are.
    pub unchanged: u64,
}

impl Appended {
    /// The sum of two batches.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            new: self.new + other.new,
            changed: self.changed + other.changed,
            unchanged: self.unchanged + other.unchanged,
        }
    }
}

/// A delivery as it stands in the history of imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Counted from 1.
    pub number: i64,
    /// When it was imported.
    pub recorded_at: DateTime,
    /// Who imported it.
    pub actor: Actor,
    /// What was handed in, as the person named it.
    pub label: String,
    /// When it was taken back, if it was.
    pub undone_at: Option<DateTime>,
    /// Rows per object: new, changed, unchanged.
    pub counts: Vec<(String, Appended)>,
}

/// A row others can refer to, and the names by which they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referent {
    /// `source/external id`.
    pub key: Arc<str>,
    /// Other names that point to it, such as an e-mail address; in lower case.
    pub also: Option<Arc<str>>,
    /// Of an account that was linked to another: the key of the account it counts for.
    pub counts_for: Option<Arc<str>>,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When.
    pub at: DateTime,
    /// By whom.
    pub actor: Actor,
    /// What.
    pub kind: String,
    /// About whom or what.
    pub subject: String,
    /// In a sentence.
    pub summary: String,
}

/// A number of a team member, kept so that a team's figures are worked out once per state of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFigure {
    /// Whose.
    pub person: PersonId,
    /// Which metric.
    pub metric: String,
    /// Its value, if known.
    pub value: Option<Decimal>,
    /// How many things it rests on.
    pub n: u64,
}

/// Where facts are kept: two clocks and an origin on each, superseded and never overwritten.
///
/// Accounts that were linked (`account_links` whose verdict is `same` or `merged`) are read as one: references to any of
/// them point to the account they count for, a question about one is a question about all, and of the accounts themselves
/// one row answers, with what it leaves empty taken from the others. Who is who is no fact about the past, so a link holds
/// for every moment asked about. Rows stay as they were written, and so they are read when a link is taken back.
pub trait Store: Send + Sync {
    /// The facts asked for, ordered by key. Cells that were not yet known are empty.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn facts(&self, query: &FactQuery<'_>) -> Outside<Vec<FactRecord>>;

    /// The same, one at a time and without holding them all. `see` returns `false` to stop.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn each_fact(&self, query: &FactQuery<'_>, see: &mut dyn FnMut(FactRecord) -> bool) -> Outside<()>;

    /// The facts of an object as they could be known at each of several moments, read once for all of them and in whatever
    /// order is quickest. A fact is handed over once for every run of moments at which it reads the same, with their
    /// places. `see` returns `false` to stop.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn each_known_at(&self, asked: KnownAt<'_>, see: &mut dyn FnMut(&FactRecord, Range<usize>) -> bool) -> Outside<()>;

    /// Every version of every fact of an object that was not taken back, superseded ones included, ordered by key and
    /// then by `known_at`, as written: for the history file of an export.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn each_version(&self, shape: &'static FactShape, see: &mut dyn FnMut(Version) -> bool) -> Outside<()>;

    /// How many current facts of an object there are.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count(&self, shape: &'static FactShape) -> Outside<u64>;

    /// The current rows of an object others may refer to.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn referents(&self, shape: &'static FactShape) -> Outside<Vec<Referent>>;

    /// Every account that counts for another, and the one it counts for in the end, ordered by the first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn account_aliases(&self) -> Outside<Vec<(AccountId, AccountId)>>;

    /// The earliest and the latest day on which current facts of an object happened.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn day_range(&self, shape: &'static FactShape) -> Outside<Option<(Date, Date)>>;

    /// The imports so far, first to last.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn deliveries(&self) -> Outside<Vec<Delivery>>;

    /// The latest events, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn events(&self, limit: u64) -> Outside<Vec<Recorded>>;

    /// A number that changes whenever any fact does.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn data_version(&self) -> Outside<i64>;

    /// A number that changes whenever facts of one of these objects do, and not when only others do.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn version_of(&self, shapes: &[&'static FactShape]) -> Outside<i64>;

    /// Of each day on which facts of an object happened, the latest moment at which what was told of one was replaced or
    /// withdrawn, ordered by day; days of which nothing ended are left out, and so is what was taken back.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn last_endings(&self, shape: &'static FactShape) -> Outside<Vec<(Date, DateTime)>>;

    /// Figures kept under this name at this data version, ordered by person and metric; empty when none are kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn kept_figures(&self, name: &str, data_version: i64) -> Outside<Vec<KeptFigure>>;

    /// Keeps figures under a name, and forgets what the same name kept for other data versions. A cache, not a write:
    /// it changes no fact and leaves no event.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn keep_figures(&self, name: &str, data_version: i64, figures: &[KeptFigure]) -> Outside<()>;

    /// A value of the store itself (book currency, time zone), set once and kept with the facts.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn setting(&self, name: &str) -> Outside<Option<String>>;

    /// Hands over everything the store holds, table by table, in one state, whoever writes meanwhile. What can be worked
    /// out again is left out.
    ///
    /// # Errors
    /// When the store cannot be read, or `take` fails.
    fn copy(&self, take: &mut dyn CopyTaker) -> Outside<CopyHead>;

    /// Looks whether the store is whole, as far as its engine can tell.
    ///
    /// # Errors
    /// `Fault::Broken` when it is damaged, with what the engine found.
    fn check(&self) -> Outside<()>;

    /// Opens a transaction. Dropping it undoes everything.
    ///
    /// # Errors
    /// When another program is writing, or the store cannot be written.
    fn begin(&self, at: DateTime, actor: &Actor) -> Outside<Box<dyn Transaction + '_>>;
}

/// What a copy of a store says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyHead {
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// The steps by which its tables were made, oldest first.
    pub edition: Vec<String>,
    /// The number that changes whenever any fact does.
    pub data_version: i64,
    /// Current facts of each object that has any, in the order of the shapes.
    pub facts: Vec<(&'static str, u64)>,
}

/// Takes a copy of a store. A row is a JSON array on one line, a cell for each column: null, true or false, a whole
/// number or a text; bytes are a text of hexadecimal digits. Either engine gives the same lines for the same rows.
pub trait CopyTaker {
    /// A table begins.
    ///
    /// # Errors
    /// When it cannot be written down.
    fn table(&mut self, name: &str, columns: &[String]) -> Outside<()>;

    /// The next row of the table.
    ///
    /// # Errors
    /// When it cannot be written down.
    fn row(&mut self, line: &str) -> Outside<()>;
}

/// Gives a copy of a store back, in the same form.
pub trait CopyGiver {
    /// The next table: its name and columns.
    ///
    /// # Errors
    /// When it cannot be read.
    fn next_table(&mut self) -> Outside<Option<(String, Vec<String>)>>;

    /// Puts the next row of the table into `line`; `false` when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn next_row(&mut self, line: &mut String) -> Outside<bool>;
}

/// Where a store lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// In a file.
    File(std::path::PathBuf),
    /// In a PostgreSQL database with this address.
    Database(String),
}

/// Stores besides the one at the desk.
pub trait Stores: Send + Sync {
    /// Opens a store.
    ///
    /// # Errors
    /// When it cannot be opened.
    fn open(&self, place: &StorePlace) -> Outside<Box<dyn Store>>;

    /// Makes the tables of an edition where there are none yet, fills them from a copy, all of it or nothing, brings
    /// them to today's edition, checks them and closes them. Returns the data version.
    ///
    /// # Errors
    /// `Refusal::Rejected` when the edition is a newer one or the copy does not fit its tables, `Refusal::Conflict` when
    /// there are facts already.
    fn fill(&self, place: &StorePlace, edition: &[String], copy: &mut dyn CopyGiver) -> Outside<i64>;

    /// Whether this edition is the one that stores of this program have.
    fn is_todays_edition(&self, edition: &[String]) -> bool;
}

/// One version of a fact, with what ended it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The fact as this version tells it, all cells shown.
    pub record: FactRecord,
    /// When this version was written down.
    pub recorded_at: DateTime,
    /// When the next version replaced it.
    pub superseded_at: Option<DateTime>,
}

/// An open transaction: everything in it happens, or nothing.
pub trait Transaction {
    /// Opens the delivery that the following facts belong to, and returns its number.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn open_delivery(&mut self, label: &str) -> Outside<i64>;

    /// Adds facts of one object to the open delivery. A key that is known with the same content is left alone; with
    /// other content it is superseded. Keys are unique within a batch.
    ///
    /// Clocks follow settlement 2: the first version of a row is known at `NewFact::known_at`, else on the day the
    /// thing began, but never after the import; its closing cells likewise on the day it ended. Of a later version,
    /// what changed is known at the import.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn append(&mut self, shape: &'static FactShape, facts: &[NewFact]) -> Outside<Appended>;

    /// The current rows of an object others may refer to, including those of this transaction.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn referents(&mut self, shape: &'static FactShape) -> Outside<Vec<Referent>>;

    /// The current facts asked for, including those of this transaction, as written: a change is made to rows, and rows
    /// know nothing of links.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn facts(&mut self, query: &FactQuery<'_>) -> Outside<Vec<FactRecord>>;

    /// Ends facts of one object that the delivery, declared complete, no longer holds. Returns how many.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn withdraw_absent(&mut self, shape: &'static FactShape, source: &str) -> Outside<u64>;

    /// Ends facts of one object, by their keys, in the open delivery. Returns how many there were.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn withdraw(&mut self, shape: &'static FactShape, keys: &[Arc<str>]) -> Outside<u64>;

    /// Puts the versions of an export's history in the place of what this transaction appended for the same keys.
    /// The versions of one key come together, oldest first.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn restore(&mut self, shape: &'static FactShape, versions: &[Version]) -> Outside<()>;

    /// Takes a whole delivery back: its versions are retracted and what they superseded holds again.
    ///
    /// # Errors
    /// `Refusal::NotFound` when there is no such delivery, `Refusal::Conflict` when it was taken back before or when
    /// facts of a later delivery refer to its rows.
    fn undo(&mut self, delivery: i64) -> Outside<Vec<(String, u64)>>;

    /// Sets a value of the store itself.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn set(&mut self, name: &str, value: &str) -> Outside<()>;

    /// Stores an event; a transaction without one cannot be committed.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn record(&mut self, event: &Event) -> Outside<()>;

    /// Makes everything last.
    ///
    /// # Errors
    /// `Fault::Broken` when no event was recorded or the disk is full; then nothing has happened.
    fn commit(self: Box<Self>) -> Outside<()>;
}
