use super::gaussian::Measured;
use crate::mixed::Posterior;

/// Spreads looked at, evenly on the log scale.
const POINTS: usize = 61;

/// The lowest and the highest spread looked at, in scales of the prior.
const REACH: (f64, f64) = (0.001, 8.0);

/// What each of many measured values truly is, drawn to 0 as far as its variance asks for it and averaged over how far
/// the true values spread: value ~ N(truth, variance), truth ~ N(0, spread²), spread ~ half-normal(`scale`).
///
/// Unlike [`super::gaussian::shrink`] it carries the uncertainty of the spread, so that no interval collapses when values
/// happen to lie close together. Values are differences from what was expected; `scale` is in their unit.
/// `None` without values, for a variance that is not above 0, or a scale that is not.
/// Source: A. Gelman, "Prior distributions for variance parameters in hierarchical models", Bayesian Analysis 1 (2006).
#[must_use]
pub fn averaged(values: &[Measured], scale: f64) -> Option<Vec<Posterior>> {
    let possible = |one: &Measured| one.value.is_finite() && one.variance > 0.0 && one.variance.is_finite();
    if values.is_empty() || !values.iter().all(possible) || !(scale > 0.0 && scale.is_finite()) {
        return None;
    }
    let step = libm::log(REACH.1 / REACH.0) / (POINTS - 1) as f64;
    let spreads: Vec<f64> = (0..POINTS).map(|place| scale * REACH.0 * libm::exp(step * place as f64)).collect();
    let heights: Vec<f64> = spreads.iter().map(|spread| height(values, *spread, scale)).collect();
    let top = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = heights.iter().map(|height| libm::exp(height - top)).collect();
    let total: f64 = weights.iter().sum();
    let posterior = |one: &Measured| {
        let part = |(spread, weight): (&f64, &f64)| {
            let kept = spread * spread / (spread * spread + one.variance);
            (weight / total, kept * one.value, libm::sqrt(kept * one.variance))
        };
        Posterior::new(spreads.iter().zip(&weights).map(part).collect())
    };
    Some(values.iter().map(posterior).collect())
}

/// The log of likelihood times prior times the spread itself, which the log scale asks for.
fn height(values: &[Measured], spread: f64, scale: f64) -> f64 {
    let likelihood: f64 = values
        .iter()
        .map(|one| {
            let variance = spread * spread + one.variance;
            -(libm::log(variance) + one.value * one.value / variance) / 2.0
        })
        .sum();
    likelihood - spread * spread / (2.0 * scale * scale) + libm::log(spread)
}

#[cfg(test)]
mod tests;
