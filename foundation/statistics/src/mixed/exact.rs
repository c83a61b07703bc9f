//! The same model without approximation, for tables without covariates whose rows have one owner each.
//!
//! Counts y out of n by group, log-odds of a group ~ N(mean, spread²): given mean and spread, groups are independent, so
//! everything is an integral over two numbers and, group by group, over one more. All three are summed on even grids that are
//! laid where the table puts its weight. Laplace's approximation in [`super::fit`] is held against this.

mod belief;
mod count;
mod curve;
mod grid;
mod prior;

pub use belief::Belief;
pub use prior::{Prior, SpreadPrior};

use super::{Caveat, Observations, Unfit};
use crate::ranks::{Standing, positions};
use count::Count;
use curve::Curve;
use grid::{Grid, Weighed};

/// Beyond so many groups the answer takes more than a few seconds; Laplace's approximation is as good there.
pub const GROUPS_MAX: usize = 2000;

/// A mean and a spread of groups with the chance that they are the true ones.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    /// Of the groups' log-odds.
    mean: f64,
    /// Their standard deviation, above 0.
    spread: f64,
    /// Of all points 1.
    weight: f64,
}

/// What is to be believed of every group, mean and spread being unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact {
    counts: Vec<Count>,
    points: Vec<Point>,
    /// The same with more means where the spread is narrow, so that a group's own log-odds have no steps.
    fine: Vec<Point>,
    means: Belief,
    /// Of the logarithm of the spread.
    log_spread: Curve,
    caveats: Vec<Caveat>,
}

/// Integrates the model log-odds = mean + effect of the group, effects ~ N(0, spread²), over everything that is unknown.
///
/// Rows of one group are added up; rows of nobody have no effect. Time grows with the groups: about a millisecond each in
/// an optimised build. Source: A. Gelman et al., "Bayesian Data Analysis" (3rd ed.), 5.3, for integrating a hierarchical
/// model over a grid; L. N. Trefethen, J. A. C. Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56
/// (2014), for why even grids are enough.
///
/// # Errors
/// Without trials or groups, with covariates, offsets or shared rows, for more than [`GROUPS_MAX`] groups, or a prior without
/// width.
pub fn integrate(observations: &Observations, prior: &Prior) -> Result<Exact, Unfit> {
    let (counts, nobody) = counted(observations)?;
    if !prior.is_sensible() {
        return Err(Unfit::Prior);
    }
    let Grid { slices, settled, at_edge } = Grid::of(&counts, nobody, prior).ok_or(Unfit::Numerical)?;
    let Weighed { points, fine, means, log_spread } = grid::weighed(&slices);
    Ok(Exact { caveats: caveats(&counts, nobody, settled, at_edge), counts, points, fine, means, log_spread })
}

/// Successes and trials by group, and of nobody.
fn counted(observations: &Observations) -> Result<(Vec<Count>, Count), Unfit> {
    let groups = observations.groups;
    if groups == 0 {
        return Err(Unfit::NoGroups);
    }
    if groups > GROUPS_MAX {
        return Err(Unfit::TooMany { groups, most: GROUPS_MAX });
    }
    if observations.covariates > 0 || observations.offsets.iter().any(|offset| *offset != 0.0) {
        return Err(Unfit::Covariates);
    }
    let mut counts = vec![Count::default(); groups + 1];
    // In an order of their own, so that sums are the same to the last digit however rows stand.
    for row in observations.canonical() {
        let group = match observations.members_of(row) {
            [] => groups,
            [(group, 1.0)] => *group,
            _ => return Err(Unfit::Shared),
        };
        counts[group].successes += observations.successes[row];
        counts[group].trials += observations.trials[row];
    }
    if counts.iter().all(|count| count.trials <= 0.0) {
        return Err(Unfit::Empty);
    }
    let nobody = counts.pop().unwrap_or_default();
    Ok((counts, nobody))
}

