use core::f64::consts::PI;

use crate::describe::finite;

/// What is believed of a level before any value of it: its mean is normal with precision `weight` × that of a value, and the
/// precision of a value is gamma with `shape` and `rate`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The mean of the level.
    pub mean: f64,
    /// How many values that belief is worth, above 0.
    pub weight: f64,
    /// Half as many values as the belief about the spread is worth, above 0.
    pub shape: f64,
    /// `shape` times the usual variance, above 0.
    pub rate: f64,
}

impl Prior {
    /// For values brought to mean 0 and deviation 1.
    pub const STANDARD: Self = Self { mean: 0.0, weight: 1.0, shape: 1.0, rate: 1.0 };
}

/// How long the present level has lasted.
#[derive(Debug, Clone, PartialEq)]
pub struct RunLength {
    /// After each value the most likely number of values since the last break; 0 says that the break comes right after it.
    pub most_likely: Vec<usize>,
    /// After each value the chance that there were at most `recent` values since the last break.
    pub recent: Vec<f64>,
    /// After the last value the chance of each length from 0 on.
    pub last: Vec<f64>,
    /// The logarithm of the chance density of all values.
    pub log_evidence: f64,
}

/// Bayesian online change-point detection: the posterior of the run length with a break at each step with chance `hazard`.
///
/// `recent` is the length up to which a level counts as new. Values should be brought to the scale of the prior first. In
/// order n².
/// `None` for no values, a hazard not strictly between 0 and 1, a prior out of range, or a number that is not finite.
/// Source: R. Adams and D. MacKay, "Bayesian Online Changepoint Detection" (2007), arXiv:0710.3742; for the prior, A. Gelman and
/// others, "Bayesian Data Analysis" (3rd ed.), 3.3.
#[must_use]
pub fn run_length(values: &[f64], hazard: f64, prior: Prior, recent: usize) -> Option<RunLength> {
    let inside = hazard > 0.0 && hazard < 1.0 && !values.is_empty();
    let sound = [prior.weight, prior.shape, prior.rate].iter().all(|number| *number > 0.0 && number.is_finite());
    if !inside || !sound || !prior.mean.is_finite() {
        return None;
    }
    let mut found = RunLength { most_likely: Vec::new(), recent: Vec::new(), last: Vec::new(), log_evidence: 0.0 };
    let (mut beliefs, mut logs) = (vec![prior], vec![0.0]);
    for value in values {
        let seen = beliefs.iter().zip(&logs).map(|(belief, log)| log + belief.log_density(*value));
        let seen: Vec<f64> = seen.collect();
        let ended = log_sum(&seen)? + libm::log(hazard);
        let mut next: Vec<f64> =
            core::iter::once(ended).chain(seen.iter().map(|log| log + libm::log1p(-hazard))).collect();
        let total = log_sum(&next)?;
        next.iter_mut().for_each(|log| *log -= total);
        found.log_evidence += total;
        beliefs = core::iter::once(prior).chain(beliefs.iter().map(|belief| belief.after(*value))).collect();
        logs = next;
        found.most_likely.push((0..logs.len()).reduce(|best, at| if logs[at] > logs[best] { at } else { best })?);
        let young: f64 = logs.iter().take(recent.saturating_add(1)).map(|log| libm::exp(*log)).sum();
        found.recent.push(young.min(1.0));
    }
    found.last = logs.into_iter().map(libm::exp).collect();
    finite(found.log_evidence).map(|_| found)
}

impl Prior {
    /// The predictive density of a value: Student's t with 2 shape degrees of freedom.
    fn log_density(&self, value: f64) -> f64 {
        let df = 2.0 * self.shape;
        let scale = self.rate * (self.weight + 1.0) / (self.shape * self.weight);
        let apart = value - self.mean;
        let ratio = apart * (apart / (df * scale));
        libm::lgamma((df + 1.0) / 2.0)
            - libm::lgamma(df / 2.0)
            - libm::log(df * PI * scale) / 2.0
            - (df + 1.0) / 2.0 * libm::log1p(ratio)
    }

    fn after(&self, value: f64) -> Self {
        let apart = value - self.mean;
        Self {
            mean: (self.weight * self.mean + value) / (self.weight + 1.0),
            weight: self.weight + 1.0,
            shape: self.shape + 0.5,
            rate: self.rate + self.weight * apart * apart / (2.0 * (self.weight + 1.0)),
        }
    }
}

fn log_sum(logs: &[f64]) -> Option<f64> {
    let largest = finite(logs.iter().copied().fold(f64::MIN, f64::max))?;
    finite(largest + libm::log(logs.iter().map(|log| libm::exp(log - largest)).sum::<f64>()))
}
