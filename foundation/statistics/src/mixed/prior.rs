/// What is believed before any row is seen, and how finely the spread is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Standard deviation of the intercept around 0, in log-odds.
    pub intercept: f64,
    /// Standard deviation of the slopes around 0, in log-odds per standard deviation of a covariate.
    pub slopes: f64,
    /// Scale of the half-normal of the spread between groups, in log-odds.
    pub spread: f64,
    /// Lowest spread looked at.
    pub lowest: f64,
    /// Highest spread looked at at first; the grid goes on until what lies beyond hardly matters.
    pub highest: f64,
    /// Spreads looked at from lowest to highest, evenly on the log scale; at least 2.
    pub points: usize,
}

impl Default for Prior {
    /// Weak enough to follow the rows, firm enough that no small book separates:
    /// intercept N(0, 5²), slopes N(0, 2.5²), spread half-normal(0.5), 17 spreads from 0.03 to 1.6.
    fn default() -> Self {
        Self { intercept: 5.0, slopes: 2.5, spread: 0.5, lowest: 0.03, highest: 1.6, points: 17 }
    }
}

impl Prior {
    pub(crate) fn fixed_precisions(&self, columns: usize) -> Vec<f64> {
        let precision = |deviation: f64| 1.0 / (deviation * deviation);
        let intercept = std::iter::once(precision(self.intercept));
        intercept.chain(std::iter::repeat(precision(self.slopes))).take(columns).collect()
    }

    /// The log of the prior of the logarithm of the spread, up to a constant.
    pub(crate) fn log_density(&self, spread: f64) -> f64 {
        let scaled = spread / self.spread;
        libm::log(spread) - scaled * scaled / 2.0
    }

    /// The spread of a place on the grid, which has no upper end.
    pub(crate) fn grid(&self, place: usize) -> f64 {
        let step = libm::log(self.highest / self.lowest) / (self.points.max(2) - 1) as f64;
        self.lowest * libm::exp(step * place as f64)
    }

    pub(crate) fn sensible(&self) -> bool {
        let positive = [self.intercept, self.slopes, self.spread, self.lowest, self.highest];
        positive.iter().all(|value| value.is_finite() && *value > 0.0) && self.highest > self.lowest
    }
}
