use std::borrow::Cow;

use super::Observations;
use super::curvature::{Layout, Precision};
use super::grid::Grid;
use super::known::Known;
use super::mode::{Found, Mode, chance, climb};
use super::posterior::Posterior;
use super::prior::Prior;
use super::quadrature::hermite;
use super::rows::Rows;
use super::scaling::Scaling;
use crate::convergence::Convergence;
use crate::linear::dot;
use crate::normal;
use crate::ranks::{Standing, positions};

/// What a reader of a fit has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caveat {
    /// This covariate is the same in every row and was left out.
    ConstantCovariate(usize),
    /// The slope of this covariate rests on its prior: it separates the outcomes, repeats another covariate, or is hardly ever
    /// there.
    PriorDecides(usize),
    /// This covariate is the same in all rows of each group, so that what it does cannot be told from what the groups do.
    GoesWithGroup(usize),
    /// Every trial ended the same way: levels rest on the priors.
    OneOutcome,
    /// There is one group only: nobody to compare it with, the spread rests on its prior.
    OneGroup,
    /// There are fewer than five groups: the spread between them rests mostly on its prior.
    FewGroups,
    /// The search ended before it settled.
    NotConverged,
    /// The spread may be larger than any that was looked at.
    SpreadAtEdge,
}

/// Why nothing could be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There are no trials at all.
    #[error("there are no rows to learn from")]
    Empty,
    /// There is no group.
    #[error("there is no group to compare")]
    NoGroups,
    /// The prior has a width that is not positive.
    #[error("the prior needs positive widths and a highest spread above the lowest")]
    Prior,
    /// The equations could not be solved.
    #[error("the equations could not be solved in the precision of the machine")]
    Numerical,
    /// The likelihood has no maximum: some combination of covariates separates the outcomes.
    #[error("the likelihood has no highest point; the covariates separate the outcomes")]
    Separated,
    /// Adaptive quadrature needs one owner per row.
    #[error("quadrature needs one group per row; use the Laplace approximation for shared rows")]
    Shared,
    /// Integration without approximation needs rows of which nothing else is known.
    #[error("exact integration needs rows without covariates and offsets; use the engine for these")]
    Covariates,
    /// More groups than can be integrated over in a bearable time.
    #[error("exact integration of {groups} groups would take too long, {most} are the most; use the engine for these")]
    TooMany {
        /// As announced.
        groups: usize,
        /// At most.
        most: usize,
    },
}

/// One spread of the grid with all that follows from it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    pub(crate) spread: f64,
    pub(crate) weight: f64,
    pub(crate) log_evidence: f64,
    /// Intercept and slopes per standard deviation.
    pub(crate) fixed: Vec<f64>,
    /// Their variances.
    pub(crate) fixed_variances: Vec<f64>,
    pub(crate) means: Vec<f64>,
    pub(crate) deviations: Vec<f64>,
    pub(crate) steps: u32,
    pub(crate) slope: f64,
    pub(crate) converged: bool,
}

/// A logistic model with random effects of groups, averaged over the spread between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    pub(crate) points: Vec<Point>,
    scaling: Scaling,
    groups: usize,
    caveats: Vec<Caveat>,
}

/// Values of a group at which positions are counted out.
const NODES: usize = 21;

/// The part of its prior variance from which a slope counts as not learned.
const UNSURE: f64 = 0.1;

/// The weight of the largest spread above which the grid goes on.
pub(super) const EDGE: f64 = 1e-3;

/// Fits log-odds = offset + intercept + slopes · covariates + Σ share × effect of the group, effects ~ N(0, spread²).
///
/// For every spread of a grid the mode of the penalised likelihood is found by Newton's method and the evidence by
/// Laplace's approximation; effects are mixtures of the normal distributions at the grid's spreads, so that they carry
/// the uncertainty of the spread too. No sampling: the same rows give the same answer in any order. Time grows with
/// rows × covariates² and, where groups share rows, with the cube of the groups that hang together.
///
/// Source: H. Rue, S. Martino, N. Chopin, "Approximate Bayesian inference for latent Gaussian models by using integrated
/// nested Laplace approximations", JRSS B 71 (2009), with one hyperparameter; W. J. Browne, H. Goldstein, J. Rasbash,
/// "Multiple membership multiple classification models", Statistical Modelling 1 (2001), for shared rows.
///
/// # Errors
/// Without trials or groups, for a prior without width, or when the equations cannot be solved.
pub fn fit(observations: &Observations, prior: &Prior) -> Result<Fit, Unfit> {
    if observations.groups == 0 {
        return Err(Unfit::NoGroups);
    }
    let ready = Ready::of(observations, prior)?;
    ready.pooled(prior).fit(&ready, prior)
}

