use crate::describe::{finite, mean, variance};
use crate::{beta, binomial, poisson};

/// How surprising a count is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surprise {
    /// The chance of as few or fewer.
    pub as_few: f64,
    /// The chance of as many or more.
    pub as_many: f64,
    /// How much more counts before varied than chance alone makes them: variance / mean, at least 1; 1 where it was taken as
    /// chance alone.
    pub dispersion: f64,
}

/// Both tails of a count where `mean` are expected and the variance is mean + mean² / size: negative binomial; Poisson without
/// a size.
///
/// `None` for a mean that is negative or not finite, or a size not above 0.
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.4.21 and 26.5.26.
#[must_use]
pub fn tails(count: u64, mean: f64, size: Option<f64>) -> Option<Surprise> {
    let below = |count: u64| -> Option<f64> {
        match size {
            None => poisson::cdf(count, mean),
            Some(_) if mean == 0.0 => Some(1.0),
            Some(size) => {
                let part = finite(size / (size + mean)).filter(|_| size > 0.0 && mean > 0.0)?;
                beta::cdf(part, size, count as f64 + 1.0)
            }
        }
    };
    let fewer = if count == 0 { 0.0 } else { below(count - 1)? };
    let dispersion = size.map_or(1.0, |size| 1.0 + mean / size);
    Some(Surprise { as_few: below(count)?, as_many: (1.0 - fewer).clamp(0.0, 1.0), dispersion: finite(dispersion)? })
}

/// How surprising a count is after counts of days of the same kind before it.
///
/// Where those vary no more than chance makes them, exactly: given the total, a new count of the same rate is binomial with
/// chance 1 / (days + 1), so that a mean known from few days is not taken for the truth. Where they vary more, by a
/// negative binomial with their mean and variance, for which that cannot be said.
/// `None` without counts before.
/// Source: for the exact part, J. Przyborowski and H. Wilenski, Biometrika 31 (1940).
#[must_use]
pub fn beside(count: u64, before: &[u64]) -> Option<Surprise> {
    let values: Vec<f64> = before.iter().map(|count| *count as f64).collect();
    let centre = mean(&values)?;
    let spread = variance(&values).unwrap_or(0.0);
    if spread > centre {
        return tails(count, centre, Some(finite(centre * (centre / (spread - centre)))?));
    }
    let total = before.iter().try_fold(count, |total, count| total.checked_add(*count))?;
    let part = 1.0 / (before.len() as f64 + 1.0);
    let fewer = if count == 0 { 0.0 } else { binomial::cdf(count - 1, total, part)? };
    Some(Surprise {
        as_few: binomial::cdf(count, total, part)?,
        as_many: (1.0 - fewer).clamp(0.0, 1.0),
        dispersion: 1.0,
    })
}
