use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::fact::ColumnKind::{Flag, Moment, Number, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};
use rust_decimal::Decimal;

/// A request to support.
pub const SHAPE: FactShape = FactShape {
    object: "tickets",
    noun: "ticket",
    help: "A request to support.",
    columns: &[
        Column::required("ticket_id", Text, "identifier of the ticket in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("opened_at", Moment, "when it was opened, in the time zone of the book"),
        Column::optional("closed_at", Moment, "when it was closed").when_closed(),
        Column::optional("priority", Text, "low, medium, high, urgent"),
        Column::optional("first_response_minutes", Number(0, 10_000_000), "minutes until support first answered"),
        Column::optional("satisfaction", Number(1, 5), "what the customer answered, 1 to 5").when_closed(),
        Column::optional("escalated", Flag, "true when it was escalated"),
        Column::optional("subject", Text, "what it is about"),
    ],
    key: &["ticket_id"],
    opened_by: Some("opened_at"),
    closed_by: Some("closed_at"),
};

/// A request to support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// When it was opened.
    pub opened_at: DateTime,
    /// When it was closed.
    pub closed_at: Option<DateTime>,
    /// How urgent.
    pub priority: Option<Arc<str>>,
    /// Minutes until support first answered.
    pub first_response_minutes: Option<Decimal>,
    /// What the customer answered, 1 to 5.
    pub satisfaction: Option<Decimal>,
    /// Whether it was escalated.
    pub escalated: bool,
    /// What it is about.
    pub subject: Option<Arc<str>>,
}

impl Ticket {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            opened_at: record.moment("opened_at")?,
            closed_at: record.moment("closed_at"),
            priority: record.text("priority"),
            first_response_minutes: record.number("first_response_minutes"),
            satisfaction: record.number("satisfaction"),
            escalated: record.flag("escalated").unwrap_or(false),
            subject: record.text("subject"),
        })
    }
}
