//! The history file of an export: every version of every fact, with its clocks and where it came from.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use kernel::{Cell, Clocks, ColumnKind, FactRecord, FactShape, Origin, Refusal};
use ports::deliveries::HistoryFile;
use ports::store::Version;
use ports::{Fault, Outside};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::encoding::{Encoding, TextReader};
use crate::rows::{RawRow, Splitter};
use crate::table::{file_name, unreadable};
use crate::templates::{CsvFile, create_csv, unwritable};

/// The name of the file within an export.
pub(crate) const FILE_NAME: &str = "_history.csv";

const HEADINGS: [&str; 13] = [
    "object",
    "key",
    "recorded_at",
    "superseded_at",
    "happened_on",
    "known_at",
    "closing_known_at",
    "assumed",
    "source",
    "file",
    "line",
    "delivery",
    "cells",
];

/// The object of the last row, whose key is a fingerprint of all rows before it.
const SEAL: &str = "_seal";

/// The history file being filled.
pub(crate) struct HistoryWriter {
    path: PathBuf,
    csv: CsvFile,
    seal: blake3::Hasher,
}

impl HistoryWriter {
    pub(crate) fn create(folder: &Path) -> Outside<Self> {
        let path = folder.join(FILE_NAME);
        let mut csv = create_csv(&path, b',')?;
        csv.write_record(HEADINGS).map_err(|problem| unwritable(&path, problem))?;
        Ok(Self { path, csv, seal: blake3::Hasher::new() })
    }

    fn write_cells(&mut self, cells: &[String]) -> Outside<()> {
        self.csv.write_record(cells).map_err(|problem| unwritable(&self.path, problem))
    }
}

impl HistoryFile for HistoryWriter {
    fn write(&mut self, version: &Version) -> Outside<()> {
        let cells = cells_of(version);
        add_to_seal(&mut self.seal, cells.iter().map(String::as_str));
        self.write_cells(&cells)
    }

    fn finish(mut self: Box<Self>) -> Outside<PathBuf> {
        let mut cells = vec![String::new(); HEADINGS.len()];
        cells[0] = SEAL.to_owned();
        cells[1] = self.seal.finalize().to_hex().to_string();
        self.write_cells(&cells)?;
        self.csv.flush().map_err(|problem| unwritable(&self.path, problem))?;
        Ok(self.path)
    }
}

fn add_to_seal<'t>(seal: &mut blake3::Hasher, cells: impl Iterator<Item = &'t str>) {
    for cell in cells {
        seal.update(cell.as_bytes()).update(&[0x1F]);
    }
    seal.update(&[0x1E]);
}

fn cells_of(version: &Version) -> Vec<String> {
    let record = &version.record;
    let moment = |moment: Option<DateTime>| moment.map(|moment| moment.to_string()).unwrap_or_default();
    let mut told = Map::new();
    for (column, cell) in record.shape.columns.iter().zip(&record.cells) {
        if !cell.is_empty() {
            told.insert(column.name.to_owned(), Value::String(cell.to_string()));
        }
    }
    vec![
        record.shape.object.to_owned(),
        record.key.to_string(),
        version.recorded_at.to_string(),
        moment(version.superseded_at),
        record.clocks.happened_on.map(|day| day.to_string()).unwrap_or_default(),
        record.clocks.known_at.to_string(),
        moment(record.clocks.closing_known_at),
        record.clocks.assumed.to_string(),
        record.origin.source.to_string(),
        record.origin.file.to_string(),
        record.origin.line.to_string(),
        record.origin.delivery.to_string(),
        Value::Object(told).to_string(),
    ]
}

