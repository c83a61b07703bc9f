use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use crate::Outside;
use crate::store::Store;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The version of the program that wrote it.
    pub program: String,
    /// When it was written, on the wall in the time zone of the book.
    pub written_at: DateTime,
    /// `SQLite` or `PostgreSQL`: where the facts lay; they can be put back into either.
    pub engine: String,
    /// The steps by which the tables of that store were made, oldest first.
    pub edition: Vec<String>,
    /// The number that changed with every change of a fact, as it stood.
    pub data_version: i64,
    /// Current facts of each object that has any, objects in the order of their names.
    pub facts: Vec<(String, u64)>,
    /// The files within it.
    pub parts: Vec<BackupPart>,
}

/// A file within a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupPart {
    /// Its path within the backup.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes it has, unpacked.
    pub bytes: u64,
    /// How many rows, where it is a table.
    pub rows: Option<u64>,
}

/// What is to be written down.
#[derive(Debug, Clone, Copy)]
pub struct BackupPlan<'a> {
    /// The home whose settings and mappings go with the facts.
    pub home: &'a Path,
    /// The file to write, or a folder in which to name one by its moment.
    pub target: &'a Path,
    /// Now.
    pub at: DateTime,
}

impl BackupPlan<'_> {
    /// Whether the target is a folder, to judge by what is there or by the end of what was typed.
    #[must_use]
    pub fn names_folder(&self) -> bool {
        self.target.is_dir() || self.target.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
    }
}

/// A backup that is in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenBackup {
    /// Where it lies.
    pub path: PathBuf,
    /// How many bytes the file has.
    pub bytes: u64,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// What is to be put back, and where.
#[derive(Debug, Clone, Copy)]
pub struct RestorePlan<'a> {
    /// The backup.
    pub backup: &'a Path,
    /// The folder that becomes the home.
    pub home: &'a Path,
    /// The address of an empty PostgreSQL database for the facts; `None` puts them into a file of the home.
    pub database: Option<&'a str>,
    /// Whether a home that is there already may be put aside.
    pub replace: bool,
    /// Now.
    pub at: DateTime,
}

/// A home that was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Where the home that was there before lies now.
    pub aside: Option<PathBuf>,
}

/// Writes backups and puts them back.
pub trait Backups: Send + Sync {
    /// Writes everything the store holds, and the settings and mappings of the home, into one file: in one state, while
    /// others may go on writing. The file is there complete and read back, or not at all.
    ///
    /// # Errors
    /// `Refusal::Conflict` when a file of that name exists; when the store is damaged, or the file cannot be written.
    fn write(&self, store: &dyn Store, plan: &BackupPlan<'_>) -> Outside<WrittenBackup>;

    /// Deletes backups of a folder that were named by their moment, all but so many of the newest. Says which, oldest first;
    /// files with other names stay.
    ///
    /// # Errors
    /// When the folder cannot be read or a file in it cannot be deleted.
    fn thin_out(&self, folder: &Path, keep: usize) -> Outside<Vec<PathBuf>>;

    /// Reads what a backup says of itself, and every byte of it against its SHA-256.
    ///
    /// # Errors
    /// `Refusal::NotFound` when it is not there; `Refusal::Rejected` when it is no backup, damaged, cut off, or written
    /// by a newer version.
    fn read(&self, backup: &Path) -> Outside<Manifest>;

    /// Puts a backup back. A home that is there is put aside first when that is allowed; whoever is killed on the way
    /// leaves the old home or the new one, never a part of each.
    ///
    /// # Errors
    /// As [`Backups::read`]; `Refusal::Conflict` when the home or the database holds something; `Fault::Busy` when
    /// another program has the home open.
    fn restore(&self, plan: &RestorePlan<'_>) -> Outside<Restored>;

    /// Puts a backup back into a temporary folder, opens it, compares each table with the backup row by row where the
    /// backup is of today's edition, shows the opened store, and deletes the folder. Says how many tables were compared.
    ///
    /// # Errors
    /// As [`Backups::restore`]; `Refusal::Rejected` when a table differs; what `see` fails with.
    fn rehearse(&self, backup: &Path, at: DateTime, see: &mut dyn FnMut(&dyn Store) -> Outside<()>) -> Outside<u64>;
}
