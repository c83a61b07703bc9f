//! Newton's method with step halving, for log-likelihoods of a few parameters.

use crate::convergence::Convergence;
use crate::linear::{Cholesky, dot};

const STEPS: u32 = 200;
const HALVINGS: u32 = 60;
/// Twice the gain in log-likelihood that the next step promises; below this there is nothing left but rounding.
pub(crate) const PROMISE: f64 = 1e-18;
/// A parameter bends at least by this part of what the most bending one does.
const FLAT: f64 = 1e-10;
/// Part of the value that rounding may take from a step at the top.
const ROUNDING: f64 = 1e-12;

/// What is known of a log-likelihood at one place.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) at: Vec<f64>,
    pub(crate) value: f64,
    pub(crate) gradient: Vec<f64>,
    /// Minus the second derivatives, row by row.
    pub(crate) curvature: Vec<f64>,
}

/// Climbs from `start` to the maximum. `look` has no answer where the function has none; a step there is halved.
///
/// Where the function is not concave the curvature is steepened until it is, so that every step leads up.
/// `None` when `start` has no value or no direction leads up from somewhere on the way.
pub(crate) fn climb(start: Vec<f64>, look: impl Fn(Vec<f64>) -> Option<Place>) -> Option<(Place, Convergence)> {
    let mut place = look(start)?;
    let mut steps = 0;
    let mut reached = false;
    while steps < STEPS && !reached {
        let direction = uphill(&place)?;
        reached = dot(&direction, &place.gradient) < PROMISE;
        match halved(&place, &direction, &look) {
            Some(next) => place = next,
            None => break,
        }
        steps += 1;
    }
    let gradient = place.gradient.iter().fold(0.0_f64, |steepest, slope| steepest.max(slope.abs()));
    Some((place, Convergence { steps, gradient, reached }))
}

fn uphill(place: &Place) -> Option<Vec<f64>> {
    let order = place.at.len();
    let mut direction = place.gradient.clone();
    if let Some(cholesky) = Cholesky::of(&place.curvature, order) {
        cholesky.solve(&mut direction);
        return Some(direction);
    }
    let largest = place.curvature.iter().fold(0.0_f64, |largest, cell| largest.max(cell.abs()));
    // A flat place has nothing to steepen: whoever asked for a maximum there has none.
    if largest <= 0.0 {
        return None;
    }
    // Each parameter by its own measure: one that hardly bends must not creep because another bends much.
    let steepened = (0..40).find_map(|power| {
        let mut curvature = place.curvature.clone();
        let more = libm::exp2(f64::from(power) - 10.0);
        let diagonal = curvature.iter_mut().step_by(order + 1);
        diagonal.for_each(|cell| *cell += more * cell.abs().max(FLAT * largest));
        Cholesky::of(&curvature, order)
    })?;
    steepened.solve(&mut direction);
    Some(direction)
}

pub(crate) fn halved(place: &Place, direction: &[f64], look: impl Fn(Vec<f64>) -> Option<Place>) -> Option<Place> {
    let least = place.value - ROUNDING * (1.0 + place.value.abs());
    let mut length = 1.0;
    for _ in 0..HALVINGS {
        let at = place.at.iter().zip(direction).map(|(at, step)| at + length * step).collect();
        if let Some(next) = look(at).filter(|next| next.value >= least) {
            return Some(next);
        }
        length /= 2.0;
    }
    None
}

#[cfg(test)]
mod tests;
