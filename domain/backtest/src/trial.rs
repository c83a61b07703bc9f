use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use statistics::prediction::{Forecast, Forecasts};
use thiserror::Error;

/// One prediction and what happened after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Whose: all trials of one key are drawn together where intervals are worked out.
    pub key: Arc<str>,
    /// As of which day the score was told, where that is known.
    pub cut_off: Option<Date>,
    /// What the score said: a chance from 0 to 1, or any number where the higher means the more likely.
    pub score: f64,
    /// Whether it happened.
    pub happened: bool,
    /// What was at stake, 0 or more; 1 where nothing is told.
    pub amount: f64,
    /// What other scores said of the same, in the order in which they are named.
    pub rivals: Vec<f64>,
}

/// What the scores are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chances: they can be right or wrong as they stand.
    Chances,
    /// Points: only their order can be judged.
    Points,
}

/// Trials that can be judged: by key and cut-off, so that the order they came in changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Trials {
    all: Vec<Trial>,
    kind: Kind,
    has_amounts: bool,
}

/// Why trials cannot be judged.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TrialsRefused {
    /// None at all.
    #[error("there are no predictions to judge")]
    Empty,
    /// A score that is no number.
    #[error("the score of {key} is not a finite number")]
    Score {
        /// Whose.
        key: Arc<str>,
    },
    /// An amount below zero, or none.
    #[error("what is at stake for {key} is {amount}; give a number of 0 or more")]
    Amount {
        /// Whose.
        key: Arc<str>,
        /// As given.
        amount: f64,
    },
}

impl Trials {
    /// Takes trials in. Scores are chances when all lie from 0 to 1, and points else.
    ///
    /// # Errors
    /// Without trials, for a score that is not finite, or an amount that is negative or not finite.
    pub fn of(mut all: Vec<Trial>) -> Result<Self, TrialsRefused> {
        if all.is_empty() {
            return Err(TrialsRefused::Empty);
        }
        for trial in &all {
            if !trial.score.is_finite() {
                return Err(TrialsRefused::Score { key: trial.key.clone() });
            }
            if !(trial.amount.is_finite() && trial.amount >= 0.0) {
                return Err(TrialsRefused::Amount { key: trial.key.clone(), amount: trial.amount });
            }
        }
        all.sort_by(|a, b| {
            let order = (&a.key, a.cut_off).cmp(&(&b.key, b.cut_off));
            let order = order.then(a.score.total_cmp(&b.score)).then(a.happened.cmp(&b.happened));
            let bits = |trial: &Trial| trial.rivals.iter().map(|rival| rival.to_bits()).collect::<Vec<u64>>();
            order.then(a.amount.total_cmp(&b.amount)).then_with(|| bits(a).cmp(&bits(b)))
        });
        let chances = all.iter().all(|trial| (0.0..=1.0).contains(&trial.score));
        let has_amounts = all.iter().any(|trial| trial.amount.to_bits() != 1.0_f64.to_bits());
        Ok(Self { all, kind: if chances { Kind::Chances } else { Kind::Points }, has_amounts })
    }

    /// The same trials with scores turned round, where a low score means the more likely, as with health: what is left to 1
    /// of chances, which then are those that it happens.
    #[must_use]
    pub fn turned_round(mut self) -> Self {
        let whole = if self.kind == Kind::Chances { 1.0 } else { 0.0 };
        self.all.iter_mut().for_each(|trial| trial.score = whole - trial.score);
        self
    }

    /// The trials, by key and cut-off.
    #[must_use]
    pub fn all(&self) -> &[Trial] {
        &self.all
    }

    /// What the scores are.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether it is told what was at stake.
    #[must_use]
    pub fn has_amounts(&self) -> bool {
        self.has_amounts
    }

    /// How many it happened to.
    #[must_use]
    pub fn events(&self) -> usize {
        self.all.iter().filter(|trial| trial.happened).count()
    }

    /// How many different keys there are.
    #[must_use]
    pub fn key_count(&self) -> usize {
        self.all.iter().map(|trial| &trial.key).collect::<BTreeSet<_>>().len()
    }

    /// How many keys it happened to at least once, or did not.
    #[must_use]
    pub fn keys_where(&self, happened: bool) -> usize {
        let those = self.all.iter().filter(|trial| trial.happened == happened);
        those.map(|trial| &trial.key).collect::<BTreeSet<_>>().len()
    }

    /// The cut-offs, first to last; none where none is told.
    #[must_use]
    pub fn cut_offs(&self) -> Vec<Date> {
        self.all.iter().filter_map(|trial| trial.cut_off).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The trials of one cut-off; `None` when there are none.
    #[must_use]
    pub fn at(&self, cut_off: Date) -> Option<Self> {
        let all: Vec<Trial> = self.all.iter().filter(|trial| trial.cut_off == Some(cut_off)).cloned().collect();
        (!all.is_empty()).then_some(Self { all, ..*self })
    }

    /// As forecasts of equal weight. Points are put into the order of chances, which is all that may be read from them.
    pub(crate) fn forecasts(&self) -> Option<Forecasts> {
        let scores: Vec<f64> = self.all.iter().map(|trial| trial.score).collect();
        self.scored(&scores, |_| 1.0)
    }

    /// As forecasts weighed by what was at stake; `None` where nothing is told or nothing was.
    pub(crate) fn by_amount(&self) -> Option<Forecasts> {
        let scores: Vec<f64> = self.all.iter().map(|trial| trial.score).collect();
        if self.has_amounts { self.scored(&scores, |trial| trial.amount) } else { None }
    }

    /// What the rival at this place said of the trials, in their order; `None` unless it said one finite number of each.
    pub(crate) fn rival(&self, place: usize) -> Option<Vec<f64>> {
        self.all.iter().map(|trial| trial.rivals.get(place).copied().filter(|score| score.is_finite())).collect()
    }

    /// As forecasts of equal weight, by these scores.
    pub(crate) fn told_by(&self, scores: &[f64]) -> Option<Forecasts> {
        self.scored(scores, |_| 1.0)
    }

    fn scored(&self, scores: &[f64], weight: impl Fn(&Trial) -> f64) -> Option<Forecasts> {
        let chances = are_chances(scores);
        let places = if chances { Vec::new() } else { places(scores) };
        let chance = |place: usize| if chances { scores[place] } else { places[place] };
        let forecast = |(place, trial): (usize, &Trial)| Forecast {
            chance: chance(place),
            happened: trial.happened,
            weight: weight(trial),
        };
        Forecasts::of(self.all.iter().enumerate().map(forecast).collect()).ok()
    }
}

/// Whether all could be chances.
pub(crate) fn are_chances(scores: &[f64]) -> bool {
    scores.iter().all(|score| (0.0..=1.0).contains(score))
}

/// The places of scores among each other, 0 to 1: the same for the same score.
fn places(scores: &[f64]) -> Vec<f64> {
    let mut ordered = scores.to_vec();
    ordered.sort_by(f64::total_cmp);
    scores.iter().map(|score| ordered.partition_point(|other| other < score) as f64 / ordered.len() as f64).collect()
}

#[cfg(test)]
mod tests;
