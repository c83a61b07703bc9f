use super::centre::Centres;
use super::grid::Grid;
use crate::concentration::{effective_number, largest_share};
use crate::describe::{finite, sum};
use crate::interval::Interval;
use crate::mixed::hermite;

/// Places at which a shared shock is looked at.
const NODES: usize = 61;
/// A place of the shock with less weight than this changes nothing that is shown.
const LEAST_WEIGHT: f64 = 1e-14;
/// Chances of one account add up to 1 but for so much.
const ROUNDING: f64 = 1e-9;

/// What one amount becomes if it is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kept {
    /// The chance of it, if anything is kept at all.
    pub chance: f64,
    /// The amount then: contracted, as before, or expanded. 0 or more.
    pub amount: f64,
}

/// An amount that is kept, in full or otherwise, or lost: one renewal.
#[derive(Debug, Clone, PartialEq)]
pub struct Renewal {
    /// The chance that anything is kept, 0 to 1.
    pub chance: f64,
    /// What it becomes then; the chances add up to 1.
    pub kept: Vec<Kept>,
}

impl Renewal {
    /// All of an amount or nothing.
    #[must_use]
    pub fn whole(chance: f64, amount: f64) -> Self {
        Self { chance, kept: vec![Kept { chance: 1.0, amount }] }
    }

    fn mean_kept(&self) -> f64 {
        self.kept.iter().map(|kept| kept.chance * kept.amount).sum()
    }

    /// The variance of what is brought if the chance is `chance`.
    fn variance_at(&self, chance: f64) -> f64 {
        let mean = self.mean_kept();
        let inner: f64 = self.kept.iter().map(|kept| kept.chance * (kept.amount - mean) * (kept.amount - mean)).sum();
        chance * inner + chance * (1.0 - chance) * mean * mean
    }

    pub(super) fn is_certain(&self) -> bool {
        self.chance <= 0.0 || self.chance >= 1.0
    }
}

/// Why a total cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A chance outside 0 to 1.
    #[error("renewal {place} has the chance {chance}; give a number from 0 to 1")]
    Chance {
        /// Counted from 0.
        place: usize,
        /// As given.
        chance: f64,
    },
    /// The chances of what is kept are no chances that add up to 1.
    #[error("what renewal {place} becomes has chances that add up to {total}; give chances that add up to 1")]
    Parts {
        /// Counted from 0.
        place: usize,
        /// What they add up to.
        total: f64,
    },
    /// An amount below 0 or not finite.
    #[error("renewal {place} has the amount {amount}; give a finite amount of 0 or more")]
    Amount {
        /// Counted from 0.
        place: usize,
        /// As given.
        amount: f64,
    },
    /// A unit that cannot be counted in.
    #[error("the unit is {unit}; give a finite amount above 0 that is not lost beside the total")]
    Unit {
        /// As given.
        unit: f64,
    },
    /// A deviation of the shock below 0 or beyond 5, where it would decide everything.
    #[error("the shared shock has the deviation {deviation}; give a number of log-odds from 0 to 5")]
    Shock {
        /// As given.
        deviation: f64,
    },
}

/// The distribution of a sum of amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// The mean, of amounts as they came.
    pub mean: f64,
    /// The standard deviation, of amounts as they came.
    pub deviation: f64,
    /// What is brought if all is lost that can be lost, and if each amount becomes the most it can: bounds that no
    /// interval passes.
    pub bounds: Interval,
    /// The unit the distribution is worked out in: as asked for, or a multiple of it that keeps the work in bounds.
    pub unit: f64,
    /// By how much all rounding to the unit together could move the sum at the very most; 0 when amounts are whole units.
    pub rounding: f64,
    /// How many equal amounts would be as concentrated (Kish), by the mean of each amount if kept; `None` when all are 0.
    pub effective: Option<f64>,
    /// The share of the variance that the account with most of it brings, without the shock; `None` without variance.
    pub largest_share: Option<f64>,
    cells: Grid,
}

