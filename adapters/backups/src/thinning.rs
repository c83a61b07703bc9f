use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use ports::Outside;

use crate::faults::on_disk;

const BEFORE: &str = "evenkeel-backup-";
const MOMENT: &str = "%Y-%m-%d-%H%M%S";
const AFTER: &str = ".zip";

/// The name of a backup that was written then.
pub(crate) fn name_of(at: DateTime) -> String {
    format!("{BEFORE}{}{AFTER}", at.strftime(MOMENT))
}

/// When a backup of this name was written; `None` where it was named by somebody.
fn moment_of(name: &str) -> Option<DateTime> {
    let moment = name.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
    DateTime::strptime(MOMENT, moment).ok().filter(|at| name_of(*at) == name)
}

/// Deletes all but so many of the newest backups in a folder; those that were named by somebody stay.
pub(crate) fn thin_out(folder: &Path, keep: usize) -> Outside<Vec<PathBuf>> {
    let failed = on_disk("looking for older backups", folder);
    let mut found: Vec<(DateTime, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(&failed)? {
        let entry = entry.map_err(&failed)?;
        let is_file = entry.file_type().map_err(&failed)?.is_file();
        let moment = entry.file_name().to_str().and_then(moment_of).filter(|_| is_file);
        found.extend(moment.map(|moment| (moment, entry.path())));
    }
    found.sort();
    found.truncate(found.len().saturating_sub(keep));
    for (_, path) in &found {
        std::fs::remove_file(path).map_err(on_disk("deleting an older backup", path))?;
    }
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

#[cfg(test)]
mod tests;
