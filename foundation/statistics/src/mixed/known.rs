use super::mode::chance;

/// What is known of a row before anybody's effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Weight of each spread, and the log-odds of the row there.
    parts: Vec<(f64, f64)>,
}

impl Known {
    pub(crate) fn new(parts: Vec<(f64, f64)>) -> Self {
        Self { parts }
    }

    /// The chance of success under a group of this effect, in log-odds; 0 for an average one.
    #[must_use]
    pub fn chance(&self, effect: f64) -> f64 {
        self.parts.iter().map(|(weight, odds)| weight * chance(odds + effect).0).sum()
    }
}
