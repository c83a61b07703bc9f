use core::f64::consts::PI;

use crate::describe::{finite, sum};
use crate::interval::Interval;
use crate::normal;

/// The pinball loss of a forecast quantile, in the unit of the values: t (y - q) above it and (1 - t) (q - y) below.
///
/// Smallest on average for the true quantile at `at`. `None` for `at` not strictly between 0 and 1 or a number that is not
/// finite. Source: R. Koenker and G. Bassett, "Regression Quantiles", Econometrica 46 (1978).
///
/// ```
/// assert_eq!(statistics::forecast::score::pinball(100.0, 90.0, 0.9), Some(9.0));
/// ```
#[must_use]
pub fn pinball(seen: f64, quantile: f64, at: f64) -> Option<f64> {
    let inside = at > 0.0 && at < 1.0;
    let apart = finite(seen - quantile)?;
    finite((at * apart).max((at - 1.0) * apart)).filter(|_| inside)
}

/// The interval score, in the unit of the values: the width, and 2 / (1 - level) times what the value lies outside.
///
/// Smallest on average for the true quantiles. `None` for an interval with its ends the wrong way round, a level not strictly
/// between 0 and 1, or a number that is not finite.
/// Source: T. Gneiting and A. Raftery, "Strictly Proper Scoring Rules, Prediction, and Estimation", JASA 102 (2007), 6.2.
#[must_use]
pub fn interval_score(seen: f64, interval: Interval, level: f64) -> Option<f64> {
    let inside = level > 0.0 && level < 1.0 && interval.low <= interval.high;
    let outside = finite((interval.low - seen).max(seen - interval.high))?.max(0.0);
    finite(interval.high - interval.low + 2.0 / (1.0 - level) * outside).filter(|_| inside)
}

/// The continuous ranked probability score of a normal forecast, in the unit of the values: s (z (2 Φ(z) - 1) + 2 φ(z) -
/// 1/√π). With no deviation it is the distance.
///
/// `None` for a negative deviation or a number that is not finite. Source: Gneiting and Raftery (2007), 4.2.
#[must_use]
pub fn crps_normal(seen: f64, mean: f64, deviation: f64) -> Option<f64> {
    let apart = finite(seen - mean)?;
    let inside = deviation >= 0.0 && deviation.is_finite();
    if !inside {
        return None;
    }
    let Some(z) = finite(apart / deviation) else { return Some(apart.abs()) };
    let density = libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * PI);
    let score = deviation * (z * (2.0 * normal::below(z) - 1.0) + 2.0 * density - 1.0 / libm::sqrt(PI));
    finite(score).map(|score| score.max(0.0))
}

/// The continuous ranked probability score of a forecast of `cells`: values from the lowest up, each with its chance. The
/// integral of (F(x) - [x ≥ seen])².
///
/// `None` without cells, for values that do not rise, chances that are negative or do not add up to 1, or a number that is
/// not finite. Source: J. Matheson and R. Winkler, Management Science 22 (1976).
#[must_use]
pub fn crps(seen: f64, cells: &[(f64, f64)]) -> Option<f64> {
    let below = placed(seen, cells)?;
    let first = cells.first()?.0;
    let mut parts = vec![(first - seen).max(0.0)];
    let mut upto = 0.0;
    for pair in cells.windows(2) {
        upto += pair[0].1;
        let middle = seen.clamp(pair[0].0, pair[1].0);
        parts.push(upto * upto * (middle - pair[0].0) + (1.0 - upto) * (1.0 - upto) * (pair[1].0 - middle));
    }
    parts.push((seen - cells.last()?.0).max(0.0));
    // Placing it has checked the cells.
    finite(below).and(sum(&parts))
}

/// The probability integral transform of a value in a forecast of `cells`: the chance of less, and half that of itself.
///
/// Even from 0 to 1 where forecasts are right; heaped up at both ends where they are too sure.
/// `None` as [`crps`]. Source: C. Czado, T. Gneiting and L. Held, Biometrics 65 (2009), in its middle form.
#[must_use]
pub fn transform(seen: f64, cells: &[(f64, f64)]) -> Option<f64> {
    placed(seen, cells).map(|at| at.clamp(0.0, 1.0))
}

fn placed(seen: f64, cells: &[(f64, f64)]) -> Option<f64> {
    let values: Vec<f64> = cells.iter().map(|cell| cell.0).collect();
    let chances: Vec<f64> = cells.iter().map(|cell| cell.1).collect();
    let possible = sum(&values).is_some() && chances.iter().all(|chance| *chance >= 0.0) && seen.is_finite();
    let whole = (sum(&chances)? - 1.0).abs() <= 1e-9;
    if !possible || !whole || !values.is_sorted_by(|left, right| left < right) {
        return None;
    }
    let parts = cells.iter().map(|(value, chance)| match value.total_cmp(&seen) {
        core::cmp::Ordering::Less => *chance,
        core::cmp::Ordering::Equal => chance / 2.0,
        core::cmp::Ordering::Greater => 0.0,
    });
    sum(&parts.collect::<Vec<f64>>())
}
