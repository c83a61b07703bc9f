use crate::convergence::Convergence;
use crate::describe::{finite, sum};
use crate::interval::{Estimate, Interval};
use crate::newton::{self, Place};
use crate::rising::Rising;
use crate::{gamma, normal};

/// What was seen of one provider, and what was to be expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// Cases counted.
    pub observed: u64,
    /// Cases expected, 0 or more.
    pub expected: f64,
}

/// How the true ratios of observed to expected are spread: a gamma distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Observed cases that the others are worth.
    pub shape: f64,
    /// Expected cases that the others are worth.
    pub rate: f64,
}

/// A spread found by maximum likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The most likely spread.
    pub spread: Spread,
    /// The log-likelihood there.
    pub log_likelihood: f64,
    /// How the search ended.
    pub convergence: Convergence,
}

/// What maximum likelihood finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Likely {
    /// The providers differ by more than chance would explain.
    Spread(Fit),
    /// They do not: the likelihood is greatest without any spread, at this common ratio.
    Alike(f64),
}

impl Spread {
    /// The mean ratio, shape / rate.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.shape / self.rate
    }

    /// The reliability of a provider with `expected` cases, 0 to 1: expected / (expected + rate).
    #[must_use]
    pub fn reliability(&self, expected: f64) -> f64 {
        expected / (expected + self.rate)
    }

    /// What to believe of a provider's ratio: the mean (observed + shape) / (expected + rate) and the interval that holds the
    /// truth with chance `level`, as much left out on either side.
    ///
    /// Takes the spread as known. With nothing expected and nothing seen the answer is the spread itself.
    /// `None` for an expectation that is negative or not finite, or a level not between 0 and 1.
    #[must_use]
    pub fn posterior(&self, count: Count, level: f64) -> Option<Estimate> {
        normal::two_sided(level)?;
        let (shape, rate) = self.updated(count)?;
        let tail = (1.0 - level) / 2.0;
        let interval =
            Interval { low: gamma::quantile(tail, shape)? / rate, high: gamma::quantile(1.0 - tail, shape)? / rate };
        Some(Estimate { centre: finite(shape / rate)?, interval })
    }

    /// The chance that a provider's true ratio is greater than `ratio`.
    ///
    /// `None` for an expectation or a ratio that is negative or not finite.
    #[must_use]
    pub fn chance_above(&self, count: Count, ratio: f64) -> Option<f64> {
        let (shape, rate) = self.updated(count)?;
        gamma::tails(shape, rate * ratio).map(|at| at.upper)
    }

    fn updated(&self, count: Count) -> Option<(f64, f64)> {
        let inside = count.expected >= 0.0 && count.expected.is_finite();
        inside.then_some((self.shape + count.observed as f64, self.rate + count.expected))
    }
}

/// The spread by maximum likelihood, shape and rate both free: Newton on log shape and log mean with step halving.
///
/// The counts are then negative binomial. Whether there is any spread is asked first: with m = ΣO / ΣE the likelihood rises
/// from none only when Σ (O - mE)² exceeds ΣO. Providers with nothing expected and nothing seen say nothing.
/// `None` for an expectation that is negative, not finite, or 0 where something was seen; for fewer than two providers;
/// or for more than ten million cases of one.
/// Source: D. Clayton and J. Kaldor, "Empirical Bayes Estimates of Age-standardized Relative Risks", Biometrics 43 (1987).
#[must_use]
pub fn fit(counts: &[Count]) -> Option<Likely> {
    let counts = seen(counts)?;
    let ratio = overall(&counts)?;
    if !differ(&counts, ratio) {
        return Some(Likely::Alike(ratio));
    }
    climbed(&counts, vec![0.0, libm::log(ratio)])
}

/// As [`fit`], with the mean ratio held at 1, so that shape and rate are one number k and a posterior mean is
/// (O + k) / (E + k): for expectations that come from the same providers.
#[must_use]
pub fn fit_around_one(counts: &[Count]) -> Option<Likely> {
    let counts = seen(counts)?;
    if !differ(&counts, 1.0) {
        return Some(Likely::Alike(1.0));
    }
    climbed(&counts, vec![0.0])
}

