use super::{Forecasts, log_odds};
use crate::convergence::Convergence;
use crate::describe::{finite, sum};
use crate::fractional::{self, Share};
use crate::logit::{expit, soft_plus};
use crate::measured::{Caveat, Measured};
use crate::newton::{self, Place};

/// Calibration in the large: what has to be added to the log-odds of every chance so that as many happen as predicted. 0 is
/// right, above 0 more happened than was said.
///
/// The top of the likelihood of logit(chance) + a. Its error is that of the model; with weights, White's, which takes no
/// model for granted. Chances of 0 and 1 are drawn in, with a caveat.
/// `None` when all happened or none did, or for a level not strictly between 0 and 1.
/// Source: D. Cox, "Two Further Applications of a Model for Binary Regression", Biometrika 45 (1958).
#[must_use]
pub fn in_the_large(forecasts: &Forecasts, level: f64) -> Option<Measured> {
    let share = forecasts.share();
    let inside = share > 0.0 && share < 1.0;
    if !inside {
        return None;
    }
    let odds: Vec<f64> = forecasts.all().iter().map(|one| log_odds(one.chance)).collect();
    let (top, _) = newton::climb(vec![0.0], |at| look(forecasts, &odds, &at))?;
    let squared = forecasts.all().iter().zip(&odds).map(|(one, odds)| {
        let score = one.weight * (one.outcome() - expit(odds + top.at[0]));
        score * score
    });
    let meat = sum(&squared.collect::<Vec<f64>>())?;
    // Curvature scales with the weights: with equal ones they are taken as 1.
    let variance = if forecasts.is_weighted {
        meat / (top.curvature[0] * top.curvature[0])
    } else {
        forecasts.all()[0].weight / top.curvature[0]
    };
    let found = Measured::normal(top.at[0], Some(libm::sqrt(variance)), level, "logistic, log-odds as offset")?;
    Some(found.of(forecasts.all().len(), caveats(forecasts)))
}

fn look(forecasts: &Forecasts, odds: &[f64], at: &[f64]) -> Option<Place> {
    let parts = || forecasts.all().iter().zip(odds).map(|(one, odds)| (one.weight, one.outcome(), odds + at[0]));
    let total = |of: fn((f64, f64, f64)) -> f64| sum(&parts().map(of).collect::<Vec<f64>>());
    Some(Place {
        at: at.to_vec(),
        value: total(|(weight, outcome, odds)| weight * (outcome * odds - soft_plus(odds)))?,
        gradient: vec![total(|(weight, outcome, odds)| weight * (outcome - expit(odds)))?],
        curvature: vec![total(|(weight, _, odds)| weight * expit(odds) * expit(-odds))?],
    })
}

/// How log-odds would have to be stretched and moved: log-odds of what happened = intercept + slope × predicted log-odds.
///
/// A slope below 1 says that the predictions are too extreme, above 1 too timid. Applied to later chances it is Platt's
/// recalibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// 0 is right, with a slope of 1.
    pub intercept: Measured,
    /// 1 is right.
    pub slope: Measured,
    /// How the search for the top of the likelihood ended.
    pub convergence: Convergence,
}

/// The calibration line, by logistic regression of the outcome on the predicted log-odds.
///
/// Errors are those of the model; with weights, White's (HC0). Chances of 0 and 1 are drawn in, with a caveat.
/// `None` when all happened or none did, when all chances are the same or part the outcomes completely, or for a level not
/// strictly between 0 and 1.
/// Source: D. Cox (1958); J. Platt, "Probabilistic Outputs for Support Vector Machines" (1999), for the use.
#[must_use]
pub fn line(forecasts: &Forecasts, level: f64) -> Option<Line> {
    let covariates: Vec<Vec<f64>> = forecasts.all().iter().map(|one| vec![log_odds(one.chance)]).collect();
    let shares: Vec<Share> = forecasts
        .all()
        .iter()
        // Weights of one size leave the errors those of plain rows.
        .map(|one| Share {
            outcome: one.outcome(),
            weight: if forecasts.is_weighted { one.weight } else { 1.0 },
            group: 0,
        })
        .collect();
    let fit = fractional::fit(&covariates, &shares, None)?;
    // A logistic regression takes the variance as p (1 - p): without the dispersion that model errors allow for.
    let errors = if forecasts.is_weighted {
        fit.robust_errors
    } else {
        let dispersion = libm::sqrt(fit.phi?);
        fit.model_errors?.iter().map(|error| error / dispersion).collect()
    };
    let measured = |at: usize| {
        let found = Measured::normal(fit.coefficients[at], Some(errors[at]), level, "logistic on log-odds")?;
        Some(found.of(forecasts.all().len(), caveats(forecasts)))
    };
    Some(Line { intercept: measured(0)?, slope: measured(1)?, convergence: fit.convergence })
}

impl Line {
    /// A chance made right by this line; `None` for a chance outside 0 to 1.
    #[must_use]
    pub fn at(&self, chance: f64) -> Option<f64> {
        let inside = (0.0..=1.0).contains(&chance);
        finite(expit(self.intercept.estimate + self.slope.estimate * log_odds(chance))).filter(|_| inside)
    }
}

fn caveats(forecasts: &Forecasts) -> Vec<Caveat> {
    forecasts.few_events().into_iter().chain(forecasts.drawn_in()).collect()
}
