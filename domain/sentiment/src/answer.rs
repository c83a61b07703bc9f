use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;
use rust_decimal::Decimal;

use crate::rule;

/// An answer of 0 to 10 to whether they would recommend us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// What a reader calls the account.
    pub name: Arc<str>,
    /// Who answered, where that is told.
    pub contact: Option<Arc<str>>,
    /// 0 to 10.
    pub score: Decimal,
    /// The day of the answer.
    pub on: Date,
    /// What they wrote.
    pub comment: Option<Arc<str>>,
}

/// What an answer makes of the one who gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// 0 to 6.
    Detractor,
    /// Above 6 and below 9.
    Passive,
    /// 9 and 10.
    Promoter,
}

impl Stance {
    /// All, best first.
    pub const ALL: [Self; 3] = [Self::Promoter, Self::Passive, Self::Detractor];

    /// The stance of a score of 0 to 10; `None` outside.
    #[must_use]
    pub fn of(score: Decimal) -> Option<Self> {
        if score < Decimal::ZERO || score > Decimal::TEN {
            None
        } else if score >= Decimal::from(rule::PROMOTER_FROM) {
            Some(Self::Promoter)
        } else if score <= Decimal::from(rule::DETRACTOR_TO) {
            Some(Self::Detractor)
        } else {
            Some(Self::Passive)
        }
    }

    /// The word for several.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Promoter => "promoters",
            Self::Passive => "passives",
            Self::Detractor => "detractors",
        }
    }
}

impl Answer {
    /// The stance; `None` for an answer outside of 0 to 10.
    #[must_use]
    pub fn stance(&self) -> Option<Stance> {
        Stance::of(self.score)
    }

    /// Who speaks: the contact, or the account where no contact is told.
    fn voice(&self) -> (&AccountId, Option<&Arc<str>>) {
        (&self.account, self.contact.as_ref())
    }
}

/// The latest answer of each contact, and of each account the latest one that names no contact; answers outside of 0 to 10
/// are left out. In order of day and key.
#[must_use]
pub fn latest<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Vec<&'a Answer> {
    let mut found: BTreeMap<(&AccountId, Option<&Arc<str>>), &Answer> = BTreeMap::new();
    for answer in answers.into_iter().filter(|answer| answer.stance().is_some()) {
        let kept = found.entry(answer.voice()).or_insert(answer);
        if (answer.on, &answer.key) > (kept.on, &kept.key) {
            *kept = answer;
        }
    }
    let mut latest: Vec<&Answer> = found.into_values().collect();
    latest.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
    latest
}

#[cfg(test)]
mod tests;
