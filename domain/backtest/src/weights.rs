use std::collections::BTreeMap;
use std::sync::Arc;

use statistics::Interval;
use statistics::describe::{mean, quantile, variance};
use statistics::logit::expit;
use statistics::mixed::{Case, Observations};
use statistics::resample::{Plan, multiplicities};
use statistics::scorecard::{Belief, Lesson, Sign, learn};

use crate::gate::EVENTS_LEAST;
use crate::judgement::{LEVEL, SEED};

/// How far a standard deviation of a component may move the log-odds, before any outcome: a standard deviation around none.
// method: backtest.weight_deviation
const WEIGHT_DEVIATION: f64 = 1.0;
/// How sure of the level.
const LEVEL_DEVIATION: f64 = 3.0;
/// Draws of whole accounts behind the range of a weight.
// method: backtest.weight_draws
const WEIGHT_DRAWS: u32 = 100;

/// The components of one score, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Whose.
    pub key: Arc<str>,
    /// One per component, in their order; `None` where it is not known.
    pub components: Vec<Option<f64>>,
    /// Whether it happened.
    pub happened: bool,
}

/// The weights that outcomes choose, none below 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    level: f64,
    /// Log-odds of a point less.
    slopes: Vec<f64>,
    means: Vec<f64>,
}

/// What stands at each component.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Its part of all weight, 0 to 1.
    pub share: f64,
    /// Where it may lie, where that can be told.
    pub range: Option<Interval>,
}

impl Weights {
    /// Of scores with what came of them; `None` with fewer than [`EVENTS_LEAST`] events of either kind, or where nothing differs.
    #[must_use]
    pub fn learn(parts: &[Parts]) -> Option<Self> {
        let once = vec![1.0; parts.len()];
        Scaled::of(parts)?.learn(&once)
    }

    /// The chance they give.
    #[must_use]
    pub fn chance(&self, components: &[Option<f64>]) -> f64 {
        let below = |((slope, mean), score): ((&f64, &f64), &Option<f64>)| slope * (mean - score.unwrap_or(*mean));
        expit(self.level + self.slopes.iter().zip(&self.means).zip(components).map(below).sum::<f64>())
    }

    /// Each component's part of all weight; `None` where outcomes give none any.
    #[must_use]
    pub fn shares(&self) -> Option<Vec<f64>> {
        let total: f64 = self.slopes.iter().sum();
        (total > 0.0).then(|| self.slopes.iter().map(|slope| slope / total).collect())
    }
}

/// Each component's part of all weight, with its range over draws of whole keys.
#[must_use]
pub fn shares(parts: &[Parts]) -> Option<Vec<Share>> {
    let scaled = Scaled::of(parts)?;
    let found = scaled.learn(&vec![1.0; parts.len()])?.shares()?;
    let mut places: BTreeMap<&Arc<str>, usize> = parts.iter().map(|one| (&one.key, 0)).collect();
    places.values_mut().enumerate().for_each(|(place, of)| *of = place);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); found.len()];
    let plan = Plan { draws: WEIGHT_DRAWS, seed: SEED };
    multiplicities(places.len(), plan, |times| {
        let weights: Vec<f64> = parts.iter().map(|one| f64::from(times[places[&one.key]])).collect();
        let shares = scaled.learn(&weights).and_then(|weights| weights.shares());
        shares.into_iter().flatten().zip(&mut drawn).for_each(|(share, drawn)| drawn.push(share));
    });
    let tail = (1.0 - LEVEL) / 2.0;
    let range = |drawn: &[f64]| Some(Interval { low: quantile(drawn, tail)?, high: quantile(drawn, 1.0 - tail)? });
    Some(found.into_iter().zip(drawn).map(|(share, drawn)| Share { share, range: range(&drawn) }).collect())
}

/// Components on the scale of their own spread.
struct Scaled<'a> {
    parts: &'a [Parts],
    means: Vec<f64>,
    deviations: Vec<f64>,
}

impl<'a> Scaled<'a> {
    fn of(parts: &'a [Parts]) -> Option<Self> {
        let events = parts.iter().filter(|one| one.happened).count();
        if events < EVENTS_LEAST || parts.len() - events < EVENTS_LEAST {
            return None;
        }
        let count = parts.first()?.components.len();
        let known = |of: usize| -> Vec<f64> {
            parts.iter().filter_map(|one| one.components.get(of).copied().flatten()).collect()
        };
        let columns: Vec<Vec<f64>> = (0..count).map(known).collect();
        let means: Vec<f64> = columns.iter().map(|column| mean(column).unwrap_or(0.0)).collect();
        let deviations: Vec<f64> = columns.iter().map(|column| variance(column).map_or(0.0, libm::sqrt)).collect();
        deviations.iter().any(|deviation| *deviation > 0.0).then_some(Self { parts, means, deviations })
    }

    fn learn(&self, times: &[f64]) -> Option<Weights> {
        let count = self.means.len();
        let mut rows = Observations::new(count, 0);
        let (mut events, mut total) = (0.0, 0.0);
        for (one, times) in self.parts.iter().zip(times).filter(|(_, times)| **times > 0.0) {
            let covariates: Vec<f64> = (0..count).map(|of| self.harm(of, one.components[of])).collect();
            let successes = if one.happened { *times } else { 0.0 };
            (events, total) = (events + successes, total + times);
            rows.push(Case { covariates: &covariates, successes, trials: *times, offset: 0.0, members: &[] }).ok()?;
        }
        let level = libm::log(events / (total - events));
        let before = std::iter::once((level, LEVEL_DEVIATION)).chain((0..count).map(|_| (0.0, WEIGHT_DEVIATION)));
        let prior = Belief::independent(&before.collect::<Vec<_>>()).ok()?;
        let signs: Vec<Sign> = std::iter::once(Sign::Any).chain((0..count).map(|_| Sign::NotNegative)).collect();
        let found = learn(Lesson { rows: &rows, prior: Some(&prior), signs: &signs }).ok()?;
        let slope = |of: usize| {
            let deviation = self.deviations[of];
            let value = found.coefficients.get(of + 1)?.value;
            Some(if deviation > 0.0 { value / deviation } else { 0.0 })
        };
        let slopes = (0..count).map(slope).collect::<Option<Vec<f64>>>()?;
        Some(Weights { level: found.coefficients.first()?.value, slopes, means: self.means.clone() })
    }

    /// How many standard deviations a component lies below its mean; 0 where it is not known.
    fn harm(&self, of: usize, score: Option<f64>) -> f64 {
        match score {
            Some(score) if self.deviations[of] > 0.0 => (self.means[of] - score) / self.deviations[of],
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests;
