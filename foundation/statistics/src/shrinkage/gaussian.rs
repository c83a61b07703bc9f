use crate::describe::{finite, mean, sum};
use crate::gamma;
use crate::halving::last_low;

/// A measured value with the variance of its error, taken as known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// What was measured.
    pub value: f64,
    /// The variance of its error, above 0.
    pub variance: f64,
}

/// How far values differ by more than their errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q: Σ w (y - ȳ)² with w = 1 / variance, about J - 1 when the truths are alike.
    pub q: f64,
    /// The chance of a Q this large when the truths are alike.
    pub p_value: f64,
    /// I², the part of Q that errors do not explain: max(0, (Q - (J - 1)) / Q).
    pub i_squared: f64,
}

/// Values drawn to their common mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunken {
    /// The common mean, weighted by 1 / (variance + τ²).
    pub mean: f64,
    /// The standard error of the common mean.
    pub mean_error: f64,
    /// Each value as believed, in the order given.
    pub values: Vec<f64>,
    /// The standard deviation of each belief, mean and τ² taken as known.
    pub deviations: Vec<f64>,
    /// The weight on each own value, τ² / (variance + τ²), 0 to 1: its reliability.
    pub reliabilities: Vec<f64>,
}

/// Values of one known variance drawn to their mean by James and Stein's rule.
#[derive(Debug, Clone, PartialEq)]
pub struct JamesStein {
    /// The plain mean they are drawn to.
    pub mean: f64,
    /// Σ (y - ȳ)².
    pub squares: f64,
    /// How much of each distance from the mean is kept, 0 to 1.
    pub kept: f64,
    /// Each value as drawn, in the order given.
    pub values: Vec<f64>,
}

/// Cochran's test of whether the truths behind the values are alike, against chi-square with J - 1 degrees.
///
/// `None` for fewer than two values, or one that is not finite or whose variance is not above 0.
/// Source: W. Cochran, "The Combination of Estimates from Different Experiments", Biometrics 10 (1954).
#[must_use]
pub fn heterogeneity(values: &[Measured]) -> Option<Heterogeneity> {
    let q = Weighted::at(values, 0.0)?.q;
    let free = values.len() as f64 - 1.0;
    let i_squared = if q > free { (q - free) / q } else { 0.0 };
    Some(Heterogeneity { q, p_value: gamma::chi_square_tail(q, free)?, i_squared })
}

/// The variance τ² of the truths by moments: max(0, (Q - (J - 1)) / (Σw - Σw² / Σw)), w = 1 / variance.
///
/// In the unit of the values, squared. `None` as [`heterogeneity`].
/// Source: R. DerSimonian and N. Laird, "Meta-analysis in Clinical Trials", Controlled Clinical Trials 7 (1986).
#[must_use]
pub fn dersimonian_laird(values: &[Measured]) -> Option<f64> {
    excess_variance(Weighted::at(values, 0.0)?.q, &values.iter().map(|one| 1.0 / one.variance).collect::<Vec<f64>>())
}

/// The variance that a weighted sum of squares `q` has beyond its J - 1 degrees, for the weights of its J values.
pub(crate) fn excess_variance(q: f64, weights: &[f64]) -> Option<f64> {
    let total = sum(weights)?;
    let room = total - sum(&weights.iter().map(|weight| weight * weight).collect::<Vec<f64>>())? / total;
    finite((q - (weights.len() as f64 - 1.0)) / room).map(|variance| variance.max(0.0))
}

/// The variance τ² of the truths by restricted maximum likelihood, 0 where the likelihood falls from there on.
///
/// The root of Σ w² (y - μ)² = Σw - Σw² / Σw with w = 1 / (variance + τ²), by halving, so it has every digit and no
/// convergence to speak of. In the unit of the values, squared. `None` as [`heterogeneity`].
/// Source: W. Viechtbauer, "Bias and Efficiency of Meta-analytic Variance Estimators", J. Educ. Behav. Stat. 30 (2005).
#[must_use]
pub fn restricted_likelihood(values: &[Measured]) -> Option<f64> {
    let rises = |variance| Weighted::at(values, variance).map(|at| at.slope > 0.0);
    if !rises(0.0)? {
        return Some(0.0);
    }
    // Beyond the sum of squares of the values the likelihood falls.
    let centre = mean(&values.iter().map(|one| one.value).collect::<Vec<f64>>())?;
    let squares: Vec<f64> = values.iter().map(|one| (one.value - centre) * (one.value - centre)).collect();
    last_low(0.0, 2.0 * sum(&squares)?, rises)
}

