//! Findings in words, tables and pictures.

/// The verdict under other beliefs.
mod beliefs;
/// What was found with and without what was left out.
mod exclusions;
/// The funnel of everybody's losses.
pub(crate) mod funnel;
/// The part of one person's review.
mod one;
/// The leader's page.
mod team;
/// Numbers as people read them.
pub(crate) mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::PersonId;

use crate::findings::{Everybody, Person};

pub use one::section;
pub use team::blocks;

/// What findings are about.
#[derive(Debug, Clone)]
pub struct Setting {
    /// What one row stands for, one and many: "account-quarter", "account-quarters".
    pub unit: (String, String),
    /// The periods of the window as people write them, oldest first.
    pub periods: Vec<String>,
    /// The day as of which everything holds.
    pub as_of: Date,
    /// ISO 4217 code of money.
    pub currency: String,
    /// How credit is given, then the other ways, in the order of [`Person::credit`].
    pub credit: Vec<String>,
    /// The columns that were adjusted for, in the order of [`Everybody::slopes`].
    pub columns: Vec<String>,
    /// What a reader has to know, besides what the findings say themselves.
    pub caveats: Vec<String>,
    /// What was left out, one sentence each, with who, when and why.
    pub exclusions: Vec<String>,
}

/// Findings about everybody.
#[derive(Debug, Clone)]
pub struct Findings {
    /// What they are about.
    pub setting: Setting,
    /// What holds for everybody.
    pub everybody: Everybody,
    /// By person.
    pub people: BTreeMap<PersonId, Person>,
    /// Their names.
    pub names: BTreeMap<PersonId, Arc<str>>,
}

impl Findings {
    /// The name of a person.
    pub(crate) fn name(&self, person: &PersonId) -> Arc<str> {
        self.names.get(person).cloned().unwrap_or_else(|| Arc::from(person.external()))
    }

    /// Whether so few were lost in all that nobody can be compared.
    #[must_use]
    pub fn has_few_losses(&self) -> bool {
        few_losses(&self.everybody)
    }

    /// The window in words.
    pub(crate) fn window(&self) -> String {
        match self.setting.periods.as_slice() {
            [only] => only.clone(),
            [first, .., last] => format!("{first} to {last}"),
            [] => String::new(),
        }
    }
}

/// Everybody in the order of names.
fn by_name(findings: &Findings) -> impl Iterator<Item = (&PersonId, &Person)> {
    let mut people: Vec<(&PersonId, &Person)> = findings.people.iter().collect();
    people.sort_by_key(|(id, _)| (findings.name(id), (*id).clone()));
    people.into_iter()
}

/// Whether so few were lost in all that nobody can be compared.
#[must_use]
pub fn few_losses(everybody: &Everybody) -> bool {
    are_few(everybody.outcomes * (1.0 - everybody.rate))
}

/// Whether so many losses in all are too few to compare anybody.
#[must_use]
pub fn are_few(losses: f64) -> bool {
    losses < funnel::LOSSES_MIN
}