/// Robbins' estimate of the true mean of those with 0, 1, 2 … cases, without any assumption on the spread:
/// (x + 1) N(x + 1) / N(x) where `frequencies` holds N(0), N(1) …
///
/// One fewer than the frequencies; `None` inside where nobody had that count. Rough where few had.
/// Source: H. Robbins, "An Empirical Bayes Approach to Statistics" (1956).
#[must_use]
pub fn robbins(frequencies: &[u64]) -> Vec<Option<f64>> {
    let pairs = frequencies.windows(2).enumerate();
    pairs
        .map(|(x, pair)| {
            let (here, next) = (pair.first().copied()?, pair.last().copied()?);
            (here > 0).then(|| (x as f64 + 1.0) * next as f64 / here as f64)
        })
        .collect()
}

/// Those that say something, or `None` when one cannot be.
fn seen(counts: &[Count]) -> Option<Vec<Count>> {
    let possible = |count: &Count| {
        count.expected.is_finite() && (count.expected > 0.0 || count.expected == 0.0 && count.observed == 0)
    };
    if !counts.iter().all(possible) {
        return None;
    }
    let seen: Vec<Count> = counts.iter().copied().filter(|count| count.expected > 0.0).collect();
    (seen.len() >= 2).then_some(seen)
}

fn overall(counts: &[Count]) -> Option<f64> {
    let observed: Vec<f64> = counts.iter().map(|count| count.observed as f64).collect();
    let expected: Vec<f64> = counts.iter().map(|count| count.expected).collect();
    finite(sum(&observed)? / sum(&expected)?)
}

/// Whether the likelihood rises when a little spread around `ratio` is allowed.
fn differ(counts: &[Count], ratio: f64) -> bool {
    let slope = |count: &Count| {
        let apart = count.observed as f64 - ratio * count.expected;
        apart * apart - count.observed as f64
    };
    ratio > 0.0 && counts.iter().map(slope).sum::<f64>() > 0.0
}

/// Climbs from the log shape and, unless it is held at one, the log mean.
fn climbed(counts: &[Count], start: Vec<f64>) -> Option<Likely> {
    let rising = Rising::of(counts.iter().map(|count| count.observed))?;
    let (top, convergence) = newton::climb(start, |at| look(counts, &rising, at))?;
    let (shape, mean) = (libm::exp(top.at[0]), top.at.get(1).map_or(1.0, |log_mean| libm::exp(*log_mean)));
    let spread = Spread { shape, rate: shape / mean };
    Some(Likely::Spread(Fit { spread, log_likelihood: top.value, convergence }))
}

/// With shape a and mean m an observed count has log-likelihood
/// log a (a + 1) … (a + O - 1) + O log(mE) + a log a - (a + O) log(a + mE) - log O!.
fn look(counts: &[Count], rising: &Rising, at: Vec<f64>) -> Option<Place> {
    let (a, m) = (libm::exp(at[0]), at.get(1).map_or(1.0, |log_mean| libm::exp(*log_mean)));
    let [mut value, mut by_shape, mut by_shape_twice] = rising.at(a);
    let (mut by_mean, mut by_mean_twice, mut by_both) = (0.0, 0.0, 0.0);
    for count in counts {
        let (seen, mean) = (count.observed as f64, m * count.expected);
        let whole = a + mean;
        let apart = seen - mean;
        // log(a / (a + mE)), with its digits where a is large.
        let log_part = -libm::log1p(mean / a);
        value += a * log_part + seen * libm::log(mean / whole) - libm::lgamma(seen + 1.0);
        by_shape += log_part - apart / whole;
        by_shape_twice += 1.0 / a - 1.0 / whole + apart / (whole * whole);
        by_mean += a * apart / whole;
        by_mean_twice -= a * mean * (a + seen) / (whole * whole);
        by_both += a * mean * apart / (whole * whole);
    }
    let first = a * by_shape;
    let second = first + a * a * by_shape_twice;
    let (gradient, curvature) = if at.len() == 1 {
        (vec![first], vec![-second])
    } else {
        (vec![first, by_mean], vec![-second, -by_both, -by_both, -by_mean_twice])
    };
    Some(Place { at, value: finite(value)?, gradient, curvature })
}

#[cfg(test)]
mod tests;
