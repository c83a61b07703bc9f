use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// A feature or product an account may use, from a day to a day.
pub const SHAPE: FactShape = FactShape {
    object: "entitlements",
    noun: "entitlement",
    help: "A feature or product an account may use, from a day to a day.",
    columns: &[
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("feature", Text, "the feature, named as in the usage"),
        Column::required("from", Day, "first day on which it may be used"),
        Column::optional("to", Day, "first day on which it may no longer be used; empty while it may").when_closed(),
    ],
    key: &["account_id", "feature", "from"],
    opened_by: Some("from"),
    closed_by: Some("to"),
};

/// A feature or product an account may use, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Which feature.
    pub feature: Arc<str>,
    /// First day on which it may be used.
    pub from: Date,
    /// First day on which it may no longer be used.
    pub to: Option<Date>,
}

impl Entitlement {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            feature: record.text("feature")?,
            from: record.day("from")?,
            to: record.day("to"),
        })
    }
}
