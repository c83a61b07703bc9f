use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Number, Reference, Word};
use kernel::{AccountId, Column, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

/// Who looks after an account, from a day to a day.
pub const SHAPE: FactShape = FactShape {
    object: "ownership",
    noun: "ownership",
    help: "Who looks after an account, from a day to a day.",
    columns: &[
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("owner_email", Reference("people"), "the person, by e-mail address or identifier"),
        Column::required("from", Day, "first day"),
        Column::optional("to", Day, "first day no longer; empty while it lasts").when_closed(),
        Column::optional(
            "role",
            Word(&["owner", "secondary", "pool"]),
            "owner (the default), secondary or pool; only owners carry results",
        ),
        Column::optional(
            "share",
            Number(0, 1),
            "share of the account where several own it, 0 to 1; the shares of a day sum to 1",
        ),
    ],
    key: &["account_id", "owner_email", "from"],
    opened_by: Some("from"),
    closed_by: Some("to"),
};

/// What a person is to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Carries the results.
    Owner,
    /// Helps the owner.
    Secondary,
    /// One of several who work the account as it comes.
    Pool,
}

/// Who looks after an account, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ownership {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Which account.
    pub account: AccountId,
    /// Who.
    pub owner: PersonId,
    /// First day.
    pub from: Date,
    /// First day no longer.
    pub to: Option<Date>,
    /// What the person is to the account.
    pub role: Role,
    /// Share of the account, where several own it.
    pub share: Option<Decimal>,
}

impl Ownership {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            owner: PersonId::new(&record.text("owner_email")?),
            from: record.day("from")?,
            to: record.day("to"),
            role: match record.text("role").as_deref() {
                Some("secondary") => Role::Secondary,
                Some("pool") => Role::Pool,
                _ => Role::Owner,
            },
            share: record.number("share"),
        })
    }

    /// The share of the account this ownership carries: one where none is told.
    #[must_use]
    pub fn weight(&self) -> Decimal {
        self.share.unwrap_or(Decimal::ONE)
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// Owner rows that cannot all be true, with the reason: an account's owners overlap without shares, or their shares
/// do not sum to one. Rows of other roles carry no results and may overlap.
///
/// Keys come back in order, each once.
#[must_use]
pub fn contradictions(rows: &[Ownership]) -> BTreeMap<Arc<str>, String> {
    let mut by_account: BTreeMap<&AccountId, Vec<&Ownership>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.role == Role::Owner) {
        by_account.entry(&row.account).or_default().push(row);
    }
    let mut found = BTreeMap::new();
    for stays in by_account.values_mut() {
        stays.sort_by(|a, b| (a.from, &a.key).cmp(&(b.from, &b.key)));
        contradictions_of_account(stays, &mut found);
    }
    found
}

fn contradictions_of_account(stays: &[&Ownership], found: &mut BTreeMap<Arc<str>, String>) {
    for stay in stays {
        // Shares can only change on the day a stay begins, so looking at those days is enough.
        let together: Vec<&&Ownership> = stays.iter().filter(|other| other.holds_on(stay.from)).collect();
        let shared: Decimal = together.iter().map(|other| other.weight()).sum();
        let alone = together.len() == 1;
        if (alone && stay.share.is_none()) || shared == Decimal::ONE {
            continue;
        }
        let reason = if together.iter().any(|other| other.share.is_none()) {
            format!("account {} has {} owners on {} without shares", stay.account, together.len(), stay.from)
        } else {
            format!("the shares of account {} on {} sum to {shared}, not 1", stay.account, stay.from)
        };
        for other in &together {
            found.entry(other.key.clone()).or_insert_with(|| reason.clone());
        }
    }
}

#[cfg(test)]
mod tests;
