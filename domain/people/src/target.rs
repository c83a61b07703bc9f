use std::sync::Arc;

use kernel::fact::ColumnKind::{Number, PeriodName, Reference, Text};
use kernel::{Column, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

/// What was to be reached on a metric in a period.
pub const SHAPE: FactShape = FactShape {
    object: "targets",
    noun: "target",
    help: "What was to be reached on a metric in a period.",
    columns: &[
        Column::optional("person_email", Reference("people"), "the person, by e-mail address or identifier"),
        Column::optional("tier", Text, "the tier it holds for; empty for all"),
        Column::required("period", PeriodName, "such as 2026-Q3"),
        Column::required("metric", Text, "such as expansion_arr, logo_churn or nps"),
        Column::required(
            "target",
            Number(-1_000_000_000, 1_000_000_000),
            "the number to reach; shares as fractions of one",
        ),
    ],
    key: &["person_email", "tier", "period", "metric"],
    opened_by: Some("period"),
    closed_by: None,
};

/// What was to be reached on a metric in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose; everybody's when empty.
    pub person: Option<PersonId>,
    /// The tier it holds for.
    pub tier: Option<Arc<str>>,
    /// In which period.
    pub period: Arc<str>,
    /// On which metric.
    pub metric: Arc<str>,
    /// The number to reach.
    pub target: Decimal,
}

impl Target {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            person: record.text("person_email").map(|key| PersonId::new(&key)),
            tier: record.text("tier"),
            period: record.text("period")?,
            metric: record.text("metric")?,
            target: record.number("target")?,
        })
    }
}
