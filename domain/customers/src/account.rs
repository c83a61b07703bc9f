use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Flag, Reference, Text, Whole};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// A company that pays us, or did.
pub const SHAPE: FactShape = FactShape {
    object: "accounts",
    noun: "account",
    help: "A company that pays us, or did.",
    columns: &[
        Column::required("account_id", Text, "identifier of the account in the source system"),
        Column::required("name", Text, "name of the company"),
        Column::optional("industry", Text, "industry of the company"),
        Column::optional("country", Text, "country of the company"),
        Column::optional("referral_source", Text, "how the company came to us"),
        Column::optional("signed_up_on", Day, "day the company signed up"),
        Column::optional("domain", Text, "internet domain of the company"),
        Column::optional("parent_account_id", Reference("accounts"), "account this one belongs to").undated(),
        Column::optional("other_ids", Text, "identifiers of the account in other systems, parted by semicolons")
            .undated(),
        Column::optional("segment", Text, "segment as your team names it").undated(),
        Column::optional("plan", Text, "plan as it is today").undated(),
        Column::optional("seats", Whole(0, 100_000_000), "licensed seats as they are today").undated(),
        Column::optional("outside_health", Text, "health as another tool tells it today, such as 72 or green")
            .undated(),
        Column::optional("strategic", Flag, "true when the account is strategic").undated(),
        Column::optional("trial", Flag, "true when the account only tries the product").undated(),
        Column::optional("churned", Flag, "what the source says today; without a date it is never used as an outcome")
            .undated(),
    ],
    key: &["account_id"],
    opened_by: Some("signed_up_on"),
    closed_by: None,
};

/// A company that pays us, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: Arc<str>,
    /// Its industry.
    pub industry: Option<Arc<str>>,
    /// Its country.
    pub country: Option<Arc<str>>,
    /// When it signed up.
    pub signed_up_on: Option<Date>,
    /// Its segment, where the source names one.
    pub segment: Option<Arc<str>>,
    /// The account it belongs to.
    pub parent: Option<AccountId>,
    /// Whether it was marked strategic.
    pub strategic: bool,
    /// What the source says today, undated.
    pub churned: Option<bool>,
}

impl Account {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            id: AccountId::new(&record.key),
            name: record.text("name")?,
            industry: record.text("industry"),
            country: record.text("country"),
            signed_up_on: record.day("signed_up_on"),
            segment: record.text("segment"),
            parent: record.text("parent_account_id").map(|key| AccountId::new(&key)),
            strategic: record.flag("strategic").unwrap_or(false),
            churned: record.flag("churned"),
        })
    }
}
