use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::fact::Stage;
use kernel::{Cell, Clocks, FactRecord, FactShape, Origin};
use ports::store::Version;
use sea_orm::DbErr;

use crate::answers::{Row, told};
use crate::clocks::moment;
use crate::names::Names;

/// What every table has before the columns of its shape, in the order in which it is read.
pub(crate) const HEAD: &[&str] = &[
    "row_id",
    "key",
    "happened_on",
    "known_at",
    "closing_known_at",
    "undated_known_at",
    "assumed",
    "recorded_at",
    "superseded_at",
    "delivery",
    "file",
    "line",
    "visible_from",
];

/// A stored version, and the number it has in its table.
#[derive(Debug, Clone)]
pub(crate) struct StoredVersion {
    pub(crate) row_id: i64,
    pub(crate) version: Version,
    /// Since when this version answers.
    pub(crate) visible_from: DateTime,
    pub(crate) undated_known_at: Option<DateTime>,
}

/// Turns rows into versions. Neighbours mostly share their source and file, so their names are kept.
pub(crate) struct Decoder<'a> {
    shape: &'static FactShape,
    names: &'a Names,
    source: Arc<str>,
    file: (i64, Arc<str>),
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(shape: &'static FactShape, names: &'a Names) -> Self {
        Self { shape, names, source: Arc::from(""), file: (0, Arc::default()) }
    }

    pub(crate) fn version(&mut self, row: &dyn Row) -> Result<StoredVersion, DbErr> {
        let key = told(row.text(1)?)?;
        let clocks = Clocks {
            happened_on: row.text(2)?.and_then(|day| day.parse().ok()),
            known_at: required_moment(row, 3)?,
            closing_known_at: optional_moment(row, 4)?,
            assumed: told(row.flag(6)?)?,
        };
        let file = told(row.whole(10)?)?;
        let line = told(row.whole(11)?)?;
        let origin = Origin {
            source: self.source_of(key),
            delivery: told(row.whole(9)?)?,
            file: self.file_of(file),
            line: u32::try_from(line).unwrap_or_default(),
        };
        let mut cells = crate::cells::decode(self.shape, row, HEAD.len())?;
        self.names.accounts.point(self.shape, &mut cells);
        let record = FactRecord { shape: self.shape, key: Arc::from(key), cells, clocks, origin };
        let version =
            Version { record, recorded_at: required_moment(row, 7)?, superseded_at: optional_moment(row, 8)? };
        Ok(StoredVersion {
            row_id: told(row.whole(0)?)?,
            version,
            visible_from: required_moment(row, 12)?,
            undated_known_at: optional_moment(row, 5)?,
        })
    }

    fn file_of(&mut self, number: i64) -> Arc<str> {
        if self.file.0 != number {
            self.file = (number, self.names.files.get(&number).cloned().unwrap_or_default());
        }
        self.file.1.clone()
    }

    fn source_of(&mut self, key: &str) -> Arc<str> {
        let source = source_of(key);
        if *self.source != *source {
            self.source = Arc::from(source);
        }
        self.source.clone()
    }
}

/// The source a key names.
pub(crate) fn source_of(key: &str) -> &str {
    key.split_once('/').map_or("", |(source, _)| source)
}

impl StoredVersion {
    /// The fact as it could be known at a moment: cells that were not yet known are empty.
    pub(crate) fn known_by(self, known_by: Option<DateTime>) -> FactRecord {
        let mut record = self.version.record;
        let Some(moment) = known_by else { return record };
        let unknown = |clock: Option<DateTime>| clock.is_none_or(|clock| clock > moment);
        if unknown(record.clocks.closing_known_at) {
            empty_stage(&mut record, Stage::Closing);
            record.clocks.closing_known_at = None;
            if record.shape.opened_by.is_none_or(|column| record.cell(column).is_empty()) {
                record.clocks.happened_on = None;
            }
        }
        if unknown(self.undated_known_at) {
            empty_stage(&mut record, Stage::Undated);
        }
        let later = |cell: &Cell| matches!(cell, Cell::Day(day) if *day > moment.date());
        empty_cells(&mut record, |stage, cell| stage == Stage::OwnDay && later(cell));
        record
    }
}

fn empty_stage(record: &mut FactRecord, unknown: Stage) {
    empty_cells(record, |stage, _| stage == unknown);
}

fn empty_cells(record: &mut FactRecord, unknown: impl Fn(Stage, &Cell) -> bool) {
    for (column, cell) in record.shape.columns.iter().zip(&mut record.cells) {
        if unknown(column.stage, cell) {
            *cell = Cell::Empty;
        }
    }
}

fn required_moment(row: &dyn Row, place: usize) -> Result<DateTime, DbErr> {
    let stored = told(row.whole(place)?)?;
    moment(stored).ok_or_else(|| DbErr::Type(format!("a stored clock reads {stored}, which no calendar holds")))
}

fn optional_moment(row: &dyn Row, place: usize) -> Result<Option<DateTime>, DbErr> {
    Ok(row.whole(place)?.and_then(moment))
}