/// The same with slopes that compare rows within groups only: estimated once with a spread so wide (5) that groups hardly
/// inform each other, then held while intercept and effects are fitted.
///
/// Where [`fit`] and this disagree, groups and covariates go together, and how a covariate counts depends on how it is
/// measured. Source: P. Roessler et al., PLoS ONE 14 (2019), on adjustment when better units get harder cases.
///
/// # Errors
/// As [`fit`].
pub fn fit_within(observations: &Observations, prior: &Prior) -> Result<Fit, Unfit> {
    let ready = Ready::of(observations, prior)?;
    let slopes = ready.slopes_within(prior)?;
    ready.within(&slopes, prior).fit(&ready, prior)
}

/// Both weighings of one table under one belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighings {
    /// As [`fit`] has it.
    pub pooled: Fit,
    /// As [`fit_within`] has it.
    pub within: Fit,
}

/// [`fit`] and [`fit_within`] under a prior, then under the same with each of the other scales of the spread.
///
/// What is believed of the spread only weighs the spreads anew, so that the other beliefs cost next to nothing: the answers
/// are those of fits of their own, to the last bit.
///
/// # Errors
/// As [`fit`].
pub fn fit_weighings(observations: &Observations, prior: &Prior, scales: &[f64]) -> Result<Vec<Weighings>, Unfit> {
    let ready = Ready::of(observations, prior)?;
    let slopes = ready.slopes_within(prior)?;
    let (mut pooled, mut within) = (ready.pooled(prior), ready.within(&slopes, prior));
    let scales = std::iter::once(prior.spread).chain(scales.iter().copied());
    let priors = scales.map(|spread| Prior { spread, ..*prior });
    priors
        .map(|prior| Ok(Weighings { pooled: pooled.fit(&ready, &prior)?, within: within.fit(&ready, &prior)? }))
        .collect()
}

/// As good as no shrinkage: effects of 5 in log-odds are beyond anything seen.
const WITHIN_SPREAD: f64 = 5.0;

fn check(rows: &Rows, prior: &Prior) -> Result<(), Unfit> {
    if rows.trials.iter().all(|trials| *trials <= 0.0) {
        return Err(Unfit::Empty);
    }
    if prior.sensible() { Ok(()) } else { Err(Unfit::Prior) }
}

/// A table as the engine walks over it, made ready once for all fits.
struct Ready {
    rows: Rows,
    scaling: Scaling,
    layout: Layout,
}

impl Ready {
    fn of(observations: &Observations, prior: &Prior) -> Result<Self, Unfit> {
        if observations.groups == 0 {
            return Err(Unfit::NoGroups);
        }
        let scaling = Scaling::of(observations);
        let rows = Rows::of(observations, &scaling);
        check(&rows, prior)?;
        let layout = Layout::of(&rows);
        Ok(Self { rows, scaling, layout })
    }

    /// Intercept and slopes with groups that hardly inform each other.
    fn slopes_within(&self, prior: &Prior) -> Result<Vec<f64>, Unfit> {
        let precisions = prior.fixed_precisions(self.rows.columns);
        let precision = Precision { fixed: &precisions, effects: 1.0 / (WITHIN_SPREAD * WITHIN_SPREAD) };
        let wide = climb(&self.rows, &self.layout, precision, Mode::zero(&self.rows)).ok_or(Unfit::Numerical)?;
        Ok(wide.mode.fixed)
    }

