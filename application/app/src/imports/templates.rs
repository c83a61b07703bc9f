use std::path::Path;

use kernel::Refusal;
use report::{Block, Report, Table, TableCell};

use crate::desk::{Desk, refused};
use crate::shapes;

/// Writes empty templates to fill in, with a file of help on every column.
///
/// # Errors
/// When the folder cannot be written.
pub fn templates(desk: &Desk<'_>, folder: &Path) -> Result<Report, Refusal> {
    desk.deliveries.write_templates(shapes::ALL, folder).map_err(refused)?;
    let mut report = Report::new("imports.template", "Templates written", desk.as_of());
    let mut table = Table::new("", &["file", "a row is", "must be filled"]);
    for shape in shapes::ALL {
        let required: Vec<&str> =
            shape.columns.iter().filter(|column| column.required).map(|column| column.name).collect();
        table.row([TableCell::from(format!("{}.csv", shape.object)), shape.help.into(), required.join(", ").into()]);
    }
    report.push(table);
    report.push(Block::text(format!(
        "They lie in {}; _columns.csv explains every column. Fill in what you have, leave the rest, then: evenkeel import {}",
        folder.display(),
        folder.display()
    )));
    Ok(report)
}
