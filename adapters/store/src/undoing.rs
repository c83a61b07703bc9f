use std::collections::BTreeSet;

use kernel::fact::ColumnKind;
use kernel::{FactShape, Refusal};
use ports::{Fault, Outside};

use crate::clocks::micros;
use crate::transaction::SeaTransaction;

const DOING: &str = "taking a delivery back";

/// Takes a whole delivery back; returns how many rows of which object.
pub(crate) async fn undo(tx: &SeaTransaction<'_>, delivery: i64) -> Outside<Vec<(String, u64)>> {
    refuse_if_not_there(tx, delivery).await?;
    refuse_if_relied_on(tx, delivery).await?;
    let session = tx.session();
    let mut taken_back = Vec::new();
    for shape in tx.store.shapes() {
        let sql = session.sql("UPDATE ").name(shape.object).text(" SET retracted_at = ").bind(micros(tx.at));
        let sql = sql.text(" WHERE retracted_at IS NULL AND delivery = ").bind(delivery);
        let rows = session.run(sql, DOING).await?;
        hold_again(tx, shape, delivery).await?;
        if rows > 0 {
            taken_back.push((shape.object.to_owned(), rows));
        }
    }
    let sql = session.sql("UPDATE deliveries SET undone_at = ").bind(micros(tx.at));
    session.run(sql.text(" WHERE number = ").bind(delivery), DOING).await?;
    Ok(taken_back)
}

async fn refuse_if_not_there(tx: &SeaTransaction<'_>, delivery: i64) -> Outside<()> {
    let session = tx.session();
    let sql = session.sql("SELECT undone_at FROM deliveries WHERE number = ").bind(delivery);
    match session.first(sql, DOING).await? {
        None => Err(Fault::Refused(Refusal::NotFound(format!(
            "there is no delivery {delivery}; `evenkeel import history` lists them"
        )))),
        Some(row) if session.cell::<Option<i64>>(&row, 0, DOING)?.is_some() => {
            Err(Fault::Refused(Refusal::Conflict(format!("delivery {delivery} was taken back before"))))
        }
        Some(_) => Ok(()),
    }
}

/// Later rows may refer to rows that only this delivery brought.
async fn refuse_if_relied_on(tx: &SeaTransaction<'_>, delivery: i64) -> Outside<()> {
    let session = tx.session();
    let mut relying: BTreeSet<i64> = BTreeSet::new();
    for (shape, column, referred) in references(tx.store.shapes()) {
        let only_here = format!(
            "SELECT s.\"key\" FROM \"{referred}\" s WHERE s.retracted_at IS NULL AND s.delivery = {delivery} AND NOT EXISTS \
             (SELECT 1 FROM \"{referred}\" o WHERE o.\"key\" = s.\"key\" AND o.delivery <> {delivery} AND o.retracted_at IS NULL)"
        );
        let sql = session.sql("SELECT DISTINCT delivery FROM ").name(shape.object);
        let sql = sql.text(&format!(" WHERE retracted_at IS NULL AND delivery <> {delivery} AND "));
        let sql = sql.name(column).text(&format!(" IN ({only_here})"));
        for row in session.list(sql, DOING).await? {
            relying.insert(session.cell(&row, 0, DOING)?);
        }
    }
    if relying.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = relying.iter().rev().map(i64::to_string).collect();
    Err(Fault::Refused(Refusal::Conflict(format!(
        "rows of delivery {} refer to rows that only delivery {delivery} brought; take those back first, newest first",
        named.join(", ")
    ))))
}

/// Every column that refers to another object: the shape, the column, the object.
fn references(shapes: &'static [&'static FactShape]) -> Vec<(&'static FactShape, &'static str, &'static str)> {
    let mut found = Vec::new();
    for shape in shapes {
        for column in shape.columns {
            if let ColumnKind::Reference(object) = column.kind {
                found.push((*shape, column.name, object));
            }
        }
    }
    found
}

/// What the delivery superseded holds again: until whatever ended the delivery's own version, or, where the delivery
/// only withdrew it, until the next version that still stands.
async fn hold_again(tx: &SeaTransaction<'_>, shape: &FactShape, delivery: i64) -> Outside<()> {
    let session = tx.session();
    let table = format!("\"{}\"", shape.object);
    let own = format!("n.delivery = {delivery}");
    let until = |of_own: &str, of_next: &str| {
        format!(
            "(SELECT CASE WHEN {own} THEN n.{of_own} ELSE n.{of_next} END FROM {table} n \
             WHERE n.\"key\" = {table}.\"key\" AND n.row_id > {table}.row_id AND (n.retracted_at IS NULL OR {own}) \
             ORDER BY CASE WHEN {own} THEN 0 ELSE 1 END, CASE WHEN {own} THEN -n.row_id ELSE n.row_id END LIMIT 1)"
        )
    };
    let text = format!(
        "UPDATE {table} SET superseded_at = {}, superseded_by = {} WHERE superseded_by = {delivery} AND retracted_at IS NULL",
        until("superseded_at", "recorded_at"),
        until("superseded_by", "delivery")
    );
    session.run(session.sql(&text), DOING).await.map(|_| ())
}
