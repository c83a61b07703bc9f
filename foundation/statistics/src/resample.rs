use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::describe::{finite, quantile, variance};
use crate::interval::Interval;

/// How often to draw, and from which seed: the same plan always draws the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many draws.
    pub draws: u32,
    /// Where the dice begin.
    pub seed: u64,
}

/// How a statistic varies when the things it rests on are drawn again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// The statistic of what was seen.
    pub estimate: f64,
    /// The percentile interval.
    pub interval: Interval,
    /// The standard deviation over the draws.
    pub standard_error: f64,
    /// Draws that had no statistic and are left out: more than a few make the interval doubtful.
    pub undefined: u32,
}

/// How a statistic compares with what shuffled labels give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permutation {
    /// The statistic of the labels as they are.
    pub observed: f64,
    /// Shuffles that gave as much or more, or nothing at all.
    pub as_large: u32,
    /// (1 + `as_large`) / (1 + draws), never 0.
    pub p_value: f64,
}

/// Draws whole clusters of rows with replacement, as many as there are, and works the statistic out on the rows of each draw;
/// the interval runs from the quantile at (1 - level) / 2 to that at (1 + level) / 2 of the draws.
///
/// Rows of one account belong together: put each account's row numbers in one cluster, single rows in clusters of one.
/// Rough below 30 clusters or so. `statistic` gets row numbers, some of them several times.
/// `None` for fewer than two clusters, a statistic that what was seen does not have, fewer than two draws that have it, or a
/// level not strictly between 0 and 1.
/// Source: A. Davison and D. Hinkley, "Bootstrap Methods and their Application" (1997), sections 3.8 and 5.3.
#[must_use]
pub fn bootstrap(
    clusters: &[Vec<usize>],
    plan: Plan,
    level: f64,
    statistic: impl Fn(&[usize]) -> Option<f64>,
) -> Option<Bootstrap> {
    let inside = level > 0.0 && level < 1.0 && clusters.len() >= 2;
    if !inside {
        return None;
    }
    let known = |rows: &[usize]| statistic(rows).and_then(finite);
    let estimate = known(&clusters.concat())?;
    let mut dice = Dice::of(plan.seed);
    let draw = |_| {
        let drawn: Vec<usize> =
            (0..clusters.len()).flat_map(|_| clusters[dice.below(clusters.len())].clone()).collect();
        known(&drawn)
    };
    let found: Vec<f64> = (0..plan.draws).filter_map(draw).collect();
    summed_up(&found, estimate, plan, level)
}

/// The same for a statistic that is the sum of a number of each cluster, which asks for no rows, at several levels at once.
///
/// Draws are those of [`bootstrap`] with the same plan. `None` as there.
#[must_use]
pub fn bootstrap_sums<const LEVELS: usize>(
    clusters: &[f64],
    plan: Plan,
    levels: [f64; LEVELS],
) -> Option<[Bootstrap; LEVELS]> {
    let inside = levels.iter().all(|level| *level > 0.0 && *level < 1.0) && clusters.len() >= 2;
    let estimate = finite(clusters.iter().sum())?;
    let mut dice = Dice::of(plan.seed);
    let draw = |_| finite((0..clusters.len()).map(|_| clusters[dice.below(clusters.len())]).sum());
    let found: Vec<f64> = if inside { (0..plan.draws).filter_map(draw).collect() } else { return None };
    let each: Option<Vec<Bootstrap>> = levels.iter().map(|level| summed_up(&found, estimate, plan, *level)).collect();
    each?.try_into().ok()
}

/// The same from the statistics of draws made elsewhere, those that had none left out.
pub(crate) fn summed_up(found: &[f64], estimate: f64, plan: Plan, level: f64) -> Option<Bootstrap> {
    let tail = (1.0 - level) / 2.0;
    Some(Bootstrap {
        estimate,
        interval: Interval { low: quantile(found, tail)?, high: quantile(found, 1.0 - tail)? },
        standard_error: libm::sqrt(variance(found)?),
        undefined: plan.draws - found.len() as u32,
    })
}

/// The draws of [`bootstrap`], each as how often every one of so many clusters was drawn: for statistics of weighted rows,
/// which need no row moved.
pub fn multiplicities(clusters: usize, plan: Plan, mut see: impl FnMut(&[u32])) {
    let mut dice = Dice::of(plan.seed);
    let mut drawn = vec![0; clusters];
    for _ in 0..plan.draws {
        drawn.iter_mut().for_each(|times| *times = 0);
        (0..clusters).for_each(|_| drawn[dice.below(clusters)] += 1);
        see(&drawn);
    }
}

/// Shuffles labels over the rows and counts how often the statistic is at least as large as it was seen to be: one-sided, so
/// give it an absolute value or a square where either direction would surprise.
///
/// Right only where all orders of the labels would be equally likely if they meant nothing; shuffle within groups
/// otherwise. Draws that differ from what was seen by rounding only count as the same.
/// `None` when the labels as they are have no statistic.
/// Source: B. Phipson and G. Smyth, "Permutation P-values Should Never Be Zero", Stat. Appl. Genet. Mol. Biol. 9 (2010).
#[must_use]
pub fn permute<L: Clone>(labels: &[L], plan: Plan, statistic: impl Fn(&[L]) -> Option<f64>) -> Option<Permutation> {
    let observed = statistic(labels).and_then(finite)?;
    let least = observed - 1e-12 * observed.abs();
    let mut dice = Dice::of(plan.seed);
    let mut shuffled = labels.to_vec();
    let mut as_large = 0;
    for _ in 0..plan.draws {
        dice.shuffle(&mut shuffled);
        let is_smaller = statistic(&shuffled).is_some_and(|found| found < least);
        as_large += u32::from(!is_smaller);
    }
    let p_value = (1.0 + f64::from(as_large)) / (1.0 + f64::from(plan.draws));
    Some(Permutation { observed, as_large, p_value })
}

/// Dice that roll the same on every machine.
struct Dice(ChaCha8Rng);

impl Dice {
    fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From 0 up to but not including `count`, which is not 0.
    fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.0.next_u64()) * count as u128) >> 64) as usize
    }

    /// Fisher and Yates's shuffle.
    fn shuffle<L>(&mut self, labels: &mut [L]) {
        for last in (1..labels.len()).rev() {
            labels.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests;
