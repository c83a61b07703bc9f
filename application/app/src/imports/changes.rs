use std::collections::HashMap;
use std::sync::Arc;

use kernel::fact::Stage;
use kernel::{Cell, Column, ColumnKind, FactShape, Refusal};
use ports::store::{FactQuery, NewFact, Transaction};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};

/// Changes shown of a delivery.
pub(super) const SHOWN: usize = 10;
/// More facts of an object than this are not held to be compared.
const HELD_MOST: u64 = 200_000;

/// A cell that would be something else.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) noun: &'static str,
    pub(super) key: Arc<str>,
    pub(super) column: &'static str,
    pub(super) was: String,
    pub(super) becomes: String,
    /// What kind of cell it is, and by how much an amount changed.
    weight: (u8, Decimal),
}

/// Facts of one object as they are stored, by key.
type Held = (&'static str, HashMap<Arc<str>, Vec<Cell>>);

/// The most telling changes a delivery would make: amounts first, by how much, then ends and outcomes, then who it is
/// about, then the rest.
#[derive(Debug, Default)]
pub(super) struct Changes {
    told: Vec<Change>,
    held: Option<Held>,
}

impl Changes {
    /// Compares facts with what is stored.
    pub(super) fn see(
        &mut self,
        desk: &Desk<'_>,
        shape: &'static FactShape,
        facts: &[NewFact],
        transaction: &mut dyn Transaction,
    ) -> Result<(), Refusal> {
        if self.held.as_ref().is_none_or(|(object, _)| *object != shape.object) {
            let count = desk.store.count(shape).map_err(refused)?;
            let stored = if count == 0 || count > HELD_MOST {
                Vec::new()
            } else {
                transaction.facts(&FactQuery::all(shape)).map_err(refused)?
            };
            let stored = stored.into_iter().map(|record| (record.key, record.cells)).collect();
            self.held = Some((shape.object, stored));
        }
        let Some((_, held)) = &self.held else { return Ok(()) };
        let told = facts.iter().filter_map(|fact| Some((fact, held.get(&fact.key)?)));
        let changes = told.flat_map(|(fact, cells)| changes_of(shape, fact, cells));
        self.told.extend(changes);
        self.told.sort_by(|one, other| other.weight.cmp(&one.weight).then_with(|| one.key.cmp(&other.key)));
        self.told.truncate(SHOWN);
        Ok(())
    }

    /// The most telling ones, first to last.
    pub(super) fn into_most_telling(self) -> Vec<Change> {
        self.told
    }
}

fn changes_of(shape: &'static FactShape, fact: &NewFact, stored: &[Cell]) -> Vec<Change> {
    let pairs = shape.columns.iter().zip(stored.iter().zip(&fact.cells));
    let change = |(column, (was, becomes)): (&'static Column, (&Cell, &Cell))| {
        (was.to_string() != becomes.to_string()).then(|| Change {
            noun: shape.noun,
            key: fact.key.clone(),
            column: column.name,
            was: was.to_string(),
            becomes: becomes.to_string(),
            weight: weight(column, was, becomes),
        })
    };
    pairs.filter_map(change).collect()
}

fn weight(column: &Column, was: &Cell, becomes: &Cell) -> (u8, Decimal) {
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => *number,
        Cell::Whole(number) => Decimal::from(*number),
        _ => Decimal::ZERO,
    };
    match (column.kind, column.stage) {
        (ColumnKind::Amount, _) => (3, (number(was) - number(becomes)).abs()),
        (_, Stage::Closing | Stage::OwnDay) => (2, Decimal::ZERO),
        (ColumnKind::Reference(_), _) => (1, Decimal::ZERO),
        _ => (0, (number(was) - number(becomes)).abs()),
    }
}
