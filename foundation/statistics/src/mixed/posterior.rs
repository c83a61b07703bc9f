use crate::{Interval, normal};

/// What is believed of one number: a mixture of normal distributions.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Weight, mean and standard deviation of each part; weights sum to 1.
    parts: Vec<(f64, f64, f64)>,
}

/// Halvings of the range that holds a quantile: beyond these a double does not change.
const HALVINGS: u32 = 200;

impl Posterior {
    pub(crate) fn new(parts: Vec<(f64, f64, f64)>) -> Self {
        Self { parts }
    }

    /// The expected value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.parts.iter().map(|(weight, mean, _)| weight * mean).sum()
    }

    /// The standard deviation: within the parts and between them.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        let centre = self.mean();
        let part = |(weight, mean, deviation): &(f64, f64, f64)| {
            weight * (deviation * deviation + (mean - centre) * (mean - centre))
        };
        libm::sqrt(self.parts.iter().map(part).sum())
    }

    /// The chance that it lies below a value.
    #[must_use]
    pub fn below(&self, value: f64) -> f64 {
        let part = |(weight, mean, deviation): &(f64, f64, f64)| {
            // A part without width is a step.
            let chance = if *deviation > 0.0 {
                normal::below((value - mean) / deviation)
            } else {
                f64::from(u8::from(value > *mean))
            };
            weight * chance
        };
        self.parts.iter().map(part).sum()
    }

    /// The value below which it lies with this chance; the chance is kept within 1e-12 of 0 and 1.
    #[must_use]
    pub fn quantile(&self, chance: f64) -> f64 {
        let chance = chance.clamp(1e-12, 1.0 - 1e-12);
        let reach = |sign: f64| {
            let ends = self.parts.iter().map(|(_, mean, deviation)| sign * mean + 8.0 * deviation);
            sign * ends.fold(f64::NEG_INFINITY, f64::max)
        };
        let (mut low, mut high) = (reach(-1.0), reach(1.0));
        for _ in 0..HALVINGS {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if self.below(middle) < chance { low = middle } else { high = middle }
        }
        low + (high - low) / 2.0
    }

    /// The range that leaves the same chance out on both sides; `level` as a ratio, 0.95 for 95 %.
    #[must_use]
    pub fn interval(&self, level: f64) -> Interval {
        let outside = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
        Interval { low: self.quantile(outside), high: self.quantile(1.0 - outside) }
    }
}
