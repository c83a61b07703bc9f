use super::segments::Sums;
use crate::describe::finite;

/// Where the mean changes once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The place of the first value after the break.
    pub at: usize,
    /// The mean before.
    pub before: f64,
    /// The mean from there on.
    pub after: f64,
    /// Squares left around both means.
    pub rest: f64,
    /// Squares around one mean.
    pub total: f64,
    /// (total - rest) / (rest / (n - 2)); `None` for two values, or when nothing is left around both means. As the best of
    /// many places was picked, it must not be looked up in a table of F.
    pub f: Option<f64>,
}

/// The break that leaves the least squares around the means before and after it. The first such place where several do.
///
/// There is always one, whether anything changed or not: ask [`super::pettitt`] or an alarm first.
/// `None` for fewer than two values, one that is not finite, or squares that cannot be written.
/// Source: D. Hinkley, "Inference about the Change-Point in a Sequence of Random Variables", Biometrika 57 (1970).
#[must_use]
pub fn shift(values: &[f64]) -> Option<Shift> {
    let sums = Sums::of(values)?;
    let n = values.len();
    let rest = |at: usize| sums.squares(0, at) + sums.squares(at, n);
    let at = (1..n).reduce(|best, at| if rest(at) < rest(best) { at } else { best })?;
    let (rest, total) = (rest(at), sums.squares(0, n));
    let f = finite((total - rest) / (rest / (n as f64 - 2.0))).filter(|_| n > 2);
    Some(Shift { at, before: sums.mean(0, at), after: sums.mean(at, n), rest, total, f })
}
