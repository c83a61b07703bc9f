//! Chances of whole numbers of units.

use super::total::Renewal;
use crate::interval::Interval;

/// What the two ends may lose together.
const CUT: f64 = 1e-15;
/// So many cells are touched in well under a second.
const WORK: f64 = 2.5e8;
/// Half as wide as what is left of a distribution after both ends are cut, in deviations.
const REACH: f64 = 8.5;
/// Less than this part of a unit is rounding of the amounts themselves.
const LEAST_SHIFT: f64 = 1e-6;

/// The chance of each cell from `first` on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub(super) first: i64,
    pub(super) chances: Vec<f64>,
}

/// One renewal in units.
struct Jump {
    lost: f64,
    kept: Vec<(usize, f64)>,
}

impl Grid {
    /// `unit` or the least of its multiples by 2, 5, 10 and so on with which `times` convolutions are not too much work.
    ///
    /// `None` for a unit not above 0, or one in which the largest total cannot be counted.
    pub(super) fn coarse_unit(renewals: &[Renewal], unit: f64, largest: f64, times: usize) -> Option<f64> {
        let inside = unit > 0.0 && unit.is_finite() && largest / unit < 9e15;
        if !inside {
            return None;
        }
        let scales = (0..18).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * libm::exp10(f64::from(power))));
        scales.map(|scale| unit * scale).find(|unit| work(renewals, *unit) * times as f64 <= WORK)
    }

    /// At most what all rounding together moves.
    pub(super) fn rounding(renewals: &[Renewal], unit: f64) -> f64 {
        let off = |amount: f64| (amount - libm::round(amount / unit) * unit).abs();
        renewals.iter().map(|one| one.kept.iter().map(|kept| off(kept.amount)).fold(0.0, f64::max)).sum()
    }

    /// The convolution of all renewals with these chances of being kept.
    pub(super) fn of(renewals: &[Renewal], chances: &[f64], unit: f64) -> Self {
        let mut jumps: Vec<Jump> = renewals.iter().zip(chances).map(|(one, chance)| jump(one, *chance, unit)).collect();
        // Small amounts first keep the grid short for most of the way.
        jumps.sort_by_key(|jump| jump.kept.last().map_or(0, |kept| kept.0));
        let mut grid = Self { first: 0, chances: vec![1.0] };
        let (mut spare, mut cut) = (Vec::new(), [0.0; 2]);
        let count = jumps.len() as f64;
        for (place, jump) in jumps.iter().enumerate() {
            grid.add(jump, &mut spare);
            grid.trim(&mut cut, CUT / 2.0 * (place + 1) as f64 / count);
        }
        grid.shift(lost_mean(renewals, chances, unit) / unit);
        grid
    }

    fn add(&mut self, jump: &Jump, spare: &mut Vec<f64>) {
        let longest = jump.kept.last().map_or(0, |kept| kept.0);
        spare.clear();
        spare.extend(self.chances.iter().map(|from| jump.lost * from));
        spare.resize(self.chances.len() + longest, 0.0);
        for (by, chance) in &jump.kept {
            spare[*by..].iter_mut().zip(&self.chances).for_each(|(to, from)| *to += chance * from);
        }
        core::mem::swap(&mut self.chances, spare);
    }

    /// Takes cells off both ends while an end has lost no more than `allowed` in all.
    fn trim(&mut self, cut: &mut [f64; 2], allowed: f64) {
        let take = |cut: &mut f64, chance: &f64| {
            let fits = *cut + chance <= allowed;
            *cut += if fits { *chance } else { 0.0 };
            fits
        };
        let last = self.chances.len() - 1;
        let back = self.chances.iter().rev().take(last).take_while(|chance| take(&mut cut[0], chance)).count();
        self.chances.truncate(last + 1 - back);
        let front = self.chances.iter().take(last - back).take_while(|chance| take(&mut cut[1], chance)).count();
        self.chances.drain(..front);
        self.first += front as i64;
    }

    /// Moves all by `units`, a part of a cell by sharing it out between two.
    fn shift(&mut self, units: f64) {
        let whole = libm::floor(units + LEAST_SHIFT);
        let part = units - whole;
        self.first += whole as i64;
        if part > LEAST_SHIFT {
            let moved = Jump { lost: 1.0 - part, kept: vec![(1, part)] };
            self.add(&moved, &mut Vec::new());
        }
    }

    /// The mixture of grids by weight, on no cell outside `bounds`: what was moved beyond them counts at the end.
    pub(super) fn mixed(grids: impl Iterator<Item = (Self, f64)>, bounds: Interval, unit: f64) -> Self {
        let grids: Vec<(Self, f64)> = grids.collect();
        // Places with next to no weight are left out, and ends are cut: what is there counts as the whole.
        let total: f64 = grids.iter().map(|(grid, weight)| weight * grid.chances.iter().sum::<f64>()).sum();
        let (low, high) = (libm::floor(bounds.low / unit) as i64, libm::ceil(bounds.high / unit) as i64);
        let first = grids.iter().map(|(grid, _)| grid.first).min().unwrap_or(0).clamp(low, high);
        let ends = grids.iter().map(|(grid, _)| grid.first + grid.chances.len() as i64 - 1);
        let last = ends.max().unwrap_or(0).clamp(low, high);
        let mut chances = vec![0.0; (last - first + 1) as usize];
        for (grid, weight) in &grids {
            for (chance, cell) in grid.chances.iter().zip(grid.first..) {
                chances[(cell.clamp(first, last) - first) as usize] += weight / total * chance;
            }
        }
        Self { first, chances }
    }
}

fn jump(renewal: &Renewal, chance: f64, unit: f64) -> Jump {
    let cell = |amount: f64| libm::round(amount / unit) as usize;
    let mut kept: Vec<(usize, f64)> =
        renewal.kept.iter().map(|kept| (cell(kept.amount), chance * kept.chance)).collect();
    kept.sort_by_key(|kept| kept.0);
    Jump { lost: 1.0 - chance, kept }
}

/// What rounding to units took from the mean.
fn lost_mean(renewals: &[Renewal], chances: &[f64], unit: f64) -> f64 {
    let of = |one: &Renewal| -> f64 {
        one.kept.iter().map(|kept| kept.chance * (kept.amount - libm::round(kept.amount / unit) * unit)).sum()
    };
    renewals.iter().zip(chances).map(|(one, chance)| chance * of(one)).sum()
}

/// About how many cells one convolution touches: before each amount the grid reaches as far as the sum so far or as so many
/// deviations.
fn work(renewals: &[Renewal], unit: f64) -> f64 {
    let mut sizes: Vec<(f64, f64, f64)> = renewals.iter().map(|one| size(one, unit)).collect();
    sizes.sort_by(|left, right| left.0.total_cmp(&right.0));
    let (mut range, mut variance, mut cells) = (1.0, 0.0, 0.0);
    for (most, spread, outcomes) in sizes {
        range += most;
        variance += spread;
        cells += outcomes * (most + range.min(2.0 * REACH * libm::sqrt(variance) + most));
    }
    cells
}

/// The largest jump in units, its variance, and how many outcomes there are. The worst variance stands for all shocks.
fn size(renewal: &Renewal, unit: f64) -> (f64, f64, f64) {
    let most = renewal.kept.iter().map(|kept| kept.amount / unit).fold(0.0, f64::max);
    let chance = if renewal.chance <= 0.0 || renewal.chance >= 1.0 { 0.0 } else { renewal.chance };
    (most, most * most * chance * (1.0 - chance), renewal.kept.len() as f64 + 1.0)
}
