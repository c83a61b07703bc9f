use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text, Word};
use kernel::{AccountId, Column, FactRecord, FactShape, PersonId};

/// An attempt to keep an account that wants to leave.
pub const SHAPE: FactShape = FactShape {
    object: "save_plays",
    noun: "save play",
    help: "An attempt to keep an account that wants to leave.",
    columns: &[
        Column::required("play_id", Text, "identifier of the play in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("owner_email", Reference("people"), "who runs it"),
        Column::required("opened_on", Day, "day it began"),
        Column::optional("closed_on", Day, "day it ended").when_closed(),
        Column::optional("outcome", Word(&["saved", "lost"]), "saved or lost; empty while it runs").when_closed(),
    ],
    key: &["play_id"],
    opened_by: Some("opened_on"),
    closed_by: Some("closed_on"),
};

/// An attempt to keep an account that wants to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavePlay {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Who runs it.
    pub owner: Option<PersonId>,
    /// When it began.
    pub opened_on: Date,
    /// When it ended.
    pub closed_on: Option<Date>,
    /// How it ended.
    pub saved: Option<bool>,
}

impl SavePlay {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            owner: record.text("owner_email").map(|key| PersonId::new(&key)),
            opened_on: record.day("opened_on")?,
            closed_on: record.day("closed_on"),
            saved: record.text("outcome").map(|word| word.as_ref() == "saved"),
        })
    }
}
