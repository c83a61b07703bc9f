use kernel::fact::ColumnKind::{Amount, CurrencyCode, Day, Flag, Reference, Text};
use kernel::{Column, FactShape};

/// What a source says about an account that left.
pub const SHAPE: FactShape = FactShape {
    object: "churn_events",
    noun: "churn event",
    help: "What a source says about an account that left.",
    columns: &[
        Column::required("event_id", Text, "identifier of the event in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("churned_on", Day, "day the account left"),
        Column::optional("reason", Text, "why"),
        Column::optional("refund_amount", Amount, "what was paid back"),
        Column::optional("currency", CurrencyCode, "ISO 4217 code such as USD; empty takes the currency of the book"),
        Column::optional("reactivation", Flag, "true when the account had left before"),
        Column::optional("comment", Text, "what they said"),
    ],
    key: &["event_id"],
    opened_by: Some("churned_on"),
    closed_by: None,
};
