use statistics::logit::expit;
use statistics::mixed::{Case, Observations};
use statistics::scorecard::{Belief, Lesson, Sign, learn};

use crate::gate::EVENTS_LEAST;

/// What a standard deviation of a whole score is held to add, in log-odds, before any outcome.
// method: backtest.score_mean
const SCORE_MEAN: f64 = 0.7;
/// How sure of it: a standard deviation.
// method: backtest.score_deviation
const SCORE_DEVIATION: f64 = 0.5;
/// How sure of the level.
// method: backtest.level_deviation
const LEVEL_DEVIATION: f64 = 1.0;

/// A score of points brought to chances by what earlier cut-offs taught: a straight line in log-odds, on which a lower score
/// is never the safer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recalibration {
    level: f64,
    slope: f64,
    mean: f64,
    deviation: f64,
}

impl Recalibration {
    /// Of scores with what happened after them, on the scale of the scores of the day; `assumed` is the share it happens to
    /// before any outcome. With fewer than [`EVENTS_LEAST`] events only the level is learned.
    #[must_use]
    pub fn learn(lessons: &[(f64, bool)], scores: &[f64], assumed: f64) -> Self {
        let mean = statistics::describe::mean(scores).unwrap_or(0.0);
        let deviation = statistics::describe::variance(scores).map_or(0.0, libm::sqrt);
        let level = libm::log(assumed / (1.0 - assumed));
        let start = Self { level, slope: SCORE_MEAN, mean, deviation };
        let events = lessons.iter().filter(|(_, happened)| *happened).count();
        let found = if events < EVENTS_LEAST { start.learn_level(lessons) } else { start.learn_both(lessons) };
        found.unwrap_or(start)
    }

    /// The chance of a score.
    #[must_use]
    pub fn chance(&self, score: f64) -> f64 {
        expit(self.level + self.slope * self.harm(score))
    }

    /// How many standard deviations below the mean of the day.
    fn harm(&self, score: f64) -> f64 {
        if self.deviation > 0.0 { (self.mean - score) / self.deviation } else { 0.0 }
    }

    fn learn_level(self, lessons: &[(f64, bool)]) -> Option<Self> {
        let mut rows = Observations::new(0, 0);
        for (score, happened) in lessons {
            push(&mut rows, &[], *happened, self.slope * self.harm(*score))?;
        }
        let prior = Belief::independent(&[(self.level, LEVEL_DEVIATION)]).ok()?;
        let found = learn(Lesson { rows: &rows, prior: Some(&prior), signs: &[] }).ok()?;
        Some(Self { level: found.coefficients.first()?.value, ..self })
    }

    fn learn_both(self, lessons: &[(f64, bool)]) -> Option<Self> {
        let mut rows = Observations::new(1, 0);
        for (score, happened) in lessons {
            push(&mut rows, &[self.harm(*score)], *happened, 0.0)?;
        }
        let prior = Belief::independent(&[(self.level, LEVEL_DEVIATION), (SCORE_MEAN, SCORE_DEVIATION)]).ok()?;
        let signs = [Sign::Any, Sign::NotNegative];
        let found = learn(Lesson { rows: &rows, prior: Some(&prior), signs: &signs }).ok()?;
        Some(Self { level: found.coefficients.first()?.value, slope: found.coefficients.get(1)?.value, ..self })
    }
}

fn push(rows: &mut Observations, covariates: &[f64], happened: bool, offset: f64) -> Option<()> {
    let successes = f64::from(u8::from(happened));
    rows.push(Case { covariates, successes, trials: 1.0, offset, members: &[] }).ok()
}

#[cfg(test)]
mod tests;
