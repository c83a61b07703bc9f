use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, FactRecord, Refusal};
use ports::store::FactQuery;
use retention::Life;

use crate::desk::Desk;
use crate::facts::typed;

/// A reason told within so many days of a loss by contracts is the reason of that loss.
// method: lifetimes.reason_days
const REASON_DAYS: i32 = 60;

/// Words of reasons nobody decided on.
// method: lifetimes.involuntary
const INVOLUNTARY: [&str; 9] = [
    "payment fail",
    "failed payment",
    "non-payment",
    "card",
    "bankrupt",
    "insolven",
    "out of business",
    "acquired",
    "acquisition",
];

/// Whether somebody decided to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Will {
    Voluntary,
    Involuntary,
    NotTold,
}

impl Will {
    pub(super) const ALL: [Self; 3] = [Self::Voluntary, Self::Involuntary, Self::NotTold];

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Voluntary => "left by choice",
            Self::Involuntary => "had to leave",
            Self::NotTold => "reason not told",
        }
    }

    fn of(reason: &str) -> Self {
        match reason {
            "" | "unknown" | "other" | "n/a" | "none" => Self::NotTold,
            reason if INVOLUNTARY.iter().any(|word| reason.contains(word)) => Self::Involuntary,
            _ => Self::Voluntary,
        }
    }
}

/// Why accounts left, as churn events say. A reason is named by its place; the first is "not told".
pub(super) struct Reasons {
    by_account: BTreeMap<AccountId, Vec<(Date, Arc<str>, usize)>>,
    words: Vec<Arc<str>>,
}

impl Reasons {
    pub(super) fn load(desk: &Desk<'_>) -> Result<Self, Refusal> {
        let mut found = Self { by_account: BTreeMap::new(), words: vec![Arc::from("")] };
        for (account, on, key, reason) in typed(desk, FactQuery::all(&customers::churn_event::SHAPE), event)? {
            let place = found.place(&reason);
            found.by_account.entry(account).or_default().push((on, key, place));
        }
        Ok(found)
    }

    fn place(&mut self, reason: &str) -> usize {
        let word = reason.trim().to_lowercase();
        let known = self.words.iter().position(|known| **known == *word);
        known.unwrap_or_else(|| {
            self.words.push(Arc::from(word));
            self.words.len() - 1
        })
    }

    /// The reason of a loss; 0 where none was told.
    pub(super) fn of(&self, life: &Life) -> usize {
        let (Some(loss), Some(events)) = (&life.loss, self.by_account.get(&life.account)) else { return 0 };
        let apart = |on: Date| (on - life.until).get_days().abs();
        let near = events.iter().filter(|(on, key, _)| match loss.object {
            "churn_events" => *key == loss.key,
            _ => apart(*on) <= REASON_DAYS,
        });
        near.min_by_key(|(on, key, _)| (apart(*on), key)).map_or(0, |(_, _, place)| *place)
    }

    /// Whether any reason was told.
    pub(super) fn are_told(&self) -> bool {
        self.words.iter().any(|word| Will::of(word) != Will::NotTold)
    }

    /// The reasons of a will, by place.
    pub(super) fn of_will(&self, will: Will) -> Vec<usize> {
        (0..self.words.len()).filter(|place| Will::of(&self.words[*place]) == will).collect()
    }

    pub(super) fn word(&self, place: usize) -> &str {
        self.words.get(place).filter(|word| !word.is_empty()).map_or("not told", |word| word)
    }

    pub(super) fn will(&self, place: usize) -> Will {
        self.words.get(place).map_or(Will::NotTold, |word| Will::of(word))
    }
}

fn event(record: &FactRecord) -> Option<(AccountId, Date, Arc<str>, Arc<str>)> {
    let account = AccountId::new(&record.text("account_id")?);
    let reason = record.text("reason").unwrap_or_else(|| Arc::from(""));
    Some((account, record.day("churned_on")?, record.key.clone(), reason))
}
