use std::path::{Path, PathBuf};

use kernel::Refusal;
use ports::backups::BackupPlan;
use report::{Block, Report};

use super::{counts, origin};
use crate::desk::{Desk, refused};

/// Most older backups that can be kept by number.
const KEEP_MOST: i64 = 10_000;

/// Writes everything of the home into one file, while others may go on writing. With `keep`, so many of the newest backups
/// of the folder stay, this one among them.
///
/// # Errors
/// When the home holds nothing, a file of that name exists, the store is damaged, the file cannot be written or an older
/// one cannot be deleted.
pub fn write(desk: &Desk<'_>, target: &Path, keep: Option<i64>) -> Result<Report, Refusal> {
    if desk.store.events(1).map_err(refused)?.is_empty() {
        return Err(Refusal::NotFound(format!(
            "{} holds nothing that could be backed up; name the home with --home, or import something first",
            desk.home.display()
        )));
    }
    let plan = BackupPlan { home: desk.home, target, at: desk.clock.now() };
    let keep = keep.map(|keep| kept(keep, &plan)).transpose()?;
    desk.progress.begin("writing the backup", None);
    let written = desk.backups.write(desk.store, &plan);
    desk.progress.end();
    let written = written.map_err(refused)?;
    let path = written.path.display();
    let mut report = Report::new("backups.write", "Backup written", desk.as_of());
    report.push(Block::text(format!("{path}, {}. {}", size(written.bytes), origin(&written.manifest))));
    report.push(counts(desk, &written.manifest));
    let settings = written.manifest.parts.iter().filter(|part| part.name.starts_with("home/"));
    let settings: Vec<String> = settings.map(|part| part.name.trim_start_matches("home/").to_owned()).collect();
    if !settings.is_empty() {
        report.push(Block::text(format!("With the facts: {}.", settings.join(", "))));
    }
    report.push(Block::text(format!(
        "It was read back and every file in it has its SHA-256. It holds everything about your customers and people, so \
         keep it where only you can read it. To try it out: evenkeel backup verify {path}"
    )));
    if let (Some(keep), Some(folder)) = (keep, written.path.parent()) {
        let gone = desk.backups.thin_out(folder, keep).map_err(refused)?;
        report.push(Block::text(thinned(keep, &gone)));
    }
    Ok(report)
}

/// How many stay, which is asked of a folder and not of a file.
fn kept(keep: i64, plan: &BackupPlan<'_>) -> Result<usize, Refusal> {
    if !plan.names_folder() {
        let says = "says how many backups stay in a folder; name a folder instead of a file";
        return Err(Refusal::invalid("keep", says));
    }
    keep_count(keep)
}

/// A number of backups that stay, the one just written among them.
pub(crate) fn keep_count(keep: i64) -> Result<usize, Refusal> {
    let count = usize::try_from(keep).ok().filter(|_| (1..=KEEP_MOST).contains(&keep));
    count.ok_or_else(|| Refusal::invalid("keep", format!("`{keep}` backups cannot be kept; name 1 to {KEEP_MOST}")))
}

fn thinned(keep: usize, gone: &[PathBuf]) -> String {
    let names = gone.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
    match gone.len() {
        0 => format!("At most {keep} stay in this folder; none had to go."),
        _ => format!("At most {keep} stay in this folder; deleted: {}.", names.collect::<Vec<_>>().join(", ")),
    }
}

/// A number of bytes as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    }
}
