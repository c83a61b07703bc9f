use super::curve::{Curve, Look, walk};

/// What was counted of one group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Count {
    pub(super) successes: f64,
    pub(super) trials: f64,
}

/// The log of a likelihood at a mean of groups, with its first and second derivative there.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Reading {
    pub(super) log: f64,
    pub(super) slope: f64,
    pub(super) bend: f64,
}

/// Log-odds with what the count says of them.
#[derive(Debug, Clone, Copy)]
struct Place {
    look: Look,
    /// The slope of the log-likelihood, without the prior.
    pull: f64,
    /// Minus its second derivative.
    weight: f64,
}

/// How far the log density falls until nothing is left.
const FALL: f64 = 15.0;

/// Steps in standard deviations at the mode where only the area is wanted: sums of even steps have it to the last digit,
const AREA_STEP: f64 = 0.7;

/// and where values between the places are.
const CURVE_STEP: f64 = 0.35;

/// Steps are cut to this part at least, where others are known better.
const FINER_MAX: f64 = 16.0;

/// No step is longer than so many log-odds, since the likelihood turns within a few.
const STEP_MAX: f64 = 0.5;

/// Steps to the mode at most.
const STEPS: u32 = 60;

/// A mode so close, in standard deviations, is close enough to lay a grid around.
const CLOSE: f64 = 0.02;

/// No step to the mode is longer, in log-odds: beyond, the likelihood bends otherwise.
const STRIDE: f64 = 3.0;

/// log √(2π).
const HALF_LOG_TWO_PI: f64 = 0.918_938_533_204_672_8;

impl Count {
    /// The chance is shared by the height and both derivatives.
    fn at(&self, (mean, precision): (f64, f64), log_odds: f64) -> Place {
        let small = libm::exp(-log_odds.abs());
        let (larger, smaller) = (1.0 / (1.0 + small), small / (1.0 + small));
        let chance = if log_odds >= 0.0 { larger } else { smaller };
        let apart = log_odds - mean;
        let pull = self.successes - self.trials * chance;
        let likelihood = self.successes * log_odds - self.trials * (log_odds.max(0.0) + libm::log1p(small));
        let look = Look { log: likelihood - precision * apart * apart / 2.0, slope: pull - precision * apart };
        Place { look, pull, weight: self.trials * larger * smaller }
    }

    /// Places around the likeliest log-odds, `step` standard deviations apart: the first, their distance, and themselves.
    fn places(&self, (mean, spread): (f64, f64), step: f64) -> (f64, f64, Vec<Place>) {
        let precision = 1.0 / (spread * spread);
        let centre = self.mode(mean, precision);
        let bend = precision + self.at((mean, precision), centre).weight;
        let step = f64::min(step / libm::sqrt(bend), STEP_MAX);
        let (start, places, _) =
            walk((centre, step), FALL, |log_odds| self.at((mean, precision), log_odds), |place| place.look.log);
        (start, step, places)
    }

    fn mode(&self, mean: f64, precision: f64) -> f64 {
        // As if the count were normal: close at once where there are many trials.
        let trials = self.trials + 1.0;
        let chance = (self.successes + 0.5) / trials;
        let known = trials * chance * (1.0 - chance);
        let seen = libm::log(chance / (1.0 - chance));
        let mut at = (precision * mean + known * seen) / (precision + known);
        for _ in 0..STEPS {
            let place = self.at((mean, precision), at);
            let bend = precision + place.weight;
            let step = place.look.slope / bend;
            at += step.clamp(-STRIDE, STRIDE);
            if step * step * bend < CLOSE * CLOSE {
                break;
            }
        }
        at
    }

    /// What is believed of the group's log-odds at this mean and spread.
    pub(super) fn curve(&self, mean: f64, spread: f64) -> Curve {
        self.curve_by((mean, spread), CURVE_STEP)
    }

    /// The same for sums over its places, in steps of `widest` at most as far as that does not take too long: others may be
    /// known so much better that their whole curves lie between two places.
    pub(super) fn places_for_sums(&self, mean: f64, spread: f64, widest: f64) -> Curve {
        let curve = self.curve_by((mean, spread), AREA_STEP);
        let part = (widest / curve.step()).max(1.0 / FINER_MAX);
        if part >= 1.0 { curve } else { self.curve_by((mean, spread), AREA_STEP * part) }
    }

    fn curve_by(&self, at: (f64, f64), step: f64) -> Curve {
        let (start, step, places) = self.places(at, step);
        let looks: Vec<Look> = places.into_iter().map(|place| place.look).collect();
        Curve::of(start, step, &looks).0
    }

    /// The likelihood of mean and spread, the group's log-odds being integrated over, as a function of the mean.
    pub(super) fn reading(&self, mean: f64, spread: f64) -> Reading {
        if self.trials <= 0.0 {
            return Reading::default();
        }
        let (_, step, places) = self.places((mean, spread), AREA_STEP);
        let top = places.iter().map(|place| place.look.log).fold(f64::NEG_INFINITY, f64::max);
        let (mut all, mut pulls, mut squares, mut weights) = (0.0, 0.0, 0.0, 0.0);
        for place in &places {
            let mass = libm::exp(place.look.log - top);
            all += mass;
            pulls += mass * place.pull;
            squares += mass * place.pull * place.pull;
            weights += mass * place.weight;
        }
        let slope = pulls / all;
        Reading {
            log: top + libm::log(all * step / spread) - HALF_LOG_TWO_PI,
            slope,
            bend: squares / all - slope * slope - weights / all,
        }
    }

    /// The likelihood without any effect.
    pub(super) fn plain(&self, mean: f64) -> Reading {
        let place = self.at((mean, 0.0), mean);
        Reading { log: place.look.log, slope: place.pull, bend: -place.weight }
    }
}
