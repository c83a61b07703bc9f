use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Number, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

/// A problem carried to those who can decide.
pub const SHAPE: FactShape = FactShape {
    object: "escalations",
    noun: "escalation",
    help: "A problem carried to those who can decide.",
    columns: &[
        Column::required("escalation_id", Text, "identifier of the escalation in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("raised_by_email", Reference("people"), "who of us carried it"),
        Column::required("raised_on", Day, "day it was raised"),
        Column::optional("resolved_on", Day, "day it was resolved").when_closed(),
        Column::optional("severity", Text, "how bad it is"),
        Column::optional("issue_type", Text, "what it is about"),
        Column::optional("raised_first_by", Text, "csm or customer: who saw it first"),
        Column::optional("acknowledged_minutes", Number(0, 10_000_000), "minutes until somebody of us took it on"),
    ],
    key: &["escalation_id"],
    opened_by: Some("raised_on"),
    closed_by: Some("resolved_on"),
};

/// A problem carried to those who can decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Who carried it.
    pub raised_by: Option<PersonId>,
    /// When it was raised.
    pub raised_on: Date,
    /// When it was resolved.
    pub resolved_on: Option<Date>,
    /// How bad it is.
    pub severity: Option<Arc<str>>,
    /// What it is about.
    pub issue_type: Option<Arc<str>>,
    /// Who saw it first.
    pub raised_first_by: Option<Arc<str>>,
    /// Minutes until somebody of us took it on, as the source counts them.
    pub acknowledged_minutes: Option<Decimal>,
}

impl Escalation {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            raised_by: record.text("raised_by_email").map(|key| PersonId::new(&key)),
            raised_on: record.day("raised_on")?,
            resolved_on: record.day("resolved_on"),
            severity: record.text("severity"),
            issue_type: record.text("issue_type"),
            raised_first_by: record.text("raised_first_by"),
            acknowledged_minutes: record.number("acknowledged_minutes"),
        })
    }
}
