use crate::describe::{finite, sum};
use crate::interval::Interval;
use crate::{gamma, normal, poisson};

/// Indirect standardisation: what happened beside what was to be expected of such cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardised {
    /// Observed / expected; 1 is as expected.
    pub ratio: f64,
    /// Exact limits of the ratio, the observed count being Poisson: χ²(α/2; 2O) / 2E and χ²(1 - α/2; 2O + 2) / 2E.
    pub exact: Interval,
    /// Byar's limits, which a spreadsheet can follow: O / E (1 - 1/9O - z/3√O)³, and with O + 1 and + z above.
    pub byar: Interval,
    /// 2 (√O - √E), about standard normal when all is as expected.
    pub z: f64,
    /// The two-sided mid-p value of the count.
    pub p_value: f64,
}

/// One case of a weighted comparison, such as an account that weighs its ARR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedCase {
    /// What the case weighs, 0 or more.
    pub weight: f64,
    /// What happened: a share, 0 to 1.
    pub outcome: f64,
    /// What was to be expected of such a case: a share, 0 to 1.
    pub expected: f64,
}

/// A weighted comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedRatio {
    /// Σ weight × outcome.
    pub observed: f64,
    /// Σ weight × expected.
    pub expected: f64,
    /// Observed / expected; `None` when nothing was expected.
    pub ratio: Option<f64>,
    /// φ Σ weight² expected (1 - expected), the variance of `observed`.
    pub variance: f64,
    /// (observed - expected) / √variance; `None` without variance.
    pub z: Option<f64>,
    /// How many cases of equal weight weigh as much (Kish); `None` when all weights are 0.
    pub effective: Option<f64>,
    /// The largest part of the variance that one case brings, 0 to 1; `None` without variance.
    pub largest_share: Option<f64>,
}

/// Compares a count with its expectation at a two-sided `level` such as 0.95.
///
/// A count of 0 has 0 as its lower limits. Limits take the expectation as known; where the cases behind it have chances of
/// their own far from 0, prefer [`crate::poisson_binomial`].
/// `None` for an expectation not above 0 or a level not strictly between 0 and 1.
/// Source: N. Breslow and N. Day, "Statistical Methods in Cancer Research" II (1987), chapter 2; z by D. Spiegelhalter,
/// "Funnel Plots for Comparing Institutional Performance", Statistics in Medicine 24 (2005).
#[must_use]
pub fn standardise(observed: u64, expected: f64, level: f64) -> Option<Standardised> {
    let inside = expected > 0.0 && expected.is_finite();
    if !inside {
        return None;
    }
    let (count, z) = (observed as f64, normal::two_sided(level)?);
    let tail = (1.0 - level) / 2.0;
    let exact_low = if observed == 0 { 0.0 } else { gamma::quantile(tail, count)? / expected };
    let byar = |count: f64, z: f64| {
        let root = 1.0 - 1.0 / (9.0 * count) + z / (3.0 * libm::sqrt(count));
        finite(count / expected * root * root * root)
    };
    let byar_low = if observed == 0 { 0.0 } else { byar(count, -z)?.max(0.0) };
    Some(Standardised {
        ratio: finite(count / expected)?,
        exact: Interval { low: exact_low, high: finite(gamma::quantile(1.0 - tail, count + 1.0)? / expected)? },
        byar: Interval { low: byar_low, high: byar(count + 1.0, z)? },
        z: root_z(count, expected),
        p_value: poisson::mid_p(observed, expected)?,
    })
}

/// 2 (√O - √E).
pub(crate) fn root_z(observed: f64, expected: f64) -> f64 {
    2.0 * (libm::sqrt(observed) - libm::sqrt(expected))
}

/// Compares a weighted sum of shares with its expectation, such as retained ARR with what accounts like these retain.
///
/// `phi` is the dispersion of a share beside p (1 - p), from [`crate::fractional`]; 1 for outcomes that are 0 or 1.
/// `None` when a weight or phi is negative, a share lies outside 0 to 1, or a number is not finite. Without cases all sums
/// are 0 and nothing can be said of their ratio.
/// Source: L. Papke and J. Wooldridge, "Econometric Methods for Fractional Response Variables", J. Appl. Econ. 11 (1996).
#[must_use]
pub fn weighted(cases: &[WeightedCase], phi: f64) -> Option<WeightedRatio> {
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let possible = |case: &WeightedCase| {
        case.weight >= 0.0 && case.weight.is_finite() && share(case.outcome) && share(case.expected)
    };
    if !(phi >= 0.0 && phi.is_finite() && cases.iter().all(possible)) {
        return None;
    }
    let each = |of: &dyn Fn(&WeightedCase) -> f64| cases.iter().map(of).collect::<Vec<f64>>();
    let observed = sum(&each(&|case| case.weight * case.outcome))?;
    let expected = sum(&each(&|case| case.weight * case.expected))?;
    let variances = each(&|case| case.weight * case.weight * case.expected * (1.0 - case.expected));
    let variance = finite(phi * sum(&variances)?)?;
    Some(WeightedRatio {
        observed,
        expected,
        ratio: finite(observed / expected),
        variance,
        z: finite((observed - expected) / libm::sqrt(variance)),
        effective: crate::concentration::effective_number(&each(&|case| case.weight)),
        largest_share: crate::concentration::largest_share(&variances),
    })
}

#[cfg(test)]
mod tests;
