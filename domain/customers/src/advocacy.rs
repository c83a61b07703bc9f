use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// Something an account did to speak for us.
pub const SHAPE: FactShape = FactShape {
    object: "advocacy",
    noun: "act of advocacy",
    help: "Something an account did to speak for us.",
    columns: &[
        Column::required("act_id", Text, "identifier of the act in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("contact_id", Reference("contacts"), "who of them did it"),
        Column::required("kind", Text, "reference, case study, review, referral, community or another kind"),
        Column::required("acted_on", Day, "when"),
    ],
    key: &["act_id"],
    opened_by: Some("acted_on"),
    closed_by: None,
};

/// Something an account did to speak for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advocacy {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Who of them did it.
    pub contact: Option<Arc<str>>,
    /// What they did.
    pub kind: Arc<str>,
    /// When.
    pub happened_on: Date,
}

impl Advocacy {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            contact: record.text("contact_id"),
            kind: record.text("kind")?,
            happened_on: record.day("acted_on")?,
        })
    }
}
