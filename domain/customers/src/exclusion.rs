use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{AccountId, Column, FactRecord, FactShape};

/// Days of an account whose outcomes count for nobody in a comparison of CSMs.
///
/// It is known since the day it was recorded, not since the first day it covers, so that a look back sees it only from
/// then on. Who recorded it is a name and not a person of ours: it is often somebody outside the team, or a system user.
pub const SHAPE: FactShape = FactShape {
    object: "exclusions",
    noun: "exclusion",
    help: "Days of an account whose outcomes count for nobody in a comparison of CSMs.",
    columns: &[
        Column::required("exclusion_id", Text, "identifier of the exclusion"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::required("from", Day, "first day it covers"),
        Column::optional("to", Day, "first day no longer; empty while it lasts"),
        Column::required("reason", Text, "why nobody could have changed the outcome, such as a bankruptcy"),
        Column::required("excluded_by", Text, "who decided it, by name or e-mail address"),
        Column::required("excluded_on", Day, "when it was decided"),
    ],
    key: &["exclusion_id"],
    opened_by: Some("excluded_on"),
    closed_by: None,
};

/// Days of an account whose outcomes count for nobody in a comparison of CSMs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose outcomes.
    pub account: AccountId,
    /// First day it covers.
    pub from: Date,
    /// First day no longer; `None` while it lasts.
    pub to: Option<Date>,
    /// Why.
    pub reason: Arc<str>,
    /// Who decided it.
    pub excluded_by: Arc<str>,
    /// When it was decided.
    pub excluded_on: Date,
}

impl Exclusion {
    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            from: record.day("from")?,
            to: record.day("to"),
            reason: record.text("reason")?,
            excluded_by: record.text("excluded_by")?,
            excluded_on: record.day("excluded_on")?,
        })
    }

    /// Whether an outcome of this account decided on this day counts for nobody.
    #[must_use]
    pub fn covers(&self, account: &AccountId, decided_on: Date) -> bool {
        self.account == *account && self.from <= decided_on && self.to.is_none_or(|to| decided_on < to)
    }

    /// Whether it ends on its first day or before, which is a mistake.
    #[must_use]
    pub fn covers_nothing(&self) -> bool {
        self.to.is_some_and(|to| to <= self.from)
    }

    /// Whether both cover the same day of the same account: then it would not be clear who decided, when and why.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_before = |from: Date, to: Option<Date>| to.is_none_or(|to| from < to);
        self.account == other.account && begins_before(self.from, other.to) && begins_before(other.from, self.to)
    }

    /// The days in words.
    #[must_use]
    pub fn days_in_words(&self) -> String {
        match self.to {
            Some(to) => format!("from {} through {}", self.from, to.yesterday().unwrap_or(to)),
            None => format!("from {} on, without an end", self.from),
        }
    }
}

/// Exclusions that cannot stand, by key, with the reason: those without a day, and of those that overlap all but the one
/// known before, else the earliest.
#[must_use]
pub fn contradictions(known: &[Exclusion], new: &[Exclusion]) -> BTreeMap<Arc<str>, String> {
    let mut found = BTreeMap::new();
    let mut standing: Vec<&Exclusion> = known.iter().collect();
    let mut new: Vec<&Exclusion> = new.iter().collect();
    new.sort_by_key(|one| (&one.account, one.from, &one.key));
    for one in new {
        if one.covers_nothing() {
            found.insert(one.key.clone(), "ends before it covers a day; `to` is the first day no longer".to_owned());
        } else if let Some(other) = standing.iter().find(|other| other.overlaps(one)) {
            let why = format!(
                "covers days that {} excluded already, {}; leave these days out",
                other.excluded_by,
                other.days_in_words()
            );
            found.insert(one.key.clone(), why);
        } else {
            standing.push(one);
        }
    }
    found
}

#[cfg(test)]
mod tests;
