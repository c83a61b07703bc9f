use std::sync::Arc;

use kernel::FactShape;
use ports::Outside;

use crate::appending::{hash_of, supersede};
use crate::clocks::micros;
use crate::reading::CURRENT;
use crate::sql::LIST_LIMIT;
use crate::transaction::SeaTransaction;

/// Ends the facts of a source that this delivery, declared complete, did not hold.
pub(crate) async fn withdraw_absent(tx: &SeaTransaction<'_>, shape: &'static FactShape, source: &str) -> Outside<u64> {
    let doing = "looking for facts that are gone";
    let (session, delivery) = (tx.session(), tx.open()?);
    let sql = session.sql("SELECT row_id, \"key\" FROM ").name(shape.object).text(&format!(" WHERE {CURRENT}"));
    let sql =
        sql.text(" AND \"key\" >= ").bind(format!("{source}/")).text(" AND \"key\" < ").bind(format!("{source}0"));
    let seen = tx.tables.get(shape.object);
    let mut gone: Vec<i64> = Vec::new();
    for row in session.list(sql, doing).await? {
        let key: String = session.cell(&row, 1, doing)?;
        if !seen.is_some_and(|seen| seen.keys.contains(&hash_of(&key))) {
            gone.push(session.cell(&row, 0, doing)?);
        }
    }
    supersede(&session, shape, &gone, (micros(tx.at), delivery)).await?;
    Ok(gone.len() as u64)
}

/// Ends the facts with these keys.
pub(crate) async fn withdraw(tx: &SeaTransaction<'_>, shape: &'static FactShape, keys: &[Arc<str>]) -> Outside<u64> {
    let doing = "looking for facts to end";
    let (session, delivery) = (tx.session(), tx.open()?);
    let mut gone: Vec<i64> = Vec::new();
    for keys in keys.chunks(LIST_LIMIT) {
        let sql =
            session.sql("SELECT row_id FROM ").name(shape.object).text(&format!(" WHERE {CURRENT} AND \"key\" IN "));
        let sql = sql.bind_list(keys.iter().map(|key| key.to_string()));
        for row in session.list(sql, doing).await? {
            gone.push(session.cell(&row, 0, doing)?);
        }
    }
    supersede(&session, shape, &gone, (micros(tx.at), delivery)).await?;
    Ok(gone.len() as u64)
}
