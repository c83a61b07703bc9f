/// Putting a backup back.
mod restore;
/// Trying a backup out.
mod verify;
/// Writing a backup.
mod write;

pub use restore::{RestoreRequest, restore};
pub use verify::verify;
pub(crate) use write::keep_count;
pub use write::write;

use ports::backups::Manifest;
use report::{Figure, Table, TableCell, Unit};
use rust_decimal::Decimal;

use crate::desk::Desk;

/// How many facts of each object a backup holds.
fn counts(desk: &Desk<'_>, manifest: &Manifest) -> Table {
    let mut table = Table::new("Facts", &["object", ">rows"]);
    for (object, rows) in &manifest.facts {
        let rows = Figure::known("rows", Decimal::from(*rows), Unit::Count, desk.as_of());
        table.row([TableCell::from(object.as_str()), rows.into()]);
    }
    table
}

/// A backup in a sentence: by which version, when, and from where.
fn origin(manifest: &Manifest) -> String {
    format!(
        "Written by evenkeel {} at {} from {}, data version {}.",
        manifest.program,
        manifest.written_at.strftime("%Y-%m-%d %H:%M"),
        manifest.engine,
        manifest.data_version
    )
}
