use crate::describe::{finite, median};

/// 1 / Φ⁻¹(3/4): makes the median distance of normal values their standard deviation.
const TO_DEVIATION: f64 = 1.482_602_218_505_602;

/// The usual place and width of values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Their median.
    pub centre: f64,
    /// 1.4826 times the median distance from it; 0 when more than half of the values are the same.
    pub spread: f64,
    /// How many values.
    pub n: usize,
}

impl Usual {
    /// What is usual of these values. `None` for no values or one that is not finite.
    ///
    /// Up to half of the values may be wild. Source: F. Hampel, "The Influence Curve and Its Role in Robust Estimation", JASA 69
    /// (1974).
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let centre = median(values)?;
        let distances: Vec<f64> = values.iter().map(|value| (value - centre).abs()).collect();
        Some(Self { centre, spread: finite(TO_DEVIATION * median(&distances)?)?, n: values.len() })
    }

    /// How many spreads a value lies above the centre; the spread is taken as at least `least_spread`.
    ///
    /// `None` where both are 0, or for a number that is not finite.
    #[must_use]
    pub fn z(&self, value: f64, least_spread: f64) -> Option<f64> {
        finite((value - self.centre) / self.spread.max(least_spread))
    }
}
