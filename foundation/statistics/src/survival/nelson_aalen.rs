use super::Spans;
use crate::interval::{Estimate, Interval};
use crate::normal;

/// The cumulative hazard over time.
#[derive(Debug, Clone, PartialEq)]
pub struct CumulativeHazard {
    /// One step for each time at which something happened, in order.
    pub steps: Vec<Rise>,
    /// How many were watched.
    pub n: usize,
    /// To how many it happened.
    pub events: usize,
    /// The latest time anybody was watched; nothing is said beyond.
    pub longest: f64,
}

/// A rise of the cumulative hazard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rise {
    /// When.
    pub time: f64,
    /// How many were watched and still there just before.
    pub at_risk: usize,
    /// To how many it happened then.
    pub events: usize,
    /// The cumulative hazard afterwards, 0 or more: how often it would have happened by then to one who is replaced each time.
    pub hazard: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// H(t) = Σ d / n over the times with d events among n at risk up to t, with variance Σ d / n².
///
/// Source: O. Aalen, "Nonparametric Inference for a Family of Counting Processes", Annals of Statistics 6 (1978).
#[must_use]
pub fn nelson_aalen(spans: &Spans) -> CumulativeHazard {
    let (mut hazard, mut variance) = (0.0, 0.0);
    let rise = |moment: super::spans::Moment| {
        let (n, d) = (moment.at_risk as f64, moment.events as f64);
        hazard += d / n;
        variance += d / (n * n);
        let standard_error = libm::sqrt(variance);
        Rise { time: moment.time, at_risk: moment.at_risk, events: moment.events, hazard, standard_error }
    };
    let steps = spans.moments().into_iter().map(rise).collect();
    CumulativeHazard { steps, n: spans.len(), events: spans.events(), longest: spans.longest() }
}

impl CumulativeHazard {
    /// The cumulative hazard at a time with limits that are symmetric for its logarithm: H exp(± z error / H).
    ///
    /// `None` before anything happened, beyond the latest time anybody was watched, or for a level not between 0 and 1.
    #[must_use]
    pub fn at(&self, time: f64, level: f64) -> Option<Estimate> {
        let z = normal::two_sided(level)?;
        let passed = self.steps.partition_point(|step| step.time <= time);
        let step = self.steps.get(passed.checked_sub(1)?).filter(|_| time <= self.longest)?;
        let times = libm::exp(z * step.standard_error / step.hazard);
        let interval = Interval { low: step.hazard / times, high: step.hazard * times };
        Some(Estimate { centre: step.hazard, interval })
    }
}
