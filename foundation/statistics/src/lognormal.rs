use crate::describe::{finite, mean};
use crate::least_squares::{self, LeastSquares};

/// Amounts whose logarithms lie around a line, such as how much an account expands when it does.
#[derive(Debug, Clone, PartialEq)]
pub struct LogNormal {
    /// The line through the logarithms.
    pub line: LeastSquares,
    /// Duan's factor, which leads from the exponential of the line to the mean amount: the mean of the exponentials of the
    /// residuals; 1 or more.
    pub smearing: f64,
}

impl LogNormal {
    /// The mean amount for these covariates: e^line × smearing.
    ///
    /// `None` unless there are as many as were fitted, or when the amount is too large to state.
    #[must_use]
    pub fn mean(&self, covariates: &[f64]) -> Option<f64> {
        finite(libm::exp(self.line.at(covariates)?) * self.smearing)
    }
}

/// Least squares of the logarithms of `amounts`, all above 0, on `covariates`.
///
/// The second part of a hurdle model: fit it to those that have an amount at all, and the chance of having one apart.
/// `None` for an amount not above 0, and as [`least_squares::fit`].
/// Source: N. Duan, "Smearing Estimate: A Nonparametric Retransformation Method", JASA 78 (1983).
#[must_use]
pub fn fit(covariates: &[Vec<f64>], amounts: &[f64]) -> Option<LogNormal> {
    if !amounts.iter().all(|amount| *amount > 0.0) {
        return None;
    }
    let logarithms: Vec<f64> = amounts.iter().map(|amount| libm::log(*amount)).collect();
    let line = least_squares::fit(covariates, &logarithms)?;
    let smearing = mean(&line.residuals.iter().map(|residual| libm::exp(*residual)).collect::<Vec<f64>>())?;
    Some(LogNormal { line, smearing })
}

#[cfg(test)]
mod tests;
