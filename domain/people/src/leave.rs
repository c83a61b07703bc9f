use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{Column, FactRecord, FactShape, PersonId};

/// Time a person is away.
pub const SHAPE: FactShape = FactShape {
    object: "leave",
    noun: "leave",
    help: "Time a person is away.",
    columns: &[
        Column::required("person_email", Reference("people"), "the person, by e-mail address or identifier"),
        Column::required("from", Day, "first day away"),
        Column::optional("to", Day, "first day back; empty while it lasts").when_closed(),
        Column::optional("kind", Text, "parental, sick, sabbatical or another kind"),
    ],
    key: &["person_email", "from"],
    opened_by: Some("from"),
    closed_by: Some("to"),
};

/// Time a person is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Who.
    pub person: PersonId,
    /// First day away.
    pub from: Date,
    /// First day back.
    pub to: Option<Date>,
    /// What kind.
    pub kind: Option<Arc<str>>,
}

impl Leave {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            person: PersonId::new(&record.text("person_email")?),
            from: record.day("from")?,
            to: record.day("to"),
            kind: record.text("kind"),
        })
    }
}
