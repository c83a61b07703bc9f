use std::sync::Arc;

use statistics::funnel::{Dispersion, Ratio, dispersion};
use statistics::logistic::logistic;
use statistics::mixed::{Case as Row, Observations};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::standardise::standardise;

use super::Inquiry;
use crate::design::Design;
use crate::study::Case;

/// The tails of z drawn in so that a few who stand out do not widen the limits for all.
// method: fairness.plain_winsorised
const WINSORISED: f64 = 0.1;

/// The slopes' width where the covariates separate the outcomes and the likelihood has no top.
const SLOPES: f64 = 2.5;

/// Unwanted outcomes counted and held against the sum of the rows' chances, nobody's effect being allowed for: what
/// most tables of performance do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plain {
    /// By name.
    pub groups: Vec<PlainGroup>,
    /// Whether the ratios differ by more than chance; `None` for fewer than two.
    pub dispersion: Option<Dispersion>,
    /// Whether the expectation is what was given, as it stands.
    pub as_given: bool,
    /// Rows counted whole for the one with the largest share.
    pub counted_whole: u64,
}

/// One group, plainly.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainGroup {
    /// Who.
    pub group: Arc<str>,
    /// Rows counted for it.
    pub rows: u64,
    /// Unwanted outcomes.
    pub observed: u64,
    /// Unwanted outcomes to be expected.
    pub expected: f64,
    /// The two-sided mid-p value of the count, as Poisson.
    pub mid_p: f64,
    /// The same among all, by Benjamini and Hochberg.
    pub adjusted: f64,
}

impl Plain {
    /// `None` where an outcome is no whole count, or nothing unwanted is to be expected of anybody.
    pub(super) fn of(inquiry: &Inquiry, design: &Design, observations: &Observations) -> Option<Self> {
        let cases = &inquiry.study.cases;
        if cases.iter().any(|case| case.successes.fract() != 0.0 || case.trials.fract() != 0.0) {
            return None;
        }
        let as_given = !inquiry.given.is_empty() && design.names().next().is_none();
        let chances = chances(inquiry, design, observations, as_given)?;
        let mut counted = vec![(0_u64, 0.0_f64, 0.0_f64); inquiry.study.groups.len()];
        for (case, chance) in cases.iter().zip(&chances) {
            let Some(sums) = owner(case).and_then(|owner| counted.get_mut(owner)) else { continue };
            let (seen, chance) =
                if inquiry.unwanted { (case.successes, *chance) } else { (case.trials - case.successes, 1.0 - chance) };
            *sums = (sums.0 + 1, sums.1 + seen, sums.2 + case.trials * chance);
        }
        let mut groups = Vec::new();
        for (group, (rows, seen, expected)) in inquiry.study.groups.iter().zip(counted) {
            let observed = seen as u64;
            let Some(found) = standardise(observed, expected, 0.95) else { continue };
            let (group, mid_p) = (group.clone(), found.p_value);
            groups.push(PlainGroup { group, rows, observed, expected, mid_p, adjusted: 1.0 });
        }
        let values: Vec<f64> = groups.iter().map(|group| group.mid_p).collect();
        let adjusted = adjust(&values, Adjustment::BenjaminiHochberg)?;
        groups.iter_mut().zip(adjusted).for_each(|(group, adjusted)| group.adjusted = adjusted);
        groups.sort_by(|left, right| left.group.cmp(&right.group));
        let ratio = |group: &PlainGroup| Ratio { observed: group.observed, expected: group.expected };
        let ratios: Vec<Ratio> = groups.iter().map(ratio).collect();
        let counted_whole = cases.iter().filter(|case| case.shares.len() > 1).count() as u64;
        (!groups.is_empty()).then(|| Self {
            dispersion: dispersion(&ratios, WINSORISED),
            groups,
            as_given,
            counted_whole,
        })
    }

    /// One of those counted.
    #[must_use]
    pub fn find(&self, group: &str) -> Option<&PlainGroup> {
        self.groups.iter().find(|counted| &*counted.group == group)
    }
}

/// The chance of success of each row: as given, or by a logistic regression that knows nobody.
fn chances(inquiry: &Inquiry, design: &Design, observations: &Observations, as_given: bool) -> Option<Vec<f64>> {
    if as_given {
        let chance = |odds: &f64| 1.0 / (1.0 + libm::exp(-odds));
        return Some(inquiry.given.iter().map(chance).collect());
    }
    let fitted = logistic(observations, None).or_else(|_| logistic(observations, Some(SLOPES))).ok()?;
    let chance = |(place, case): (usize, &Case)| {
        let covariates = design.numbers(&case.values);
        let offset = inquiry.given.get(place).copied().unwrap_or(0.0);
        let row = Row { covariates: &covariates, successes: 0.0, trials: 1.0, offset, members: &[] };
        fitted.chance(&row)
    };
    Some(inquiry.study.cases.iter().enumerate().map(chance).collect())
}

/// Whoever has the largest share, the first of several.
fn owner(case: &Case) -> Option<usize> {
    let largest = case.shares.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    case.shares.iter().find(|(_, share)| *share == largest && largest > 0.0).map(|(owner, _)| *owner)
}