/// The distribution of what `renewals` bring together, in units of `unit`, where all their log-odds move together by a normal
/// shock with standard deviation `shock` (0: they are independent).
///
/// Exact convolution of amounts rounded to whole units; what rounding takes from the mean is given back by moving the whole.
/// Where the work would be too much the unit is made coarser, by 2, 5, 10, 20 and so on, and `unit` says so. Tails with a
/// chance below 1e-15 are cut. The shock is averaged over by Gauss–Hermite quadrature with 61 nodes, which wants amounts that
/// are small beside what the shock moves.
/// The chances given are those over all shocks: each is what its log-odds bring on the mean of the shock, so that the mean of
/// the total is the sum of chance × amount whatever the shock.
/// Mean and deviation come from the amounts as given and not from the grid.
/// Without renewals the total is 0 for certain.
///
/// # Errors
/// For impossible chances, amounts, unit or shock.
///
/// ```
/// use statistics::forecast::total::{Renewal, total};
/// let sum = total(&[Renewal::whole(0.9, 40.0), Renewal::whole(0.5, 10.0)], 1.0, 0.0).unwrap();
/// assert_eq!((sum.mean, sum.quantile(0.5)), (41.0, Some(40.0)));
/// ```
pub fn total(renewals: &[Renewal], unit: f64, shock: f64) -> Result<Total, Refusal> {
    renewals.iter().enumerate().try_for_each(|(place, renewal)| checked(place, renewal))?;
    if !(0.0..=5.0).contains(&shock) {
        return Err(Refusal::Shock { deviation: shock });
    }
    let nodes = if shock > 0.0 { places() } else { vec![(0.0, 1.0)] };
    let most: Vec<f64> =
        renewals.iter().map(|one| one.kept.iter().map(|kept| kept.amount).fold(0.0, f64::max)).collect();
    let least = renewals.iter().filter(|one| one.chance >= 1.0).map(smallest).sum();
    let bounds = Interval { low: least, high: sum(&most).ok_or(Refusal::Unit { unit })? };
    let seen: Vec<(f64, f64)> = nodes.iter().copied().filter(|node| node.1 > LEAST_WEIGHT).collect();
    let coarse = Grid::coarse_unit(renewals, unit, bounds.high, seen.len()).ok_or(Refusal::Unit { unit })?;
    let centres = Centres::of(renewals, &nodes, shock);
    let grids = seen.iter().map(|(node, weight)| (Grid::of(renewals, &centres.moved(shock * node), coarse), *weight));
    let cells = Grid::mixed(grids, bounds, coarse);
    let moments: Vec<[f64; 3]> =
        nodes.iter().map(|(node, weight)| moments(renewals, &centres.moved(shock * node), *weight)).collect();
    let [mean, within, _] = summed(&moments);
    let between: f64 =
        moments.iter().map(|[_, _, of]| of).zip(&nodes).map(|(of, node)| node.1 * (of - mean) * (of - mean)).sum();
    let variances: Vec<f64> = renewals.iter().map(|one| one.variance_at(one.chance)).collect();
    let sizes: Vec<f64> = renewals.iter().map(Renewal::mean_kept).collect();
    Ok(Total {
        mean,
        deviation: libm::sqrt((within + between).max(0.0)),
        bounds,
        unit: coarse,
        rounding: Grid::rounding(renewals, coarse),
        effective: effective_number(&sizes),
        largest_share: largest_share(&variances),
        cells,
    })
}

/// How many renewals there will be, where each counts 1: [`total`] with amounts of 1.
///
/// # Errors
/// For impossible chances or shock.
pub fn count(chances: &[f64], shock: f64) -> Result<Total, Refusal> {
    let renewals: Vec<Renewal> = chances.iter().map(|chance| Renewal::whole(*chance, 1.0)).collect();
    total(&renewals, 1.0, shock)
}

/// Places of the shock with their weights, which add up to 1 also in the last digits.
fn places() -> Vec<(f64, f64)> {
    let nodes = hermite(NODES);
    let whole: f64 = nodes.iter().map(|node| node.1).sum();
    nodes.into_iter().map(|(at, weight)| (at, weight / whole)).collect()
}

