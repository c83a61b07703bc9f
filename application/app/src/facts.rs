//! Typed facts, as known as of the day asked about.

/// What the data says against itself, in sentences a reader understands.
pub mod caveats;
/// Contracts as terms of a history.
pub mod histories;
/// Several days of the past, read at once.
pub(crate) mod past;
/// Accounts that pay on a day.
pub(crate) mod paying;
/// Who owned what, with the days of those who left taken out.
pub mod stays;
/// Conversations and contacts by account.
pub(crate) mod voices;

use kernel::{AccountId, FactRecord, FactShape, PersonId, Refusal};
use ports::store::FactQuery;

use crate::desk::{Desk, refused};

/// The facts of a shape about these accounts, typed.
pub(crate) fn about_accounts<T>(
    desk: &Desk<'_>,
    shape: &'static FactShape,
    accounts: &[AccountId],
    read: fn(&FactRecord) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    typed(desk, FactQuery::all(shape).about_accounts(accounts), read)
}

/// The facts of a shape about these people, typed.
pub(crate) fn about_people<T>(
    desk: &Desk<'_>,
    shape: &'static FactShape,
    people: &[PersonId],
    read: fn(&FactRecord) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    typed(desk, FactQuery::all(shape).about_people(people), read)
}

/// The facts a query asks for, typed, as known as of the day asked about.
pub(crate) fn typed<T>(
    desk: &Desk<'_>,
    query: FactQuery<'_>,
    read: fn(&FactRecord) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    let records = desk.store.facts(&desk.known(query)).map_err(refused)?;
    Ok(records.iter().filter_map(read).collect())
}
