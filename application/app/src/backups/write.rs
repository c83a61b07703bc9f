use std::path::Path;

use kernel::Refusal;
use ports::backups::BackupPlan;
use report::{Block, Report};

use super::{counts, origin};
use crate::desk::{Desk, refused};

/// Writes everything of the home into one file, while others may go on writing.
///
/// # Errors
/// When the home holds nothing, a file of that name exists, the store is damaged, or the file cannot be written.
pub fn write(desk: &Desk<'_>, target: &Path) -> Result<Report, Refusal> {
    if desk.store.events(1).map_err(refused)?.is_empty() {
        return Err(Refusal::NotFound(format!(
            "{} holds nothing that could be backed up; name the home with --home, or import something first",
            desk.home.display()
        )));
    }
    desk.progress.begin("writing the backup", None);
    let plan = BackupPlan { home: desk.home, target, at: desk.clock.now() };
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
    Ok(report)
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
