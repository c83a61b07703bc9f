use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// Something an account was to reach.
pub const SHAPE: FactShape = FactShape {
    object: "milestones",
    noun: "milestone",
    help: "Something an account was to reach.",
    columns: &[
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("milestone", Text, "what: kick-off held, first value, or a name of your own"),
        Column::optional("due_on", Day, "day it is due"),
        Column::optional("reached_on", Day, "day it was reached").when_closed(),
    ],
    key: &["account_id", "milestone"],
    opened_by: Some("due_on"),
    closed_by: Some("reached_on"),
};

/// Something an account was to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// What.
    pub milestone: Arc<str>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// When it was reached.
    pub reached_on: Option<Date>,
}

impl Milestone {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            milestone: record.text("milestone")?,
            due_on: record.day("due_on"),
            reached_on: record.day("reached_on"),
        })
    }
}
