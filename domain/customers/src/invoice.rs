use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Amount, CurrencyCode, Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};
use rust_decimal::Decimal;

/// What an account has to pay by a day.
pub const SHAPE: FactShape = FactShape {
    object: "invoices",
    noun: "invoice",
    help: "What an account has to pay by a day.",
    columns: &[
        Column::required("invoice_id", Text, "identifier of the invoice in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("issued_on", Day, "day it was sent"),
        Column::required("due_on", Day, "day by which it is to be paid"),
        Column::optional("paid_on", Day, "day it was paid; empty while it is open").when_closed(),
        Column::optional("amount", Amount, "what is to be paid"),
        Column::optional("currency", CurrencyCode, "ISO 4217 code such as USD; empty takes the currency of the book"),
    ],
    key: &["invoice_id"],
    opened_by: Some("due_on"),
    closed_by: Some("paid_on"),
};

/// What an account has to pay by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// When it was sent.
    pub issued_on: Option<Date>,
    /// By when it is to be paid.
    pub due_on: Date,
    /// When it was paid.
    pub paid_on: Option<Date>,
    /// What is to be paid.
    pub amount: Option<Decimal>,
    /// What the amount is in; the currency of the book when empty.
    pub currency: Option<Arc<str>>,
}

impl Invoice {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            issued_on: record.day("issued_on"),
            due_on: record.day("due_on")?,
            paid_on: record.day("paid_on"),
            amount: record.number("amount"),
            currency: record.text("currency"),
        })
    }
}
