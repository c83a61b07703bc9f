use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Flag, Reference, Text, Whole};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// How an account used a feature on a day.
pub const SHAPE: FactShape = FactShape {
    object: "usage_daily",
    noun: "daily usage",
    help: "How an account used a feature on a day.",
    columns: &[
        Column::required("usage_id", Text, "identifier of the row in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("contract_id", Reference("contracts"), "the contract it was used under"),
        Column::required("day", Day, "the day"),
        Column::optional("feature", Text, "the feature"),
        Column::optional("events", Whole(0, 1_000_000_000_000), "how often it was used"),
        Column::optional("duration_seconds", Whole(0, 1_000_000_000_000), "for how long"),
        Column::optional("error_count", Whole(0, 1_000_000_000_000), "how often it failed"),
        Column::optional("active_users", Whole(0, 1_000_000_000), "people who used it"),
        Column::optional("beta", Flag, "true when the feature is not yet released"),
    ],
    key: &["usage_id"],
    opened_by: Some("day"),
    closed_by: None,
};

/// How an account used a feature on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyUsage {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// The day.
    pub day: Date,
    /// Which feature.
    pub feature: Option<Arc<str>>,
    /// How often it was used.
    pub events: Option<i64>,
    /// For how long.
    pub duration_seconds: Option<i64>,
    /// How often it failed.
    pub error_count: Option<i64>,
    /// People who used it.
    pub active_users: Option<i64>,
}

impl DailyUsage {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            day: record.day("day")?,
            feature: record.text("feature"),
            events: record.whole("events"),
            duration_seconds: record.whole("duration_seconds"),
            error_count: record.whole("error_count"),
            active_users: record.whole("active_users"),
        })
    }
}
