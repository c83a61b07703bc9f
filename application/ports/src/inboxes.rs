use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::Outside;

/// A file that lies in a watched folder, as one look found it. Two looks that find the same found it at rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenFile {
    /// Where it lies.
    pub path: PathBuf,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was changed last, where the drive tells.
    pub changed_at: Option<SystemTime>,
}

/// The text beside a file, given where the file lies.
pub type TextOf<'a> = dyn Fn(&Path) -> String + 'a;

/// Opens folders that are watched for files.
pub trait Inboxes: Send + Sync {
    /// Begins to watch a folder, alone.
    ///
    /// # Errors
    /// `Refusal::NotFound` when there is no such folder; `Refusal::Conflict` when another program watches it.
    fn open(&self, folder: &Path) -> Outside<Box<dyn Inbox>>;
}

/// A folder that is watched for files.
pub trait Inbox {
    /// The files that lie directly in it, by name. Hidden files, files that are still being written by their name
    /// (`.part`, `.crdownload`, `~$…`) and folders are passed over.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn look(&self) -> Outside<Vec<SeenFile>>;

    /// Moves a file of it into a folder below it, never over another file, and first writes a text beside it, which is
    /// told where the file will lie. Returns where it lies now.
    ///
    /// # Errors
    /// When it cannot be moved; then it lies where it lay.
    fn put_away(&self, file: &Path, below: &str, text: Option<&TextOf<'_>>) -> Outside<PathBuf>;

    /// Copies a file from elsewhere into a folder below it, with a text beside it. Returns where the copy lies.
    ///
    /// # Errors
    /// When it cannot be copied.
    fn add(&self, file: &Path, below: &str, text: &str) -> Outside<PathBuf>;

    /// Waits; `false` at once when somebody asks this program to end.
    fn wait(&self, time: Duration) -> bool;
}
