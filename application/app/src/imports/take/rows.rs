use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use kernel::fact::ColumnKind;
use kernel::{Cell, FactShape, Refusal};
use ports::deliveries::{ReadRow, RejectedRow};
use ports::store::NewFact;

use super::{Delivered, Taken};
use crate::desk::{Desk, refused};
use crate::imports::references::as_it_stands;
use crate::shapes;

/// Rows that were written differently and name the same thing once their references are resolved: told the same, they
/// count once; told differently, none of them does.
pub(super) fn reject_twins(taken: &mut Taken, facts: &mut Vec<NewFact>) {
    let mut by_key: HashMap<Arc<str>, Vec<NewFact>> = HashMap::with_capacity(facts.len());
    let mut order: Vec<Arc<str>> = Vec::with_capacity(facts.len());
    for fact in facts.drain(..) {
        let twins = by_key.entry(fact.key.clone()).or_default();
        if twins.is_empty() {
            order.push(fact.key.clone());
        }
        twins.push(fact);
    }
    for key in order {
        let Some(mut twins) = by_key.remove(&key) else { continue };
        if twins.iter().all(|twin| twin.cells == twins[0].cells) {
            facts.push(twins.swap_remove(0));
            continue;
        }
        let lines: Vec<String> = twins.iter().map(|twin| twin.line.to_string()).collect();
        let reason = format!("{key} appears with different content in lines {}: keep one of them", lines.join(", "));
        taken.rejected.extend(twins.iter().map(|twin| RejectedRow {
            line: twin.line,
            column: None,
            value: None,
            reason: reason.clone(),
        }));
    }
}

/// The reference of a fact to one of these rows of its own object, if it has one.
pub(super) fn refers_to(
    shape: &FactShape,
    fact: &NewFact,
    gone: &BTreeSet<Arc<str>>,
) -> Option<(&'static str, String)> {
    shape.columns.iter().zip(&fact.cells).find_map(|(column, cell)| match (column.kind, cell) {
        (ColumnKind::Reference(object), Cell::Text(key)) if object == shape.object && gone.contains(key) => {
            Some((column.name, key.to_string()))
        }
        _ => None,
    })
}

/// Whether rows of any shape refer to rows of this one.
pub(super) fn is_referred_to(shape: &FactShape) -> bool {
    shapes::ALL.iter().any(|other| other.reference_to(shape.object).is_some())
}

/// The key of a row before its references are resolved; only right for shapes named by their own identifier.
pub(super) fn own_key(shape: &FactShape, row: &ReadRow) -> Arc<str> {
    let id = shape.key.first().and_then(|column| shape.position(column)).and_then(|place| row.cells.get(place));
    Arc::from(format!("{}/{}", row.source, id.map(Cell::to_string).unwrap_or_default()))
}

/// What rows are called, with their keys.
pub(super) fn names(shape: &FactShape, rows: &[ReadRow]) -> Vec<(Arc<str>, Arc<str>)> {
    let Some(place) = shape.position("name") else { return Vec::new() };
    let name = |row: &ReadRow| match row.cells.get(place)? {
        Cell::Text(name) => Some((name.clone(), own_key(shape, row))),
        _ => None,
    };
    rows.iter().filter_map(name).collect()
}

pub(super) fn email(shape: &FactShape, row: &ReadRow) -> Option<Arc<str>> {
    match row.cells.get(shape.position("email")?)? {
        Cell::Text(email) => Some(Arc::from(email.to_lowercase())),
        _ => None,
    }
}

pub(super) fn fact(
    shape: &'static FactShape,
    row: ReadRow,
    file: &Arc<str>,
    sources: &mut BTreeMap<&'static str, BTreeSet<Arc<str>>>,
) -> NewFact {
    let parts: Vec<String> = shape
        .key
        .iter()
        .map(|column| {
            shape.position(column).and_then(|place| row.cells.get(place)).map(Cell::to_string).unwrap_or_default()
        })
        .collect();
    let of = sources.entry(shape.object).or_default();
    if !of.contains(&row.source) {
        of.insert(row.source.clone());
    }
    NewFact {
        key: Arc::from(format!("{}/{}", row.source, parts.join("|"))),
        cells: row.cells,
        file: file.clone(),
        line: row.line,
        known_at: row.known_at,
    }
}

pub(super) fn rejected(shape: &FactShape, row: &ReadRow, column: &str, reason: String) -> RejectedRow {
    let cell = shape.position(column).and_then(|place| row.cells.get(place)).map(Cell::to_string);
    let value = cell.map(|cell| as_it_stands(&cell).to_owned());
    RejectedRow { line: row.line, column: Some(column.to_owned()), value, reason }
}

/// Writes the rejected rows of each file under the home, ready to mend; returns where.
pub(super) fn write_rejects(desk: &Desk<'_>, delivered: &Delivered) -> Result<Vec<PathBuf>, Refusal> {
    let folder = desk.home.join("rejects").join(format!("delivery-{}", delivered.number));
    let mut written = Vec::new();
    for taken in delivered.taken.iter().filter(|taken| !taken.rejected.is_empty()) {
        written.push(desk.deliveries.write_rejects(&taken.survey, &taken.rejected, &folder).map_err(refused)?);
    }
    Ok(written)
}