fn smallest(renewal: &Renewal) -> f64 {
    renewal.kept.iter().filter(|kept| kept.chance > 0.0).map(|kept| kept.amount).reduce(f64::min).unwrap_or(0.0)
}

fn checked(place: usize, renewal: &Renewal) -> Result<(), Refusal> {
    if !(0.0..=1.0).contains(&renewal.chance) {
        return Err(Refusal::Chance { place, chance: renewal.chance });
    }
    if let Some(kept) = renewal.kept.iter().find(|kept| !(kept.amount >= 0.0 && kept.amount.is_finite())) {
        return Err(Refusal::Amount { place, amount: kept.amount });
    }
    let total: f64 = renewal.kept.iter().map(|kept| kept.chance).sum();
    let possible =
        renewal.kept.iter().all(|kept| (0.0..=1.0).contains(&kept.chance)) && (total - 1.0).abs() <= ROUNDING;
    if possible { Ok(()) } else { Err(Refusal::Parts { place, total }) }
}

/// Weight × mean, weight × variance, and the mean.
fn moments(renewals: &[Renewal], chances: &[f64], weight: f64) -> [f64; 3] {
    let pairs = || renewals.iter().zip(chances);
    let mean: f64 = pairs().map(|(one, chance)| chance * one.mean_kept()).sum();
    let variance: f64 = pairs().map(|(one, chance)| one.variance_at(*chance)).sum();
    [weight * mean, weight * variance, mean]
}

fn summed(moments: &[[f64; 3]]) -> [f64; 3] {
    moments.iter().fold([0.0; 3], |sums, of| [sums[0] + of[0], sums[1] + of[1], sums[2] + of[2]])
}

impl Total {
    /// Each possible total with its chance, from the lowest up.
    pub fn cells(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.cells.chances.iter().zip(self.cells.first..).map(|(chance, cell)| (cell as f64 * self.unit, *chance))
    }

    /// The smallest total that is reached or stayed below with a chance of at least `p`, never beyond what is possible, as
    /// rounding to units might have it; `None` for `p` not strictly between 0 and 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let inside = p > 0.0 && p < 1.0;
        let mut upto = 0.0;
        let mut last = 0.0;
        let found = self.cells().find(|(total, chance)| {
            last = *total;
            upto += chance;
            // As when 0.1 is wanted and ten times 0.01 is found.
            upto >= p - 1e-14
        });
        inside.then(|| found.map_or(last, |(total, _)| total).min(self.bounds.high).max(self.bounds.low))
    }

    /// The chance of `amount` or more; `None` for an amount that is not finite.
    #[must_use]
    pub fn at_least(&self, amount: f64) -> Option<f64> {
        let from = libm::ceil(finite(amount)? / self.unit - 1e-9) * self.unit - self.unit / 2.0;
        let above: Vec<f64> = self.cells().filter(|(total, _)| *total >= from).map(|(_, chance)| chance).collect();
        Some(sum(&above)?.clamp(0.0, 1.0))
    }

    /// The interval between the quantiles at (1 - level) / 2 and (1 + level) / 2; `None` for a level not strictly between 0
    /// and 1.
    #[must_use]
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let inside = level > 0.0 && level < 1.0;
        let tail = (1.0 - level) / 2.0;
        let (low, high) = (self.quantile(tail), self.quantile(1.0 - tail));
        if inside { Some(Interval { low: low?, high: high? }) } else { None }
    }

    /// Worst, base and best case: the ends of the interval at `level` with the median between them.
    #[must_use]
    pub fn cases(&self, level: f64) -> Option<Cases> {
        let Interval { low, high } = self.interval(level)?;
        Some(Cases { worst: low, base: self.quantile(0.5)?, best: high })
    }
}

/// Three totals to plan with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cases {
    /// Seldom less.
    pub worst: f64,
    /// As often more as less.
    pub base: f64,
    /// Seldom more.
    pub best: f64,
}

#[cfg(test)]
mod tests;
