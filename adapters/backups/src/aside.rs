//! How a home changes at once though it is several files. What is new is made in `restoring`. One rename makes that
//! `restored`, and from then on the new home holds: moving its files to their places can be cut off at any point and is
//! finished by whoever opens the home next.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ports::{Fault, Outside};
use serde::{Deserialize, Serialize};

use crate::faults::on_disk;
use crate::homes::sync_folder;
use crate::{MAPPINGS_FOLDER, SETTINGS_FILE, STORE_FILE};

/// Where a new home is made.
pub(crate) const MAKING: &str = "restoring";
/// Where it lies from the moment it holds.
const MADE: &str = "restored";
/// Says what is to be moved.
const PLAN: &str = "plan.json";

const MOVING: &str = "putting the restored home in place";

/// The journal of a store that nobody closed. It goes with its store: beside another one, its pages would be read as
/// pages of that one. A store that was just made has none.
const JOURNALS: [&str; 2] = ["evenkeel.db-wal", "evenkeel.db-shm"];
/// What makes a home.
pub(crate) const ENTRIES: [&str; 3] = [STORE_FILE, SETTINGS_FILE, MAPPINGS_FOLDER];

/// What is to be moved: written before anything moves, so that it can be told afterwards what has.
#[derive(Debug, Serialize, Deserialize)]
struct Plan {
    /// The folder in the home for what stood there before.
    aside: String,
    /// What the new home is made of.
    entries: Vec<String>,
}

/// Whether a restore was cut off after the new home began to hold.
pub(crate) fn is_interrupted(home: &Path) -> bool {
    home.join(MADE).is_dir()
}

/// Makes the home in `restoring` the one that holds, and moves it into place. Returns where the old one lies, if there
/// was one.
pub(crate) fn put_in_place(home: &Path, aside: &str) -> Outside<Option<PathBuf>> {
    let (making, failed) = (home.join(MAKING), on_disk(MOVING, home));
    let entries: Vec<String> =
        ENTRIES.into_iter().filter(|entry| making.join(entry).exists()).map(str::to_owned).collect();
    let plan = Plan { aside: aside.to_owned(), entries };
    let text = serde_json::to_string(&plan).map_err(|cause| Fault::broken(MOVING, cause))?;
    std::fs::write(making.join(PLAN), text).map_err(&failed)?;
    std::fs::File::open(making.join(PLAN)).and_then(|file| file.sync_all()).map_err(&failed)?;
    sync_folder(&making).map_err(&failed)?;
    std::fs::rename(&making, home.join(MADE)).map_err(&failed)?;
    sync_folder(home).map_err(&failed)?;
    finish(home)?;
    let aside = home.join(aside);
    Ok(aside.is_dir().then_some(aside))
}

/// Moves what is left to be moved.
pub(crate) fn finish(home: &Path) -> Outside<()> {
    let (made, failed) = (home.join(MADE), on_disk(MOVING, home));
    if !made.is_dir() {
        return Ok(());
    }
    let text = match std::fs::read_to_string(made.join(PLAN)) {
        // Everything was moved, and what was cut off is only the clearing away of this folder.
        Err(cause) if cause.kind() == ErrorKind::NotFound => return cleared(home, &made),
        text => text.map_err(&failed)?,
    };
    let plan: Plan = serde_json::from_str(&text).map_err(|cause| Fault::broken(MOVING, cause))?;
    let aside = home.join(&plan.aside);
    for entry in JOURNALS.into_iter().chain(ENTRIES) {
        let (new, place) = (made.join(entry), home.join(entry));
        let is_new = plan.entries.iter().any(|one| one == entry);
        // A new entry that is no longer in `restored` stands in its place already.
        if is_new && !new.exists() {
            continue;
        }
        if place.exists() {
            std::fs::create_dir_all(&aside).map_err(&failed)?;
            std::fs::rename(&place, aside.join(entry)).map_err(&failed)?;
        }
        if is_new {
            std::fs::rename(&new, &place).map_err(&failed)?;
        }
    }
    if aside.is_dir() {
        sync_folder(&aside).map_err(&failed)?;
    }
    sync_folder(home).map_err(&failed)?;
    cleared(home, &made)
}

/// Takes the folder away from which everything was moved.
fn cleared(home: &Path, made: &Path) -> Outside<()> {
    let failed = on_disk(MOVING, home);
    std::fs::remove_dir_all(made).map_err(&failed)?;
    sync_folder(home).map_err(&failed)
}

#[cfg(test)]
mod tests;