fn caveats(counts: &[Count], nobody: Count, settled: bool, at_edge: bool) -> Vec<Caveat> {
    let all = || counts.iter().chain(std::iter::once(&nobody));
    let (well, trials): (f64, f64) = (all().map(|count| count.successes).sum(), all().map(|count| count.trials).sum());
    let said = [
        (well <= 0.0 || well >= trials, Caveat::OneOutcome),
        (counts.len() == 1, Caveat::OneGroup),
        ((2..5).contains(&counts.len()), Caveat::FewGroups),
        (!settled, Caveat::NotConverged),
        (at_edge, Caveat::SpreadAtEdge),
    ];
    said.into_iter().filter(|(when, _)| *when).map(|(_, caveat)| caveat).collect()
}

impl Exact {
    /// What a reader has to know.
    #[must_use]
    pub fn caveats(&self) -> &[Caveat] {
        &self.caveats
    }

    /// How many groups there are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.counts.len()
    }

    /// The mean of the groups' log-odds.
    #[must_use]
    pub fn mean(&self) -> &Belief {
        &self.means
    }

    /// The expected spread between groups, in log-odds.
    #[must_use]
    pub fn spread(&self) -> f64 {
        self.points.iter().map(|point| point.weight * point.spread).sum()
    }

    /// The standard deviation of the belief about the spread.
    #[must_use]
    pub fn spread_deviation(&self) -> f64 {
        let centre = self.spread();
        let part = |point: &Point| point.weight * (point.spread - centre) * (point.spread - centre);
        libm::sqrt(self.points.iter().map(part).sum())
    }

    /// The spread below which it lies with this chance; the chance is kept within 1e-12 of 0 and 1.
    #[must_use]
    pub fn spread_quantile(&self, chance: f64) -> f64 {
        libm::exp(self.log_spread.quantile(chance))
    }

    /// The log-odds of a group; `None` for a group that was not announced. Their [`Belief::expected`] chance is that of
    /// [`crate::logit::expit`].
    #[must_use]
    pub fn log_odds(&self, group: usize) -> Option<Belief> {
        let count = self.counts.get(group)?;
        Some(Belief::new(self.fine.iter().map(|at| (at.weight, count.curve(at.mean, at.spread))).collect()))
    }

    /// The effect of a group, in log-odds against the average group; `None` for a group that was not announced.
    #[must_use]
    pub fn effect(&self, group: usize) -> Option<Belief> {
        let count = self.counts.get(group)?;
        let part = |at: &Point| (at.weight, count.curve(at.mean, at.spread).moved(-at.mean));
        Some(Belief::new(self.points.iter().map(part).collect()))
    }

    /// The chance of each position of a group among all, 1 (the first entry) being the lowest effect; `None` for a group that
    /// was not announced.
    ///
    /// At every mean and spread of any weight the others are independent and are counted out; see
    /// [`crate::ranks::positions`]. Time grows with the square of the groups.
    #[must_use]
    pub fn positions(&self, group: usize) -> Option<Vec<f64>> {
        let own = self.counts.get(group)?;
        let mut chances = vec![0.0; self.counts.len()];
        for at in &self.points {
            let others: Vec<Curve> = self
                .counts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != group)
                .map(|(_, count)| count.curve(at.mean, at.spread))
                .collect();
            let narrowest = others.iter().map(Curve::step).fold(f64::INFINITY, f64::min);
            // Two of their steps are less than a standard deviation, which is enough for sums.
            let own = own.places_for_sums(at.mean, at.spread, 2.0 * narrowest);
            let (values, weights): (Vec<f64>, Vec<f64>) = own.masses().unzip();
            let below: Vec<Vec<f64>> =
                values.iter().map(|value| others.iter().map(|other| other.below(*value)).collect()).collect();
            let found = positions(&weights, &below);
            chances.iter_mut().zip(found).for_each(|(sum, chance)| *sum += at.weight * chance);
        }
        Some(chances)
    }

    /// Where a group may stand among all, 1 being the lowest effect; `None` for a group that was not announced.
    #[must_use]
    pub fn standing(&self, group: usize) -> Option<Standing> {
        Standing::of(&self.positions(group)?)
    }
}

#[cfg(test)]
mod tests;
