use std::cmp::Ordering;

use super::Observations;
use super::scaling::Scaling;

/// The rows as the engine walks over them: in canonical order, equal ones together, covariates in standard units.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    /// Columns of the design, intercept included; 0 when the fixed part is frozen into the offsets.
    pub(crate) columns: usize,
    pub(crate) groups: usize,
    pub(crate) design: Vec<f64>,
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
        let mut last = None;
        for row in observations.canonical() {
            if last.is_some_and(|last| observations.compare(last, row) == Ordering::Equal) {
                rows.repeat(observations.successes[row], observations.trials[row]);
            } else {
                rows.design.extend(scaling.standard(observations.covariates_of(row)));
                rows.successes.push(observations.successes[row]);
                rows.trials.push(observations.trials[row]);
                rows.offsets.push(observations.offsets[row]);
                rows.members.extend_from_slice(&observations.members[row]);
                rows.starts.push(rows.members.len());
            }
            last = Some(row);
        }
        rows
    }

    fn empty(columns: usize, groups: usize) -> Self {
        let none = Vec::new;
        let (design, successes, trials, offsets) = (none(), none(), none(), none());
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
        &self.design[row * self.columns..(row + 1) * self.columns]
    }

    pub(crate) fn members(&self, row: usize) -> &[(usize, f64)] {
        &self.members[self.starts[row]..self.starts[row + 1]]
    }

    /// The log-odds of a row at these coefficients and effects.
    pub(crate) fn log_odds(&self, row: usize, fixed: &[f64], effects: &[f64]) -> f64 {
        let known: f64 = self.covariates(row).iter().zip(fixed).map(|(value, slope)| value * slope).sum();
        let shared: f64 = self.members(row).iter().map(|(group, share)| share * effects[*group]).sum();
        self.offsets[row] + known + shared
    }

    /// The same rows with the fixed part moved into the offsets: only effects are left to find.
    pub(crate) fn frozen(&self, fixed: &[f64]) -> Self {
        let mut frozen = self.clone();
        frozen.refreeze(self, fixed);
        frozen.columns = 0;
        frozen.design = Vec::new();
        frozen
    }

    /// Moves another fixed part of `whole` into the offsets.
    pub(crate) fn refreeze(&mut self, whole: &Self, fixed: &[f64]) {
        for row in 0..whole.len() {
            let known: f64 = whole.covariates(row).iter().zip(fixed).map(|(value, slope)| value * slope).sum();
            self.offsets[row] = whole.offsets[row] + known;
        }
    }

    /// The same rows with an intercept alone, everything else of the fixed part moved into the offsets.
    pub(crate) fn with_slopes_frozen(&self, fixed: &[f64]) -> Self {
        let mut slopes = fixed.to_vec();
        slopes[0] = 0.0;
        let mut rows = self.frozen(&slopes);
        rows.columns = 1;
        rows.design = vec![1.0; rows.len()];
        rows
    }

    /// Whether every row belongs wholly to at most one group.
    pub(crate) fn single_owner(&self) -> bool {
        (0..self.len()).all(|row| matches!(self.members(row), [] | [(_, 1.0)]))
    }
}
