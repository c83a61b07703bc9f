use std::collections::BTreeMap;

use super::walk::Moment;
use crate::describe::finite;
use crate::linear::dot;

/// A time at which the hazard rises.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rise {
    /// When.
    pub time: f64,
    /// The cumulative hazard afterwards.
    pub hazard: f64,
}

/// The cumulative hazards by stratum of one who has the mean of every covariate.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// For each stratum its rises in the order of time; all are in stratum 0 when none were given.
    pub strata: BTreeMap<usize, Vec<Rise>>,
    /// The means.
    pub means: Vec<f64>,
    coefficients: Vec<f64>,
}

impl Baseline {
    pub(super) fn of(moments: &[Moment], means: &[f64], coefficients: &[f64]) -> Self {
        let mut strata: BTreeMap<usize, Vec<Rise>> = BTreeMap::new();
        for moment in moments.iter().rev() {
            let rises = strata.entry(moment.stratum).or_default();
            let before = rises.last().map_or(0.0, |rise| rise.hazard);
            rises.push(Rise { time: moment.time, hazard: before + moment.rise });
        }
        Self { strata, means: means.to_vec(), coefficients: coefficients.to_vec() }
    }

    /// The cumulative hazard at a time of one with these covariates: H(t) exp((x - mean)'β); 0 before the first event.
    ///
    /// After the last event of the stratum it says what was reached by then.
    /// `None` for a stratum without events, another number of covariates, or a hazard beyond all numbers.
    #[must_use]
    pub fn hazard(&self, stratum: usize, covariates: &[f64], time: f64) -> Option<f64> {
        let rises = self.strata.get(&stratum).filter(|_| covariates.len() == self.means.len())?;
        let passed = rises.partition_point(|rise| rise.time <= time);
        let reached = passed.checked_sub(1).and_then(|place| rises.get(place)).map_or(0.0, |rise| rise.hazard);
        let apart: Vec<f64> = covariates.iter().zip(&self.means).map(|(value, mean)| value - mean).collect();
        finite(reached * libm::exp(dot(&apart, &self.coefficients)))
    }

    /// The share of such ones still there at a time: exp(-hazard). `None` as [`Self::hazard`].
    #[must_use]
    pub fn survival(&self, stratum: usize, covariates: &[f64], time: f64) -> Option<f64> {
        self.hazard(stratum, covariates, time).map(|hazard| libm::exp(-hazard))
    }
}
