use std::collections::BTreeMap;

use super::likelihood::Likelihood;
use super::walk::Moment;
use super::{Cox, Unfit};
use crate::linear::dot;
use crate::survival::Spans;

impl Likelihood<'_> {
    /// exp(score) × the rise of the baseline hazard while each span was watched.
    pub(super) fn expected(&self, at: &[f64], moments: &[Moment]) -> Vec<f64> {
        let mut strata: BTreeMap<usize, Vec<&Moment>> = BTreeMap::new();
        moments.iter().rev().for_each(|moment| strata.entry(moment.stratum).or_default().push(moment));
        let sums: BTreeMap<usize, (Vec<&Moment>, Vec<f64>)> =
            strata.into_iter().map(|(number, moments)| (number, summed(moments))).collect();
        let study = self.study();
        let spans = study.spans.as_slice().iter().enumerate();
        let expected = spans.map(|(row, span)| {
            let Some((moments, sums)) = sums.get(&study.strata.map_or(0, |strata| strata[row])) else { return 0.0 };
            let from = span.entry.map_or(0, |entry| moments.partition_point(|moment| moment.time <= entry));
            let through = moments.partition_point(|moment| moment.time <= span.exit);
            let last = through.checked_sub(1).and_then(|place| moments.get(place)).filter(|_| span.event);
            let spared = last.map_or(0.0, |moment| moment.rise - moment.rise_of_gone);
            let score = self.rows().get(row).map_or(0.0, |row| dot(row, at));
            libm::exp(score) * (sums[through] - sums[from] - spared)
        });
        expected.collect()
    }
}

/// The moments with the hazard before each and after the last.
fn summed(moments: Vec<&Moment>) -> (Vec<&Moment>, Vec<f64>) {
    let mut sums = vec![0.0];
    let mut hazard = 0.0;
    for moment in &moments {
        hazard += moment.rise;
        sums.push(hazard);
    }
    (moments, sums)
}

/// What happened in a group, beside what was to be expected of its members while they were watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Its number, as given.
    pub group: usize,
    /// How many were watched.
    pub n: usize,
    /// Events.
    pub observed: u64,
    /// The sum of the hazards its members went through.
    pub expected: f64,
}

/// Observed and expected events of the groups, by their numbers.
///
/// Draw the ratios to 1 with [`crate::shrinkage::poisson_gamma`], which takes such counts. A group that was among the covariates
/// explains itself: leave the grouping that is compared out of the fit.
///
/// # Errors
/// When there is not one group for each span, or the fit is of other spans.
/// Source: N. Breslow and N. Day, "Statistical Methods in Cancer Research" II (1987), 4.3.
pub fn by_group(fit: &Cox, spans: &Spans, groups: &[usize]) -> Result<Vec<Group>, Unfit> {
    Unfit::unless_each("groups", groups.len(), spans.len())?;
    Unfit::unless_each("expectations", fit.expected.len(), spans.len())?;
    let mut found: BTreeMap<usize, Group> = BTreeMap::new();
    for ((span, group), expected) in spans.as_slice().iter().zip(groups).zip(&fit.expected) {
        let entry = found.entry(*group).or_insert(Group { group: *group, n: 0, observed: 0, expected: 0.0 });
        entry.n += 1;
        entry.observed += u64::from(span.event);
        entry.expected += expected;
    }
    Ok(found.into_values().collect())
}
