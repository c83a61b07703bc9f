use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::scores::{losses, squares};
use super::{Forecasts, log_odds};
use crate::describe::finite;
use crate::logit::expit;
use crate::measured::{Caveat, Measured};
use crate::resample::{Plan, multiplicities, summed_up};

const METHOD: &str = "bootstrap of whole keys, percentile interval";

/// Steps of Newton's method in one draw; it begins at the answer for all rows and needs two or three.
const STEPS: usize = 25;
/// Where it has arrived.
const STILL: f64 = 1e-9;

/// Figures of many forecasts when all of one key are drawn together, every figure from the same draws: as
/// [`super::resampled::resampled`] has them, one by one, but with rows weighed by how often they were drawn instead of
/// copied, so that two hundred thousand forecasts take seconds.
#[derive(Debug)]
pub struct Redrawn {
    of_row: Vec<usize>,
    keys: usize,
    plan: Plan,
    level: f64,
}

/// A figure of forecasts where each row counts so often as is told.
pub type Weighed<'a> = Box<dyn FnMut(&[f64]) -> Option<f64> + 'a>;

impl Redrawn {
    /// Draws of rows that belong to these keys. `None` for fewer than two keys, or a level not strictly between 0 and 1.
    #[must_use]
    pub fn of<K: Ord>(keys: &[K], plan: Plan, level: f64) -> Option<Self> {
        let mut places: BTreeMap<&K, usize> = keys.iter().map(|key| (key, 0)).collect();
        places.values_mut().enumerate().for_each(|(place, of)| *of = place);
        let inside = level > 0.0 && level < 1.0 && places.len() >= 2;
        let of_row = keys.iter().map(|key| places[key]).collect();
        inside.then_some(Self { of_row, keys: places.len(), plan, level })
    }

    /// Each figure with its interval; `None` where all rows together have none, or fewer than two draws do.
    #[must_use]
    pub fn measure(&self, figures: &mut [Weighed<'_>]) -> Vec<Option<Measured>> {
        let once = vec![1.0; self.of_row.len()];
        let estimates: Vec<Option<f64>> = figures.iter_mut().map(|figure| figure(&once).and_then(finite)).collect();
        let mut found: Vec<Vec<f64>> = vec![Vec::new(); figures.len()];
        let mut weights = once;
        multiplicities(self.keys, self.plan, |drawn| {
            weights.iter_mut().zip(&self.of_row).for_each(|(weight, key)| *weight = f64::from(drawn[*key]));
            for ((figure, found), _) in
                figures.iter_mut().zip(&mut found).zip(&estimates).filter(|(_, at)| at.is_some())
            {
                found.extend(figure(&weights).and_then(finite));
            }
        });
        estimates.into_iter().zip(found).map(|(estimate, found)| self.told(estimate?, &found)).collect()
    }

    fn told(&self, estimate: f64, found: &[f64]) -> Option<Measured> {
        let drawn = summed_up(found, estimate, self.plan, self.level)?;
        let undefined = (drawn.undefined > 0).then_some(Caveat::Undefined { draws: drawn.undefined });
        let spread = (drawn.standard_error == 0.0).then_some(Caveat::NoSpread);
        let measured = Measured::plain(estimate, METHOD).with_error(Some(drawn.standard_error), Some(drawn.interval));
        Some(measured.of(self.keys, undefined.into_iter().chain(spread).collect()))
    }
}

/// The area under the curve, as [`super::discrimination::area`] has it.
#[must_use]
pub fn area(forecasts: &Forecasts) -> Weighed<'_> {
    let mut order: Vec<usize> = (0..forecasts.all().len()).collect();
    order.sort_by(|left, right| forecasts.all()[*left].chance.total_cmp(&forecasts.all()[*right].chance));
    Box::new(move |times| {
        let (mut ordered, mut events, mut others) = (0.0, 0.0, 0.0);
        let same = |left: &usize, right: &usize| forecasts.all()[*left].chance == forecasts.all()[*right].chance;
        for group in order.chunk_by(same) {
            let (mut events_here, mut others_here) = (0.0, 0.0);
            for place in group {
                let one = &forecasts.all()[*place];
                let here = if one.happened { &mut events_here } else { &mut others_here };
                *here += times[*place] * one.weight;
            }
            ordered += events_here * (others + others_here / 2.0);
            events += events_here;
            others += others_here;
        }
        finite(ordered / (events * others))
    })
}

/// The mean log loss.
#[must_use]
pub fn log_loss(forecasts: &Forecasts) -> Weighed<'_> {
    mean_of(forecasts, losses(forecasts))
}