/// Draws values to their common mean for a given variance τ² of the truths: with B = variance / (variance + τ²),
/// B μ + (1 - B) y.
///
/// At τ² = 0 all are the mean. `None` for a negative τ², fewer than two values, or one that is not finite or whose variance
/// is not above 0.
#[must_use]
pub fn shrink(values: &[Measured], variance: f64) -> Option<Shrunken> {
    let common = Weighted::at(values, variance)?;
    let reliabilities: Vec<f64> = values.iter().map(|one| variance / (one.variance + variance)).collect();
    let drawn = |(one, own): (&Measured, &f64)| finite((1.0 - own) * common.mean + own * one.value);
    let deviations = values.iter().zip(&reliabilities).map(|(one, own)| libm::sqrt(own * one.variance)).collect();
    Some(Shrunken {
        mean: common.mean,
        mean_error: libm::sqrt(1.0 / common.total),
        values: values.iter().zip(&reliabilities).map(drawn).collect::<Option<_>>()?,
        deviations,
        reliabilities,
    })
}

/// James and Stein's rule around the mean, for values of one known `variance`: the distances from the mean are kept to the
/// part max(0, 1 - (J - 3) variance / Σ (y - ȳ)²).
///
/// `None` for fewer than four values, where the rule has nothing to say, for a variance not above 0, or for a value that is
/// not finite.
/// Source: B. Efron and C. Morris, "Data Analysis Using Stein's Estimator and its Generalizations", JASA 70 (1975).
#[must_use]
pub fn james_stein(values: &[f64], variance: f64) -> Option<JamesStein> {
    let inside = values.len() >= 4 && variance > 0.0 && variance.is_finite();
    if !inside {
        return None;
    }
    let centre = mean(values)?;
    let squares = sum(&values.iter().map(|value| (value - centre) * (value - centre)).collect::<Vec<f64>>())?;
    let expected = (values.len() as f64 - 3.0) * variance;
    let kept = if squares > expected { 1.0 - expected / squares } else { 0.0 };
    let drawn = values.iter().map(|value| centre + kept * (value - centre)).collect();
    Some(JamesStein { mean: centre, squares, kept, values: drawn })
}

/// The weighted mean for one τ², and what goes with it.
struct Weighted {
    mean: f64,
    total: f64,
    q: f64,
    /// Twice the slope of the restricted log-likelihood in τ².
    slope: f64,
}

impl Weighted {
    fn at(values: &[Measured], variance: f64) -> Option<Self> {
        let possible = |one: &Measured| one.value.is_finite() && one.variance > 0.0 && one.variance.is_finite();
        let inside = values.len() >= 2 && variance >= 0.0 && variance.is_finite();
        if !inside || !values.iter().all(possible) {
            return None;
        }
        let weights: Vec<f64> = values.iter().map(|one| 1.0 / (one.variance + variance)).collect();
        let all = |each: &dyn Fn(f64, f64) -> f64| {
            sum(&values.iter().zip(&weights).map(|(one, weight)| each(one.value, *weight)).collect::<Vec<f64>>())
        };
        let total = all(&|_, weight| weight)?;
        let mean = finite(all(&|value, weight| weight * value)? / total)?;
        let q = all(&|value, weight| weight * (value - mean) * (value - mean))?;
        let squares = all(&|value, weight| weight * weight * (value - mean) * (value - mean))?;
        let slope = squares - (total - all(&|_, weight| weight * weight)? / total);
        Some(Self { mean, total, q, slope: finite(slope)? })
    }
}

#[cfg(test)]
mod tests;
