use super::mann_kendall::tie_sizes;
use crate::describe::{finite, median};
use crate::interval::Interval;
use crate::measured::{Caveat, Measured, few_values};
use crate::normal;

/// With fewer values the normal approximation behind the interval is rough.
const ENOUGH: usize = 10;

/// A straight line that a third of the values may leave without moving it much.
#[derive(Debug, Clone, PartialEq)]
pub struct TheilSen {
    /// The drift per step: the median slope of all pairs.
    pub slope: Measured,
    /// The value on the line at place 0: median value - slope × median place.
    pub intercept: f64,
}

/// Theil and Sen's line through values at equal distances; the interval takes values as independent. In order n² log n.
///
/// `None` for fewer than two values, one that is not finite, differences too large to write, or a level not strictly between 0
/// and 1.
/// Source: P. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", JASA 63 (1968).
///
/// ```
/// let line = statistics::series::theil_sen::theil_sen(&[1.0, 3.0, 5.0, 90.0, 9.0], 0.95).unwrap();
/// assert_eq!(line.slope.estimate, 2.0);
/// ```
#[must_use]
pub fn theil_sen(values: &[f64], level: f64) -> Option<TheilSen> {
    let z = normal::two_sided(level)?;
    let slopes = slopes(values)?;
    let slope = median(&slopes)?;
    let intercept = finite(median(values)? - slope * ((values.len() - 1) as f64 / 2.0))?;
    let n = values.len() as f64;
    let tied: f64 = tie_sizes(values).map(|size| size * (size - 1.0) * (2.0 * size + 5.0)).sum();
    let reach = z * libm::sqrt(((n * (n - 1.0) * (2.0 * n + 5.0) - tied) / 18.0).max(0.0));
    let (pairs, last) = (slopes.len() as f64, slopes.len() - 1);
    // A float below 0 becomes place 0.
    let low = slopes[((libm::rint((pairs - reach) / 2.0) - 1.0) as usize).min(last)];
    let high = slopes[(libm::rint((pairs + reach) / 2.0) as usize).min(last)];
    let spread = (reach == 0.0).then_some(Caveat::NoSpread);
    let caveats = few_values(values.len(), ENOUGH).into_iter().chain(spread).collect();
    let measured = Measured::plain(slope, "Theil-Sen, interval by Kendall's S");
    let slope = measured.with_error(None, Some(Interval { low, high })).of(values.len(), caveats);
    Some(TheilSen { slope, intercept })
}

/// The median slope alone.
pub(super) fn pairwise_slope(values: &[f64]) -> Option<f64> {
    median(&slopes(values)?)
}

/// The slopes of all pairs, from the lowest up; `None` when there is none or one cannot be written.
fn slopes(values: &[f64]) -> Option<Vec<f64>> {
    let later = |place: usize| (place + 1..values.len()).map(move |after| (place, after));
    let pairs = (0..values.len()).flat_map(later);
    let slope = |(place, after): (usize, usize)| finite((values[after] - values[place]) / (after - place) as f64);
    let mut slopes = pairs.map(slope).collect::<Option<Vec<f64>>>()?;
    slopes.sort_unstable_by(f64::total_cmp);
    (!slopes.is_empty()).then_some(slopes)
}
