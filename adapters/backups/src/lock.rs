use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use ports::{Fault, Outside};

use crate::aside;
use crate::faults::on_disk;

/// The file of a home that is locked while the home is in use.
pub(crate) const LOCK_FILE: &str = ".in-use";

/// Held while a home is in use, by as many programs as like; nobody puts a home back meanwhile.
#[derive(Debug)]
pub struct InUse {
    _file: File,
}

/// Enters a home that is there: finishes what an interrupted restore left to be moved, and says that the home is in
/// use until the answer is dropped. `None` where there is no home yet, or where nothing can be locked because nothing
/// may be written.
///
/// # Errors
/// When an interrupted restore cannot be finished.
pub fn enter(home: &Path) -> Outside<Option<InUse>> {
    let Some(file) = opened(home)? else { return Ok(None) };
    if aside::is_interrupted(home) {
        // Whoever comes first finishes it; the others wait for that and find nothing left to do.
        file.lock().map_err(on_disk("finishing a restore", home))?;
        aside::finish(home)?;
        file.unlock().map_err(on_disk("finishing a restore", home))?;
    }
    match file.lock_shared() {
        Ok(()) => Ok(Some(InUse { _file: file })),
        // A drive that knows no locks; its users have to take care themselves.
        Err(cause) if cause.kind() == ErrorKind::Unsupported => Ok(None),
        Err(cause) => Err(on_disk("opening the home", home)(cause)),
    }
}

/// Keeps everybody else out of a home while it is put back.
pub(crate) fn alone(home: &Path) -> Outside<File> {
    let opening = on_disk("opening the home", home);
    let file = File::options().create(true).truncate(false).write(true).open(home.join(LOCK_FILE)).map_err(&opening)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::Busy(format!(
            "another program has {} open; end it (also `evenkeel import watch`) and restore again",
            home.display()
        ))),
        Err(TryLockError::Error(cause)) => Err(opening(cause)),
    }
}

fn opened(home: &Path) -> Outside<Option<File>> {
    if !home.is_dir() {
        return Ok(None);
    }
    match File::options().create(true).truncate(false).write(true).open(home.join(LOCK_FILE)) {
        Ok(file) => Ok(Some(file)),
        Err(cause) if matches!(cause.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => Ok(None),
        Err(cause) => Err(on_disk("opening the home", home)(cause)),
    }
}