/// The Brier score.
#[must_use]
pub fn brier(forecasts: &Forecasts) -> Weighed<'_> {
    mean_of(forecasts, squares(forecasts))
}

/// The mean log loss less that of another prediction for the same outcomes, in the same order.
#[must_use]
pub fn log_loss_difference<'a>(forecasts: &'a Forecasts, other: &Forecasts) -> Weighed<'a> {
    mean_of(forecasts, losses(forecasts).iter().zip(losses(other)).map(|(one, other)| one - other).collect())
}

/// The area less that of another prediction for the same outcomes, in the same order.
#[must_use]
pub fn area_difference<'a>(forecasts: &'a Forecasts, other: &'a Forecasts) -> Weighed<'a> {
    let (mut one, mut other) = (area(forecasts), area(other));
    Box::new(move |times| Some(one(times)? - other(times)?))
}

fn mean_of(forecasts: &Forecasts, figures: Vec<f64>) -> Weighed<'_> {
    Box::new(move |times| {
        let (mut total, mut weight) = (0.0, 0.0);
        for ((figure, times), one) in figures.iter().zip(times).zip(forecasts.all()) {
            total += times * one.weight * figure;
            weight += times * one.weight;
        }
        finite(total / weight)
    })
}

/// What has to be added to the log-odds of all, as [`super::calibration::in_the_large`] has it.
#[must_use]
pub fn in_the_large(forecasts: &Forecasts) -> Weighed<'_> {
    let mut line = Straight::of(forecasts, false);
    Box::new(move |times| line.climb(times).map(|[level, _]| level))
}

/// Intercept and slope of the calibration line, as [`super::calibration::line`] has them; the slope is that of the same
/// search, so it has to be asked for right after the intercept.
#[must_use]
pub fn line(forecasts: &Forecasts) -> [Weighed<'_>; 2] {
    let mut line = Straight::of(forecasts, true);
    let found = Rc::new(Cell::new(None));
    let kept = found.clone();
    let intercept: Weighed<'_> = Box::new(move |times| {
        kept.set(line.climb(times));
        kept.get().map(|[intercept, _]| intercept)
    });
    [intercept, Box::new(move |_| found.get().map(|[_, slope]| slope))]
}

/// A logistic line on the log-odds of chances; with its slope held at 1 where it is not free.
struct Straight<'a> {
    forecasts: &'a Forecasts,
    odds: Vec<f64>,
    is_free: bool,
    /// Where the first search, that over all rows, ended: the others begin there.
    begin: Option<[f64; 2]>,
}

impl<'a> Straight<'a> {
    fn of(forecasts: &'a Forecasts, is_free: bool) -> Self {
        let odds = forecasts.all().iter().map(|one| log_odds(one.chance)).collect();
        Self { forecasts, odds, is_free, begin: None }
    }

    fn climb(&mut self, times: &[f64]) -> Option<[f64; 2]> {
        let mut at = self.begin.unwrap_or([0.0, 1.0]);
        for _ in 0..STEPS {
            let (gradient, curvature) = self.look(times, at);
            let step = if self.is_free {
                let [a, b, c] = curvature;
                let determinant = a * c - b * b;
                [
                    finite((c * gradient[0] - b * gradient[1]) / determinant)?,
                    finite((a * gradient[1] - b * gradient[0]) / determinant)?,
                ]
            } else {
                [finite(gradient[0] / curvature[0])?, 0.0]
            };
            at = [at[0] + step[0].clamp(-4.0, 4.0), at[1] + step[1].clamp(-2.0, 2.0)];
            if step.iter().all(|step| step.abs() < STILL) {
                self.begin.get_or_insert(at);
                return Some(at);
            }
        }
        None
    }

    fn look(&self, times: &[f64], at: [f64; 2]) -> ([f64; 2], [f64; 3]) {
        let (mut gradient, mut curvature) = ([0.0; 2], [0.0; 3]);
        for ((one, odds), times) in self.forecasts.all().iter().zip(&self.odds).zip(times) {
            if *times == 0.0 {
                continue;
            }
            let chance = expit(at[0] + at[1] * odds);
            let (off, spread) = (times * (one.outcome() - chance), times * chance * (1.0 - chance));
            gradient[0] += off;
            gradient[1] += off * odds;
            curvature[0] += spread;
            curvature[1] += spread * odds;
            curvature[2] += spread * odds * odds;
        }
        (gradient, curvature)
    }
}

#[cfg(test)]
mod tests;