    fn pooled(&self, prior: &Prior) -> Weighing<'_> {
        Weighing { grid: Grid::of(Cow::Borrowed(&self.rows), &self.layout, prior), held: Vec::new() }
    }

    fn within(&self, slopes: &[f64], prior: &Prior) -> Weighing<'_> {
        let held = slopes.get(1..).unwrap_or_default().to_vec();
        Weighing { grid: Grid::of(Cow::Owned(self.rows.with_slopes_frozen(slopes)), &self.layout, prior), held }
    }
}

/// One way to weigh covariates: its grid, and the slopes that are held.
struct Weighing<'a> {
    grid: Grid<'a>,
    held: Vec<f64>,
}

impl Weighing<'_> {
    fn fit(&mut self, ready: &Ready, prior: &Prior) -> Result<Fit, Unfit> {
        let mut points = self.grid.under(prior)?;
        let caveats = caveats(self.grid.rows(), &ready.scaling, &points, prior);
        for point in &mut points {
            point.fixed.extend_from_slice(&self.held);
            point.fixed_variances.resize(point.fixed.len(), 0.0);
        }
        Ok(Fit { points, scaling: ready.scaling.clone(), groups: ready.rows.groups, caveats })
    }
}

impl Point {
    pub(super) fn of(found: &Found<'_>, spread: f64, precision: Precision<'_>) -> Self {
        let (mode, groups) = (&found.mode, found.mode.effects.len() as f64);
        let squares: f64 = mode.effects.iter().map(|effect| effect * effect).sum();
        let slopes: f64 = mode.fixed.iter().zip(precision.fixed).map(|(value, weight)| weight * value * value).sum();
        let prior_volume: f64 = precision.fixed.iter().map(|weight| libm::log(*weight)).sum::<f64>()
            + groups * libm::log(precision.effects);
        let log_evidence = found.log_likelihood - (slopes + precision.effects * squares) / 2.0
            + (prior_volume - found.curvature.log_determinant()) / 2.0;
        let columns = mode.fixed.len();
        let covariance = found.curvature.fixed_covariance();
        let deviations = found.curvature.effect_variances().into_iter().map(libm::sqrt).collect();
        Self {
            spread,
            weight: 0.0,
            log_evidence,
            fixed: mode.fixed.clone(),
            fixed_variances: (0..columns).map(|place| covariance[place * columns + place]).collect(),
            means: mode.effects.clone(),
            deviations,
            steps: found.steps,
            slope: found.slope,
            converged: found.converged,
        }
    }
}

impl Point {
    /// The chance of every other group to lie below a value.
    fn below(&self, group: usize, value: f64) -> Vec<f64> {
        let others = self.means.iter().zip(&self.deviations).enumerate().filter(|(other, _)| *other != group);
        others.map(|(_, (mean, deviation))| normal::below((value - mean) / deviation)).collect()
    }
}

fn caveats(rows: &Rows, scaling: &Scaling, points: &[Point], prior: &Prior) -> Vec<Caveat> {
    let (well, all): (f64, f64) = (rows.successes.iter().sum(), rows.trials.iter().sum());
    let mut caveats: Vec<Caveat> = scaling.constant().map(Caveat::ConstantCovariate).collect();
    let one_outcome = well <= 0.0 || well >= all;
    // Where nothing differs no slope can be learned: one word about it is enough.
    caveats.extend(decided_by_prior(points, prior).filter(|_| !one_outcome).map(Caveat::PriorDecides));
    let constant: Vec<usize> = scaling.constant().collect();
    let with_group = goes_with_group(rows).into_iter().filter(|column| !constant.contains(column));
    caveats.extend(with_group.filter(|_| rows.groups > 1 && !one_outcome).map(Caveat::GoesWithGroup));
    let mut say = |when: bool, caveat: Caveat| caveats.extend(when.then_some(caveat));
    say(one_outcome, Caveat::OneOutcome);
    say(rows.groups == 1, Caveat::OneGroup);
    say((2..5).contains(&rows.groups), Caveat::FewGroups);
    say(points.iter().any(|point| !point.converged), Caveat::NotConverged);
    say(points.last().is_some_and(|last| last.weight >= EDGE), Caveat::SpreadAtEdge);
    caveats
}

