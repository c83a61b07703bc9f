//! Covariates brought to one scale, with an intercept.

use crate::describe::{mean, variance};
use crate::linear::dot;
use crate::sheet::Sheet;

/// A spread this small beside the values is rounding.
const CONSTANT: f64 = 1e-10;

/// Rows of (1, (x - mean) / deviation, …): well conditioned, and one prior fits all columns.
#[derive(Debug)]
pub(crate) struct Design {
    sheet: Sheet,
    means: Vec<f64>,
    deviations: Vec<f64>,
}

impl Design {
    /// A column that does not vary becomes zeros, and so collides with nothing but a fit without a prior.
    ///
    /// `None` without rows, for rows of different length, or for a number that is not finite.
    pub(crate) fn of(covariates: &[impl AsRef<[f64]>]) -> Option<Self> {
        let count = covariates.first()?.as_ref().len();
        if covariates.iter().any(|row| row.as_ref().len() != count) {
            return None;
        }
        let mut design = Self { sheet: Sheet::default(), means: Vec::new(), deviations: Vec::new() };
        for column in 0..count {
            let values: Vec<f64> = covariates.iter().map(|row| row.as_ref()[column]).collect();
            let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
            design.means.push(mean(&values)?);
            let deviation = variance(&values).map_or(0.0, libm::sqrt);
            design.deviations.push(if deviation > CONSTANT * largest { deviation } else { f64::INFINITY });
        }
        let mut cells = Vec::with_capacity(covariates.len() * (count + 1));
        for row in covariates {
            cells.push(1.0);
            let scaled = row.as_ref().iter().zip(design.means.iter().zip(&design.deviations));
            cells.extend(scaled.map(|(value, (mean, deviation))| (value - mean) / deviation));
        }
        design.sheet = Sheet::of(cells, count + 1);
        Some(design)
    }

    /// Columns, the intercept among them.
    pub(crate) fn width(&self) -> usize {
        self.means.len() + 1
    }

    /// The means of the covariates.
    pub(crate) fn means(&self) -> &[f64] {
        &self.means
    }

    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> + Clone {
        self.sheet.rows()
    }

    pub(crate) fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Coefficients here of those on the scale the covariates came in, intercept first; 0 for a column that does not vary.
    pub(crate) fn standard(&self, coefficients: &[f64]) -> Vec<f64> {
        let slopes = coefficients.get(1..).unwrap_or_default();
        let level = coefficients.first().copied().unwrap_or(0.0) + dot(slopes, &self.means);
        let scaled = slopes.iter().zip(&self.deviations);
        let scaled = scaled.map(|(slope, deviation)| if deviation.is_finite() { slope * deviation } else { 0.0 });
        std::iter::once(level).chain(scaled).collect()
    }

    /// Coefficients on the scale the covariates came in, intercept first.
    pub(crate) fn restore(&self, coefficients: &[f64]) -> Vec<f64> {
        self.transform().map(|row| dot(&row, coefficients)).collect()
    }

    /// The square roots of the diagonal of T C T', for a covariance C of the coefficients here and their transformation T.
    pub(crate) fn errors(&self, covariance: &[f64]) -> Vec<f64> {
        let variances = self.transform().map(|row| {
            let through: Vec<f64> = covariance.chunks(self.width()).map(|line| dot(line, &row)).collect();
            dot(&through, &row)
        });
        variances.map(|variance| libm::sqrt(variance.max(0.0))).collect()
    }

    /// The rows of the matrix that leads from coefficients here to those on the scale of the covariates.
    fn transform(&self) -> impl Iterator<Item = Vec<f64>> {
        (0..self.width()).map(|row| match row.checked_sub(1) {
            None => {
                let shifts = self.means.iter().zip(&self.deviations).map(|(mean, deviation)| -mean / deviation);
                core::iter::once(1.0).chain(shifts).collect()
            }
            Some(column) => {
                let mut line = vec![0.0; self.width()];
                line[row] = 1.0 / self.deviations[column];
                line
            }
        })
    }
}
