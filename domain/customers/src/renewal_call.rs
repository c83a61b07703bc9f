use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Amount, CurrencyCode, Day, Number, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};
use rust_decimal::Decimal;

/// What somebody, or the model, said on a day about a renewal to come: frozen, so that it can be held against the outcome.
pub const SHAPE: FactShape = FactShape {
    object: "renewal_calls",
    noun: "renewal call",
    help: "What somebody said on a day about a renewal to come.",
    columns: &[
        Column::required("call_id", Text, "identifier of the call"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("contract_id", Reference("contracts"), "the contract that is up for renewal"),
        Column::required("renewal_on", Day, "day on which the renewal is decided"),
        Column::required("forecaster", Text, "whose call it is, by name or e-mail address"),
        Column::required("called_on", Day, "day of the call"),
        Column::required("percent", Number(0, 100), "chance of renewal in percent, 0 to 100"),
        Column::optional("expected_arr_amount", Amount, "ARR expected after the renewal"),
        Column::optional("currency", CurrencyCode, "ISO 4217 code such as USD; empty takes the currency of the book"),
        Column::optional("reason", Text, "why"),
    ],
    key: &["call_id"],
    opened_by: Some("called_on"),
    closed_by: None,
};

/// What somebody said on a day about a renewal to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalCall {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose renewal.
    pub account: AccountId,
    /// Of which contract, where the call says.
    pub contract: Option<Arc<str>>,
    /// When the renewal is decided.
    pub renewal_on: Date,
    /// Whose call it is.
    pub forecaster: Arc<str>,
    /// When it was made.
    pub called_on: Date,
    /// The chance of renewal, 0 to 100.
    pub percent: Decimal,
    /// ARR expected after the renewal.
    pub expected_arr: Option<Decimal>,
    /// What the amount is in; the currency of the book when empty.
    pub currency: Option<Arc<str>>,
    /// Why.
    pub reason: Option<Arc<str>>,
}

impl RenewalCall {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            contract: record.text("contract_id"),
            renewal_on: record.day("renewal_on")?,
            forecaster: record.text("forecaster")?,
            called_on: record.day("called_on")?,
            percent: record.number("percent")?,
            expected_arr: record.number("expected_arr_amount"),
            currency: record.text("currency"),
            reason: record.text("reason"),
        })
    }
}
