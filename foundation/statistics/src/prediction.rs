//! Predicted chances beside what happened: do they part those it happened to from the others, and do they mean what they
//! say?
//!
//! A *forecast* is one predicted chance with its outcome; its *weight* is what it counts, 1 or money such as ARR.

use core::fmt::Debug;

use crate::describe::sum;
use crate::measured::{Caveat, VALIDATION_EVENTS};

/// How well the chances mean what they say, in groups.
pub mod bins;
/// How well the chances mean what they say, over all.
pub mod calibration;
/// How well the chances part one kind from the other.
pub mod discrimination;
/// Chances made right by a curve that only rises.
pub mod isotonic;
/// The same for several figures of many forecasts, quickly.
pub mod redrawn;
/// The interval of any figure when whole accounts are drawn again.
pub mod resampled;
/// How many accounts a model needs to be learned from.
pub mod sample_size;
/// What chances cost when they are wrong.
pub mod scores;
/// What those at the top of the list hold.
pub mod shortlist;

/// Chances closer to 0 or 1 than this are drawn in where log-odds or logarithms are taken: certainty that fails would cost
/// without end.
pub const LEAST_CHANCE: f64 = 1e-12;

/// One predicted chance and what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The chance that was predicted, 0 to 1.
    pub chance: f64,
    /// Whether it happened.
    pub happened: bool,
    /// What it counts, 0 or more: 1, or an amount of money.
    pub weight: f64,
}

impl Forecast {
    /// The outcome as a number, 1 or 0.
    #[must_use]
    pub fn outcome(&self) -> f64 {
        f64::from(u8::from(self.happened))
    }
}

/// Why forecasts cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// None at all.
    #[error("there are no forecasts; give at least one with its outcome")]
    Empty,
    /// A chance that is none.
    #[error("forecast {place} has the chance {chance}; give a number from 0 to 1")]
    Chance {
        /// Counted from 0.
        place: usize,
        /// As given.
        chance: f64,
    },
    /// A weight that is none.
    #[error("forecast {place} has the weight {weight}; give a finite number of 0 or more")]
    Weight {
        /// Counted from 0.
        place: usize,
        /// As given.
        weight: f64,
    },
    /// Nothing weighs anything, or all together too much.
    #[error("the weights add up to {total}; give a finite total above 0")]
    Total {
        /// What they add up to; 0 where that cannot be written.
        total: f64,
    },
}

/// Forecasts that can be judged: at least one, with possible chances and weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasts {
    all: Vec<Forecast>,
    weight: f64,
    happened: f64,
    events: usize,
    is_weighted: bool,
}

impl Forecasts {
    /// Takes forecasts in; their order matters for nothing but rounding.
    ///
    /// # Errors
    /// Without forecasts, for a chance outside 0 to 1, a weight that is negative or not finite, or no weight at all.
    pub fn of(all: Vec<Forecast>) -> Result<Self, Refusal> {
        if all.is_empty() {
            return Err(Refusal::Empty);
        }
        for (place, &Forecast { chance, weight, .. }) in all.iter().enumerate() {
            if !(0.0..=1.0).contains(&chance) {
                return Err(Refusal::Chance { place, chance });
            }
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(Refusal::Weight { place, weight });
            }
        }
        let total = |of: &dyn Fn(&Forecast) -> f64| sum(&all.iter().map(of).collect::<Vec<f64>>());
        let weight = total(&|one| one.weight).unwrap_or(0.0);
        if weight <= 0.0 {
            return Err(Refusal::Total { total: weight });
        }
        let happened = total(&|one| one.weight * one.outcome()).unwrap_or(0.0);
        let events = all.iter().filter(|one| one.happened).count();
        let is_weighted = all.iter().any(|one| one.weight != all[0].weight);
        Ok(Self { all, weight, happened, events, is_weighted })
    }

    /// Forecasts of weight 1.
    ///
    /// # Errors
    /// As [`Forecasts::of`].
    pub fn unweighted(chances: impl IntoIterator<Item = (f64, bool)>) -> Result<Self, Refusal> {
        Self::of(chances.into_iter().map(|(chance, happened)| Forecast { chance, happened, weight: 1.0 }).collect())
    }

    /// The forecasts, in the order given.
    #[must_use]
    pub fn all(&self) -> &[Forecast] {
        &self.all
    }

    /// How many happened.
    #[must_use]
    pub fn events(&self) -> usize {
        self.events
    }

    /// The ratio, by weight, of what happened.
    #[must_use]
    pub fn share(&self) -> f64 {
        (self.happened / self.weight).clamp(0.0, 1.0)
    }

    /// The mean by weight of a figure of each forecast.
    pub(crate) fn mean(&self, of: impl Fn(&Forecast) -> f64) -> Option<f64> {
        let parts: Vec<f64> = self.all.iter().map(|one| one.weight / self.weight * of(one)).collect();
        sum(&parts)
    }

    /// That there are too few of either kind to judge by.
    pub(crate) fn few_events(&self) -> Option<Caveat> {
        let events = self.events.min(self.all.len() - self.events);
        (events < VALIDATION_EVENTS).then_some(Caveat::FewEvents { events })
    }

    /// That certain chances were drawn in.
    pub(crate) fn drawn_in(&self) -> Option<Caveat> {
        let count = self.all.iter().filter(|one| drawn_in(one.chance) != one.chance).count();
        (count > 0).then_some(Caveat::DrawnIn { count })
    }

    /// The forecasts from the lowest chance up, those of one chance together.
    pub(crate) fn tied(&self) -> Vec<Vec<Forecast>> {
        let mut ordered = self.all.clone();
        ordered.sort_by(|left, right| left.chance.total_cmp(&right.chance));
        ordered.chunk_by(|left, right| left.chance == right.chance).map(<[Forecast]>::to_vec).collect()
    }
}

/// The chance kept so far from 0 and 1 that it has log-odds.
pub(crate) fn drawn_in(chance: f64) -> f64 {
    chance.clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE)
}

/// The log-odds of a chance, drawn in where it is certain.
pub(crate) fn log_odds(chance: f64) -> f64 {
    let inside = drawn_in(chance);
    libm::log(inside) - libm::log1p(-inside)
}

#[cfg(test)]
mod tests;