/// Covariates that never differ between the rows of one group, shared rows left aside.
fn goes_with_group(rows: &Rows) -> Vec<usize> {
    let mut first: Vec<Option<usize>> = vec![None; rows.groups];
    let mut within: Vec<bool> = vec![false; rows.columns];
    for row in 0..rows.len() {
        let [(group, _)] = rows.members(row) else { continue };
        let Some(one) = first[*group] else {
            first[*group] = Some(row);
            continue;
        };
        for (column, (value, other)) in rows.covariates(row).iter().zip(rows.covariates(one)).enumerate() {
            within[column] |= value != other;
        }
    }
    // Equal rows stand together, so that trials say whether any group was seen more than once.
    let compared = (first.iter().flatten().count() as f64) < rows.trials.iter().sum();
    (1..rows.columns).filter(|column| compared && !within[*column]).map(|column| column - 1).collect()
}

/// A slope that is known little better than before has learned nothing. Constant covariates, whose slope nothing touches,
/// are told apart by their variance, which is all of the prior's.
fn decided_by_prior(points: &[Point], prior: &Prior) -> impl Iterator<Item = usize> {
    let whole = prior.slopes * prior.slopes;
    let columns = points.first().map_or(0, |point| point.fixed.len());
    let variance =
        move |place: usize| -> f64 { points.iter().map(|point| point.weight * point.fixed_variances[place]).sum() };
    let unsure = move |place: &usize| (UNSURE * whole..whole * (1.0 - 1e-9)).contains(&variance(*place));
    (1..columns).filter(unsure).map(|place| place - 1)
}

impl Fit {
    /// What a reader has to know.
    #[must_use]
    pub fn caveats(&self) -> &[Caveat] {
        &self.caveats
    }

    /// How many groups there are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The effect of a group, in log-odds against the average group; `None` for a group that was not announced.
    #[must_use]
    pub fn effect(&self, group: usize) -> Option<Posterior> {
        let part = |point: &Point| Some((point.weight, *point.means.get(group)?, *point.deviations.get(group)?));
        self.points.iter().map(part).collect::<Option<Vec<_>>>().map(Posterior::new)
    }

    /// The effects of all groups at one spread of the grid after the other: weight of the spread, then mean and standard
    /// deviation by group.
    pub fn by_spread(&self) -> impl Iterator<Item = (f64, &[f64], &[f64])> {
        self.points.iter().map(|point| (point.weight, point.means.as_slice(), point.deviations.as_slice()))
    }

    /// The spreads looked at with their weights, which sum to 1.
    #[must_use]
    pub fn spreads(&self) -> Vec<(f64, f64)> {
        self.points.iter().map(|point| (point.spread, point.weight)).collect()
    }

    /// The expected spread between groups, in log-odds.
    #[must_use]
    pub fn spread(&self) -> f64 {
        self.points.iter().map(|point| point.weight * point.spread).sum()
    }

    /// The expected square of the spread.
    #[must_use]
    pub fn spread_squared(&self) -> f64 {
        self.points.iter().map(|point| point.weight * point.spread * point.spread).sum()
    }

    /// The spread below which it lies with this chance, interpolated between the spreads looked at.
    #[must_use]
    pub fn spread_quantile(&self, share: f64) -> f64 {
        let mut below = 0.0;
        let mut last = self.points.first().map_or(0.0, |point| point.spread);
        for point in &self.points {
            if below + point.weight >= share && point.weight > 0.0 {
                return last + (point.spread - last) * ((share - below) / point.weight).clamp(0.0, 1.0);
            }
            below += point.weight;
            last = point.spread;
        }
        last
    }

    /// Intercept and slopes in the units of the covariates as they came.
    #[must_use]
    pub fn coefficients(&self) -> Vec<f64> {
        let columns = self.points.first().map_or(0, |point| point.fixed.len());
        let mean = |place: usize| self.points.iter().map(|point| point.weight * point.fixed[place]).sum();
        self.scaling.raw(&(0..columns).map(mean).collect::<Vec<f64>>())
    }

