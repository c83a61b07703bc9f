use std::sync::Arc;

use kernel::{Cell, FactShape, Refusal};
use ports::deliveries::ReadRow;

use super::{Intake, Taken};
use crate::imports::references::{name_beside, without_identifier};

/// Accounts that a list names and that are known already.
impl Intake<'_> {
    /// Without the accounts that are known by identifier or name: the file knows less of them.
    pub(super) fn not_yet_known(&mut self, taken: &mut Taken, mut rows: Vec<ReadRow>) -> Result<Vec<ReadRow>, Refusal> {
        named_alone(taken, &mut rows);
        let mut fresh = Vec::new();
        for row in rows {
            match self.directory.known_account(taken.shape, &row, self.transaction)? {
                Some(_) => taken.appended.unchanged += 1,
                None => fresh.push(row),
            }
        }
        Ok(fresh)
    }

    /// A list that tells accounts by name alone means those that are known by that name.
    pub(super) fn under_known_names(&mut self, taken: &Taken, mut rows: Vec<ReadRow>) -> Result<Vec<ReadRow>, Refusal> {
        let shape = taken.shape;
        let (Some(id), Some(name)) = (shape.position("account_id"), shape.position("name")) else { return Ok(rows) };
        for place in named_alone(taken, &mut rows) {
            let row = &mut rows[place];
            let Some(key) = self.directory.known_account(shape, row, self.transaction)? else { continue };
            if let Some((source, external)) = key.split_once('/') {
                let text = row.cells[name].to_string();
                if let Some(called) = name_beside(&text, external) {
                    row.cells[name] = Cell::text(called);
                }
                (row.source, row.cells[id]) = (Arc::from(source), Cell::text(external));
            }
        }
        Ok(rows)
    }
}

/// The rows of a list nobody described that tell an account by its name alone. `Acme Corp (A-1023)` in most of them is
/// made two: the identifier and the name.
fn named_alone(taken: &Taken, rows: &mut [ReadRow]) -> Vec<usize> {
    let shape: &FactShape = taken.shape;
    let is_foreign = taken.survey.matched.as_ref().is_some_and(|matched| matched.is_by_words());
    let (Some(id), Some(name)) = (shape.position("account_id"), shape.position("name")) else { return Vec::new() };
    if !is_foreign || shape.object != "accounts" {
        return Vec::new();
    }
    let alone: Vec<usize> =
        (0..rows.len()).filter(|place| rows[*place].cells[id] == rows[*place].cells[name]).collect();
    let both = |place: &usize| {
        let text = rows[*place].cells[name].to_string();
        let (identifier, name) = without_identifier(&text)?;
        Some((*place, Cell::text(identifier), Cell::text(name)))
    };
    let cut: Vec<(usize, Cell, Cell)> = alone.iter().filter_map(both).collect();
    if cut.len() * 2 >= alone.len() {
        for (place, identifier, called) in cut {
            (rows[place].cells[id], rows[place].cells[name]) = (identifier, called);
        }
    }
    alone
}
