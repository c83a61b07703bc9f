use crate::convergence::Convergence;
use crate::mixed::{Case, Observations, Unfit, climb_fixed};

/// A logistic regression at the top of its likelihood.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Intercept and slopes, in the units of the covariates as they came; constant covariates have 0.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub standard_errors: Vec<f64>,
    /// The log-likelihood without binomial constants.
    pub log_likelihood: f64,
    /// How the search ended; the slope left is per standard deviation of a covariate.
    pub convergence: Convergence,
}

/// Fits log-odds = intercept + slopes · covariates, members of rows being left aside, with slopes N(0, width²) per standard
/// deviation of a covariate, or without any prior.
///
/// With a width it is finite for any rows, also where covariates separate the outcomes.
/// Source: P. McCullagh, J. A. Nelder, "Generalized Linear Models", 2nd ed. (1989), 4.4; A. Gelman et al., "A weakly
/// informative default prior distribution for logistic and other regression models", AOAS 2 (2008), for the prior's purpose.
///
/// # Errors
/// Without rows; without prior also where the likelihood has no top.
pub fn logistic(observations: &Observations, width: Option<f64>) -> Result<Logistic, Unfit> {
    climb_fixed(observations, width)
}

impl Logistic {
    /// The chance of success of one row.
    #[must_use]
    pub fn chance(&self, case: &Case<'_>) -> f64 {
        let slopes = self.coefficients.iter().skip(1).zip(case.covariates);
        let odds = case.offset
            + self.coefficients.first().unwrap_or(&0.0)
            + slopes.map(|(slope, value)| slope * value).sum::<f64>();
        crate::mixed::chance(odds)
    }
}

#[cfg(test)]
mod tests;
