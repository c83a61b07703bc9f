use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Amount, CurrencyCode, Day, Reference, Text, Word};
use kernel::{AccountId, Column, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

/// A chance to sell more.
pub const SHAPE: FactShape = FactShape {
    object: "opportunities",
    noun: "opportunity",
    help: "A chance to sell more.",
    columns: &[
        Column::required("opportunity_id", Text, "identifier of the opportunity in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("owner_email", Reference("people"), "whose opportunity it is"),
        Column::optional("kind", Text, "expansion, renewal, new or another kind"),
        Column::optional("arr_amount", Amount, "annual recurring revenue it would add"),
        Column::optional("currency", CurrencyCode, "ISO 4217 code such as USD; empty takes the currency of the book"),
        Column::optional("stage", Text, "stage it is in today, as the source system names it").undated(),
        Column::required("opened_on", Day, "day it was opened"),
        Column::optional("closed_on", Day, "day it was decided").when_closed(),
        Column::optional("outcome", Word(&["won", "lost"]), "won or lost; empty while open").when_closed(),
    ],
    key: &["opportunity_id"],
    opened_by: Some("opened_on"),
    closed_by: Some("closed_on"),
};

/// A chance to sell more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Whose it is.
    pub owner: Option<PersonId>,
    /// What kind.
    pub kind: Option<Arc<str>>,
    /// What it would add.
    pub arr: Option<Decimal>,
    /// What the amount is in.
    pub currency: Option<Arc<str>>,
    /// The stage it was in, as last told.
    pub stage: Option<Arc<str>>,
    /// When it was opened.
    pub opened_on: Date,
    /// When it was decided.
    pub closed_on: Option<Date>,
    /// How it was decided.
    pub won: Option<bool>,
}

impl Opportunity {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            owner: record.text("owner_email").map(|key| PersonId::new(&key)),
            kind: record.text("kind"),
            arr: record.number("arr_amount"),
            currency: record.text("currency"),
            stage: record.text("stage"),
            opened_on: record.day("opened_on")?,
            closed_on: record.day("closed_on"),
            won: record.text("outcome").map(|word| word.as_ref() == "won"),
        })
    }
}
