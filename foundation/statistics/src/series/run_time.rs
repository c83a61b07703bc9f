use core::f64::consts::PI;

use super::quadrature::{legendre, solve};
use crate::describe::finite;
use crate::normal;

/// Longer than this a sum is taken to go on for ever: the equations lose their digits.
const LONGEST: f64 = 1e12;
/// Limits beyond this are not looked for.
const LARGEST: f64 = 30.0;

/// How many values a one-sided cumulative sum takes on average to its first alarm, when values are independent and normal
/// with deviation 1 around `drift`, in the direction of the alarm: 0 gives the time to a false alarm, 2 how soon a change by 2
/// is seen.
///
/// Page's integral equation by Gauss–Legendre quadrature; the sum begins at 0. Accurate to about 1e-9
/// up to 10⁵, and to three digits at 10¹⁰.
/// Real values that depend on each other or have heavier tails raise alarms sooner.
/// `None` for a slack below 0, a limit not above 0 or beyond 30, a number that is not finite, or a time beyond 10¹².
/// Source: E. Page (1954); A. Goel and S. Wu, Technometrics 13 (1971); D. Brook and D. Evans, Biometrika 59 (1972), for the same
/// by Markov chain.
#[must_use]
pub fn one_sided(slack: f64, limit: f64, drift: f64) -> Option<f64> {
    let sound = slack >= 0.0 && slack.is_finite() && limit > 0.0 && limit <= LARGEST && drift.is_finite();
    if !sound {
        return None;
    }
    let time = average(slack, limit, drift)?;
    (1.0..=LONGEST).contains(&time).then_some(time)
}

/// How many values a chart with sums in both directions takes on average: 1 / (1 / up + 1 / down).
///
/// A direction that would take beyond 10¹² counts as never. `None` as [`one_sided`], and when both are never.
/// Source: K. Kemp, J. R. Stat. Soc. B 23 (1961).
#[must_use]
pub fn two_sided(slack: f64, limit: f64, drift: f64) -> Option<f64> {
    let rate = [drift, -drift].map(|drift| one_sided(slack, limit, drift).map_or(0.0, |time| 1.0 / time));
    finite(1.0 / (rate[0] + rate[1]))
}

/// The limit with which a one-sided sum raises a false alarm every `time` values on average: 260 for one in five years of
/// weeks.
///
/// By halving against [`one_sided`]. `None` for a slack below 0, or a time that no limit up to 30 gives; without a
/// limit it is 1 / Φ(-slack) already.
///
/// ```
/// let limit = statistics::series::run_time::limit(0.5, 260.0).unwrap();
/// assert!((limit - 3.754).abs() < 5e-4);
/// ```
#[must_use]
pub fn limit(slack: f64, time: f64) -> Option<f64> {
    let shortest = 1.0 / normal::below(-slack);
    let inside = slack >= 0.0 && slack.is_finite() && time > shortest && time <= LONGEST;
    if !inside {
        return None;
    }
    // Beyond what can be worked out the time is too long anyway.
    let is_short = |limit: f64| one_sided(slack, limit, 0.0).is_some_and(|found| found < time);
    let (mut low, mut high) = (0.0, LARGEST);
    if is_short(high) {
        return None;
    }
    for _ in 0..48 {
        let middle = low + (high - low) / 2.0;
        if is_short(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low + (high - low) / 2.0)
}

/// L(u) = 1 + Φ(slack - u - drift) L(0) + ∫ φ(v - u + slack - drift) L(v) dv over 0 to the limit, at the nodes and at 0.
fn average(slack: f64, limit: f64, drift: f64) -> Option<f64> {
    let nodes: Vec<(f64, f64)> = legendre(40 + 6 * libm::ceil(limit) as usize)
        .into_iter()
        .map(|(at, weight)| (at * limit, weight * limit))
        .collect();
    let density = |x: f64| libm::exp(-x * x / 2.0) / libm::sqrt(2.0 * PI);
    // The last unknown is L(0).
    let places: Vec<f64> = nodes.iter().map(|node| node.0).chain([0.0]).collect();
    let rows = places.iter().enumerate().map(|(row, from)| {
        let moved = nodes.iter().map(|(to, weight)| -weight * density(to - from + slack - drift));
        let mut cells: Vec<f64> = moved.chain([-normal::below(slack - from - drift)]).collect();
        cells[row] += 1.0;
        cells
    });
    let rows: Vec<Vec<f64>> = rows.collect();
    let order = rows.len();
    solve(rows, vec![1.0; order])?.last().copied().and_then(finite)
}
