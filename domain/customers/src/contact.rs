use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// Someone we know at an account.
pub const SHAPE: FactShape = FactShape {
    object: "contacts",
    noun: "contact",
    help: "Someone we know at an account.",
    columns: &[
        Column::required("contact_id", Text, "identifier of the contact in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("name", Text, "name of the contact"),
        Column::optional("email", Text, "e-mail address"),
        Column::optional("title", Text, "job title").undated(),
        Column::optional("role", Text, "sponsor, champion, power user, buyer or another role").undated(),
        Column::optional("since_on", Day, "day we first knew them"),
        Column::optional("left_on", Day, "day they left the account").when_closed(),
    ],
    key: &["contact_id"],
    opened_by: Some("since_on"),
    closed_by: Some("left_on"),
};

/// Someone we know at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Where they work.
    pub account: AccountId,
    /// Their name.
    pub name: Option<Arc<str>>,
    /// Their e-mail address.
    pub email: Option<Arc<str>>,
    /// Their job title, undated.
    pub title: Option<Arc<str>>,
    /// Sponsor, champion, power user, buyer or another role; undated.
    pub role: Option<Arc<str>>,
    /// When we first knew them.
    pub since_on: Option<Date>,
    /// When they left the account.
    pub left_on: Option<Date>,
}

impl Contact {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            name: record.text("name"),
            email: record.text("email"),
            title: record.text("title"),
            role: record.text("role"),
            since_on: record.day("since_on"),
            left_on: record.day("left_on"),
        })
    }
}
