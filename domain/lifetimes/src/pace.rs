use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use statistics::shrinkage::poisson_gamma::{Count, Likely, fit_around_one};
use statistics::survival::nelson_aalen::nelson_aalen;

use crate::watched::{Watched, spans};

/// Between these lies what the others are worth, in expected events.
// method: lifetimes.worth_least
const WORTH_LEAST: f64 = 5.0;
// method: lifetimes.worth_most
const WORTH_MOST: f64 = 50.0;

/// The cumulative hazard of everybody by age.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pace {
    /// At which age it comes to how much, by age.
    steps: Vec<(i32, Decimal)>,
}

impl Pace {
    /// The pace of all who were watched.
    #[must_use]
    pub fn of(rows: &[Watched]) -> Self {
        let Some(found) = spans(rows.iter().filter(|row| row.counts())) else { return Self::default() };
        let step = |(time, hazard): (f64, f64)| Some((time as i32, Decimal::from_f64(hazard)?.round_dp(10)));
        let steps = nelson_aalen(&found).steps.into_iter().map(|rise| (rise.time, rise.hazard));
        Self { steps: steps.filter_map(step).collect() }
    }

    /// The pace of these steps, as kept from [`Self::steps`].
    #[must_use]
    pub fn from_steps(mut steps: Vec<(i32, Decimal)>) -> Self {
        steps.sort_unstable();
        Self { steps }
    }

    /// At which age it comes to how much.
    #[must_use]
    pub fn steps(&self) -> &[(i32, Decimal)] {
        &self.steps
    }

    /// What was to be expected of one who was watched from one age to another, both included.
    #[must_use]
    pub fn expected(&self, from: i32, to: i32) -> Decimal {
        let reached = |counts: &dyn Fn(i32) -> bool| {
            let passed = self.steps.partition_point(|(age, _)| counts(*age));
            passed.checked_sub(1).and_then(|place| self.steps.get(place)).map_or(Decimal::ZERO, |(_, hazard)| *hazard)
        };
        (reached(&|age| age <= to) - reached(&|age| age < from)).max(Decimal::ZERO)
    }
}

/// How many expected events the others are worth beside one's own, so that (O + k) / (E + k) is what to believe of one.
///
/// The less they differ beyond chance, the more: from 5 to 50.
#[must_use]
pub fn worth(counts: &[(u64, f64)]) -> Decimal {
    let counts: Vec<Count> =
        counts.iter().map(|(observed, expected)| Count { observed: *observed, expected: *expected }).collect();
    let rate = match fit_around_one(&counts) {
        Some(Likely::Spread(fit)) => fit.spread.rate,
        Some(Likely::Alike(_)) => WORTH_MOST,
        // A single owner has nobody to be drawn to.
        None => WORTH_LEAST,
    };
    Decimal::from_f64(rate.clamp(WORTH_LEAST, WORTH_MOST)).unwrap_or_default().round_dp(4)
}

#[cfg(test)]
mod tests;
