use std::path::Path;

use kernel::{FactShape, Refusal};
use ports::store::{FactQuery, Version};
use report::{Block, Figure, Report, Table, TableCell, Unit};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};
use crate::shapes;

/// Writes every fact into a folder as templates, with the history beside them. Importing the folder into an empty home
/// gives the same facts and reports.
///
/// # Errors
/// When the folder cannot be written or already holds an export.
pub fn export(desk: &Desk<'_>, folder: &Path) -> Result<Report, Refusal> {
    let mut report = Report::new("facts.export", "Exported", desk.as_of());
    let mut table = Table::new("", &["file", ">rows"]);
    desk.progress.begin("exporting", Some(shapes::ALL.len() as u64));
    let mut history = desk.deliveries.open_history(folder).map_err(refused)?;
    for shape in shapes::ALL {
        let rows = export_shape(desk, shape, folder)?;
        if rows > 0 {
            let rows = Figure::known("rows", Decimal::from(rows), Unit::Count, desk.as_of());
            table.row([TableCell::from(format!("{}.csv", shape.object)), rows.into()]);
        }
        let mut failed = None;
        let mut see = |version: Version| match history.write(&version) {
            Ok(()) => true,
            Err(fault) => {
                failed = Some(fault);
                false
            }
        };
        each_told_version(desk, shape, &mut see)?;
        if let Some(fault) = failed {
            return Err(refused(fault));
        }
        desk.progress.advance(1);
    }
    history.finish().map_err(refused)?;
    desk.progress.end();
    report.push(table);
    report.push(Block::text(format!(
        "Everything lies in {}. To take it into an empty home: evenkeel --home OTHER import {}",
        folder.display(),
        folder.display()
    )));
    Ok(report)
}

fn export_shape(desk: &Desk<'_>, shape: &'static FactShape, folder: &Path) -> Result<u64, Refusal> {
    if desk.store.count(shape).map_err(refused)? == 0 {
        return Ok(0);
    }
    let mut file = desk.deliveries.open_export(shape, folder).map_err(refused)?;
    let (mut rows, mut failed) = (0, None);
    let mut see = |record: kernel::FactRecord| match file.write(&record) {
        Ok(()) => {
            rows += 1;
            true
        }
        Err(fault) => {
            failed = Some(fault);
            false
        }
    };
    desk.store.each_fact(&FactQuery::all(shape).as_written(), &mut see).map_err(refused)?;
    match failed {
        Some(fault) => Err(refused(fault)),
        None => file.finish().map(|_| rows).map_err(refused),
    }
}

/// The versions of every key that the templates alone would not bring back: superseded ones, later ones, and those
/// whose clock is not simply their own date.
fn each_told_version(
    desk: &Desk<'_>,
    shape: &'static FactShape,
    see: &mut dyn FnMut(Version) -> bool,
) -> Result<(), Refusal> {
    let mut of_key: Vec<Version> = Vec::new();
    let mut goes_on = true;
    let mut flush = |versions: &mut Vec<Version>| {
        let told = versions.len() > 1 || versions.iter().any(|version| !is_plain(version));
        let told = std::mem::take(versions).into_iter().filter(|_| told);
        for version in told {
            goes_on = goes_on && see(version);
        }
        goes_on
    };
    desk.store
        .each_version(shape, &mut |version| {
            if of_key.last().is_some_and(|last: &Version| last.record.key != version.record.key) && !flush(&mut of_key)
            {
                return false;
            }
            of_key.push(version);
            true
        })
        .map_err(refused)?;
    flush(&mut of_key);
    Ok(())
}

/// Whether importing the row afresh gives the same clocks.
fn is_plain(version: &Version) -> bool {
    let clocks = &version.record.clocks;
    let closed = clocks.closing_known_at.is_none_or(|at| at < version.recorded_at);
    let undated = clocks.happened_on.is_none() && clocks.known_at == version.recorded_at;
    version.superseded_at.is_none() && closed && (clocks.assumed || undated)
}
