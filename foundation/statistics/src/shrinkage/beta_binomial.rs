use crate::convergence::Convergence;
use crate::describe::{finite, sum};
use crate::interval::{Estimate, Interval};
use crate::linear::Cholesky;
use crate::newton::{self, Place};
use crate::rising::Rising;
use crate::{beta, normal};

/// What was seen of one provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cases {
    /// How many of them succeeded (or failed: whatever is counted).
    pub hits: u64,
    /// How many there were.
    pub n: u64,
}

/// How the true proportions of providers are spread: a beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Hits that the others are worth.
    pub alpha: f64,
    /// Misses that the others are worth.
    pub beta: f64,
}

/// A spread found by maximum likelihood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The most likely spread.
    pub spread: Spread,
    /// The log-likelihood there, with the binomial coefficients.
    pub log_likelihood: f64,
    /// Standard errors of log alpha and log beta; `None` where the likelihood has no curvature.
    pub log_errors: Option<[f64; 2]>,
    /// How the search ended.
    pub convergence: Convergence,
}

/// What maximum likelihood finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Likely {
    /// The providers differ by more than chance would explain.
    Spread(Fit),
    /// They do not: the likelihood is greatest without any spread, at this common proportion (0 to 1).
    Alike(f64),
}

/// A spread found by moments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// The proportion over all cases.
    pub mean: f64,
    /// The correlation of two cases of one provider, 0 or more: 1 / (alpha + beta + 1).
    pub correlation: f64,
    /// `None` when the correlation is 0: the providers do not differ by more than chance.
    pub spread: Option<Spread>,
}

impl Spread {
    /// The mean proportion, alpha / (alpha + beta).
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.alpha / self.weight()
    }

    /// How many cases the others are worth, alpha + beta.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.alpha + self.beta
    }

    /// The reliability of `n` cases, 0 to 1: n / (n + alpha + beta), the weight on a provider's own cases.
    #[must_use]
    pub fn reliability(&self, n: u64) -> f64 {
        n as f64 / (n as f64 + self.weight())
    }

    /// How many cases give a wanted reliability R: R / (1 - R) × (alpha + beta), not rounded.
    ///
    /// `None` unless R lies in 0 to 1, 1 excluded.
    #[must_use]
    pub fn cases_for(&self, reliability: f64) -> Option<f64> {
        if (0.0..1.0).contains(&reliability) { finite(reliability / (1.0 - reliability) * self.weight()) } else { None }
    }

    /// What to believe of a provider: the mean of Beta(alpha + hits, beta + misses) and the interval that holds the truth
    /// with chance `level`, as much left out on either side.
    ///
    /// Takes the spread as known: with few providers the interval is too narrow.
    /// Without cases the answer is the spread itself. `None` for more hits than cases or a level not between 0 and 1.
    #[must_use]
    pub fn posterior(&self, cases: Cases, level: f64) -> Option<Estimate> {
        normal::two_sided(level)?;
        let misses = cases.n.checked_sub(cases.hits)?;
        let (a, b) = (self.alpha + cases.hits as f64, self.beta + misses as f64);
        let tail = (1.0 - level) / 2.0;
        let interval = Interval { low: beta::quantile(tail, a, b)?, high: beta::quantile(1.0 - tail, a, b)? };
        Some(Estimate { centre: finite(a / (a + b))?, interval })
    }
}

/// The spread by maximum likelihood: Newton on log alpha and log beta with step halving.
///
/// Whether there is any spread is asked first, by the slope of the likelihood at none: with p the common proportion it
/// rises only when Σ hits (hits - 1) / p + misses (misses - 1) / (1 - p) exceeds Σ n (n - 1) (R. Tarone, "Testing the
/// Goodness of Fit of the Binomial Distribution", Biometrika 66, 1979).
/// Providers without cases say nothing. Where each succeeds always or never, the weight of the others goes to 0.
/// `None` for more hits than cases, for fewer than two providers with cases, and for more than ten million cases of one.
#[must_use]
pub fn fit(providers: &[Cases]) -> Option<Likely> {
    let rate = overall(providers)?;
    if !differ(providers, rate) {
        return Some(Likely::Alike(rate));
    }
    let likelihood = Likelihood::of(providers)?;
    let weight = moments(providers)?.spread.map_or(100.0, |spread| spread.weight());
    let start = vec![libm::log(rate * weight), libm::log((1.0 - rate) * weight)];
    let (top, convergence) = newton::climb(start, |at| likelihood.look(at))?;
    let errors = Cholesky::of(&top.curvature, 2).map(|curvature| curvature.inverse_diagonal());
    Some(Likely::Spread(Fit {
        spread: Spread { alpha: libm::exp(top.at[0]), beta: libm::exp(top.at[1]) },
        log_likelihood: top.value,
        log_errors: errors.map(|variances| [libm::sqrt(variances[0]), libm::sqrt(variances[1])]),
        convergence,
    }))
}

