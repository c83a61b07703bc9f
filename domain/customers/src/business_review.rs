use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape, PersonId};

/// A review of the business with a customer, due on a day.
pub const SHAPE: FactShape = FactShape {
    object: "business_reviews",
    noun: "business review",
    help: "A review of the business with a customer, due on a day.",
    columns: &[
        Column::required("review_id", Text, "identifier of the review in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("person_email", Reference("people"), "who of us is to hold it"),
        Column::required("due_on", Day, "day it is due"),
        Column::optional("held_on", Day, "day it was held").when_closed(),
        Column::optional("missed_reason", Text, "why it was not held"),
    ],
    key: &["review_id"],
    opened_by: Some("due_on"),
    closed_by: Some("held_on"),
};

/// A review of the business with a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessReview {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Who is to hold it.
    pub person: Option<PersonId>,
    /// When it is due.
    pub due_on: Date,
    /// When it was held.
    pub held_on: Option<Date>,
    /// Why it was not.
    pub missed_reason: Option<Arc<str>>,
}

impl BusinessReview {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            person: record.text("person_email").map(|key| PersonId::new(&key)),
            due_on: record.day("due_on")?,
            held_on: record.day("held_on"),
            missed_reason: record.text("missed_reason"),
        })
    }
}
