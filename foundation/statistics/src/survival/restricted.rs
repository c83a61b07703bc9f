use super::kaplan_meier::KaplanMeier;
use crate::interval::Interval;
use crate::normal;

/// The mean time up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// The mean of the time or the horizon, whichever comes first, in the unit of the times.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// mean ± z error, cut at 0 and the horizon.
    pub interval: Interval,
    /// The horizon.
    pub horizon: f64,
    /// How many were watched.
    pub n: usize,
    /// To how many it happened up to the horizon.
    pub events: usize,
}

/// The area under the curve up to `horizon`, with variance Σ A(t)² d / (n (n - d)), A(t) being the area from t to the horizon.
///
/// Unlike a hazard ratio it is in units of time and needs no proportional hazards.
/// `None` for a horizon not above 0 or beyond the latest time anybody was watched while some are left, or a level not between
/// 0 and 1.
/// Source: J. Klein and M. Moeschberger, "Survival Analysis", 2nd ed. (2003), 4.5; P. Royston and M. Parmar, BMC Medical
/// Research Methodology 13 (2013).
#[must_use]
pub fn restricted_mean(curve: &KaplanMeier, horizon: f64, level: f64) -> Option<RestrictedMean> {
    let inside = horizon > 0.0 && horizon.is_finite();
    curve.at(horizon).filter(|_| inside)?;
    let z = normal::two_sided(level)?;
    let (mut area, mut variance, mut right, mut events) = (0.0, 0.0, horizon, 0);
    for step in curve.steps.iter().rev().filter(|step| step.time <= horizon) {
        area += step.survival * (right - step.time);
        right = step.time;
        events += step.events;
        let (n, d) = (step.at_risk as f64, step.events as f64);
        // Once nobody is left there is no area and so no error to the right.
        if n > d {
            variance += area * area * d / (n * (n - d));
        }
    }
    let mean = area + right;
    let standard_error = libm::sqrt(variance);
    let half = z * standard_error;
    let interval = Interval { low: (mean - half).max(0.0), high: (mean + half).min(horizon) };
    Some(RestrictedMean { mean, standard_error, interval, horizon, n: curve.n, events })
}
