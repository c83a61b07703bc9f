use kernel::{Event, Refusal};
use ports::store::Appended;
use report::{Block, Figure, Report, Table, TableCell, Unit};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};
use crate::pipeline::{Outcome, write};

/// What was imported, first to last.
///
/// # Errors
/// When the store cannot be read.
pub fn history(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let deliveries = desk.store.deliveries().map_err(refused)?;
    let mut report = Report::new("imports.history", "Imports so far", desk.as_of());
    if deliveries.is_empty() {
        report.push(Block::text("Nothing was imported yet. Next: evenkeel import FOLDER, or evenkeel demo."));
        return Ok(report);
    }
    let mut table = Table::new("", &[">delivery", "when", "by", "what", ">new", ">changed", ">unchanged", "state"]);
    let number = |count: u64| TableCell::from(Figure::known("rows", Decimal::from(count), Unit::Count, desk.as_of()));
    for delivery in deliveries {
        let sum = delivery.counts.iter().fold(Appended::default(), |sum, (_, counts)| sum.plus(*counts));
        let state = delivery
            .undone_at
            .map_or_else(|| "holds".to_owned(), |at| format!("taken back {}", at.strftime("%Y-%m-%d %H:%M")));
        table.row([
            delivery.number.to_string().into(),
            delivery.recorded_at.strftime("%Y-%m-%d %H:%M").to_string().into(),
            delivery.actor.to_string().into(),
            delivery.label.into(),
            number(sum.new),
            number(sum.changed),
            number(sum.unchanged),
            state.into(),
        ]);
    }
    report.push(table);
    Ok(report)
}

/// Takes a whole delivery back.
///
/// # Errors
/// When there is no such delivery, or later ones rely on it.
pub fn undo(desk: &Desk<'_>, delivery: i64) -> Result<Report, Refusal> {
    let mut report = take_back(desk, delivery)?;
    // A mapping that was found in it was as wrong as it.
    for mapping in desk.deliveries.list_mappings().map_err(refused)? {
        if mapping.delivery == Some(delivery) {
            desk.deliveries.forget_mapping(&mapping.name).map_err(refused)?;
            report.push(Block::text(format!("The mapping {} that was kept of it is gone, too.", mapping.name)));
        }
    }
    // As after an import: what fails here fails again, and is told, when somebody asks for it.
    let _ = crate::health::work_ahead(desk);
    Ok(report)
}

fn take_back(desk: &Desk<'_>, delivery: i64) -> Result<Report, Refusal> {
    write(desk, |transaction| {
        let taken_back = transaction.undo(delivery).map_err(refused)?;
        let mut report = Report::new("imports.undo", format!("Delivery {delivery} was taken back"), desk.as_of());
        let mut table = Table::new("", &["object", ">rows taken back"]);
        for (object, rows) in &taken_back {
            let rows = Figure::known("rows", Decimal::from(*rows), Unit::Count, desk.as_of());
            table.row([TableCell::from(object.as_str()), rows.into()]);
        }
        report.push(table);
        let summary = format!("{} took delivery {delivery} back", desk.actor);
        Ok(Outcome { view: report, event: Event::new("imports.undone", format!("delivery {delivery}"), summary) })
    })
}
