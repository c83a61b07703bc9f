use std::sync::Arc;

use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::assess::{Health, Measure};
use crate::rule;

/// How far a score may be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Much of it is missing or old.
    Low,
    /// Some of it is.
    Medium,
    /// Nearly all of it is known, and from fresh rows.
    High,
}

impl Confidence {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Health {
    /// How far the score may be believed, from how much of its weight is known and how old the rows behind that are;
    /// `None` without a score.
    #[must_use]
    pub fn confidence(&self) -> Option<Confidence> {
        self.score?;
        let stale = self.stale_trace().value().unwrap_or(Decimal::ONE);
        Some(if self.coverage >= rule::HIGH_COVERAGE && stale <= rule::HIGH_STALE {
            Confidence::High
        } else if self.coverage < rule::LOW_COVERAGE || stale > rule::LOW_STALE {
            Confidence::Low
        } else {
            Confidence::Medium
        })
    }

    /// Of the known weight, the part that rests on rows none of which is newer than 90 days.
    #[must_use]
    pub fn stale_trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::Ratio, &["weight on old rows", "known weight"]);
        for component in &self.components {
            for measure in component.measures.iter().filter(|measure| measure.score.is_some()) {
                let weight = component.weight * measure.weight / Decimal::ONE_HUNDRED;
                let stale = if is_stale(self, measure) { weight } else { Decimal::ZERO };
                let key = Arc::from(measure.key);
                trace.push("measures", &key, measure.name, measure.last_told_on, &[stale, weight]);
            }
        }
        trace
    }
}

fn is_stale(health: &Health, measure: &Measure) -> bool {
    measure.last_told_on.is_some_and(|day| (health.as_of - day).get_days() > rule::STALE_DAYS)
}

#[cfg(test)]
mod tests;
