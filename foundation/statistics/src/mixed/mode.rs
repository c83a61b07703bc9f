use super::curvature::{Curvature, Layout, Precision};
use super::rows::Rows;

/// Where the penalised log-likelihood is highest.
#[derive(Debug, Clone)]
pub(crate) struct Mode {
    pub(crate) fixed: Vec<f64>,
    pub(crate) effects: Vec<f64>,
}

/// How the search for a mode went.
pub(crate) struct Found<'a> {
    pub(crate) mode: Mode,
    pub(crate) curvature: Curvature<'a>,
    pub(crate) log_likelihood: f64,
    pub(crate) steps: u32,
    /// The steepest slope left.
    pub(crate) slope: f64,
    pub(crate) converged: bool,
}

/// Newton steps at most; a concave function with halving needs far fewer.
const STEPS: u32 = 100;

/// The largest change of any coefficient at which the search ends, in log-odds.
const SMALL: f64 = 1e-9;

/// Halvings of one step at most.
const HALVINGS: u32 = 40;

impl Mode {
    pub(crate) fn zero(rows: &Rows) -> Self {
        Self { fixed: vec![0.0; rows.columns], effects: vec![0.0; rows.groups] }
    }

    fn moved(&self, step: &Self, by: f64) -> Self {
        let add = |old: &[f64], new: &[f64]| old.iter().zip(new).map(|(old, new)| old + by * new).collect();
        Self { fixed: add(&self.fixed, &step.fixed), effects: add(&self.effects, &step.effects) }
    }

    /// As far again as from another mode to this one.
    pub(crate) fn beyond(&self, before: &Self) -> Self {
        let further =
            |here: &[f64], there: &[f64]| here.iter().zip(there).map(|(here, there)| 2.0 * here - there).collect();
        Self { fixed: further(&self.fixed, &before.fixed), effects: further(&self.effects, &before.effects) }
    }

    pub(crate) fn largest(&self) -> f64 {
        self.fixed.iter().chain(&self.effects).fold(0.0, |largest, value| f64::max(largest, value.abs()))
    }

    fn penalty(&self, precision: Precision<'_>) -> f64 {
        let fixed: f64 = self.fixed.iter().zip(precision.fixed).map(|(value, weight)| weight * value * value).sum();
        let effects: f64 = self.effects.iter().map(|value| precision.effects * value * value).sum();
        (fixed + effects) / 2.0
    }
}

/// What the rows say at one place: log-likelihood, y - np and np(1 - p) by row.
pub(crate) struct Reading {
    pub(crate) log_likelihood: f64,
    pub(crate) residuals: Vec<f64>,
    pub(crate) weights: Vec<f64>,
}

impl Reading {
    pub(crate) fn at(rows: &Rows, mode: &Mode) -> Self {
        let mut reading = Self {
            log_likelihood: 0.0,
            residuals: Vec::with_capacity(rows.len()),
            weights: Vec::with_capacity(rows.len()),
        };
        let mut logs = Logs { sum: 0.0, product: 1.0 };
        for (row, odds) in rows.log_odds(&mode.fixed, &mode.effects).into_iter().enumerate() {
            let (chance, small) = chance(odds);
            let (well, all) = (rows.successes[row], rows.trials[row]);
            reading.log_likelihood += well * odds - all * odds.max(0.0);
            logs.add(all, small);
            reading.residuals.push(well - all * chance);
            reading.weights.push(all * chance * (1.0 - chance));
        }
        reading.log_likelihood -= logs.total();
        reading
    }

    pub(crate) fn gradient(&self, rows: &Rows, mode: &Mode, precision: Precision<'_>) -> Mode {
        let mut gradient = Mode { fixed: rows.sums(&self.residuals), effects: vec![0.0; rows.groups] };
        for (row, residual) in self.residuals.iter().enumerate() {
            for (group, share) in rows.members(row) {
                gradient.effects[*group] += residual * share;
            }
        }
        for ((sum, value), weight) in gradient.fixed.iter_mut().zip(&mode.fixed).zip(precision.fixed) {
            *sum -= weight * value;
        }
        gradient.effects.iter_mut().zip(&mode.effects).for_each(|(sum, value)| *sum -= precision.effects * value);
        gradient
    }
}

/// The chance at these log-odds, and e^-|odds|, without overflow at either end.
pub(crate) fn chance(odds: f64) -> (f64, f64) {
    let small = libm::exp(-odds.abs());
    let of_small = small / (1.0 + small);
    let chance = if odds >= 0.0 { 1.0 - of_small } else { of_small };
    (chance, small)
}

/// The sum of all × log(1 + small) over rows, small being at most 1: rows of one trial, which are most, are multiplied,
/// and share a logarithm.
struct Logs {
    sum: f64,
    product: f64,
}

impl Logs {
    fn add(&mut self, all: f64, small: f64) {
        if all == 1.0 {
            self.product *= 1.0 + small;
            if self.product > 1e300 {
                self.sum += libm::log(self.product);
                self.product = 1.0;
            }
        } else {
            self.sum += all * libm::log1p(small);
        }
    }

    fn total(&self) -> f64 {
        self.sum + libm::log(self.product)
    }
}

/// Climbs to the mode by Newton's method with step halving, which cannot miss on a concave function.
pub(crate) fn climb<'a>(rows: &Rows, layout: &'a Layout, precision: Precision<'_>, start: Mode) -> Option<Found<'a>> {
    let mut mode = start;
    let mut reading = Reading::at(rows, &mode);
    let mut height = reading.log_likelihood - mode.penalty(precision);
    let mut steps = 0;
    loop {
        let curvature = Curvature::of(rows, layout, &reading.weights, precision)?;
        let mut step = reading.gradient(rows, &mode, precision);
        let slope = step.largest();
        curvature.solve(&mut step.fixed, &mut step.effects);
        let size = step.largest();
        steps += 1;
        let converged = size < SMALL;
        if converged || steps == STEPS || !size.is_finite() {
            let mode = if converged { mode.moved(&step, 1.0) } else { mode };
            return Some(Found { mode, curvature, log_likelihood: reading.log_likelihood, steps, slope, converged });
        }
        (mode, reading, height) = uphill(rows, precision, (mode, height), &step);
    }
}

/// The longest of step, half step, quarter step … that does not go down.
fn uphill(rows: &Rows, precision: Precision<'_>, from: (Mode, f64), step: &Mode) -> (Mode, Reading, f64) {
    let (mode, height) = from;
    let mut by = 1.0;
    for _ in 0..HALVINGS {
        let moved = mode.moved(step, by);
        let reading = Reading::at(rows, &moved);
        let reached = reading.log_likelihood - moved.penalty(precision);
        // Near the top rounding decides; a speck downhill is no reason to halve.
        if reached >= height - 1e-12 * height.abs() {
            return (moved, reading, reached);
        }
        by /= 2.0;
    }
    let reading = Reading::at(rows, &mode);
    (mode, reading, height)
}
