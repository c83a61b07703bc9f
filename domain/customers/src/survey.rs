use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Number, Reference, Text, Word};
use kernel::{AccountId, Column, FactRecord, FactShape};
use rust_decimal::Decimal;

/// An answer to a survey.
pub const SHAPE: FactShape = FactShape {
    object: "surveys",
    noun: "survey response",
    help: "An answer to a survey.",
    columns: &[
        Column::required("response_id", Text, "identifier of the answer in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("contact_id", Reference("contacts"), "who answered"),
        Column::required("kind", Word(&["nps", "csat"]), "nps (0 to 10) or csat (1 to 5)"),
        Column::required("score", Number(0, 10), "the answer: 0 to 10 for nps, 1 to 5 for csat"),
        Column::required("responded_on", Day, "day of the answer"),
        Column::optional("comment", Text, "what they wrote"),
    ],
    key: &["response_id"],
    opened_by: Some("responded_on"),
    closed_by: None,
};

/// An answer to a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyResponse {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Whether the question was the net promoter one; else satisfaction.
    pub is_nps: bool,
    /// 0 to 10 for net promoter, 1 to 5 for satisfaction.
    pub score: Decimal,
    /// When.
    pub responded_on: Date,
    /// Who answered.
    pub contact: Option<Arc<str>>,
    /// What they wrote.
    pub comment: Option<Arc<str>>,
}

impl SurveyResponse {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            is_nps: record.text("kind")?.as_ref() == "nps",
            score: record.number("score")?,
            responded_on: record.day("responded_on")?,
            contact: record.text("contact_id"),
            comment: record.text("comment"),
        })
    }
}
