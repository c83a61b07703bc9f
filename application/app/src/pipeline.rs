use kernel::{Event, Refusal};
use ports::store::Transaction;

use crate::desk::{Desk, refused};

/// What a change hands back: the view for the one who asked, and the event that stays.
#[derive(Debug)]
pub struct Outcome<T> {
    /// What the one who asked sees.
    pub view: T,
    /// What is stored with the change. A change without an event does not compile.
    pub event: Event,
}

/// Makes a change: all of it and its event, or nothing.
///
/// # Errors
/// When the change is refused or the store cannot be written; then nothing has happened.
pub fn write<T>(
    desk: &Desk<'_>,
    change: impl FnOnce(&mut dyn Transaction) -> Result<Outcome<T>, Refusal>,
) -> Result<T, Refusal> {
    let mut transaction = desk.store.begin(desk.clock.now(), desk.actor).map_err(refused)?;
    let outcome = change(&mut *transaction)?;
    transaction.record(&outcome.event).map_err(refused)?;
    transaction.commit().map_err(refused)?;
    Ok(outcome.view)
}

/// Does everything a change would do, and then nothing of it: for a dry run.
///
/// # Errors
/// When the change would be refused.
pub fn rehearse<T>(
    desk: &Desk<'_>,
    change: impl FnOnce(&mut dyn Transaction) -> Result<Outcome<T>, Refusal>,
) -> Result<T, Refusal> {
    let mut transaction = desk.store.begin(desk.clock.now(), desk.actor).map_err(refused)?;
    change(&mut *transaction).map(|outcome| outcome.view)
}
