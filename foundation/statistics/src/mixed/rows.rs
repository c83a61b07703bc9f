use std::cmp::Ordering;

use super::Observations;
use super::scaling::Scaling;
use crate::sheet::Sheet;

/// The rows as the engine walks over them: in canonical order, equal ones together, covariates in standard units.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    /// Columns of the design, intercept included; 0 when the fixed part is frozen into the offsets.
    pub(crate) columns: usize,
    pub(crate) groups: usize,
    design: Sheet,
    pub(crate) successes: Vec<f64>,
    pub(crate) trials: Vec<f64>,
    pub(crate) offsets: Vec<f64>,
    starts: Vec<usize>,
    members: Vec<(usize, f64)>,
}

impl Observations {
    /// Row numbers in an order that depends on what rows say, not on where they stand.
    pub(crate) fn canonical(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|&left, &right| self.compare(left, right).then_with(|| self.compare_counts(left, right)));
        order
    }

    fn compare(&self, left: usize, right: usize) -> Ordering {
        let numbers = |row: usize| self.covariates_of(row).iter().chain(std::slice::from_ref(&self.offsets[row]));
        let members = |row: usize| self.members[row].iter();
        let by_members =
            compare_by(members(left), members(right), |one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        by_members.then_with(|| compare_by(numbers(left), numbers(right), |one, other| one.total_cmp(other)))
    }

    fn compare_counts(&self, left: usize, right: usize) -> Ordering {
        let counts = |row: usize| (self.trials[row], self.successes[row]);
        let (one, other) = (counts(left), counts(right));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    }
}

/// By the first pair that differs, then by length.
fn compare_by<T>(
    left: impl Iterator<Item = T>,
    mut right: impl Iterator<Item = T>,
    compare: impl Fn(T, T) -> Ordering,
) -> Ordering {
    for one in left {
        match right.next().map(|other| compare(one, other)) {
            None => return Ordering::Greater,
            Some(Ordering::Equal) => {}
            Some(unequal) => return unequal,
        }
    }
    if right.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

impl Rows {
    pub(crate) fn of(observations: &Observations, scaling: &Scaling) -> Self {
        let mut rows = Self::empty(observations.covariates + 1, observations.groups);
        let mut design = Vec::new();
        let mut last = None;
        for row in observations.canonical() {
            if last.is_some_and(|last| observations.compare(last, row) == Ordering::Equal) {
                rows.repeat(observations.successes[row], observations.trials[row]);
            } else {
                design.extend(scaling.standard(observations.covariates_of(row)));
                rows.successes.push(observations.successes[row]);
                rows.trials.push(observations.trials[row]);
                rows.offsets.push(observations.offsets[row]);
                rows.members.extend_from_slice(&observations.members[row]);
                rows.starts.push(rows.members.len());
            }
            last = Some(row);
        }
        rows.design = Sheet::of(design, rows.columns);
        rows
    }

    fn empty(columns: usize, groups: usize) -> Self {
        let none = Vec::new;
        let (successes, trials, offsets) = (none(), none(), none());
        let design = Sheet::default();
        Self { columns, groups, design, successes, trials, offsets, starts: vec![0], members: Vec::new() }
    }

    /// Equal rows weigh together: the likelihood is the same, the work is less.
    fn repeat(&mut self, successes: f64, trials: f64) {
        if let (Some(well), Some(all)) = (self.successes.last_mut(), self.trials.last_mut()) {
            *well += successes;
            *all += trials;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.successes.len()
    }

    pub(crate) fn covariates(&self, row: usize) -> &[f64] {
        self.design.row(row)
    }

    pub(crate) fn members(&self, row: usize) -> &[(usize, f64)] {
        &self.members[self.starts[row]..self.starts[row + 1]]
    }

    /// The log-odds of every row at these coefficients and effects.
    pub(crate) fn log_odds(&self, fixed: &[f64], effects: &[f64]) -> Vec<f64> {
        let mut odds = if self.columns == 0 { vec![0.0; self.len()] } else { self.design.lines(fixed) };
        for (row, odds) in odds.iter_mut().enumerate() {
            let shared: f64 = self.members(row).iter().map(|(group, share)| share * effects[*group]).sum();
            *odds = self.offsets[row] + *odds + shared;
        }
        odds
    }

    /// Σ weight × covariates over all rows.
    pub(crate) fn sums(&self, weights: &[f64]) -> Vec<f64> {
        self.design.sums(weights)
    }

    /// Σ weight × covariates × covariates' over all rows: the lower triangle alone.
    pub(crate) fn squares(&self, weights: &[f64]) -> Vec<f64> {
        self.design.squares(weights)
    }

    /// Σ weight × share × covariates over the rows of each group, a row per group.
    pub(crate) fn sums_by_group(&self, weights: &[f64]) -> Vec<f64> {
        let columns = self.columns;
        let mut sums = vec![0.0; self.groups * columns];
        if columns == 0 {
            return sums;
        }
        let mut totals = vec![0.0; self.groups];
        for (row, weight) in weights.iter().enumerate() {
            for &(group, share) in self.members(row) {
                totals[group] += weight * share;
                self.design.begin(row, weight * share, &mut sums[group * columns..(group + 1) * columns]);
            }
        }
        sums.chunks_mut(columns).zip(totals).for_each(|(line, total)| self.design.finish(line, total));
        sums
    }

    /// The same rows with the fixed part moved into the offsets: only effects are left to find.
    pub(crate) fn frozen(&self, fixed: &[f64]) -> Self {
        let mut frozen = self.clone();
        frozen.refreeze(self, fixed);
        frozen.columns = 0;
        frozen.design = Sheet::default();
        frozen
    }

    /// Moves another fixed part of `whole` into the offsets.
    pub(crate) fn refreeze(&mut self, whole: &Self, fixed: &[f64]) {
        self.offsets = whole.log_odds(fixed, &vec![0.0; whole.groups]);
    }

    /// The same rows with an intercept alone, everything else of the fixed part moved into the offsets.
    pub(crate) fn with_slopes_frozen(&self, fixed: &[f64]) -> Self {
        let mut slopes = fixed.to_vec();
        slopes[0] = 0.0;
        let mut rows = self.frozen(&slopes);
        rows.columns = 1;
        rows.design = Sheet::of(vec![1.0; rows.len()], 1);
        rows
    }

    /// Whether every row belongs wholly to at most one group.
    pub(crate) fn single_owner(&self) -> bool {
        (0..self.len()).all(|row| matches!(self.members(row), [] | [(_, 1.0)]))
    }
}
