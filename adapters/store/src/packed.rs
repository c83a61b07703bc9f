use std::borrow::Cow;
use std::fmt;
use std::pin::pin;

use futures_util::StreamExt;
use ports::Outside;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, StreamTrait};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::answers::{Answers, Parts, Question, Row, See, unfit, unread};
use crate::sea_store::SeaStore;
use crate::session::Session;
use crate::sql::{Sql, quoted};

/// Asks one state of the store through the driver, which answers with many rows in one text, a line of JSON for each: to
/// hand rows over cell by cell takes the driver far longer than it takes to read them here.
pub(crate) struct Packed<'a, C> {
    pub(crate) store: &'a SeaStore,
    pub(crate) session: Session<'a, C>,
}

impl<C: ConnectionTrait + StreamTrait> Answers for Packed<'_, C> {
    fn backend(&self) -> DbBackend {
        self.session.backend()
    }

    fn home(&self) -> &str {
        self.session.home
    }

    fn shows_as_found(&self) -> bool {
        false
    }

    fn each(&self, question: Question<'_>, doing: &str, see: &mut See<'_>) -> Outside<()> {
        let sql = pack(&question);
        let failed = unread(self, doing);
        self.store.wait(async {
            let mut packs = pin!(self.session.db.stream_raw(sql.statement()).await.map_err(&failed)?);
            while let Some(pack) = packs.next().await {
                let lines: Option<String> = pack.and_then(|pack| pack.try_get_by_index(0)).map_err(&failed)?;
                for line in lines.iter().flat_map(|lines| lines.lines()) {
                    if Unpacked::of(line).and_then(|row| see(&row)).map_err(&failed)?.is_break() {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }
}

/// The statement that answers the same with packed rows.
fn pack(question: &Question<'_>) -> Sql {
    let backend = question.sql.backend();
    let columns: Vec<String> = question.columns.iter().map(|column| quoted(column)).collect();
    let columns = columns.join(", ");
    let packs = match backend {
        DbBackend::Postgres => format!("string_agg(json_build_array({columns})::text, chr(10))"),
        _ => format!("group_concat(json_array({columns}), char(10))"),
    };
    let grouped = match question.parts {
        Parts::Few => String::new(),
        Parts::BySubject(column) => format!(" GROUP BY {}", quoted(column)),
        Parts::ByPlace => " GROUP BY row_id / 1000".to_owned(),
    };
    question.sql.clone().within(&format!("SELECT {packs} FROM ("), &format!(") AS found{grouped}"))
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

    pub(crate) fn cell(&self, place: usize) -> Result<&Stored<'a>, DbErr> {
        self.0.get(place).ok_or_else(|| DbErr::Type(format!("a stored row has no cell {place}")))
    }
}

impl Row for Unpacked<'_> {
    fn text(&self, place: usize) -> Result<Option<&str>, DbErr> {
        match self.cell(place)? {
            Stored::Nothing => Ok(None),
            Stored::Text(text) => Ok(Some(text)),
            other => Err(unfit(other)),
        }
    }

    fn whole(&self, place: usize) -> Result<Option<i64>, DbErr> {
        match self.cell(place)? {
            Stored::Nothing => Ok(None),
            Stored::Whole(whole) => Ok(Some(*whole)),
            other => Err(unfit(other)),
        }
    }

    /// SQLite keeps flags as numbers.
    fn flag(&self, place: usize) -> Result<Option<bool>, DbErr> {
        match self.cell(place)? {
            Stored::Nothing => Ok(None),
            Stored::Flag(flag) => Ok(Some(*flag)),
            Stored::Whole(whole) => Ok(Some(*whole != 0)),
            other @ Stored::Text(_) => Err(unfit(other)),
        }
    }
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
