#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod aside;
mod faults;
mod homes;
mod lock;
mod manifest;
mod reading;
mod settings_file;
mod thinning;
mod verifying;
mod writing;

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use kernel::Refusal;
use ports::backups::{BackupPlan, Backups, Manifest, RestorePlan, Restored, WrittenBackup};
use ports::store::{Store, StorePlace, Stores};
use ports::{Fault, Outside};

use crate::reading::Opened;

pub use lock::{InUse, enter};

/// The name of the store's file in a home.
pub const STORE_FILE: &str = "evenkeel.db";
/// The name of the configuration file in a home.
pub const SETTINGS_FILE: &str = "evenkeel.toml";
/// The folder of a home where mappings are kept.
pub const MAPPINGS_FOLDER: &str = "mappings";

/// Backups that are files.
pub struct FileBackups {
    stores: Box<dyn Stores>,
}

impl std::fmt::Debug for FileBackups {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileBackups").finish_non_exhaustive()
    }
}

impl FileBackups {
    /// Puts facts back into stores that these open.
    #[must_use]
    pub fn new(stores: Box<dyn Stores>) -> Self {
        Self { stores }
    }
}

impl Backups for FileBackups {
    fn write(&self, store: &dyn Store, plan: &BackupPlan<'_>) -> Outside<WrittenBackup> {
        writing::write(store, plan)
    }

    fn thin_out(&self, folder: &Path, keep: usize) -> Outside<Vec<PathBuf>> {
        thinning::thin_out(folder, keep)
    }

    fn read(&self, backup: &Path) -> Outside<Manifest> {
        let mut opened = Opened::at(backup)?;
        opened.verify()?;
        Ok(opened.manifest)
    }

    fn restore(&self, plan: &RestorePlan<'_>) -> Outside<Restored> {
        homes::restore(&*self.stores, plan)
    }

    fn rehearse(&self, backup: &Path, at: DateTime, see: &mut dyn FnMut(&dyn Store) -> Outside<()>) -> Outside<u64> {
        let making = |cause| Fault::broken("making a temporary folder", cause);
        let folder = tempfile::Builder::new().prefix("evenkeel-rehearsal-").tempdir().map_err(making)?;
        let home = folder.path().join("home");
        let plan = RestorePlan { backup, home: &home, database: None, replace: false, at };
        let restored = homes::restore(&*self.stores, &plan)?;
        let store = self.stores.open(&StorePlace::File(home.join(STORE_FILE)))?;
        store.check()?;
        let compared = match self.stores.is_todays_edition(&restored.manifest.edition) {
            true => verifying::compare(&*store, &restored.manifest)?,
            false => 0,
        };
        see(&*store)?;
        Ok(compared)
    }
}

fn rejected(words: String) -> Fault {
    Fault::Refused(Refusal::Rejected(words))
}
