use kernel::Refusal;
use report::{Block, Report, Table, TableCell};

use crate::desk::{Desk, refused};

/// How the columns of files nobody described were understood, as it is kept for the next delivery.
///
/// # Errors
/// When one cannot be read.
pub fn list_mappings(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let mut report = Report::new("imports.mappings", "Mappings that are kept", desk.as_of());
    let kept = desk.deliveries.list_mappings().map_err(refused)?;
    if kept.is_empty() {
        report.push(Block::text(
            "None yet. One is kept whenever a file is imported that no template or preset describes.",
        ));
        return Ok(report);
    }
    let mut table = Table::new("", &["name", "becomes", "column", "comes from"]);
    for mapping in &kept {
        for (number, (column, from)) in mapping.columns.iter().enumerate() {
            let first = |text: &str| TableCell::from(if number == 0 { text } else { "" });
            let cells: [TableCell; 4] = [
                first(&mapping.name),
                first(mapping.shape.object),
                TableCell::from(*column),
                TableCell::from(from.as_str()),
            ];
            table.row(cells);
        }
    }
    report.push(table);
    let paths: Vec<String> = kept.iter().map(|mapping| mapping.path.display().to_string()).collect();
    report.push(Block::text("They are files you can read and change; remove one with: evenkeel import forget NAME"));
    report.push(Block::points(paths));
    Ok(report)
}

/// Removes a mapping that is kept.
///
/// # Errors
/// When there is none of this name.
pub fn forget_mapping(desk: &Desk<'_>, name: &str) -> Result<Report, Refusal> {
    desk.deliveries.forget_mapping(name).map_err(refused)?;
    let mut report = Report::new("imports.forget", format!("Mapping {name} is no longer kept"), desk.as_of());
    report.push(Block::text("What was imported with it stays; the next such file is looked at afresh."));
    Ok(report)
}
