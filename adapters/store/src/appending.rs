use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use kernel::FactShape;
use ports::store::{Appended, NewFact};
use ports::{Fault, Outside};
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::cells::encode;
use crate::clocks::{Before, Dates, Stamp, micros, moment};
use crate::content::Content;
use crate::reading::CURRENT;
use crate::session::Session;
use crate::sql::{LIST_LIMIT, placeholder, quoted};
use crate::stored::source_of;
use crate::transaction::SeaTransaction;

/// The columns every fact has, in the order in which they are written.
const HEAD: &[&str] = &[
    "key",
    "happened_on",
    "visible_from",
    "known_at",
    "closing_known_at",
    "undated_known_at",
    "assumed",
    "recorded_at",
    "superseded_at",
    "superseded_by",
    "delivery",
    "file",
    "line",
    "content",
];

/// A version on its way into a table.
pub(crate) struct Fresh<'a> {
    pub(crate) fact: &'a NewFact,
    pub(crate) content: Content,
    pub(crate) stamp: Stamp,
    pub(crate) recorded_at: i64,
    pub(crate) superseded_at: Option<i64>,
}

/// The current version of a key.
struct Current {
    row_id: i64,
    before: Before,
}

/// Adds facts of one object to the open delivery.
pub(crate) async fn append(
    tx: &mut SeaTransaction<'_>,
    shape: &'static FactShape,
    facts: &[NewFact],
) -> Outside<Appended> {
    let mut appended = Appended::default();
    for facts in facts.chunks(LIST_LIMIT) {
        appended = appended.plus(append_some(tx, shape, facts).await?);
    }
    Ok(appended)
}

async fn append_some(tx: &mut SeaTransaction<'_>, shape: &'static FactShape, facts: &[NewFact]) -> Outside<Appended> {
    let delivery = tx.open()?;
    name_files(tx, facts).await?;
    let unsure = unsure_keys(tx, shape, facts).await?;
    let session = tx.session();
    let known = current_versions(&session, shape, &unsure).await?;
    let missing: Vec<&Arc<str>> = unsure.into_iter().filter(|key| !known.contains_key(*key)).collect();
    let returning = keys_with_a_past(&session, shape, &missing).await?;
    let mut appended = Appended::default();
    let (mut fresh, mut superseded) = (Vec::with_capacity(facts.len()), Vec::new());
    for fact in facts {
        let content = Content::of(shape, &fact.cells);
        let dates = Dates::of(shape, &fact.cells);
        let stamp = match known.get(&fact.key) {
            Some(current) if current.before.content == content => {
                appended.unchanged += 1;
                continue;
            }
            Some(current) => {
                superseded.push(current.row_id);
                appended.changed += 1;
                Stamp::later(dates, content, &current.before, tx.at)
            }
            None => {
                appended.new += 1;
                // What was withdrawn and comes back is known since it came back.
                let clock = if returning.contains_key(&fact.key) { Some(tx.at) } else { fact.known_at };
                Stamp::first(dates, clock, tx.at)
            }
        };
        fresh.push(Fresh { fact, content, stamp, recorded_at: micros(tx.at), superseded_at: None });
    }
    supersede(&session, shape, &superseded, (micros(tx.at), delivery)).await?;
    insert(tx, shape, &fresh).await?;
    Ok(appended)
}

/// Gives every file a number.
pub(crate) async fn name_files(tx: &mut SeaTransaction<'_>, facts: &[NewFact]) -> Outside<()> {
    for fact in facts {
        if tx.files.contains_key(&fact.file) {
            continue;
        }
        let session = tx.session();
        let sql = session.sql("INSERT INTO files (name) VALUES (").bind(&*fact.file).text(") RETURNING number");
        let number: Option<i64> = session.single(sql, "naming a file").await?;
        let number = number.ok_or_else(|| Fault::broken("naming a file", "the database gave it no number"))?;
        tx.files.insert(fact.file.clone(), number);
    }
    Ok(())
}

/// Keys that may be in the table already. A first import of a source knows that none are, save those it brought itself.
async fn unsure_keys<'f>(
    tx: &mut SeaTransaction<'_>,
    shape: &'static FactShape,
    facts: &'f [NewFact],
) -> Outside<Vec<&'f Arc<str>>> {
    let mut unsure = Vec::new();
    for fact in facts {
        let source = source_of(&fact.key);
        let fresh = match tx.tables.entry(shape.object).or_default().fresh.get(source) {
            Some(fresh) => *fresh,
            None => {
                let fresh = holds_nothing_of(&tx.session(), shape, source).await?;
                tx.tables.entry(shape.object).or_default().fresh.insert(source.to_owned(), fresh);
                fresh
            }
        };
        let seen = !tx.tables.entry(shape.object).or_default().keys.insert(hash_of(&fact.key));
        if seen || !fresh {
            unsure.push(&fact.key);
        }
    }
    Ok(unsure)
}

