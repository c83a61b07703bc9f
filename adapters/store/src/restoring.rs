use std::sync::Arc;

use kernel::FactShape;
use ports::Outside;
use ports::store::{NewFact, Version};

use crate::appending::{Fresh, hash_of, insert, name_files};
use crate::clocks::{Stamp, micros};
use crate::content::Content;
use crate::sql::LIST_LIMIT;
use crate::transaction::SeaTransaction;

/// Puts the versions of a history in the place of what this transaction appended for the same keys.
pub(crate) async fn restore(
    tx: &mut SeaTransaction<'_>,
    shape: &'static FactShape,
    versions: &[Version],
) -> Outside<()> {
    let delivery = tx.open()?;
    let keys: Vec<Arc<str>> = keys(versions);
    for keys in keys.chunks(LIST_LIMIT) {
        let session = tx.session();
        let sql = session.sql("DELETE FROM ").name(shape.object).text(" WHERE delivery = ").bind(delivery);
        let sql = sql.text(" AND \"key\" IN ").bind_list(keys.iter().map(|key| key.to_string()));
        session.run(sql, "restoring the history").await?;
    }
    let first = |place: usize| place == 0 || versions[place - 1].record.key != versions[place].record.key;
    let places: Vec<usize> = (0..versions.len()).collect();
    for places in places.chunks(LIST_LIMIT) {
        let facts: Vec<NewFact> = places.iter().map(|place| fact(&versions[*place])).collect();
        name_files(tx, &facts).await?;
        let fresh: Vec<Fresh<'_>> = places
            .iter()
            .zip(&facts)
            .map(|(place, fact)| fresh(shape, &versions[*place], fact, first(*place)))
            .collect();
        insert(tx, shape, &fresh).await?;
        let seen = tx.tables.entry(shape.object).or_default();
        seen.keys.extend(facts.iter().map(|fact| hash_of(&fact.key)));
    }
    Ok(())
}

fn keys(versions: &[Version]) -> Vec<Arc<str>> {
    let mut keys: Vec<Arc<str>> = versions.iter().map(|version| version.record.key.clone()).collect();
    keys.dedup();
    keys
}

fn fact(version: &Version) -> NewFact {
    let record = &version.record;
    NewFact {
        key: record.key.clone(),
        cells: record.cells.clone(),
        file: record.origin.file.clone(),
        line: record.origin.line,
        known_at: None,
    }
}

fn fresh<'a>(shape: &FactShape, version: &Version, fact: &'a NewFact, first: bool) -> Fresh<'a> {
    let clocks = &version.record.clocks;
    let undated = shape
        .columns
        .iter()
        .zip(&fact.cells)
        .any(|(column, cell)| column.stage == kernel::fact::Stage::Undated && !cell.is_empty());
    Fresh {
        fact,
        content: Content::of(shape, &fact.cells),
        stamp: Stamp {
            happened_on: clocks.happened_on,
            visible_from: if first { clocks.known_at } else { version.recorded_at },
            known_at: clocks.known_at,
            closing_known_at: clocks.closing_known_at,
            undated_known_at: undated.then_some(version.recorded_at),
            assumed: clocks.assumed,
        },
        recorded_at: micros(version.recorded_at),
        superseded_at: version.superseded_at.map(micros),
    }
}
