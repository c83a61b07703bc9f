#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod ending;
mod names;

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use kernel::Refusal;
use ports::inboxes::{Inbox, Inboxes, SeenFile, TextOf};
use ports::{Fault, Outside};

use crate::names::{is_unfinished, numbered};

/// Locked while a program watches the folder.
const LOCK_FILE: &str = ".evenkeel-watch";

/// Inboxes that are folders on a disk or a network drive.
#[derive(Debug, Clone, Copy, Default)]
pub struct FolderInboxes;

struct FolderInbox {
    folder: PathBuf,
    /// Held until nobody watches any more.
    _lock: File,
}

impl Inboxes for FolderInboxes {
    fn open(&self, folder: &Path) -> Outside<Box<dyn Inbox>> {
        if !folder.is_dir() {
            let words = format!("there is no folder {}; make it, or name another one", folder.display());
            return Err(Fault::Refused(Refusal::NotFound(words)));
        }
        let failed = on_disk("watching the folder", folder);
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK_FILE));
        let lock = lock.map_err(&failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let words = format!("another program watches {}; one at a time is enough", folder.display());
                return Err(Fault::Refused(Refusal::Conflict(words)));
            }
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
        ending::listen()?;
        Ok(Box::new(FolderInbox { folder: folder.to_path_buf(), _lock: lock }))
    }
}

impl Inbox for FolderInbox {
    fn look(&self) -> Outside<Vec<SeenFile>> {
        let failed = on_disk("looking into the folder", &self.folder);
        let mut seen = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(&failed)? {
            let path = entry.map_err(&failed)?.path();
            if path.file_name().is_none_or(is_unfinished) {
                continue;
            }
            // A file may be gone again, or a link lead nowhere; the next look will tell.
            let Ok(about) = std::fs::metadata(&path) else { continue };
            if about.is_file() {
                seen.push(SeenFile { path, bytes: about.len(), changed_at: about.modified().ok() });
            }
        }
        seen.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(seen)
    }

    fn put_away(&self, file: &Path, below: &str, text: Option<&TextOf<'_>>) -> Outside<PathBuf> {
        let place = self.free_place(file, below)?;
        let failed = on_disk("moving the file", file);
        if let Some(text) = text {
            write_beside(&place, &text(&place)).map_err(&failed)?;
        }
        std::fs::rename(file, &place).map_err(&failed)?;
        Ok(place)
    }

    fn add(&self, file: &Path, below: &str, text: &str) -> Outside<PathBuf> {
        let place = self.free_place(file, below)?;
        let failed = on_disk("copying the file", file);
        write_beside(&place, text).map_err(&failed)?;
        std::fs::copy(file, &place).map_err(&failed)?;
        Ok(place)
    }

    fn wait(&self, time: Duration) -> bool {
        ending::wait(time)
    }
}

impl FolderInbox {
    /// A name in the folder below that neither a file nor the text beside one has. One program watches at a time, so
    /// it stays free until it is taken.
    fn free_place(&self, file: &Path, below: &str) -> Outside<PathBuf> {
        let folder = self.folder.join(below);
        std::fs::create_dir_all(&folder).map_err(on_disk("making the folder", &folder))?;
        let name = file.file_name().unwrap_or(OsStr::new("file"));
        let taken = |path: &Path| path.symlink_metadata().is_ok();
        let mut places = (1_u32..).map(|number| folder.join(numbered(name, number)));
        let free = places.find(|place| !taken(place) && !taken(&text_of(place)));
        free.ok_or_else(|| Fault::broken("moving the file", format!("{} has no free name left", folder.display())))
    }
}

/// Where the text about a file lies.
fn text_of(place: &Path) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(".txt");
    PathBuf::from(name)
}

fn write_beside(place: &Path, text: &str) -> std::io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.persist(text_of(place)).map(|_| ()).map_err(|failed| failed.error)
}

fn on_disk<'a>(doing: &'a str, path: &'a Path) -> impl Fn(Error) -> Fault + 'a {
    move |cause| {
        let place = path.display();
        let says = match cause.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                format!("the disk that holds {place} is full; free some space; nothing was lost")
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                format!("{place} may not be changed; check who owns it and its folder")
            }
            _ => format!("{place}: {cause}"),
        };
        Fault::broken(doing, says)
    }
}

#[cfg(test)]
mod tests;
