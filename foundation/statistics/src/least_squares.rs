use crate::describe::sum;
use crate::design::Design;
use crate::linear::{Cholesky, add_outer, dot};

/// A straight line, plane and so on through values.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// The intercept, then one coefficient per covariate, on their own scales.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub errors: Vec<f64>,
    /// √(Σ residual² / (n - number of coefficients)).
    pub deviation: f64,
    /// What the line leaves over of each value, in the order given.
    pub residuals: Vec<f64>,
}

impl LeastSquares {
    /// The value on the line for these covariates; `None` unless there are as many as were fitted.
    #[must_use]
    pub fn at(&self, covariates: &[f64]) -> Option<f64> {
        line(&self.coefficients, covariates)
    }
}

/// Intercept and slopes times covariates.
pub(crate) fn line(coefficients: &[f64], covariates: &[f64]) -> Option<f64> {
    let (intercept, slopes) = coefficients.split_first()?;
    (slopes.len() == covariates.len()).then(|| intercept + dot(slopes, covariates))
}

/// Ordinary least squares of `values` on `covariates`, one row of covariates per value; the intercept is added.
///
/// By the normal equations of standardised covariates, with one step of refinement.
/// `None` unless there are more values than coefficients, when a covariate does not vary or follows from the others, for
/// rows of different length, or for a number that is not finite.
/// Source: A. Björck, "Numerical Methods for Least Squares Problems" (1996), sections 2.2 and 2.9.
#[must_use]
pub fn fit(covariates: &[Vec<f64>], values: &[f64]) -> Option<LeastSquares> {
    let design = Design::of(covariates)?;
    let (width, count) = (design.width(), values.len());
    if covariates.len() != count || count <= width {
        return None;
    }
    let mut products = vec![0.0; width * width];
    design.rows().for_each(|row| add_outer(&mut products, row, 1.0));
    let cholesky = Cholesky::of(&products, width)?;
    let mut coefficients = vec![0.0; width];
    let mut residuals = values.to_vec();
    // The second time through is the refinement.
    for _ in 0..2 {
        let mut step = crossed(&design, &residuals)?;
        cholesky.solve(&mut step);
        coefficients.iter_mut().zip(step).for_each(|(coefficient, step)| *coefficient += step);
        residuals = design.rows().zip(values).map(|(row, value)| value - dot(row, &coefficients)).collect();
    }
    let squares = sum(&residuals.iter().map(|residual| residual * residual).collect::<Vec<f64>>())?;
    let variance = squares / (count - width) as f64;
    let covariance: Vec<f64> = cholesky.inverse().into_iter().map(|cell| cell * variance).collect();
    Some(LeastSquares {
        coefficients: design.restore(&coefficients),
        errors: design.errors(&covariance),
        deviation: libm::sqrt(variance),
        residuals,
    })
}

/// X' values.
fn crossed(design: &Design, values: &[f64]) -> Option<Vec<f64>> {
    let column = |at: usize| design.rows().zip(values).map(|(row, value)| row[at] * value).collect::<Vec<f64>>();
    (0..design.width()).map(|at| sum(&column(at))).collect()
}

#[cfg(test)]
mod tests;
