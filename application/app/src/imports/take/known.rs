use std::sync::Arc;

use kernel::{Cell, Refusal};
use ports::deliveries::ReadRow;

use super::{Intake, Taken};

/// Accounts that a list names and that are known already.
impl Intake<'_> {
    /// Without the accounts that are known by identifier or name: the file knows less of them.
    pub(super) fn not_yet_known(&mut self, taken: &mut Taken, rows: Vec<ReadRow>) -> Result<Vec<ReadRow>, Refusal> {
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
        let is_foreign = taken.survey.matched.as_ref().is_some_and(|matched| matched.is_by_words());
        let (Some(id), Some(name)) = (shape.position("account_id"), shape.position("name")) else { return Ok(rows) };
        if !is_foreign || shape.object != "accounts" {
            return Ok(rows);
        }
        for row in rows.iter_mut().filter(|row| row.cells[id] == row.cells[name]) {
            let Some(key) = self.directory.known_account(shape, row, self.transaction)? else { continue };
            if let Some((source, external)) = key.split_once('/') {
                (row.source, row.cells[id]) = (Arc::from(source), Cell::text(external));
            }
        }
        Ok(rows)
    }
}
