use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text, Whole};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// How an account used the product in a month.
pub const SHAPE: FactShape = FactShape {
    object: "usage_monthly",
    noun: "monthly usage",
    help: "How an account used the product in a month.",
    columns: &[
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("month", Day, "first day of the month"),
        Column::optional("feature", Text, "the feature; empty for the whole product"),
        Column::optional("active_users", Whole(0, 1_000_000_000), "people who used it"),
        Column::optional("licensed_users", Whole(0, 1_000_000_000), "people who could"),
        Column::optional("active_days", Whole(0, 31), "days on which anybody used it"),
        Column::optional("events", Whole(0, 1_000_000_000_000), "how often it was used"),
    ],
    key: &["account_id", "month", "feature"],
    opened_by: Some("month"),
    closed_by: None,
};

/// How an account used the product in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyUsage {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// First day of the month.
    pub month: Date,
    /// Which feature; the whole product when empty.
    pub feature: Option<Arc<str>>,
    /// People who used it.
    pub active_users: Option<i64>,
    /// People who could.
    pub licensed_users: Option<i64>,
    /// Days on which anybody used it.
    pub active_days: Option<i64>,
    /// How often it was used.
    pub events: Option<i64>,
}

impl MonthlyUsage {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            month: record.day("month")?,
            feature: record.text("feature"),
            active_users: record.whole("active_users"),
            licensed_users: record.whole("licensed_users"),
            active_days: record.whole("active_days"),
            events: record.whole("events"),
        })
    }
}
