use std::path::Path;

use kernel::Refusal;
use ports::Outside;
use ports::store::Store;
use report::{Block, Check, CheckState, Prose, Report};

use super::{counts, origin};
use crate::desk::{Desk, refused};
use crate::shapes;

/// Tries a backup out: puts it back into a temporary folder, opens that as a home, compares what it holds with what the
/// backup says, and deletes it.
///
/// # Errors
/// When the backup is none or damaged, cannot be put back, or holds something else than it says.
pub fn verify(desk: &Desk<'_>, backup: &Path) -> Result<Report, Refusal> {
    desk.progress.begin("trying the backup out", None);
    let tried = tried(desk, backup);
    desk.progress.end();
    let (manifest, compared) = tried?;
    let mut report = Report::new("backups.verify", "This backup can be restored", desk.as_of());
    report.push(Block::text(format!("{}. {}", backup.display(), origin(&manifest))));
    let rows: u64 = manifest.parts.iter().filter_map(|part| part.rows).sum();
    let tables = match compared {
        0 => "the tables are those of an older version: they were brought to this one and not compared row by row"
            .to_owned(),
        _ => format!(
            "{compared} tables with {} read the same after the restore as in the backup",
            report::display::counted(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows")
        ),
    };
    let held = [
        format!("all {} files in it have their SHA-256", manifest.parts.len()),
        "it was restored into a temporary folder, opened as a home, and found whole".to_owned(),
        tables,
        format!("the data version is {}, as in the backup", manifest.data_version),
        "each object has as many facts as the backup says".to_owned(),
    ];
    let items = held.map(|says| Check { state: CheckState::Met, says: Prose::from(says) });
    report.push(Block::Checklist { items: items.to_vec() });
    report.push(counts(desk, &manifest));
    Ok(report)
}

fn tried(desk: &Desk<'_>, backup: &Path) -> Result<(ports::backups::Manifest, u64), Refusal> {
    let manifest = desk.backups.read(backup).map_err(refused)?;
    let compare = &mut |store: &dyn Store| same(store, &manifest);
    let compared = desk.backups.rehearse(backup, desk.clock.now(), compare).map_err(refused)?;
    Ok((manifest, compared))
}

/// Whether the restored home holds what the backup says.
fn same(store: &dyn Store, manifest: &ports::backups::Manifest) -> Outside<()> {
    let refuse = |what: String| Err(ports::Fault::Refused(Refusal::Rejected(what)));
    let version = store.data_version()?;
    if version != manifest.data_version {
        return refuse(format!(
            "the restored home is at data version {version} and the backup says {}; do not rely on this backup",
            manifest.data_version
        ));
    }
    for shape in shapes::ALL {
        let said = manifest.facts.iter().find(|(object, _)| object == shape.object).map_or(0, |(_, rows)| *rows);
        let found = store.count(shape)?;
        if found != said {
            return refuse(format!(
                "the restored home has {found} {} and the backup says {said}; do not rely on this backup",
                shape.object
            ));
        }
    }
    Ok(())
}
