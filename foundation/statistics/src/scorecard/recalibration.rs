use super::{Belief, Lesson, Scorecard, Unfit, learn};
use crate::logit::expit;
use crate::mixed::{Case, Observations};

/// A line on the scale of log-odds from chances that were given to chances that hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalibration {
    /// Its fit: intercept (0 is right in the large) and slope (below 1: chances were too extreme), with errors and caveats.
    pub fit: Scorecard,
}

/// Fits log-odds of what happened = intercept + slope × log-odds that were given. The rows must be later than those the chances
/// were learned from.
///
/// `prior` is about (intercept, slope); around (0, 1) it keeps the chances as they are until enough was seen. `None`: plain
/// maximum likelihood.
///
/// # Errors
/// When there is not one outcome for each chance, for a chance of 0 or 1 or outside, or as [`learn`].
/// Source: D. R. Cox, "Two Further Applications of a Model for Binary Regression", Biometrika 45 (1958).
pub fn recalibrate(chances: &[f64], outcomes: &[bool], prior: Option<&Belief>) -> Result<Recalibration, Unfit> {
    if outcomes.len() != chances.len() {
        return Err(Unfit::Length { what: "outcomes", found: outcomes.len(), wanted: chances.len() });
    }
    let mut rows = Observations::new(1, 0);
    for (row, (chance, outcome)) in chances.iter().zip(outcomes).enumerate() {
        let log_odds = libm::log(*chance) - libm::log1p(-*chance);
        let successes = f64::from(u8::from(*outcome));
        rows.push(Case { covariates: &[log_odds], successes, trials: 1.0, offset: 0.0, members: &[] })
            .map_err(|_| Unfit::Chance { row, chance: *chance })?;
    }
    Ok(Recalibration { fit: learn(Lesson { rows: &rows, prior, signs: &[] })? })
}

impl Recalibration {
    /// The chance that holds where `chance` was given; 0 and 1 stay. `None` outside 0 to 1.
    #[must_use]
    pub fn of(&self, chance: f64) -> Option<f64> {
        let [intercept, slope] = self.fit.coefficients.as_slice() else { return None };
        let log_odds = libm::log(chance) - libm::log1p(-chance);
        let inside = chance > 0.0 && chance < 1.0;
        let kept = (chance == 0.0 || chance == 1.0).then_some(chance);
        if inside { Some(expit(intercept.value + slope.value * log_odds)) } else { kept }
    }
}
