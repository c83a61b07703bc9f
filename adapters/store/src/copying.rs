use std::pin::pin;

use futures_util::StreamExt;
use kernel::FactShape;
use ports::store::{CopyHead, CopyTaker};
use ports::{Fault, Outside};
use sea_orm::{ConnectionTrait, DbBackend, StreamTrait};

use crate::copied::{self, Copied, canonical, statement};
use crate::faults::fault;
use crate::migrations;
use crate::session::Session;
use crate::{history, reading};

const COPYING: &str = "copying the store";
/// What is kept of the file in memory on the way, in KiB: whoever goes through a file once needs no page twice.
const CACHE_KIB: i64 = 8 << 10;

/// Hands over every table, row by row as the engine finds them, so that memory does not grow with the store.
pub(crate) async fn copy<C: ConnectionTrait + StreamTrait>(
    session: &Session<'_, C>,
    shapes: &'static [&'static FactShape],
    take: &mut dyn CopyTaker,
) -> Outside<CopyHead> {
    let before = remember_less(session).await?;
    let head = all(session, shapes, take).await;
    remember(session, before).await?;
    head
}

/// Lets the connection keep little of the file in memory; what it kept before, where the engine has such a setting.
async fn remember_less<C: ConnectionTrait>(session: &Session<'_, C>) -> Outside<Option<i64>> {
    if session.backend() == DbBackend::Postgres {
        return Ok(None);
    }
    let before = session.single(session.sql("PRAGMA cache_size"), COPYING).await?;
    remember(session, Some(-CACHE_KIB)).await?;
    Ok(before)
}

async fn remember<C: ConnectionTrait>(session: &Session<'_, C>, cache: Option<i64>) -> Outside<()> {
    let Some(cache) = cache else { return Ok(()) };
    session.run(session.sql(&format!("PRAGMA cache_size = {cache}")), COPYING).await.map(|_| ())
}

async fn all<C: ConnectionTrait + StreamTrait>(
    session: &Session<'_, C>,
    shapes: &'static [&'static FactShape],
    take: &mut dyn CopyTaker,
) -> Outside<CopyHead> {
    for table in copied::tables(session, shapes).await? {
        rows(session, &table, take).await?;
    }
    let mut facts = Vec::new();
    for shape in shapes {
        let count: Option<i64> = session.single(session.sql(&reading::counting(shape)), COPYING).await?;
        let count = count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default();
        facts.extend((count > 0).then_some((shape.object, count)));
    }
    let engine = if session.backend() == DbBackend::Postgres { "PostgreSQL" } else { "SQLite" };
    let data_version: Option<i64> = session.single(session.sql(history::DATA_VERSION), COPYING).await?;
    Ok(CopyHead { engine, edition: migrations::edition(), data_version: data_version.unwrap_or_default(), facts })
}

async fn rows<C: ConnectionTrait + StreamTrait>(
    session: &Session<'_, C>,
    table: &Copied,
    take: &mut dyn CopyTaker,
) -> Outside<()> {
    let failed = |error| fault(COPYING, session.home, &error);
    let names: Vec<String> = table.columns.iter().map(|(name, _)| name.clone()).collect();
    take.table(table.name, &names)?;
    let sql = session.sql(&statement(table, session.backend()));
    let mut found = pin!(session.db.stream_raw(sql.statement()).await.map_err(failed)?);
    let mut line = String::new();
    while let Some(row) = found.next().await {
        let row: String = row.and_then(|row| row.try_get_by_index(0)).map_err(failed)?;
        canonical(&row, &table.columns, &mut line).map_err(failed)?;
        take.row(&line)?;
    }
    Ok(())
}

/// What the engine itself finds wrong. PostgreSQL keeps that to itself until it reads a damaged page.
pub(crate) async fn check<C: ConnectionTrait>(session: &Session<'_, C>) -> Outside<()> {
    if session.backend() == DbBackend::Postgres {
        return Ok(());
    }
    let doing = "checking the store";
    let before = remember_less(session).await?;
    let found: Outside<Option<String>> = session.single(session.sql("PRAGMA integrity_check(1)"), doing).await;
    remember(session, before).await?;
    match found?.as_deref() {
        Some("ok") | None => Ok(()),
        Some(damage) => {
            let says = format!("{} is damaged ({damage}); restore a backup: evenkeel restore BACKUP", session.home);
            Err(Fault::broken(doing, says))
        }
    }
}