pub(crate) fn hash_of(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

async fn holds_nothing_of<C: ConnectionTrait>(
    session: &Session<'_, C>,
    shape: &FactShape,
    source: &str,
) -> Outside<bool> {
    // Keys of a source begin with `source/`, and `0` follows `/`.
    let sql = session.sql("SELECT 1 FROM ").name(shape.object).text(" WHERE \"key\" >= ").bind(format!("{source}/"));
    let sql = sql.text(" AND \"key\" < ").bind(format!("{source}0")).text(" LIMIT 1");
    Ok(session.first(sql, "looking for earlier facts").await?.is_none())
}

async fn current_versions<C: ConnectionTrait>(
    session: &Session<'_, C>,
    shape: &FactShape,
    keys: &[&Arc<str>],
) -> Outside<HashMap<Arc<str>, Current>> {
    let doing = "looking for earlier facts";
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let sql =
        session.sql("SELECT row_id, \"key\", content, known_at, closing_known_at, undated_known_at, assumed FROM ");
    let sql = sql.name(shape.object).text(&format!(" WHERE {CURRENT} AND \"key\" IN "));
    let sql = sql.bind_list(keys.iter().map(|key| key.to_string()));
    let rows = session.list(sql, doing).await?;
    let current = |row: &QueryResult| {
        let clock = |place| -> Outside<Option<jiff::civil::DateTime>> {
            Ok(session.cell::<Option<i64>>(row, place, doing)?.and_then(moment))
        };
        let before = Before {
            content: Content::from_bytes(&session.cell::<Vec<u8>>(row, 2, doing)?),
            known_at: clock(3)?.unwrap_or_default(),
            closing_known_at: clock(4)?,
            undated_known_at: clock(5)?,
            assumed: session.cell(row, 6, doing)?,
        };
        let key: Arc<str> = Arc::from(session.cell::<String>(row, 1, doing)?);
        Ok((key, Current { row_id: session.cell(row, 0, doing)?, before }))
    };
    rows.iter().map(current).collect()
}

/// Which of these keys, that do not hold now, once did.
async fn keys_with_a_past<C: ConnectionTrait>(
    session: &Session<'_, C>,
    shape: &FactShape,
    keys: &[&Arc<str>],
) -> Outside<HashMap<Arc<str>, ()>> {
    let doing = "looking for earlier facts";
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = session.sql("SELECT DISTINCT \"key\" FROM ").name(shape.object);
    let sql = sql.text(" WHERE retracted_at IS NULL AND \"key\" IN ").bind_list(keys.iter().map(|key| key.to_string()));
    let rows = session.list(sql, doing).await?;
    rows.iter().map(|row| Ok((Arc::from(session.cell::<String>(row, 0, doing)?), ()))).collect()
}

/// Ends versions at a moment, by a delivery.
pub(crate) async fn supersede<C: ConnectionTrait>(
    session: &Session<'_, C>,
    shape: &FactShape,
    rows: &[i64],
    (at, delivery): (i64, i64),
) -> Outside<()> {
    for rows in rows.chunks(LIST_LIMIT) {
        let sql = session.sql("UPDATE ").name(shape.object).text(" SET superseded_at = ").bind(at);
        let sql =
            sql.text(", superseded_by = ").bind(delivery).text(" WHERE row_id IN ").bind_list(rows.iter().copied());
        session.run(sql, "superseding facts").await?;
    }
    Ok(())
}

/// Writes versions, many rows to a statement.
pub(crate) async fn insert(tx: &SeaTransaction<'_>, shape: &'static FactShape, fresh: &[Fresh<'_>]) -> Outside<()> {
    if fresh.is_empty() {
        return Ok(());
    }
    let (session, delivery) = (tx.session(), tx.open()?);
    let columns: Vec<&str> = HEAD.iter().copied().chain(shape.columns.iter().map(|column| column.name)).collect();
    let mut values: Vec<Value> = Vec::with_capacity(fresh.len() * columns.len());
    for row in fresh {
        let file = tx.files.get(&row.fact.file).copied().unwrap_or_default();
        head_values(row, delivery, file, &mut values);
        encode(shape, &row.fact.cells, &mut values).map_err(Fault::Refused)?;
    }
    let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
    let mut text = format!("INSERT INTO {} ({}) VALUES ", quoted(shape.object), names.join(", "));
    let backend = session.backend();
    for row in 0..fresh.len() {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            if column > 0 {
                text.push_str(", ");
            }
            placeholder(&mut text, backend, row * columns.len() + column + 1);
        }
        text.push(')');
    }
    session.run_bound(text, values, &format!("writing {}", shape.object)).await
}

fn head_values(row: &Fresh<'_>, delivery: i64, file: i64, values: &mut Vec<Value>) {
    let stamp = &row.stamp;
    values.extend([
        row.fact.key.as_ref().into(),
        stamp.happened_on.map(|day| day.to_string()).into(),
        micros(stamp.visible_from).into(),
        micros(stamp.known_at).into(),
        stamp.closing_known_at.map(micros).into(),
        stamp.undated_known_at.map(micros).into(),
        stamp.assumed.into(),
        row.recorded_at.into(),
        row.superseded_at.into(),
        row.superseded_at.map(|_| delivery).into(),
        delivery.into(),
        file.into(),
        i64::from(row.fact.line).into(),
        row.content.to_bytes().into(),
    ]);
}
