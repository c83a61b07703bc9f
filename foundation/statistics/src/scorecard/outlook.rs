use super::{Scorecard, variance_along};
use crate::interval::Interval;
use crate::linear::dot;
use crate::logit::expit;
use crate::normal;

/// Half the number of steps of the sum that averages, and the length of one in standard errors: beyond eight lies nothing, and
/// the error is about exp(-2 π² / (step × error)), 1e-8 for an error of 5 log-odds.
const REACH: i32 = 40;
const STEP: f64 = 0.2;

/// The chance of a new row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// The chance averaged over what is held of the coefficients: E expit(N(log-odds, error²)), by the trapezoidal rule
    /// over eight standard errors to either side. Less sure than `plain` where little is known.
    pub chance: f64,
    /// The chance at the coefficients themselves.
    pub plain: f64,
    /// The log-odds at the coefficients.
    pub log_odds: f64,
    /// Their standard error, √(x' covariance x).
    pub log_odds_error: f64,
    /// expit(log-odds ± z error): where the chance itself may lie, not how it will end.
    pub interval: Interval,
}

impl Scorecard {
    /// The outlooks of rows of covariates, in their order.
    ///
    /// A row is `None` unless it has as many finite covariates as there are; all are for a level not between 0 and 1.
    /// Source: D. Spiegelhalter and S. Lauritzen, Networks 20 (1990), for why the chance is averaged.
    pub fn outlooks<'a>(
        &'a self,
        rows: impl IntoIterator<Item = &'a [f64]> + 'a,
        level: f64,
    ) -> impl Iterator<Item = Option<Outlook>> + 'a {
        let (nodes, z) = (nodes(), normal::two_sided(level));
        let values: Vec<f64> = self.coefficients.iter().map(|coefficient| coefficient.value).collect();
        rows.into_iter().map(move |covariates| {
            let row: Vec<f64> = std::iter::once(1.0).chain(covariates.iter().copied()).collect();
            let (log_odds, z) = (dot(&row, &values), z?);
            let log_odds_error = libm::sqrt(variance_along(&self.covariance, &row));
            let known = row.len() == values.len() && log_odds.is_finite() && log_odds_error.is_finite();
            let averaged = nodes.iter().map(|(node, weight)| weight * expit(log_odds + log_odds_error * node));
            known.then(|| Outlook {
                chance: averaged.sum::<f64>().clamp(0.0, 1.0),
                plain: expit(log_odds),
                log_odds,
                log_odds_error,
                interval: Interval {
                    low: expit(log_odds - z * log_odds_error),
                    high: expit(log_odds + z * log_odds_error),
                },
            })
        })
    }

    /// The outlook of one row.
    #[must_use]
    pub fn outlook(&self, covariates: &[f64], level: f64) -> Option<Outlook> {
        self.outlooks([covariates], level).next().flatten()
    }
}

/// Places of a standard normal value and their weights, which sum to 1. For a smooth curve that vanishes at both ends the plain
/// sum is as good as any rule.
fn nodes() -> Vec<(f64, f64)> {
    let at = |place: i32| f64::from(place) * STEP;
    let density = |at: f64| libm::exp(-at * at / 2.0);
    let total: f64 = (-REACH..=REACH).map(|place| density(at(place))).sum();
    (-REACH..=REACH).map(|place| (at(place), density(at(place)) / total)).collect()
}