    /// Each slope per standard deviation of its covariate, with its standard deviation; constant covariates have 0.
    #[must_use]
    pub fn standard_slopes(&self) -> Vec<(f64, f64)> {
        let columns = self.points.first().map_or(0, |point| point.fixed.len());
        let slope = |place: usize| {
            let parts = self
                .points
                .iter()
                .map(|point| (point.weight, point.fixed[place], libm::sqrt(point.fixed_variances[place].max(0.0))));
            let slope = Posterior::new(parts.collect());
            (slope.mean(), slope.deviation())
        };
        (1..columns).map(slope).collect()
    }

    /// The chance of success under an average group, of what was known before: no effect of anybody.
    #[must_use]
    pub fn expected(&self, covariates: &[f64], offset: f64) -> f64 {
        self.chance(covariates, offset, &[])
    }

    /// The chance of success with these members at their fitted effects.
    #[must_use]
    pub fn chance(&self, covariates: &[f64], offset: f64, members: &[(usize, f64)]) -> f64 {
        let standard: Vec<f64> = self.scaling.standard(covariates).collect();
        let at = |point: &Point| {
            let shared: f64 = members.iter().filter_map(|(group, share)| Some(point.means.get(*group)? * share)).sum();
            point.weight * chance(offset + dot(&standard, &point.fixed) + shared).0
        };
        self.points.iter().map(at).sum()
    }

    /// The chance of success under an average group whose effect were `shift`.
    #[must_use]
    pub fn chance_at(&self, covariates: &[f64], offset: f64, shift: f64) -> f64 {
        self.known(covariates, offset).chance(shift)
    }

    /// What is known of a row before anybody's effect: its log-odds at every spread, for chances under many effects.
    #[must_use]
    pub fn known(&self, covariates: &[f64], offset: f64) -> Known {
        let standard: Vec<f64> = self.scaling.standard(covariates).collect();
        Known::new(self.points.iter().map(|point| (point.weight, offset + dot(&standard, &point.fixed))).collect())
    }

    /// The share of what sets a group apart that its own rows could settle: 1 - variance of the effect / spread².
    ///
    /// 0 to 1; 0.7 is commonly asked for before anybody is singled out. Averaged over the spreads looked at.
    #[must_use]
    pub fn reliability(&self, group: usize) -> Option<f64> {
        let share = |point: &Point| {
            let deviation = *point.deviations.get(group)?;
            Some(point.weight * (1.0 - deviation * deviation / (point.spread * point.spread)).clamp(0.0, 1.0))
        };
        self.points.iter().map(share).sum()
    }

    /// Where a group may stand among all, 1 being the lowest effect; `None` for a group that was not announced.
    ///
    /// Worked out at every spread of any weight and averaged. Time grows with the square of the groups.
    #[must_use]
    pub fn standing(&self, group: usize) -> Option<Standing> {
        let mut chances = vec![0.0; self.groups];
        let nodes = hermite(NODES);
        let heavy = |point: &&Point| point.weight > 1e-4;
        let total: f64 = self.points.iter().filter(heavy).map(|point| point.weight).sum();
        for point in self.points.iter().filter(heavy) {
            let (mean, deviation) = (*point.means.get(group)?, *point.deviations.get(group)?);
            let below = |node: &(f64, f64)| point.below(group, mean + deviation * node.0);
            let weights: Vec<f64> = nodes.iter().map(|node| node.1).collect();
            let at = positions(&weights, &nodes.iter().map(below).collect::<Vec<_>>());
            chances.iter_mut().zip(at).for_each(|(sum, chance)| *sum += point.weight / total * chance);
        }
        Standing::of(&chances)
    }

    /// How the searches at all spreads ended: steps together, the steepest slope left, and whether each settled.
    #[must_use]
    pub fn convergence(&self) -> Convergence {
        Convergence {
            steps: self.steps(),
            gradient: self.points.iter().fold(0.0, |steepest, point| f64::max(steepest, point.slope)),
            reached: self.points.iter().all(|point| point.converged),
        }
    }

    /// Newton steps in all.
    #[must_use]
    pub fn steps(&self) -> u32 {
        self.points.iter().map(|point| point.steps).sum()
    }
}
