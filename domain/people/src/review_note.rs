use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, PeriodName, Reference, Text};
use kernel::{Column, FactRecord, FactShape, PersonId};

/// What a person says to their own review.
pub const SHAPE: FactShape = FactShape {
    object: "review_notes",
    noun: "review note",
    help: "What a person says to their own review.",
    columns: &[
        Column::required("note_id", Text, "identifier of the note"),
        Column::required("person_email", Reference("people"), "the person, by e-mail address or identifier"),
        Column::required("period", PeriodName, "the period the review is about"),
        Column::required("written_on", Day, "when it was written"),
        Column::required("words", Text, "in their own words"),
    ],
    key: &["note_id"],
    opened_by: Some("written_on"),
    closed_by: None,
};

/// What a person says to their own review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewNote {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Who.
    pub person: PersonId,
    /// Which period.
    pub period: Arc<str>,
    /// When.
    pub written_on: Date,
    /// In their own words.
    pub words: Arc<str>,
}

impl ReviewNote {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            person: PersonId::new(&record.text("person_email")?),
            period: record.text("period")?,
            written_on: record.day("written_on")?,
            words: record.text("words")?,
        })
    }
}
