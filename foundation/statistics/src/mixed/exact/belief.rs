use super::curve::{Curve, halved};
use crate::Interval;

/// What is believed of one number: a mixture of densities on grids.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// With weights that sum to 1.
    parts: Vec<(f64, Curve)>,
}

impl Belief {
    pub(super) fn new(parts: Vec<(f64, Curve)>) -> Self {
        Self { parts }
    }

    /// The expected value of a function of the number, which must be finite where the number may lie.
    #[must_use]
    pub fn expected(&self, of: impl Fn(f64) -> f64) -> f64 {
        let part = |curve: &Curve| curve.masses().map(|(value, mass)| mass * of(value)).sum::<f64>();
        self.parts.iter().map(|(weight, curve)| weight * part(curve)).sum()
    }

    /// The expected value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.expected(|value| value)
    }

    /// The standard deviation.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        let centre = self.mean();
        libm::sqrt(self.expected(|value| (value - centre) * (value - centre)))
    }

    /// The chance that it lies below a value.
    #[must_use]
    pub fn below(&self, value: f64) -> f64 {
        self.parts.iter().map(|(weight, curve)| weight * curve.below(value)).sum()
    }

    /// The value below which it lies with this chance; the chance is kept within 1e-12 of 0 and 1.
    #[must_use]
    pub fn quantile(&self, chance: f64) -> f64 {
        let reach = |(low, high): (f64, f64), (_, curve): &(f64, Curve)| {
            let ends = curve.ends();
            (f64::min(low, ends.0), f64::max(high, ends.1))
        };
        let ends = self.parts.iter().fold((f64::INFINITY, f64::NEG_INFINITY), reach);
        halved(ends, chance, |value| self.below(value))
    }

    /// The range that leaves the same chance out on both sides; `level` as a ratio, 0.95 for 95 %.
    #[must_use]
    pub fn interval(&self, level: f64) -> Interval {
        let outside = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
        Interval { low: self.quantile(outside), high: self.quantile(1.0 - outside) }
    }
}
