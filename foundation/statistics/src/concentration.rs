use crate::describe::{finite, sum};

/// The Herfindahl-Hirschman index as a ratio: the sum of squared shares, Σx² / (Σx)².
///
/// 1 when one part holds everything, 1 / n when n parts are equal.
/// `None` when a part is negative or not finite, or when all parts are 0.
/// Source: A. Hirschman, "The Paternity of an Index", American Economic Review 54 (1964).
///
/// ```
/// assert_eq!(statistics::concentration::herfindahl(&[1.0, 1.0, 2.0]), Some(0.375));
/// ```
#[must_use]
pub fn herfindahl(parts: &[f64]) -> Option<f64> {
    let total = sum(parts)?;
    if total <= 0.0 || parts.iter().any(|part| *part < 0.0) {
        return None;
    }
    // Shares first: squares of large parts could overflow.
    let squares: Vec<f64> = parts.iter().map(|part| (part / total) * (part / total)).collect();
    finite(sum(&squares)?)
}

/// How many equal parts would be as concentrated: (Σx)² / Σx², one divided by [`herfindahl`].
///
/// From 1 to the number of parts above 0. `None` as there.
/// Source: L. Kish, "Survey Sampling" (1965), there as effective sample size.
#[must_use]
pub fn effective_number(parts: &[f64]) -> Option<f64> {
    finite(1.0 / herfindahl(parts)?)
}

/// The share of the largest part, a ratio: max x / Σx.
///
/// Of weights it says how much one account decides; of variances, how much of the uncertainty it brings.
/// `None` as [`herfindahl`].
#[must_use]
pub fn largest_share(parts: &[f64]) -> Option<f64> {
    herfindahl(parts)?;
    let largest = parts.iter().fold(0.0_f64, |largest, part| largest.max(*part));
    finite(largest / sum(parts)?)
}

#[cfg(test)]
mod tests;