/// Reads a history file, the versions of one key together.
pub(crate) fn read(
    path: &Path,
    shapes: &[&'static FactShape],
    take: &mut dyn FnMut(&'static FactShape, Vec<Version>) -> Outside<()>,
) -> Outside<()> {
    let path = &if path.is_dir() { path.join(FILE_NAME) } else { path.to_owned() };
    let file = std::fs::File::open(path).map_err(|problem| unreadable(path, &problem))?;
    let mut rows = Splitter::new(TextReader::new(file, Encoding::Utf8), b',');
    let (mut row, mut seal, mut sealed) = (RawRow::default(), blake3::Hasher::new(), false);
    let mut versions: Vec<Version> = Vec::new();
    while rows.next_row(&mut row).map_err(|problem| unreadable(path, &problem))? {
        if row.line == 1 {
            check_headings(path, &row)?;
            continue;
        }
        if sealed || row.len() != HEADINGS.len() {
            return Err(changed(path, row.line, "it has rows that were not written by an export"));
        }
        if row.cell(0) == SEAL {
            sealed = seal.finalize().to_hex().as_str() == row.cell(1);
            if !sealed {
                return Err(changed(path, row.line, "its rows do not fit its seal"));
            }
            continue;
        }
        add_to_seal(&mut seal, row.cells());
        let version = version_of(&row, shapes).map_err(|reason| changed(path, row.line, &reason))?;
        if versions.first().is_some_and(|first| first.record.fact() != version.record.fact()) {
            hand_over(&mut versions, take)?;
        }
        versions.push(version);
    }
    if !sealed {
        return Err(changed(path, row.line, "its end is missing"));
    }
    hand_over(&mut versions, take)
}

fn hand_over(
    versions: &mut Vec<Version>,
    take: &mut dyn FnMut(&'static FactShape, Vec<Version>) -> Outside<()>,
) -> Outside<()> {
    match versions.first().map(|first| first.record.shape) {
        Some(shape) => take(shape, std::mem::take(versions)),
        None => Ok(()),
    }
}

fn check_headings(path: &Path, row: &RawRow) -> Outside<()> {
    if row.cells().eq(HEADINGS) {
        Ok(())
    } else {
        Err(changed(path, 1, "its headings are not those of a history file"))
    }
}

fn changed(path: &Path, line: u32, reason: &str) -> Fault {
    let name = file_name(path);
    let advice = "it was changed by hand or cut off; export again, or import the folder without it to bring in the latest state only";
    Refusal::Rejected(format!("{name}, line {line}: {reason}: {advice}")).into()
}

fn version_of(row: &RawRow, shapes: &[&'static FactShape]) -> Result<Version, String> {
    let object = row.cell(0);
    let known = shapes.iter().find(|shape| shape.object == object);
    let shape = *known.ok_or_else(|| format!("there is no object {object}"))?;
    let clocks = Clocks {
        happened_on: optional(row.cell(4))?,
        known_at: required(row.cell(5))?,
        closing_known_at: optional(row.cell(6))?,
        assumed: required(row.cell(7))?,
    };
    let origin = Origin {
        source: Arc::from(row.cell(8)),
        file: Arc::from(row.cell(9)),
        line: required(row.cell(10))?,
        delivery: required(row.cell(11))?,
    };
    let cells = typed_cells(shape, row.cell(12))?;
    Ok(Version {
        record: FactRecord { shape, key: Arc::from(row.cell(1)), cells, clocks, origin },
        recorded_at: required(row.cell(2))?,
        superseded_at: optional(row.cell(3))?,
    })
}

fn required<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{} cannot be read", crate::proof::shortened(text)))
}

fn optional<T: FromStr>(text: &str) -> Result<Option<T>, String> {
    if text.is_empty() { Ok(None) } else { required(text).map(Some) }
}

fn typed_cells(shape: &'static FactShape, text: &str) -> Result<Vec<Cell>, String> {
    let told: Map<String, Value> = serde_json::from_str(text).map_err(|problem| format!("its cells: {problem}"))?;
    if let Some(unknown) = told.keys().find(|name| shape.position(name).is_none()) {
        return Err(format!("{} have no column {unknown}", shape.object));
    }
    let cell = |column: &kernel::Column| match told.get(column.name) {
        Some(Value::String(text)) => canonical(column.kind, text),
        Some(_) => Err(format!("{} is not a text", column.name)),
        None => Ok(Cell::Empty),
    };
    shape.columns.iter().map(cell).collect()
}

/// The cell a canonical text stands for.
fn canonical(kind: ColumnKind, text: &str) -> Result<Cell, String> {
    Ok(match kind {
        ColumnKind::Day => Cell::Day(required::<Date>(text)?),
        ColumnKind::Moment => Cell::Moment(required(text)?),
        ColumnKind::Whole(..) => Cell::Whole(required(text)?),
        ColumnKind::Number(..) | ColumnKind::Amount => Cell::Number(required::<Decimal>(text)?),
        ColumnKind::Flag => Cell::Flag(required(text)?),
        ColumnKind::Text
        | ColumnKind::Word(_)
        | ColumnKind::Reference(_)
        | ColumnKind::CurrencyCode
        | ColumnKind::PeriodName => Cell::text(text),
    })
}
