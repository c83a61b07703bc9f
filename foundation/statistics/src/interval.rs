use crate::describe::{finite, mean, variance};
use crate::{normal, student};

/// Where the truth may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A value with the interval around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The middle of the reckoning; an adjusted method moves it away from the plain value.
    pub centre: f64,
    /// Where the truth may lie.
    pub interval: Interval,
}

impl Interval {
    fn around(centre: f64, half: f64) -> Option<Self> {
        Some(Self { low: finite(centre - half)?, high: finite(centre + half)? })
    }

    fn clamped(self, low: f64, high: f64) -> Self {
        Self { low: self.low.clamp(low, high), high: self.high.clamp(low, high) }
    }
}

/// Wilson's score interval for a proportion of `hits` among `n`, as ratios:
/// (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n).
///
/// Behaves at 0 and at n, where the plain one collapses; its ends never leave 0 to 1.
/// `None` for n = 0, more hits than n, or a level not strictly between 0 and 1.
/// Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
///
/// ```
/// let interval = statistics::interval::wilson(3, 12, 0.95).unwrap();
/// assert!((interval.low - 0.0889).abs() < 1e-4 && (interval.high - 0.5323).abs() < 1e-4);
/// ```
#[must_use]
pub fn wilson(hits: u64, n: u64, level: f64) -> Option<Interval> {
    if n == 0 || hits > n {
        return None;
    }
    let (z, count) = (normal::two_sided(level)?, n as f64);
    let (share, square) = (hits as f64 / count, z * z);
    let centre = (share + square / (2.0 * count)) / (1.0 + square / count);
    let spread = share * (1.0 - share) / count + square / (4.0 * count * count);
    let around = Interval::around(centre, z * libm::sqrt(spread) / (1.0 + square / count))?.clamped(0.0, 1.0);
    // Exactly nothing and exactly all, where rounding would leave a speck.
    Some(Interval { low: if hits == 0 { 0.0 } else { around.low }, high: if hits == n { 1.0 } else { around.high } })
}

/// Student's t interval for the mean of independent values: x̄ ± t(n - 1) s / √n, in the unit of the values.
///
/// Assumes that the mean is about normal: mind it for few and skewed values. No spread gives an interval of no width.
/// `None` for fewer than two values, one that is not finite, or a level not strictly between 0 and 1.
/// Source: Student, "The Probable Error of a Mean", Biometrika 6 (1908). The t quantile is [`student::quantile`].
#[must_use]
pub fn mean_t(values: &[f64], level: f64) -> Option<Estimate> {
    let inside = level > 0.0 && level < 1.0;
    if !inside {
        return None;
    }
    let (centre, spread) = (mean(values)?, variance(values)?);
    let count = values.len() as f64;
    let t = -student::quantile((1.0 - level) / 2.0, count - 1.0)?;
    Some(Estimate { centre, interval: Interval::around(centre, t * libm::sqrt(spread / count))? })
}

/// The net promoter score in points, -100 to 100: 100 × (promoters - detractors) / answers.
///
/// `None` without answers.
#[must_use]
pub fn net_promoter(promoters: u64, passives: u64, detractors: u64) -> Option<f64> {
    let counts = [promoters as f64, passives as f64, detractors as f64];
    finite(100.0 * (counts[0] - counts[2]) / counts.iter().sum::<f64>())
}

/// The plain (Wald) interval of a net promoter score, in points: with P and D the shares of promoters and detractors,
/// the variance of P - D is (P + D - (P - D)²) / n.
///
/// Too narrow for few answers and without width when all agree: print [`net_promoter_adjusted`] instead.
/// Ends are cut at -100 and 100. `None` without answers or for a level not strictly between 0 and 1.
#[must_use]
pub fn net_promoter_wald(promoters: u64, passives: u64, detractors: u64, level: f64) -> Option<Estimate> {
    promoter_interval([promoters as f64, passives as f64, detractors as f64], level)
}

/// The adjusted Wald interval of a net promoter score, in points: 3/4 is added to promoters and to detractors and 3/2
/// to passives, then as [`net_promoter_wald`]. The centre is that of the adjusted counts, a little nearer to 0.
///
/// Without answers `None`, although the formula would give one.
/// Source: B. Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016).
///
/// ```
/// let estimate = statistics::interval::net_promoter_adjusted(46, 33, 21, 0.95).unwrap();
/// assert!((estimate.centre - 24.27).abs() < 0.01);
/// ```
#[must_use]
pub fn net_promoter_adjusted(promoters: u64, passives: u64, detractors: u64, level: f64) -> Option<Estimate> {
    net_promoter(promoters, passives, detractors)?;
    promoter_interval([promoters as f64 + 0.75, passives as f64 + 1.5, detractors as f64 + 0.75], level)
}

fn promoter_interval(counts: [f64; 3], level: f64) -> Option<Estimate> {
    let [promoters, passives, detractors] = counts;
    let n = promoters + passives + detractors;
    let (difference, either) = ((promoters - detractors) / n, (promoters + detractors) / n);
    // Rounding may leave a speck below zero when all agree.
    let spread = finite((either - difference * difference) / n)?.max(0.0);
    let half = normal::two_sided(level)? * libm::sqrt(spread);
    let interval = Interval::around(100.0 * difference, 100.0 * half)?.clamped(-100.0, 100.0);
    Some(Estimate { centre: 100.0 * difference, interval })
}

#[cfg(test)]
mod tests;
