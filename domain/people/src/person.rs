use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{Column, FactRecord, FactShape, PersonId};

/// Someone who works here.
pub const SHAPE: FactShape = FactShape {
    object: "people",
    noun: "person",
    help: "Someone who works here.",
    columns: &[
        Column::required("person_id", Text, "identifier of the person in the source system"),
        Column::required("name", Text, "full name"),
        Column::optional("email", Text, "work e-mail address; other files may refer to the person by it"),
        Column::optional("title", Text, "job title").undated(),
        Column::optional("team", Text, "team").undated(),
        Column::optional("manager_email", Reference("people"), "who they report to, by e-mail address or identifier")
            .undated(),
        Column::optional("hired_on", Day, "first day at work"),
        Column::optional("left_on", Day, "first day no longer at work").when_closed(),
    ],
    key: &["person_id"],
    opened_by: Some("hired_on"),
    closed_by: Some("left_on"),
};

/// Someone who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Who.
    pub id: PersonId,
    /// Full name.
    pub name: Arc<str>,
    /// Work e-mail address.
    pub email: Option<Arc<str>>,
    /// Job title.
    pub title: Option<Arc<str>>,
    /// Team.
    pub team: Option<Arc<str>>,
    /// Who they report to.
    pub manager: Option<PersonId>,
    /// First day at work.
    pub hired_on: Option<Date>,
    /// First day no longer at work.
    pub left_on: Option<Date>,
}

impl Person {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            id: PersonId::new(&record.key),
            name: record.text("name")?,
            email: record.text("email"),
            title: record.text("title"),
            team: record.text("team"),
            manager: record.text("manager_email").map(|key| PersonId::new(&key)),
            hired_on: record.day("hired_on"),
            left_on: record.day("left_on"),
        })
    }
}
