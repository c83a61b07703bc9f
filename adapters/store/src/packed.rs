use std::borrow::Cow;
use std::fmt;

use sea_orm::{DbBackend, DbErr};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::sql::quoted;

/// Ends a packed statement that finds few rows: all in one text, in no order.
pub(crate) const AT_ONCE: &str = ") AS found";

/// Ends a packed statement that may find many rows: a text for each subject, where an index leads from subject to rows,
/// else for some hundred rows that lie together; in no order.
pub(crate) fn in_parts(subject: Option<&str>) -> String {
    match subject.filter(|column| *column != "key") {
        Some(column) => format!("{AT_ONCE} GROUP BY {}", quoted(column)),
        None => format!("{AT_ONCE} GROUP BY row_id / 1000"),
    }
}

/// Begins a statement that answers with many rows in one text, a line of JSON for each: to hand rows over cell by cell
/// takes the driver far longer than it takes to read them here. The rows are found by what follows, up to
/// [`in_parts`] or [`AT_ONCE`].
pub(crate) fn packed<'a>(backend: DbBackend, columns: impl Iterator<Item = &'a str>, table: &str) -> String {
    let columns: Vec<String> = columns.map(quoted).collect();
    let (columns, table) = (columns.join(", "), quoted(table));
    let packs = match backend {
        DbBackend::Postgres => format!("string_agg(json_build_array({columns})::text, chr(10))"),
        _ => format!("group_concat(json_array({columns}), char(10))"),
    };
    format!("SELECT {packs} FROM (SELECT {columns} FROM {table} WHERE ")
}

/// Room for the cells of a row, so that it need not be found bit by bit.
const USUAL_CELLS: usize = 26;

/// A cell as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stored<'a> {
    Nothing,
    Flag(bool),
    Whole(i64),
    Text(Cow<'a, str>),
}

/// The cells of a packed row, in the order of its columns.
#[derive(Debug)]
pub(crate) struct Unpacked<'a>(Vec<Stored<'a>>);

impl<'a> Unpacked<'a> {
    pub(crate) fn of(text: &'a str) -> Result<Self, DbErr> {
        serde_json::from_str(text).map_err(|error| DbErr::Type(format!("a stored row: {error}")))
    }

    pub(crate) fn text(&self, place: usize) -> Result<Option<&str>, DbErr> {
        match self.cell(place)? {
            Stored::Nothing => Ok(None),
            Stored::Text(text) => Ok(Some(text)),
            other => Err(unfit(other)),
        }
    }

    pub(crate) fn whole(&self, place: usize) -> Result<Option<i64>, DbErr> {
        match self.cell(place)? {
            Stored::Nothing => Ok(None),
            Stored::Whole(whole) => Ok(Some(*whole)),
            other => Err(unfit(other)),
        }
    }

    /// SQLite keeps flags as numbers.
    pub(crate) fn flag(&self, place: usize) -> Result<Option<bool>, DbErr> {
        match self.cell(place)? {
            Stored::Nothing => Ok(None),
            Stored::Flag(flag) => Ok(Some(*flag)),
            Stored::Whole(whole) => Ok(Some(*whole != 0)),
            other @ Stored::Text(_) => Err(unfit(other)),
        }
    }

    pub(crate) fn cell(&self, place: usize) -> Result<&Stored<'a>, DbErr> {
        self.0.get(place).ok_or_else(|| DbErr::Type(format!("a stored row has no cell {place}")))
    }
}

/// A cell that has to be there.
pub(crate) fn told<T>(cell: Option<T>) -> Result<T, DbErr> {
    cell.ok_or_else(|| DbErr::Type("a stored cell is empty that never may be".into()))
}

fn unfit(cell: &Stored<'_>) -> DbErr {
    DbErr::Type(format!("a stored cell reads {cell:?}, which its column cannot hold"))
}

impl<'de> Deserialize<'de> for Unpacked<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowReader)
    }
}

struct RowReader;

impl<'de> Visitor<'de> for RowReader {
    type Value = Unpacked<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cells of a row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<Self::Value, A::Error> {
        let mut cells = Vec::with_capacity(USUAL_CELLS);
        while let Some(cell) = row.next_element()? {
            cells.push(cell);
        }
        Ok(Unpacked(cells))
    }
}

impl<'de> Deserialize<'de> for Stored<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellReader)
    }
}

struct CellReader;

impl<'de> Visitor<'de> for CellReader {
    type Value = Stored<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing, a flag, a whole number or a text")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Stored::Nothing)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Stored::Flag(flag))
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<Self::Value, E> {
        Ok(Stored::Whole(whole))
    }

    fn visit_u64<E: Error>(self, whole: u64) -> Result<Self::Value, E> {
        i64::try_from(whole).map(Stored::Whole).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Stored::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Stored::Text(Cow::Borrowed(text)))
    }
}
