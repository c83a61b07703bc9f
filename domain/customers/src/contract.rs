use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Amount, CurrencyCode, Day, Flag, Reference, Text, Whole};
use kernel::{AccountId, Column, FactRecord, FactShape};
use rust_decimal::Decimal;

/// What an account pays for, from a day to a day.
pub const SHAPE: FactShape = FactShape {
    object: "contracts",
    noun: "contract",
    help: "What an account pays for, from a day to a day.",
    columns: &[
        Column::required("contract_id", Text, "identifier of the contract or subscription in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("starts_on", Day, "first paid day"),
        Column::optional("ends_on", Day, "first unpaid day; empty while it runs").when_closed(),
        Column::required("arr_amount", Amount, "annual recurring revenue; 0 for a trial"),
        Column::optional("currency", CurrencyCode, "ISO 4217 code such as USD; empty takes the currency of the book"),
        Column::optional("plan", Text, "plan or tier"),
        Column::optional("seats", Whole(0, 100_000_000), "licensed seats"),
        Column::optional("trial", Flag, "true when nothing is paid"),
        Column::optional("billing_frequency", Text, "monthly, quarterly or annual"),
        Column::optional("auto_renew", Flag, "true when it renews unless somebody ends it"),
        Column::optional("renewal_on", Day, "day on which renewal is decided, where the contract has one"),
        Column::optional("notice_on", Day, "day on which notice was given").on_its_day(),
        Column::optional("escalator", Flag, "true when the amount rises by contract rather than by a sale"),
        Column::optional("notice_days", Whole(0, 3650), "days before the renewal by which notice has to be given"),
    ],
    key: &["contract_id"],
    opened_by: Some("starts_on"),
    closed_by: Some("ends_on"),
};

/// What an account pays for, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// First paid day.
    pub starts_on: Date,
    /// First unpaid day.
    pub ends_on: Option<Date>,
    /// Annual recurring revenue.
    pub arr: Decimal,
    /// What the amount is in; the currency of the book when empty.
    pub currency: Option<Arc<str>>,
    /// The plan or tier.
    pub plan: Option<Arc<str>>,
    /// Licensed seats.
    pub seats: Option<i64>,
    /// Whether nothing is paid.
    pub trial: bool,
    /// Whether it renews by itself.
    pub auto_renew: Option<bool>,
    /// When renewal is decided.
    pub renewal_on: Option<Date>,
    /// When notice was given.
    pub notice_on: Option<Date>,
    /// Whether the amount rises by contract.
    pub escalator: bool,
    /// How many days before the renewal notice has to be given.
    pub notice_days: Option<i64>,
}

impl Contract {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            starts_on: record.day("starts_on")?,
            ends_on: record.day("ends_on"),
            arr: record.number("arr_amount")?,
            currency: record.text("currency"),
            plan: record.text("plan"),
            seats: record.whole("seats"),
            trial: record.flag("trial").unwrap_or(false),
            auto_renew: record.flag("auto_renew"),
            renewal_on: record.day("renewal_on"),
            notice_on: record.day("notice_on"),
            escalator: record.flag("escalator").unwrap_or(false),
            notice_days: record.whole("notice_days"),
        })
    }
}
