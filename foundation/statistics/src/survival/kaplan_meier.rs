use super::{Spans, Unfit};
use crate::describe::finite;
use crate::interval::{Estimate, Interval};
use crate::normal;

/// How near to a share the curve counts as lying on it, so that rounding does not decide.
const ON_THE_LINE: f64 = 1e-12;

/// How limits around the curve are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Symmetric for log(-log S): S to the power exp(± z σ / log S), with Greenwood's sum σ². Stays in 0 to 1 and is good for
    /// few events.
    LogLog,
    /// S ± z S σ, cut at 0 and 1.
    Plain,
}

/// What a reader of a curve has to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caveat {
    /// Nothing happened to anybody: the curve stays at 1.
    NoEvents,
    /// At this time everybody then watched was gone while others enter or leave only later: the curve stays at 0 because of
    /// who was watched. Begin later, where enough are watched.
    EmptiedEarly(f64),
}

/// A time at which something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were watched and still there just before.
    pub at_risk: usize,
    /// To how many it happened then.
    pub events: usize,
    /// The share still there afterwards, 0 to 1.
    pub survival: f64,
    /// Greenwood's Σ d / (n (n - d)) up to here, the variance of log survival; `None` once nobody is left.
    pub greenwood: Option<f64>,
}

impl Step {
    /// The standard error of the share: S √ of Greenwood's sum; `None` once nobody is left.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.greenwood.map(|sum| self.survival * libm::sqrt(sum))
    }

    /// Limits around the share.
    ///
    /// `None` once nobody is left, for log-log limits before anything happened, or for a level not between 0 and 1.
    #[must_use]
    pub fn limits(&self, limits: Limits, level: f64) -> Option<Interval> {
        let (z, sigma) = (normal::two_sided(level)?, libm::sqrt(self.greenwood?));
        let log = libm::log(self.survival);
        let (low, high) = match limits {
            Limits::LogLog => {
                let power = |z: f64| libm::exp(log * libm::exp(z * sigma / log));
                (power(-z), power(z))
            }
            Limits::Plain => {
                let half = z * self.survival * sigma;
                ((self.survival - half).max(0.0), (self.survival + half).min(1.0))
            }
        };
        Some(Interval { low: finite(low)?, high: finite(high)? })
    }
}

/// The share still there over time, by the product-limit method of Kaplan and Meier.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    /// One step for each time at which something happened, in order.
    pub steps: Vec<Step>,
    /// How many were watched.
    pub n: usize,
    /// To how many it happened.
    pub events: usize,
    /// The latest time anybody was watched; nothing is said beyond, unless nobody is left.
    pub longest: f64,
    /// What to know about it.
    pub caveats: Vec<Caveat>,
}

/// A time by which some share is gone, with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timing {
    /// The time; `None` while the curve has not come down so far.
    pub time: Option<f64>,
    /// Where the lower limit of the curve comes down so far.
    pub low: Option<f64>,
    /// Where the upper limit comes down so far; `None`: open.
    pub high: Option<f64>,
}

/// S(t) = Π (1 - d / n) over the times with d events among n at risk up to t.
///
/// With late entry it is the share among those who were there when watching began.
/// Source: E. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958); variance by
/// M. Greenwood (1926); log-log limits by J. Kalbfleisch and R. Prentice, "The Statistical Analysis of Failure Time Data"
/// (1980), section 1.3.
#[must_use]
pub fn kaplan_meier(spans: &Spans) -> KaplanMeier {
    let (mut survival, mut greenwood) = (1.0, Some(0.0));
    let longest = spans.longest();
    let step = |moment: super::spans::Moment| {
        let (n, d) = (moment.at_risk as f64, moment.events as f64);
        let left = n - d;
        survival *= left / n;
        greenwood = greenwood.and_then(|sum: f64| finite(sum + d / (n * left)));
        Step { time: moment.time, at_risk: moment.at_risk, events: moment.events, survival, greenwood }
    };
    let steps: Vec<Step> = spans.moments().into_iter().map(step).collect();
    let emptied = steps.iter().find(|step| step.survival <= 0.0 && step.time < longest);
    let none = steps.is_empty().then_some(Caveat::NoEvents);
    KaplanMeier {
        n: spans.len(),
        events: spans.events(),
        longest,
        caveats: none.into_iter().chain(emptied.map(|step| Caveat::EmptiedEarly(step.time))).collect(),
        steps,
    }
}

