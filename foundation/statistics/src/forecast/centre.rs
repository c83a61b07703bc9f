//! Where log-odds lie so that, over all shocks, a chance is what it was said to be.

use super::total::Renewal;
use crate::logit::expit;
use crate::prediction::log_odds;

/// As near as the chance over all shocks comes to the one given.
const NEAR: f64 = 1e-13;
const STEPS: usize = 60;
/// (16 √3 / 15 π)²: by how much a normal shock draws a logistic in.
const SHRUNK: f64 = 0.345_842_9;

/// Of each renewal the log-odds in the middle of the shock; where nothing moves it, the chance itself.
pub(super) struct Centres(Vec<Result<f64, f64>>);

impl Centres {
    /// The middles over the places of a shock with their weights.
    pub(super) fn of(renewals: &[Renewal], nodes: &[(f64, f64)], shock: f64) -> Self {
        let shifts: Vec<(f64, f64)> = nodes.iter().map(|(node, weight)| (shock * node, *weight)).collect();
        let stays = |one: &Renewal| shock == 0.0 || one.is_certain();
        let centre = |one: &Renewal| if stays(one) { Err(one.chance) } else { Ok(centre(one.chance, &shifts)) };
        Self(renewals.iter().map(centre).collect())
    }

    /// The chances when all log-odds move by `shift`; certainty does not move.
    pub(super) fn moved(&self, shift: f64) -> Vec<f64> {
        self.0.iter().map(|of| of.map_or_else(|stays| stays, |centre| expit(centre + shift))).collect()
    }
}

/// The log-odds which, moved by each shift and averaged by its weight, bring this chance: by Newton's steps, and by halving
/// where one would leave the bracket. A shift alone would not do, since 0.9 moved up and down alike is less than 0.9.
fn centre(chance: f64, shifts: &[(f64, f64)]) -> f64 {
    let plain = log_odds(chance);
    let reach = shifts.iter().map(|(shift, _)| shift.abs()).fold(0.0, f64::max);
    let variance: f64 = shifts.iter().map(|(shift, weight)| weight * shift * shift).sum();
    // Where a normal in the place of the logistic would have it; near enough to save steps.
    let guess = plain * libm::sqrt(1.0 + SHRUNK * variance);
    let (mut low, mut high, mut at) = (plain - reach, plain + reach, guess.clamp(plain - reach, plain + reach));
    for _ in 0..STEPS {
        let (mut mean, mut slope) = (0.0, 0.0);
        for (shift, weight) in shifts {
            let moved = expit(at + shift);
            mean += weight * moved;
            slope += weight * moved * (1.0 - moved);
        }
        let apart = mean - chance;
        if apart.abs() <= NEAR * chance {
            break;
        }
        if apart > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let next = at - apart / slope;
        let stays = next > low && next < high;
        let next = if stays { next } else { low + (high - low) / 2.0 };
        if next == at {
            break;
        }
        at = next;
    }
    at
}
