use crate::describe::sum;
use crate::interval::Interval;
use crate::measured::{Caveat, Measured, few_values};

/// The deviation that stands until enough periods are over, in log-odds.
// method: statistics.shock.assumed
pub const ASSUMED: f64 = 0.2;
/// With fewer periods than this nothing is learned from them.
// method: statistics.shock.least_periods
pub const LEAST_PERIODS: usize = 8;
/// Larger shocks are not looked for: they would turn a chance of a half into one of 0.05 or 0.95.
const LARGEST: f64 = 3.0;
const STEPS: u32 = 600;
/// Half the 95 % quantile of chi-square with one degree of freedom.
const DROP: f64 = 1.920_729_410_347_062;
/// From so many periods on, the interval is about right.
const MANY: usize = 30;

/// A period that is over: what was forecast under independence, and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// The expected number of renewals, Σ p.
    pub expected: f64,
    /// Its variance under independence, Σ p (1 - p).
    pub variance: f64,
    /// The number of renewals.
    pub observed: f64,
}

/// The standard deviation of the log-odds shock that all accounts of a period share, by maximum likelihood.
///
/// To first order a shock b moves a count by b Σ p (1 - p) = b V, so that observed - expected is taken as normal with variance
/// V + V² s². Needs one constant model over all periods; chances that are off on average count as shock. The interval holds
/// all s whose log-likelihood lies within 1.92 of the top.
/// With fewer than [`LEAST_PERIODS`] periods that vary, [`ASSUMED`] stands, with a caveat and without interval.
/// `None` for a number that is not finite or a variance below 0.
/// Source: as random effects by linearisation, R. Schall, "Estimation in Generalized Linear Models with Random Effects",
/// Biometrika 78 (1991).
#[must_use]
pub fn deviation(periods: &[Period]) -> Option<Measured> {
    let possible = |one: &Period| one.variance >= 0.0 && (one.expected + one.variance + one.observed).is_finite();
    if !periods.iter().all(possible) {
        return None;
    }
    let varying: Vec<&Period> = periods.iter().filter(|one| one.variance > 0.0).collect();
    let n = varying.len();
    if n < LEAST_PERIODS {
        let caveats = vec![Caveat::Assumed, Caveat::FewValues { n, wanted: LEAST_PERIODS }];
        return Some(Measured::plain(ASSUMED, "assumed, as too few periods are over").of(n, caveats));
    }
    let steps: Vec<f64> = (0..=STEPS).map(|step| LARGEST * f64::from(step) / f64::from(STEPS)).collect();
    let heights = steps.iter().map(|at| height(&varying, *at)).collect::<Option<Vec<f64>>>()?;
    let top = (0..heights.len()).reduce(|best, at| if heights[at] > heights[best] { at } else { best })?;
    let ends = (steps[top.saturating_sub(1)], steps[(top + 1).min(steps.len() - 1)]);
    let estimate = peak(&varying, ends)?;
    let least = height(&varying, estimate)? - DROP;
    let within = |at: &usize| heights[*at] >= least;
    // To the next step outside, so that the interval is a step too wide rather than too narrow.
    let low = (0..=top).find(within).map_or(estimate, |at| steps[at.saturating_sub(1)]);
    let high = (top..steps.len()).rev().find(within).map_or(estimate, |at| steps[(at + 1).min(steps.len() - 1)]);
    let interval = Interval { low: low.min(estimate), high: high.max(estimate) };
    let measured = Measured::plain(estimate, "maximum likelihood of linearised residuals, profile interval");
    Some(measured.with_error(None, Some(interval)).of(n, few_values(n, MANY).into_iter().collect()))
}

/// The log-likelihood at a deviation, without constants.
fn height(periods: &[&Period], deviation: f64) -> Option<f64> {
    let parts = periods.iter().map(|one| {
        let variance = one.variance * (1.0 + one.variance * deviation * deviation);
        let apart = one.observed - one.expected;
        -(libm::log(variance) + apart * (apart / variance)) / 2.0
    });
    sum(&parts.collect::<Vec<f64>>())
}

/// The top between two ends, by golden section; an end where it stands higher.
fn peak(periods: &[&Period], (mut low, mut high): (f64, f64)) -> Option<f64> {
    let golden = (libm::sqrt(5.0) - 1.0) / 2.0;
    let end = low;
    for _ in 0..80 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if height(periods, left)? >= height(periods, right)? {
            high = right;
        } else {
            low = left;
        }
    }
    let middle = low + (high - low) / 2.0;
    Some(if height(periods, end)? >= height(periods, middle)? { end } else { middle })
}