/// As [`kaplan_meier`] with a weight above 0 for each span: d and n are sums of weights, so that it is the share of the weight
/// that is still there.
///
/// The variance counts a risk set for as many equal members as it is worth, (Σ w)² / Σ w²; with equal weights it is
/// Greenwood's. Steps count heads, not weight.
///
/// # Errors
/// When there is not one weight for each span, or one is not finite and above 0.
/// Source: J. Xie and C. Liu, "Adjusted Kaplan-Meier Estimator and Log-rank Test with Inverse Probability of Treatment
/// Weighting for Survival Data", Statistics in Medicine 24 (2005).
pub fn weighted(spans: &Spans, weights: &[f64]) -> Result<KaplanMeier, Unfit> {
    Unfit::unless_each("weights", weights.len(), spans.len())?;
    if !weights.iter().all(|weight| weight.is_finite() && *weight > 0.0) {
        return Err(Unfit::Weight);
    }
    let squares: Vec<f64> = weights.iter().map(|weight| weight * weight).collect();
    let (sums, squared) = (Sums::of(spans, weights), Sums::of(spans, &squares));
    let mut curve = kaplan_meier(spans);
    let (mut survival, mut variance) = (1.0, Some(0.0));
    for step in &mut curve.steps {
        let there = sums.at_risk(step.time);
        let kept = ((there - sums.gone_at(step.time)) / there).clamp(0.0, 1.0);
        // Where everybody goes, rounding would leave a speck.
        let kept = if step.at_risk == step.events { 0.0 } else { kept };
        let worth = there * there / squared.at_risk(step.time);
        survival *= kept;
        variance = variance.and_then(|sum: f64| finite(sum + (1.0 - kept) / (worth * kept)));
        (step.survival, step.greenwood) = (survival, variance);
    }
    Ok(curve)
}

/// Weights by time, summed up from the earliest.
struct Sums {
    whole: f64,
    entries: Vec<(f64, f64)>,
    exits: Vec<(f64, f64)>,
    events: Vec<(f64, f64)>,
}

impl Sums {
    fn of(spans: &Spans, weights: &[f64]) -> Self {
        let rows = || spans.as_slice().iter().zip(weights);
        Self {
            whole: rows().filter(|(span, _)| span.entry.is_none()).map(|(_, weight)| weight).sum(),
            entries: summed(rows().filter_map(|(span, weight)| Some((span.entry?, *weight))).collect()),
            exits: summed(rows().map(|(span, weight)| (span.exit, *weight)).collect()),
            events: summed(rows().filter(|(span, _)| span.event).map(|(span, weight)| (span.exit, *weight)).collect()),
        }
    }

    fn at_risk(&self, time: f64) -> f64 {
        let before = |times: &[(f64, f64)]| up_to(times, |other| other < time);
        self.whole + before(&self.entries) - before(&self.exits)
    }

    fn gone_at(&self, time: f64) -> f64 {
        up_to(&self.events, |other| other <= time) - up_to(&self.events, |other| other < time)
    }
}

fn summed(mut times: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    times.sort_unstable_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
    let mut sum = 0.0;
    for (_, weight) in &mut times {
        sum += *weight;
        *weight = sum;
    }
    times
}

fn up_to(times: &[(f64, f64)], is_before: impl Fn(f64) -> bool) -> f64 {
    let passed = times.partition_point(|(time, _)| is_before(*time));
    passed.checked_sub(1).and_then(|place| times.get(place)).map_or(0.0, |(_, sum)| *sum)
}

impl KaplanMeier {
    /// The state of the curve at a time: its last step, or the start at 1 with no error.
    ///
    /// `None` beyond the latest time anybody was watched, unless nobody is left, and for a negative time.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<Step> {
        let inside = time >= 0.0 && time.is_finite();
        let passed = self.steps.partition_point(|step| step.time <= time);
        let start = Step { time: 0.0, at_risk: self.n, events: 0, survival: 1.0, greenwood: Some(0.0) };
        let found = passed.checked_sub(1).and_then(|place| self.steps.get(place)).copied().unwrap_or(start);
        (inside && (time <= self.longest || found.survival <= 0.0)).then_some(found)
    }

    /// The share still there at a time, with limits; `None` as [`Self::at`] and [`Step::limits`].
    #[must_use]
    pub fn estimate(&self, time: f64, limits: Limits, level: f64) -> Option<Estimate> {
        let step = self.at(time)?;
        Some(Estimate { centre: step.survival, interval: step.limits(limits, level)? })
    }

    /// The median time.
    #[must_use]
    pub fn median(&self, limits: Limits, level: f64) -> Timing {
        self.gone(0.5, limits, level)
    }

    /// The time by which a share (0 to 1) is gone: the first at which the curve is at 1 - share or below; where it lies on
    /// that line for a while, the middle of that while. Limits by the same reading of the limits of the curve.
    ///
    /// Source: R. Brookmeyer and J. Crowley, "A Confidence Interval for the Median Survival Time", Biometrics 38 (1982).
    #[must_use]
    pub fn gone(&self, share: f64, limits: Limits, level: f64) -> Timing {
        let left = 1.0 - share;
        let crossing = |height: &dyn Fn(&Step) -> Option<f64>| {
            let below = |step: &&Step| height(step).is_some_and(|height| height <= left + ON_THE_LINE);
            let first = self.steps.iter().find(below)?;
            let line = height(first)?;
            let next = self.steps.iter().find(|step| height(step).is_some_and(|height| height < line - ON_THE_LINE));
            let on = (line - left).abs() <= ON_THE_LINE;
            Some(next.filter(|_| on).map_or(first.time, |next| f64::midpoint(first.time, next.time)))
        };
        Timing {
            time: crossing(&|step| Some(step.survival)),
            low: crossing(&|step| step.limits(limits, level).map(|limits| limits.low)),
            high: crossing(&|step| step.limits(limits, level).map(|limits| limits.high)),
        }
    }
}
