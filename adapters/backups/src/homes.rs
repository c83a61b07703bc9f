use std::io::Write;
use std::path::{Path, PathBuf};

use kernel::Refusal;
use ports::backups::{RestorePlan, Restored};
use ports::store::{StorePlace, Stores};
use ports::{Fault, Outside};

use crate::aside::{self, ENTRIES, MAKING};
use crate::faults::on_disk;
use crate::lock::LOCK_FILE;
use crate::reading::Opened;
use crate::settings_file::with_database;
use crate::{MAPPINGS_FOLDER, SETTINGS_FILE, STORE_FILE, lock, rejected};

const RESTORING: &str = "restoring the home";

/// Puts a backup back.
pub(crate) fn restore(stores: &dyn Stores, plan: &RestorePlan<'_>) -> Outside<Restored> {
    let mut backup = Opened::at(plan.backup)?;
    backup.verify()?;
    let is_fresh = !plan.home.exists();
    let failed = on_disk(RESTORING, plan.home);
    std::fs::create_dir_all(plan.home).map_err(&failed)?;
    let restored = restore_alone(stores, plan, &mut backup);
    if is_fresh && restored.is_err() {
        leave_nothing(plan.home);
    }
    Ok(Restored { aside: restored?, manifest: backup.manifest })
}

/// Takes away the folder of a home that did not come to be, unless somebody put something into it meanwhile. That it
/// stays is no reason to hide why.
fn leave_nothing(home: &Path) {
    let is_lock = |entry: std::io::Result<std::fs::DirEntry>| entry.is_ok_and(|entry| entry.file_name() == LOCK_FILE);
    if std::fs::read_dir(home).is_ok_and(|mut entries| entries.all(is_lock)) {
        let _ = std::fs::remove_file(home.join(LOCK_FILE));
        let _ = std::fs::remove_dir(home);
    }
}

fn restore_alone(stores: &dyn Stores, plan: &RestorePlan<'_>, backup: &mut Opened) -> Outside<Option<PathBuf>> {
    let (home, failed) = (plan.home, on_disk(RESTORING, plan.home));
    let _alone = lock::alone(home)?;
    aside::finish(home)?;
    if !plan.replace && ENTRIES.iter().any(|entry| home.join(entry).exists()) {
        return Err(Fault::Refused(Refusal::Conflict(format!(
            "{} holds a home already; restore into another folder with --into FOLDER, or say --replace, which keeps \
             the old one in it under before-restore-…",
            home.display()
        ))));
    }
    let making = home.join(MAKING);
    // What a restore left that was killed before its home held.
    if making.exists() {
        std::fs::remove_dir_all(&making).map_err(&failed)?;
    }
    std::fs::create_dir(&making).map_err(&failed)?;
    let made = make(stores, plan, backup, &making);
    if made.is_err() {
        let _ = std::fs::remove_dir_all(&making);
    }
    made?;
    aside::put_in_place(home, &format!("before-restore-{}", plan.at.strftime("%Y-%m-%d-%H%M%S")))
}

/// Makes the whole home in a folder beside the old one.
fn make(stores: &dyn Stores, plan: &RestorePlan<'_>, backup: &mut Opened, making: &Path) -> Outside<()> {
    let place = match plan.database {
        Some(address) => StorePlace::Database(address.to_owned()),
        None => StorePlace::File(making.join(STORE_FILE)),
    };
    let edition = backup.manifest.edition.clone();
    settings(plan, backup, making)?;
    let (found, wanted) = (stores.fill(&place, &edition, &mut backup.tables())?, backup.manifest.data_version);
    if found != wanted {
        return Err(rejected(format!(
            "the restored store is at data version {found} and the backup says {wanted}; nothing was changed; use another \
             backup"
        )));
    }
    sync_folder(making).map_err(on_disk(RESTORING, making))
}

fn settings(plan: &RestorePlan<'_>, backup: &mut Opened, making: &Path) -> Outside<()> {
    let failed = on_disk(RESTORING, making);
    let kept = backup.small(&format!("home/{SETTINGS_FILE}"))?;
    let kept = kept.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if let Some(text) = with_database(kept.as_deref(), plan.database)? {
        write(&making.join(SETTINGS_FILE), text.as_bytes()).map_err(&failed)?;
    }
    let prefix = format!("home/{MAPPINGS_FOLDER}/");
    let names: Vec<String> = backup.manifest.parts.iter().map(|part| part.name.clone()).collect();
    for name in names.iter().filter_map(|name| name.strip_prefix(&prefix)) {
        // A name that leads elsewhere is not one of ours.
        if name.contains(['/', '\\', ':']) || name.starts_with('.') {
            return Err(rejected(format!(
                "the backup holds a file `{prefix}{name}`, which no home has; nothing was changed"
            )));
        }
        let folder = making.join(MAPPINGS_FOLDER);
        std::fs::create_dir_all(&folder).map_err(&failed)?;
        let bytes = backup.small(&format!("{prefix}{name}"))?.unwrap_or_default();
        write(&folder.join(name), &bytes).map_err(&failed)?;
        sync_folder(&folder).map_err(&failed)?;
    }
    Ok(())
}

/// Readable by its owner only: settings may hold a password.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    beside.write_all(bytes)?;
    beside.persist(path)?.sync_all()
}

/// Makes the names in a folder last. Windows keeps them itself, and cannot open a folder as a file.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(windows) { Ok(()) } else { std::fs::File::open(folder)?.sync_all() }
}
