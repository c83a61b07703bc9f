use super::Scorecard;
use crate::linear::dot;
use crate::mixed::Observations;

/// A judgement taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// The log-odds of the row.
    pub log_odds: f64,
    /// The log-odds of one who has the means of the reference book.
    pub baseline: f64,
    /// What each covariate contributes, bₖ (xₖ - meanₖ) in log-odds: together exactly log-odds less baseline. "Contributes", not
    /// "causes".
    pub contributions: Vec<f64>,
}

/// The mean of each covariate over rows, by their trials: the reference book of reasons. `None` without trials.
#[must_use]
pub fn means(rows: &Observations) -> Option<Vec<f64>> {
    let trials: f64 = rows.trials.iter().sum();
    if trials <= 0.0 {
        return None;
    }
    let column = |at: usize| (0..rows.len()).map(|row| rows.trials[row] * rows.covariates_of(row)[at]).sum::<f64>();
    Some((0..rows.covariates).map(|at| column(at) / trials).collect())
}

impl Scorecard {
    /// Why these covariates give what they give, beside a reference book with these `means`.
    ///
    /// It is the Shapley value of each covariate in a linear predictor. Covariates that go together share their reason in a way
    /// nobody can check: show them as one, with [`Reasons::grouped`].
    /// `None` unless both have as many numbers as there are covariates, all finite.
    /// Source: L. Shapley (1953); E. Štrumbelj and I. Kononenko, Knowledge and Information Systems 41 (2014).
    #[must_use]
    pub fn reasons(&self, covariates: &[f64], means: &[f64]) -> Option<Reasons> {
        let (intercept, slopes) = self.coefficients.split_first()?;
        let whole = [covariates, means].iter().all(|row| row.len() == slopes.len());
        let slopes: Vec<f64> = slopes.iter().map(|slope| slope.value).collect();
        let apart = covariates.iter().zip(means).zip(&slopes);
        let reasons = Reasons {
            log_odds: intercept.value + dot(&slopes, covariates),
            baseline: intercept.value + dot(&slopes, means),
            contributions: apart.map(|((value, mean), slope)| slope * (value - mean)).collect(),
        };
        (whole && reasons.log_odds.is_finite() && reasons.baseline.is_finite()).then_some(reasons)
    }
}

impl Reasons {
    /// The contributions summed over groups of covariates that belong together; `groups` has the group of each covariate, from
    /// 0. `None` unless there is one for each.
    #[must_use]
    pub fn grouped(&self, groups: &[usize]) -> Option<Vec<f64>> {
        if groups.len() != self.contributions.len() || groups.iter().any(|group| *group >= groups.len()) {
            return None;
        }
        let mut sums = vec![0.0; groups.iter().max().map_or(0, |last| last + 1)];
        groups.iter().zip(&self.contributions).for_each(|(group, part)| sums[*group] += part);
        Some(sums)
    }
}
