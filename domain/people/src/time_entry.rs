use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Number, Reference, Text};
use kernel::{Column, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

/// Hours a person spent in a week.
pub const SHAPE: FactShape = FactShape {
    object: "time_entries",
    noun: "time entry",
    help: "Hours a person spent in a week.",
    columns: &[
        Column::required("person_email", Reference("people"), "the person, by e-mail address or identifier"),
        Column::required("week_starting", Day, "first day of the week"),
        Column::required("category", Text, "customer, internal meeting, admin or another category"),
        Column::required("hours", Number(0, 168), "how many"),
    ],
    key: &["person_email", "week_starting", "category"],
    opened_by: Some("week_starting"),
    closed_by: None,
};

/// Hours a person spent in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeEntry {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Who.
    pub person: PersonId,
    /// First day of the week.
    pub week_starting: Date,
    /// On what.
    pub category: Arc<str>,
    /// How many.
    pub hours: Decimal,
}

impl TimeEntry {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            person: PersonId::new(&record.text("person_email")?),
            week_starting: record.day("week_starting")?,
            category: record.text("category")?,
            hours: record.number("hours")?,
        })
    }
}
