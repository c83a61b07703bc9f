use super::Unfit;
use crate::linear::{Cholesky, dot};

/// What is held of the coefficients: a normal distribution of the intercept and the slopes together.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    mean: Vec<f64>,
    /// The inverse of the covariance, row by row.
    precision: Vec<f64>,
}

impl Belief {
    /// Independent normal beliefs, (mean, standard deviation) of the intercept and then of each slope in the unit of its
    /// covariate: an expert's card, each signal with its sign and size and how certain that is.
    ///
    /// # Errors
    /// For a mean that is not finite or a deviation not above 0; its place is named.
    pub fn independent(beliefs: &[(f64, f64)]) -> Result<Self, Unfit> {
        let possible = |(mean, deviation): &(f64, f64)| {
            let precision = 1.0 / (deviation * deviation);
            mean.is_finite() && *deviation > 0.0 && precision > 0.0 && precision.is_finite()
        };
        if let Some(place) = beliefs.iter().position(|belief| !possible(belief)) {
            return Err(Unfit::Prior(place));
        }
        let order = beliefs.len();
        let mut precision = vec![0.0; order * order];
        let diagonal = precision.iter_mut().step_by(order + 1);
        diagonal.zip(beliefs).for_each(|(cell, (_, deviation))| *cell = 1.0 / (deviation * deviation));
        Ok(Self { mean: beliefs.iter().map(|belief| belief.0).collect(), precision })
    }

    pub(super) fn known(mean: Vec<f64>, precision: Vec<f64>) -> Self {
        Self { mean, precision }
    }

    /// The means of the intercept and the slopes.
    #[must_use]
    pub fn means(&self) -> &[f64] {
        &self.mean
    }

    /// The standard deviations of the intercept and the slopes; `None` where the machine's precision does not suffice.
    #[must_use]
    pub fn deviations(&self) -> Option<Vec<f64>> {
        let variances = Cholesky::of(&self.precision, self.mean.len())?.inverse_diagonal();
        Some(variances.into_iter().map(libm::sqrt).collect())
    }

    /// The same means held less firmly: as if only a share of what led to them had been seen, 0.98 a month for one.
    ///
    /// The power prior of a normal posterior; it forgets the expert's first word as well.
    /// `None` for a share not above 0 or above 1.
    /// Source: J. Ibrahim and M.-H. Chen, "Power Prior Distributions for Regression Models", Statistical Science 15 (2000).
    #[must_use]
    pub fn discounted(&self, share: f64) -> Option<Self> {
        let inside = share > 0.0 && share <= 1.0;
        let precision = self.precision.iter().map(|cell| cell * share).collect();
        inside.then(|| Self { mean: self.mean.clone(), precision })
    }

    /// P (β - m).
    pub(super) fn pull(&self, at: &[f64]) -> Vec<f64> {
        let apart: Vec<f64> = at.iter().zip(&self.mean).map(|(at, mean)| at - mean).collect();
        self.precision.chunks(self.mean.len().max(1)).map(|line| dot(line, &apart)).collect()
    }

    /// (β - m)' P (β - m) / 2.
    pub(super) fn penalty(&self, at: &[f64]) -> f64 {
        let pull = self.pull(at);
        at.iter().zip(&self.mean).zip(pull).map(|((at, mean), pull)| (at - mean) * pull).sum::<f64>() / 2.0
    }

    pub(super) fn precision(&self) -> &[f64] {
        &self.precision
    }

    pub(super) fn log_determinant(&self) -> Option<f64> {
        Cholesky::of(&self.precision, self.mean.len()).map(|factor| factor.log_determinant())
    }
}
