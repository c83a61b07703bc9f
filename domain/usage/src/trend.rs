use statistics::Interval;
use statistics::series::mann_kendall::{hamed_rao, mann_kendall};
use statistics::series::theil_sen::theil_sen;

use crate::timeline::Reach;

/// The level of the interval of a slope.
const LEVEL: f64 = 0.9;

/// Which way an account has been going.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The chance of as much drift without any, allowing for steps that depend on those before.
    pub p_value: f64,
    /// Change of the logarithm a step.
    pub slope: f64,
    /// Its interval, which takes steps as independent.
    pub range: Option<Interval>,
    /// Steps it is read from.
    pub steps: usize,
}

impl Trend {
    /// The drift of the last steps; `None` for too few.
    #[must_use]
    pub fn of(own: &[Option<f64>], reach: &Reach) -> Option<Self> {
        let last: Vec<f64> = own[own.len().saturating_sub(reach.trend)..].iter().flatten().copied().collect();
        if last.len() < reach.least_trend {
            return None;
        }
        let slope = theil_sen(&last, LEVEL)?.slope;
        // Over so few steps the correction may also make a test surer, which is chance more often than not.
        let p_value = hamed_rao(&last)?.p_value.max(mann_kendall(&last)?.p_value);
        Some(Self { p_value, slope: slope.estimate, range: slope.interval, steps: last.len() })
    }

    /// The part of the use that is gone over the steps.
    #[must_use]
    pub fn fall(&self) -> f64 {
        1.0 - libm::exp(self.slope * (self.steps as f64 - 1.0))
    }

    /// A slope as a change a month.
    #[must_use]
    pub fn a_month(slope: f64, reach: &Reach) -> f64 {
        libm::exp(slope * reach.a_year as f64 / 12.0) - 1.0
    }
}
