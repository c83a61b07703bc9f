use crate::{gamma, saddle};

/// The chance of exactly `count` cases where `mean` are expected.
///
/// Accurate to about 1e-13. `None` for a mean that is negative or not finite.
#[must_use]
pub fn pmf(count: u64, mean: f64) -> Option<f64> {
    let inside = mean >= 0.0 && mean.is_finite();
    if !inside {
        return None;
    }
    Some(match count {
        0 => libm::exp(-mean),
        _ if mean == 0.0 => 0.0,
        _ => saddle::poisson(count as f64, mean),
    })
}

/// The chance of at most `count` cases where `mean` are expected: Q(count + 1, mean).
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.4.21.
/// `None` for a mean that is negative or not finite.
#[must_use]
pub fn cdf(count: u64, mean: f64) -> Option<f64> {
    gamma::tails(count as f64 + 1.0, mean).map(|at| at.upper)
}

/// The two-sided mid-p value of `count` cases where `mean` are expected: twice the smaller tail, in which the count itself
/// weighs half; at most 1.
///
/// Less cautious than the exact test, right on average. Source: H. Lancaster, "Significance Tests in Discrete
/// Distributions", JASA 56 (1961). `None` for a mean that is negative or not finite.
#[must_use]
pub fn mid_p(count: u64, mean: f64) -> Option<f64> {
    let at = gamma::tails(count as f64 + 1.0, mean)?;
    let half = pmf(count, mean)? / 2.0;
    Some((2.0 * (at.upper - half).min(at.lower + half)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests;
