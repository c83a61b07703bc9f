use std::fmt::Write as _;

use kernel::FactShape;
use ports::{Fault, Outside};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};

use crate::answers::Row as _;
use crate::packed::{Stored, Unpacked};
use crate::session::Session;
use crate::sql::quoted;

/// Tables besides those of facts that are copied, and the columns that order their rows. Kept figures are worked out
/// again, and the steps of the edition are made again.
pub(crate) const HOUSE: [(&str, &[&str]); 5] = [
    ("files", &["number"]),
    ("deliveries", &["number"]),
    ("delivery_counts", &["delivery", "object"]),
    ("events", &["number"]),
    ("settings", &["name"]),
];
/// What orders the rows of facts.
const FACT_ORDER: &[&str] = &["row_id"];

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Whole,
    Flag,
    Bytes,
}

/// A table as it is copied.
#[derive(Debug)]
pub(crate) struct Copied {
    pub(crate) name: &'static str,
    pub(crate) order: &'static [&'static str],
    pub(crate) columns: Vec<(String, Kind)>,
}

/// The names of the tables that are copied, with what orders their rows.
pub(crate) fn names(
    shapes: &'static [&'static FactShape],
) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    HOUSE.into_iter().chain(shapes.iter().map(|shape| (shape.object, FACT_ORDER)))
}

/// The tables that are copied and are there, with the columns the engine says they have.
pub(crate) async fn tables<C: ConnectionTrait>(
    session: &Session<'_, C>,
    shapes: &'static [&'static FactShape],
) -> Outside<Vec<Copied>> {
    let mut found = Vec::new();
    for (name, order) in names(shapes) {
        let columns = columns(session, name).await?;
        if !columns.is_empty() {
            found.push(Copied { name, order, columns });
        }
    }
    Ok(found)
}

async fn columns<C: ConnectionTrait>(session: &Session<'_, C>, table: &str) -> Outside<Vec<(String, Kind)>> {
    let doing = "looking at the tables";
    let sql = match session.backend() {
        DbBackend::Postgres => session
            .sql("SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ")
            .bind(table)
            .text(" ORDER BY ordinal_position"),
        _ => session.sql("SELECT name, lower(type) FROM pragma_table_info(").bind(table).text(") ORDER BY cid"),
    };
    let rows = session.list(sql, doing).await?;
    let column = |row: &sea_orm::QueryResult| {
        let kind: String = session.cell(row, 1, doing)?;
        Ok((session.cell(row, 0, doing)?, kind_of(&kind)))
    };
    rows.iter().map(column).collect()
}

fn kind_of(words: &str) -> Kind {
    match words {
        words if words.contains("blob") || words.contains("bytea") => Kind::Bytes,
        words if words.contains("bool") => Kind::Flag,
        words if words.contains("int") => Kind::Whole,
        _ => Kind::Text,
    }
}

/// The statement that hands over every row of a table as a JSON array, in order.
pub(crate) fn statement(table: &Copied, backend: DbBackend) -> String {
    let is_postgres = backend == DbBackend::Postgres;
    let cell = |(name, kind): &(String, Kind)| match kind {
        Kind::Bytes if is_postgres => format!("encode({}, 'hex')", quoted(name)),
        Kind::Bytes => format!("lower(hex({}))", quoted(name)),
        _ => quoted(name),
    };
    let cells = table.columns.iter().map(cell).collect::<Vec<_>>().join(", ");
    let row = if is_postgres { format!("json_build_array({cells})::text") } else { format!("json_array({cells})") };
    // Texts are ordered byte by byte on either engine.
    let by = |name: &&str| {
        let is_text = table.columns.iter().any(|(column, kind)| column == name && *kind == Kind::Text);
        if is_text && is_postgres { format!("{} COLLATE \"C\"", quoted(name)) } else { quoted(name) }
    };
    let order = table.order.iter().map(by).collect::<Vec<_>>().join(", ");
    format!("SELECT {row} FROM {} ORDER BY {order}", quoted(table.name))
}

/// A row as either engine tells it, in the one form of copies.
pub(crate) fn canonical(row: &str, kinds: &[(String, Kind)], line: &mut String) -> Result<(), DbErr> {
    let row = Unpacked::of(row)?;
    line.clear();
    for (place, (_, kind)) in kinds.iter().enumerate() {
        line.push(if place == 0 { '[' } else { ',' });
        // Writing to a string cannot fail.
        let _ = match row.cell(place)? {
            Stored::Nothing => write!(line, "null"),
            Stored::Flag(flag) => write!(line, "{flag}"),
            Stored::Whole(whole) if *kind == Kind::Flag => write!(line, "{}", *whole != 0),
            Stored::Whole(whole) => write!(line, "{whole}"),
            Stored::Text(text) => {
                let text = serde_json::to_string(text.as_ref());
                write!(line, "{}", text.map_err(|error| DbErr::Type(format!("a stored text: {error}")))?)
            }
        };
    }
    line.push(']');
    Ok(())
}

/// The values of a row of a copy.
pub(crate) fn values(line: &str, kinds: &[Kind], values: &mut Vec<Value>) -> Result<(), DbErr> {
    let row = Unpacked::of(line)?;
    for (place, kind) in kinds.iter().enumerate() {
        values.push(match kind {
            Kind::Text => row.text(place)?.into(),
            Kind::Whole => row.whole(place)?.into(),
            Kind::Flag => row.flag(place)?.into(),
            Kind::Bytes => row.text(place)?.map(bytes).transpose()?.into(),
        });
    }
    match row.cell(kinds.len()) {
        Ok(_) => Err(DbErr::Type(format!("a row has more than {} cells", kinds.len()))),
        Err(_) => Ok(()),
    }
}

fn bytes(digits: &str) -> Result<Vec<u8>, DbErr> {
    let unfit = || DbErr::Type(format!("`{digits}` are no hexadecimal digits"));
    let pair = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).map_err(|_| unfit())?;
        u8::from_str_radix(text, 16).map_err(|_| unfit())
    };
    if digits.len().is_multiple_of(2) { digits.as_bytes().chunks(2).map(pair).collect() } else { Err(unfit()) }
}

/// A copy that does not fit the tables it is meant for.
pub(crate) fn unfit(table: &str, why: impl std::fmt::Display) -> Fault {
    let words = format!("the table {table} of the backup does not fit: {why}; use another copy of the backup");
    Fault::Refused(kernel::Refusal::Rejected(words))
}

#[cfg(test)]
mod tests;
