use statistics::describe::median;
use statistics::normal;
use statistics::series::small_counts::beside;
use statistics::series::usual::Usual;

use crate::timeline::Reach;
use crate::track::{Step, Track};

/// Accounts that bring less than this in a usual step are judged as counts and not on a scale.
// method: usage.small_count
const SMALL_COUNT: f64 = 20.0;
/// No account is taken to vary less than this from step to step.
// method: usage.least_spread
const LEAST_SPREAD: f64 = 0.05;

/// Why an account is not watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unwatched {
    /// No row of it tells a count.
    Nothing,
    /// Most steps are without any use, so one more says nothing.
    HardlyUsed,
    /// Fewer steps than needed can be compared with those before them.
    TooShort {
        /// How many can.
        compared: usize,
    },
}

/// How far each step of an account lies off what was usual for it, in spreads.
#[derive(Debug, Clone, PartialEq)]
pub struct Readings {
    /// Levels less what the whole book did.
    pub own: Vec<Option<f64>>,
    /// In spreads; `None` where there is too little before to compare with.
    pub z: Vec<Option<f64>>,
    /// How many steps could be compared.
    pub compared: usize,
}

impl Readings {
    /// What the steps of an account say, once what the book did together is taken off.
    ///
    /// # Errors
    /// When the account cannot be watched.
    pub fn of(track: &Track, shared: &[Option<f64>], reach: &Reach) -> Result<Self, Unwatched> {
        let used: Vec<f64> = track.steps.iter().flatten().map(|step| step.used as f64).collect();
        let usual = median(&used).ok_or(Unwatched::Nothing)?;
        if usual <= 0.0 {
            return Err(Unwatched::HardlyUsed);
        }
        let at = |step: usize| shared.get(step).copied().flatten().unwrap_or(0.0);
        let own: Vec<Option<f64>> =
            track.levels().iter().enumerate().map(|(step, level)| level.map(|level| level - at(step))).collect();
        let off = if usual < SMALL_COUNT {
            counted(&track.steps, at, reach)
        } else {
            own.iter().enumerate().map(|(step, level)| Some((*level)? - median(&before(&own, step, reach)?)?)).collect()
        };
        let known: Vec<f64> = off.iter().flatten().copied().collect();
        let compared = known.len();
        if compared < reach.least_compared {
            return Err(Unwatched::TooShort { compared });
        }
        // Counts vary at least as chance makes them vary.
        let least = if usual < SMALL_COUNT { 1.0 } else { LEAST_SPREAD.max(1.0 / libm::sqrt(usual)) };
        let spread = Usual::of(&known).map_or(least, |usual| usual.spread.max(least));
        let z = off.iter().map(|off| off.map(|off| off / spread)).collect();
        Ok(Self { own, z, compared })
    }
}

/// The known values before a step; `None` where they are too few.
fn before<T: Copy>(values: &[Option<T>], step: usize, reach: &Reach) -> Option<Vec<T>> {
    let known: Vec<T> = values[step.saturating_sub(reach.before)..step].iter().flatten().copied().collect();
    (known.len() >= reach.least_before).then_some(known)
}

/// How surprising each count is beside those before it, as places of a normal distribution.
fn counted(steps: &[Option<Step>], shared: impl Fn(usize) -> f64, reach: &Reach) -> Vec<Option<f64>> {
    let exposed: Vec<Option<(u64, f64)>> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| step.map(|step| (step.used, step.part * libm::exp(shared(at)))))
        .collect();
    let reading = |at: usize| {
        let (count, exposure) = exposed[at]?;
        // As many as they would have been over the days of this step, had the book been where it is now.
        let as_here = |(count, other): &(u64, f64)| libm::rint(*count as f64 * exposure / other) as u64;
        let others: Vec<u64> = before(&exposed, at, reach)?.iter().map(as_here).collect();
        let tails = beside(count, &others)?;
        let exactly = (tails.as_few + tails.as_many - 1.0).max(0.0);
        normal::quantile((tails.as_few - exactly / 2.0).clamp(1e-12, 1.0 - 1e-12))
    };
    (0..steps.len()).map(reading).collect()
}
