use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text, Word};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// What somebody decided about two accounts: that they are one company, or that they are not.
///
/// The rows of both stay as they are. Where the verdict is `same` or `merged`, every reading takes the first for the
/// second; a row that is ended or taken back leaves them as they were.
pub const SHAPE: FactShape = FactShape {
    object: "account_links",
    noun: "account link",
    help: "What somebody decided about two accounts: that they are one company, or that they are not.",
    columns: &[
        Column::required("account_id", Reference("accounts"), "the account that counts for the other"),
        Column::required("other_account_id", Reference("accounts"), "the account it counts for, which is kept"),
        Column::required(
            "verdict",
            Word(&["same", "merged", "different"]),
            "same company in another system, merged in one system, or different companies",
        ),
        Column::required("reason", Text, "what speaks for it"),
        Column::required("linked_by", Text, "who decided it, by name or e-mail address"),
        Column::required("linked_on", Day, "when it was decided"),
    ],
    key: &["account_id", "other_account_id"],
    opened_by: Some("linked_on"),
    closed_by: None,
};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One company in two systems.
    Same,
    /// Two accounts of one system that were merged there.
    Merged,
    /// Two companies: not to be proposed again.
    Different,
}

impl Verdict {
    /// As it is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Merged => "merged",
            Self::Different => "different",
        }
    }

    /// Whether one of the accounts counts for the other.
    #[must_use]
    pub fn joins(self) -> bool {
        self != Self::Different
    }
}

/// What somebody decided about two accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLink {
    /// The key of the fact.
    pub key: Arc<str>,
    /// The account that counts for the other.
    pub account: AccountId,
    /// The account it counts for.
    pub other: AccountId,
    /// What was decided.
    pub verdict: Verdict,
    /// What speaks for it.
    pub reason: Arc<str>,
    /// Who decided it.
    pub linked_by: Arc<str>,
    /// When it was decided.
    pub linked_on: Date,
}

impl AccountLink {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            other: AccountId::new(&record.text("other_account_id")?),
            verdict: match &*record.text("verdict")? {
                "same" => Verdict::Same,
                "merged" => Verdict::Merged,
                _ => Verdict::Different,
            },
            reason: record.text("reason")?,
            linked_by: record.text("linked_by")?,
            linked_on: record.day("linked_on")?,
        })
    }

    /// Whether it is about these two, in either order.
    #[must_use]
    pub fn is_about(&self, one: &AccountId, two: &AccountId) -> bool {
        (&self.account, &self.other) == (one, two) || (&self.account, &self.other) == (two, one)
    }
}

/// Links that cannot stand beside what is known and each other, by key, with the reason.
#[must_use]
pub fn contradictions(known: &[AccountLink], new: &[AccountLink]) -> BTreeMap<Arc<str>, String> {
    let mut found = BTreeMap::new();
    let mut standing: BTreeMap<&AccountId, &AccountLink> =
        known.iter().filter(|link| link.verdict.joins()).map(|link| (&link.account, link)).collect();
    let mut new: Vec<&AccountLink> = new.iter().collect();
    new.sort_by_key(|link| &link.key);
    for link in new {
        if link.account == link.other {
            found.insert(link.key.clone(), "an account cannot be linked to itself; name two".to_owned());
        } else if !link.verdict.joins() {
            // Two companies that are not one contradict nothing that is written here.
        } else if let Some(other) = standing.get(&link.account).filter(|other| other.key != link.key) {
            let why = format!("`{}` counts for `{}` already; take that back first", link.account, other.other);
            found.insert(link.key.clone(), why);
        } else if leads_back(&standing, link) {
            let why =
                format!("`{}` counts for `{}` already, so this would go round in a circle", link.other, link.account);
            found.insert(link.key.clone(), why);
        } else {
            standing.insert(&link.account, link);
        }
    }
    found
}

/// Whether the account that is to be kept counts, in the end, for the one that is not.
fn leads_back(standing: &BTreeMap<&AccountId, &AccountLink>, link: &AccountLink) -> bool {
    let (mut at, mut seen) = (&link.other, BTreeSet::new());
    while seen.insert(at) {
        if *at == link.account {
            return true;
        }
        match standing.get(at) {
            Some(next) => at = &next.other,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests;