/// The spread by moments, weighted by cases: with S = Σ nⱼ (pⱼ - p)² and J providers the correlation is
/// (S - p (1 - p) (J - 1)) / (p (1 - p) (N - Σ nⱼ² / N - (J - 1))), at least 0.
///
/// Source: J. Kleinman, "Proportions with Extraneous Variance", JASA 68 (1973). Providers without cases say nothing.
/// `None` for more hits than cases, for fewer than two providers with cases, when every case has one outcome, or when no
/// provider has more than one case.
#[must_use]
pub fn moments(providers: &[Cases]) -> Option<Moments> {
    let mean = overall(providers)?;
    let seen: Vec<Cases> = providers.iter().copied().filter(|cases| cases.n > 0).collect();
    let counts: Vec<f64> = seen.iter().map(|cases| cases.n as f64).collect();
    let squares: Vec<f64> = counts.iter().map(|n| n * n).collect();
    let distances: Vec<f64> = seen
        .iter()
        .map(|cases| {
            let apart = cases.hits as f64 / cases.n as f64 - mean;
            cases.n as f64 * apart * apart
        })
        .collect();
    let (all, others, chance) = (sum(&counts)?, seen.len() as f64 - 1.0, mean * (1.0 - mean));
    let room = all - sum(&squares)? / all - others;
    if chance <= 0.0 || room <= 0.0 {
        return None;
    }
    let correlation = finite((sum(&distances)? - chance * others) / (chance * room))?.clamp(0.0, 1.0);
    let weight = (1.0 - correlation) / correlation;
    let inside = correlation > 0.0 && correlation < 1.0;
    let spread = inside.then_some(Spread { alpha: mean * weight, beta: (1.0 - mean) * weight });
    Some(Moments { mean, correlation, spread })
}

fn overall(providers: &[Cases]) -> Option<f64> {
    let seen = providers.iter().filter(|cases| cases.n > 0);
    if seen.clone().count() < 2 || providers.iter().any(|cases| cases.hits > cases.n) {
        return None;
    }
    let total = |count: fn(&Cases) -> u64| seen.clone().map(|cases| count(cases) as f64).sum::<f64>();
    Some(total(|cases| cases.hits) / total(|cases| cases.n))
}

/// Whether the likelihood rises when a little spread is allowed.
fn differ(providers: &[Cases], rate: f64) -> bool {
    let pairs = |count: u64| count as f64 * (count as f64 - 1.0);
    let same = |count: u64, chance: f64| if count < 2 { 0.0 } else { pairs(count) / chance };
    let slope: f64 = providers
        .iter()
        .map(|cases| same(cases.hits, rate) + same(cases.n - cases.hits, 1.0 - rate) - pairs(cases.n.max(1)))
        .sum();
    rate > 0.0 && rate < 1.0 && slope > 0.0
}

struct Likelihood {
    hits: Rising,
    misses: Rising,
    all: Rising,
    ways: f64,
}

impl Likelihood {
    fn of(providers: &[Cases]) -> Option<Self> {
        let ways = |cases: &Cases| {
            let log = |count: u64| libm::lgamma(count as f64 + 1.0);
            log(cases.n) - log(cases.hits) - log(cases.n - cases.hits)
        };
        Some(Self {
            hits: Rising::of(providers.iter().map(|cases| cases.hits))?,
            misses: Rising::of(providers.iter().map(|cases| cases.n - cases.hits))?,
            all: Rising::of(providers.iter().map(|cases| cases.n))?,
            ways: sum(&providers.iter().map(ways).collect::<Vec<f64>>())?,
        })
    }

    fn look(&self, at: Vec<f64>) -> Option<Place> {
        let (a, b) = (libm::exp(at[0]), libm::exp(at[1]));
        let (hits, misses, all) = (self.hits.at(a), self.misses.at(b), self.all.at(a + b));
        let value = finite(hits[0] + misses[0] - all[0] + self.ways)?;
        let slopes = [a * (hits[1] - all[1]), b * (misses[1] - all[1])];
        // The chain rule of the logarithm adds the slope itself on the diagonal.
        let cross = a * b * all[2];
        let curvature =
            vec![-(slopes[0] + a * a * (hits[2] - all[2])), cross, cross, -(slopes[1] + b * b * (misses[2] - all[2]))];
        Some(Place { at, value, gradient: slopes.to_vec(), curvature })
    }
}

#[cfg(test)]
mod tests;
