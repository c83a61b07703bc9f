use crate::gamma;

/// A test statistic beside the chi-square distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    /// The statistic, 0 or more.
    pub value: f64,
    /// Degrees of freedom.
    pub degrees: usize,
    /// The chance of a value as large or larger if there is nothing to find.
    pub p_value: f64,
}

impl ChiSquare {
    /// `None` without degrees of freedom or for a value that is not finite. Rounding below 0 counts as 0.
    #[must_use]
    pub fn of(value: f64, degrees: usize) -> Option<Self> {
        if degrees == 0 || !value.is_finite() {
            return None;
        }
        let value = value.max(0.0);
        Some(Self { value, degrees, p_value: gamma::chi_square_tail(value, degrees as f64)? })
    }
}
