use core::f64::consts::PI;

use crate::describe::{finite, mean, quantile};
use crate::interval::Interval;
use crate::standardise::root_z;
use crate::{binomial, gamma, normal};

/// An observed count with its expectation, above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Cases counted.
    pub observed: u64,
    /// Cases expected.
    pub expected: f64,
}

/// How much more providers differ than chance allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// The mean of the squared z, the tails drawn in and corrected for that; 1 when there is only chance.
    pub phi: f64,
    /// The chance of a phi this large when there is only chance: J phi against chi-square with J - 1 degrees.
    pub p_value: f64,
    /// The variance that chance leaves over, on the square-root scale of O/E; 0 when it leaves none.
    pub variance: f64,
}

/// The exact control limit of a proportion at lower tail probability `at`, for `n` cases and a target proportion `target`:
/// (r - α) / n, where r is the smallest count with P(R ≤ r) ≥ `at` and α = (P(R ≤ r) - `at`) / P(R = r).
///
/// Interpolated between counts, so that a funnel has smooth lines. 0.025 and 0.975 make the 95 % funnel, 0.001 and 0.999 the
/// 99.8 % one. Below 0 for few cases: draw it at 0, where nobody can be lower.
/// `None` for n = 0, a target not strictly between 0 and 1, or `at` not strictly between 0 and 1.
/// Source: D. Spiegelhalter, "Funnel Plots for Comparing Institutional Performance", Statistics in Medicine 24 (2005).
#[must_use]
pub fn binomial_limit(at: f64, target: f64, n: u64) -> Option<f64> {
    let inside = n > 0 && target > 0.0 && target < 1.0;
    if !inside {
        return None;
    }
    let hits = binomial::quantile(at, n, target)?;
    let over = (binomial::cdf(hits, n, target)? - at) / binomial::pmf(hits, n, target)?;
    finite((hits as f64 - over) / n as f64)
}

/// The control limits of an O/E ratio at a two-sided `level`, for `expected` cases: (1 ± z √(1 / 4E + variance))², the lower
/// one no less than 0.
///
/// `variance` is 0 for chance alone and that of [`Dispersion`] where providers differ anyway (the additive form).
/// `None` for an expectation not above 0, a negative variance, or a level not strictly between 0 and 1.
/// Source: as [`binomial_limit`].
#[must_use]
pub fn ratio_limits(expected: f64, variance: f64, level: f64) -> Option<Interval> {
    let reach = normal::two_sided(level)? * root_deviation(expected, variance)?;
    let (low, high) = ((1.0 - reach).max(0.0), 1.0 + reach);
    Some(Interval { low: low * low, high: finite(high * high)? })
}

/// How far an O/E ratio lies from 1, in standard deviations on the square-root scale: (√(O/E) - 1) / √(1 / 4E + variance).
///
/// With `variance` 0 this is 2 (√O - √E). `None` as [`ratio_limits`].
#[must_use]
pub fn ratio_z(ratio: Ratio, variance: f64) -> Option<f64> {
    let deviation = root_deviation(ratio.expected, variance)?;
    finite((libm::sqrt(ratio.observed as f64 / ratio.expected) - 1.0) / deviation)
}

/// Judges whether O/E ratios differ by more than chance, drawing in a share `winsorised` of the z at either end (0.1 is
/// usual, 0 none, below 0.5) so that a few who stand out do not widen the limits for all.
///
/// The drawn-in tails lower the mean of z² also when there is only chance; phi is therefore divided by
/// [`winsorised_mean_square`]. Use the limits with `variance` only where `p_value` is small.
/// `None` for fewer than two ratios, one whose expectation is not above 0, or a share not within 0 to 0.5.
/// Source: D. Spiegelhalter, "Handling Over-dispersion of Performance Indicators", Qual. Saf. Health Care 14 (2005).
#[must_use]
pub fn dispersion(ratios: &[Ratio], winsorised: f64) -> Option<Dispersion> {
    if ratios.iter().any(|ratio| !(ratio.expected > 0.0 && ratio.expected.is_finite())) {
        return None;
    }
    let z: Vec<f64> = ratios.iter().map(|ratio| root_z(ratio.observed as f64, ratio.expected)).collect();
    let (low, high) = (quantile(&z, winsorised)?, quantile(&z, 1.0 - winsorised)?);
    let correction = winsorised_mean_square(winsorised)?;
    let squares: Vec<f64> = z.iter().map(|z| z.max(low).min(high)).map(|z| z * z).collect();
    let phi = mean(&squares)? / correction;
    let count = ratios.len() as f64;
    let precisions: Vec<f64> = ratios.iter().map(|ratio| 4.0 * ratio.expected).collect();
    Some(Dispersion {
        phi,
        p_value: gamma::chi_square_tail(count * phi, count - 1.0)?,
        variance: crate::shrinkage::gaussian::excess_variance(count * phi, &precisions)?,
    })
}

/// The mean square of a standard normal value whose tails of a share `winsorised` at either end are drawn in to where they
/// begin: 1 - 2q - 2 c φ(c) + 2 q c², with q the share and c the normal quantile at 1 - q.
///
/// 1 at 0; 0.6787 at 0.1. `None` for a share not within 0 to 0.5, 0.5 excluded.
#[must_use]
pub fn winsorised_mean_square(winsorised: f64) -> Option<f64> {
    if winsorised == 0.0 {
        return Some(1.0);
    }
    let inside = winsorised > 0.0 && winsorised < 0.5;
    if !inside {
        return None;
    }
    let cut = -normal::quantile(winsorised)?;
    let density = libm::exp(-cut * cut / 2.0) / libm::sqrt(2.0 * PI);
    finite(1.0 - 2.0 * winsorised - 2.0 * cut * density + 2.0 * winsorised * cut * cut)
}

fn root_deviation(expected: f64, variance: f64) -> Option<f64> {
    let inside = expected > 0.0 && expected.is_finite() && variance >= 0.0 && variance.is_finite();
    if inside { finite(libm::sqrt(1.0 / (4.0 * expected) + variance)) } else { None }
}

#[cfg(test)]
mod tests;
