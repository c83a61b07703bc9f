use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text, Word};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// A person's judgement of an account's health that stands in for the computed band until it expires.
///
/// It never replaces the computed score, which stays visible beside it.
pub const SHAPE: FactShape = FactShape {
    object: "health_overrides",
    noun: "health override",
    help: "A person's judgement of an account's health, with reason and expiry.",
    columns: &[
        Column::required("override_id", Text, "identifier of the override"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("band", Word(&["green", "yellow", "red"]), "green, yellow or red"),
        Column::required("reason", Text, "what the computed score does not see"),
        Column::required("judged_by", Text, "whose judgement it is, by name or e-mail address"),
        Column::required("judged_on", Day, "since when it holds"),
        Column::required("expires_on", Day, "first day on which it no longer holds"),
    ],
    key: &["override_id"],
    opened_by: Some("judged_on"),
    closed_by: None,
};

/// Longest time a judgement holds after its day, in days: who still thinks so says it again.
// method: health.override.days_max
pub const OVERRIDE_DAYS_MAX: i32 = 366;

/// A person's judgement of an account's health.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthOverride {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose health.
    pub account: AccountId,
    /// `green`, `yellow` or `red`.
    pub band: Arc<str>,
    /// What the computed score does not see.
    pub reason: Arc<str>,
    /// Whose judgement it is.
    pub judged_by: Arc<str>,
    /// Since when it holds.
    pub judged_on: Date,
    /// First day on which it no longer holds.
    pub expires_on: Date,
}

impl HealthOverride {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            band: record.text("band")?,
            reason: record.text("reason")?,
            judged_by: record.text("judged_by")?,
            judged_on: record.day("judged_on")?,
            expires_on: record.day("expires_on")?,
        })
    }

    /// Why it cannot stand; `None` where it can.
    #[must_use]
    pub fn contradiction(&self) -> Option<String> {
        let (from, to) = (self.judged_on, self.expires_on);
        match (to - from).get_days() {
            ..=0 => Some(format!("it ends on {to} and begins on {from}; let it end later")),
            days if days > OVERRIDE_DAYS_MAX + 1 => Some(format!(
                "it would hold from {from} to {to}; a judgement holds {OVERRIDE_DAYS_MAX} days at most, and is said again"
            )),
            _ => None,
        }
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.judged_on <= day && day < self.expires_on
    }
}

#[cfg(test)]
mod tests;
