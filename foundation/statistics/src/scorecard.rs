//! The chance of a yes or no from signals: a card written by experts on the first day, which learns from what is seen.
//!
//! A `Belief` says what is held before, `learn` weighs it against rows, and the `Scorecard` says what is held then: it is the
//! belief of the next day, gives the `outlook` of new rows, and takes every judgement apart into `reasons`.

mod ascent;
mod belief;
mod outcome;
/// The chances of new rows, with what is not known of the coefficients.
pub mod outlook;
/// Why one row stands higher than another.
pub mod reasons;
/// Chances brought to the scale of what really happens.
pub mod recalibration;
/// What each signal was said to do, and what it does.
pub mod signals;

use crate::convergence::Convergence;
use crate::linear::{Cholesky, dot};
use crate::mixed::Observations;
use crate::newton::Place;
use crate::runaway::{dependent, runaway};
use ascent::Height;
pub use belief::Belief;
pub use outcome::{Caveat, Coefficient, Scorecard, Unfit};

/// On which side of 0 a coefficient may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sign {
    /// Either.
    #[default]
    Any,
    /// 0 or above.
    NotNegative,
    /// 0 or below.
    NotPositive,
}

/// What is to be learned from.
#[derive(Debug, Clone, Copy)]
pub struct Lesson<'a> {
    /// Rows with their successes among trials; members are left aside. A row that is to count half, because it is old, has half
    /// the successes and half the trials.
    pub rows: &'a Observations,
    /// What is held before; `None`: plain maximum likelihood.
    pub prior: Option<&'a Belief>,
    /// Bounds of the intercept and of each slope; empty for none.
    pub signs: &'a [Sign],
}

/// Logistic regression, log-odds = offset + intercept + slopes · covariates in their own units, with a normal prior: the mode of
/// the posterior by Newton with step halving, and around it the normal curve with covariance (X'DX + P)⁻¹, D = trials p (1 - p).
///
/// With a prior there is an answer for any rows, none among them: then it is the prior. Signs are kept by projected Newton steps.
/// One pass over n rows and p covariates takes n p² / 2 steps; some seven passes are needed.
///
/// # Errors
/// When prior or signs have another number of coefficients than the rows, or numbers leave the range of floats; without a prior
/// also without trials, when all ended the same way, or where the likelihood has no single maximum: the covariate is named.
/// Source: A. Gelman, J. Carlin, H. Stern et al., "Bayesian Data Analysis", 3rd ed. (2013), 4.1 and 16.3; D. Bertsekas, "Projected
/// Newton Methods for Optimization Problems with Simple Constraints", SIAM J. Control and Optimization 20 (1982).
pub fn learn(lesson: Lesson<'_>) -> Result<Scorecard, Unfit> {
    let height = Height::of(lesson)?;
    if lesson.prior.is_none() {
        has_both_outcomes(lesson.rows)?;
    }
    let (top, convergence) = height.climb().ok_or(Unfit::Numerical)?;
    let free = ascent::free(&top, height.signs());
    if lesson.prior.is_none() {
        has_one_maximum(&height, &top, &free)?;
    }
    finished(&height, &top, &free, convergence).ok_or(Unfit::Numerical)
}

fn has_both_outcomes(rows: &Observations) -> Result<(), Unfit> {
    let (trials, successes): (f64, f64) = (rows.trials.iter().sum(), rows.successes.iter().sum());
    match (trials > 0.0, successes > 0.0 && successes < trials) {
        (false, _) => Err(Unfit::Empty),
        (true, false) => Err(Unfit::OneOutcome),
        (true, true) => Ok(()),
    }
}

fn has_one_maximum(height: &Height<'_>, top: &Place, free: &[usize]) -> Result<(), Unfit> {
    let flat = height.look(vec![0.0; top.at.len()]).ok_or(Unfit::Numerical)?;
    let named = |place: usize| free.get(place).map_or(0, |column| column.saturating_sub(1));
    let flat = ascent::part(&flat.curvature, top.at.len(), free);
    if let Some(place) = dependent(&flat, free.len()) {
        return Err(Unfit::Dependent(named(place)));
    }
    let flat = Cholesky::of(&flat, free.len()).ok_or(Unfit::Numerical)?;
    let at: Vec<f64> = free.iter().map(|column| top.at[*column]).collect();
    let found = ascent::part(&top.curvature, top.at.len(), free);
    let first = usize::from(free.first() == Some(&0));
    runaway(&found, &flat, &at, first).map_or(Ok(()), |place| Err(Unfit::Separated(named(place))))
}

fn finished(height: &Height<'_>, top: &Place, free: &[usize], convergence: Convergence) -> Option<Scorecard> {
    let order = top.at.len();
    let narrow = Cholesky::of(&ascent::part(&top.curvature, order, free), free.len())?.inverse();
    let mut covariance = vec![0.0; order * order];
    for (row, line) in free.iter().zip(narrow.chunks(free.len().max(1))) {
        free.iter().zip(line).for_each(|(column, cell)| covariance[row * order + column] = *cell);
    }
    let coefficient = |column: usize| {
        let at_bound = !free.contains(&column);
        let error = libm::sqrt(covariance[column * order + column]);
        Coefficient { value: top.at[column], standard_error: (!at_bound).then_some(error), at_bound }
    };
    let whole = Cholesky::of(&top.curvature, order)?;
    // Where a bound holds the slope left over is evidence too: the normal curve has its top beyond the bound.
    let mut beyond = top.gradient.clone();
    whole.solve(&mut beyond);
    let held = free.len() < order;
    let mean = top.at.iter().zip(beyond).map(|(at, beyond)| if held { at + beyond } else { *at }).collect();
    let bounded = height.signs().iter().any(|sign| *sign != Sign::Any);
    let prior = height.prior().filter(|_| !bounded);
    let log_evidence =
        prior.and_then(|prior| Some(top.value + (prior.log_determinant()? - whole.log_determinant()) / 2.0));
    Some(Scorecard {
        coefficients: (0..order).map(coefficient).collect(),
        log_likelihood: height.log_likelihood(&top.at),
        log_evidence,
        posterior: Belief::known(mean, top.curvature.clone()),
        rows: height.rows().len(),
        trials: height.rows().trials.iter().sum(),
        successes: height.rows().successes.iter().sum(),
        caveats: caveats(height.rows(), convergence),
        convergence,
        covariance,
    })
}

fn caveats(rows: &Observations, convergence: Convergence) -> Vec<Caveat> {
    let (trials, successes): (f64, f64) = (rows.trials.iter().sum(), rows.successes.iter().sum());
    let constant = |column: &usize| {
        let first = rows.covariates_of(0).get(*column);
        (0..rows.len()).all(|row| rows.covariates_of(row).get(*column) == first)
    };
    let one = trials > 0.0 && (successes <= 0.0 || successes >= trials);
    let same = (0..rows.covariates).filter(constant).map(Caveat::ConstantCovariate).filter(|_| trials > 0.0);
    let plain = [
        (trials <= 0.0).then_some(Caveat::PriorOnly),
        one.then_some(Caveat::OneOutcome),
        (!convergence.reached).then_some(Caveat::NotConverged),
    ];
    same.chain(plain.into_iter().flatten()).collect()
}

/// x' C x over the intercept and covariates.
fn variance_along(covariance: &[f64], row: &[f64]) -> f64 {
    let through: Vec<f64> = covariance.chunks(row.len().max(1)).map(|line| dot(line, row)).collect();
    dot(&through, row).max(0.0)
}

#[cfg(test)]
mod tests;
