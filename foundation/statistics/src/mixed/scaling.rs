use super::Observations;

/// How covariates were centred and scaled, so that one prior suits slopes of any unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scaling {
    means: Vec<f64>,
    /// Zero for a column that is the same in every row: it cannot be told from the intercept.
    scales: Vec<f64>,
}

impl Scaling {
    pub(crate) fn of(observations: &Observations) -> Self {
        let (width, count) = (observations.covariates, observations.len().max(1) as f64);
        let mut sums = Sums { means: vec![0.0; width], squares: vec![0.0; width] };
        let order = observations.canonical();
        for &row in &order {
            for (mean, value) in sums.means.iter_mut().zip(observations.covariates_of(row)) {
                *mean += value / count;
            }
        }
        for &row in &order {
            for (column, value) in observations.covariates_of(row).iter().enumerate() {
                sums.squares[column] += (value - sums.means[column]) * (value - sums.means[column]) / count;
            }
        }
        let scale = |(square, mean): (&f64, &f64)| {
            let scale = libm::sqrt(*square);
            // What rounding leaves of a constant column is no spread.
            if scale > 1e-10 * (1.0 + mean.abs()) && scale.is_finite() { scale } else { 0.0 }
        };
        let scales = sums.squares.iter().zip(&sums.means).map(scale).collect();
        Self { means: sums.means, scales }
    }

    /// Columns that say nothing because they never differ.
    pub(crate) fn constant(&self) -> impl Iterator<Item = usize> + '_ {
        self.scales.iter().enumerate().filter(|(_, scale)| **scale == 0.0).map(|(column, _)| column)
    }

    /// Intercept first, then the covariates in their standard unit.
    pub(crate) fn standard<'a>(&'a self, raw: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let scaled = raw.iter().zip(self.means.iter().zip(&self.scales));
        std::iter::once(1.0).chain(scaled.map(|(value, (mean, scale))| match *scale {
            0.0 => 0.0,
            scale => (value - mean) / scale,
        }))
    }

    /// Coefficients in the units of the covariates as they came.
    pub(crate) fn raw(&self, standard: &[f64]) -> Vec<f64> {
        let mut raw = standard.to_vec();
        for (column, (mean, scale)) in self.means.iter().zip(&self.scales).enumerate() {
            raw[column + 1] = if *scale == 0.0 { 0.0 } else { standard[column + 1] / scale };
            raw[0] -= raw[column + 1] * mean;
        }
        raw
    }

    /// Standard errors of the coefficients as they came, of their covariance in the standard unit (row by row).
    pub(crate) fn raw_errors(&self, covariance: &[f64]) -> Vec<f64> {
        let width = self.means.len() + 1;
        let error = |weights: &[f64]| {
            let mut total = 0.0;
            for (row, left) in weights.iter().enumerate() {
                for (column, right) in weights.iter().enumerate() {
                    total += left * right * covariance[row * width + column];
                }
            }
            libm::sqrt(total.max(0.0))
        };
        (0..width).map(|coefficient| error(&self.weights_of(coefficient))).collect()
    }

    /// A coefficient as it came, as weights of the standard ones.
    fn weights_of(&self, coefficient: usize) -> Vec<f64> {
        let mut unit = vec![0.0; self.means.len() + 1];
        let slope = |scale: f64| if scale == 0.0 { 0.0 } else { 1.0 / scale };
        if coefficient > 0 {
            unit[coefficient] = slope(self.scales[coefficient - 1]);
            return unit;
        }
        unit[0] = 1.0;
        for (column, (mean, scale)) in self.means.iter().zip(&self.scales).enumerate() {
            unit[column + 1] = -mean * slope(*scale);
        }
        unit
    }
}

struct Sums {
    means: Vec<f64>,
    squares: Vec<f64>,
}
