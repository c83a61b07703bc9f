use report::{Fold, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::describe::median;
use statistics::series::cusum::{Alarm, Chart, Watch, cusum};
use statistics::series::run_time;
use statistics::series::shift::shift;

use crate::book::Book;
use crate::readings::{Readings, Unwatched};
use crate::told::Told;
use crate::track::{Step, Track};
use crate::trend::Trend;

/// Half of the drop that is to be seen, in spreads.
// method: usage.slack
const SLACK: f64 = 0.5;
/// A smaller fall is no signal, however sure it is: 25 %.
// method: usage.least_fall
const LEAST_FALL: f64 = 0.25;

/// The limit beyond which a cumulative sum raises an alarm, so that an account without any change does so once in this
/// many years.
#[must_use]
pub fn limit(book: &Book, years: u32) -> Option<f64> {
    run_time::limit(SLACK, f64::from(years) * book.timeline.pace.reach().a_year as f64)
}

/// What is found of an account.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// Its use fell at once.
    Drop(Drop),
    /// Its use has been sinking.
    Decline(Trend),
}

/// A fall at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Drop {
    /// The first step after it.
    pub since: usize,
    /// The step at whose end it was found.
    pub found: usize,
    /// The highest sum.
    pub sum: f64,
    /// The steps before it that tell what is usual.
    pub before: Vec<usize>,
    /// The steps since, with what the book did in them beside the steps before, as a factor.
    pub after: Vec<(usize, Decimal)>,
}

/// What is known of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What it did.
    pub track: Track,
    /// How far its steps lie off.
    pub readings: Readings,
    /// The alarms of all steps.
    pub alarms: Vec<Alarm>,
    /// Which way it has been going.
    pub trend: Option<Trend>,
    /// What is to be told now, if anything.
    pub finding: Option<Finding>,
}

/// Judges one account beside its book.
///
/// # Errors
/// When it cannot be watched.
pub fn judge(told: &Told, book: &Book, limit: f64) -> Result<Judged, Unwatched> {
    let reach = book.timeline.pace.reach();
    let track = Track::of(told, &book.masks, &book.timeline).ok_or(Unwatched::Nothing)?;
    let readings = Readings::of(&track, &book.shared, reach)?;
    let alarms = alarms(&readings, book, limit);
    let trend = Trend::of(&readings.own, reach);
    let fallen = fallen(&alarms, &track, &readings, book).filter(|drop| is_enough(drop.share(&track)));
    let fallen = fallen.map(|drop| Drop { found: first_told(&track, book, limit, &drop), ..drop });
    let sinking = || {
        let found = trend.filter(|trend| trend.slope < 0.0 && trend.p_value <= book.p_most);
        found.filter(|trend| trend.fall() >= LEAST_FALL)
    };
    let finding = fallen.map(Finding::Drop).or_else(|| sinking().map(Finding::Decline));
    Ok(Judged { track, readings, alarms, trend, finding })
}

fn alarms(readings: &Readings, book: &Book, limit: f64) -> Vec<Alarm> {
    let widening = book.widening(readings.compared);
    let z: Vec<Option<f64>> = readings.z.iter().map(|z| z.map(|z| z / widening)).collect();
    let chart = Chart { slack: SLACK, limit, watch: Watch::Down, restarts: true };
    cusum(&z, chart).map(|found| found.alarms).unwrap_or_default()
}

/// The first step at whose end the fall was one that is told: watched by then, and as large as is worth a call. The first
/// alarm of a slow fall often is neither; and as it went on, its own spread grew, so that alarms were seen then that are no
/// longer.
fn first_told(track: &Track, book: &Book, limit: f64, drop: &Drop) -> usize {
    let mut reach = *book.timeline.pace.reach();
    let from = drop.since.min(drop.found).saturating_sub(reach.before);
    if track.steps.first().is_some_and(Option::is_some) {
        // Its rows reach back beyond what is looked at now, so it was watched before, too.
        reach.least_compared = 1;
    }
    let is_told = |last: &usize| {
        let upto = Track { measure: track.measure, steps: track.steps.iter().take(last + 1).copied().collect() };
        let Ok(readings) = Readings::of(&upto, &book.shared, &reach) else { return false };
        let fallen = fallen(&alarms(&readings, book, limit), &upto, &readings, book);
        fallen.is_some_and(|drop| is_enough(drop.share(&upto)))
    };
    let last = track.steps.len().saturating_sub(1);
    (from..last).find(is_told).unwrap_or(last)
}

fn is_enough(share: Option<Decimal>) -> bool {
    share.and_then(|share| share.to_f64()).is_some_and(|share| share >= LEAST_FALL)
}

/// The latest fall, if it is recent. Alarms one after the other are one fall, that of the first.
fn fallen(alarms: &[Alarm], track: &Track, readings: &Readings, book: &Book) -> Option<Drop> {
    let (reach, steps) = (book.timeline.pace.reach(), track.steps.len());
    let last = alarms.last().filter(|alarm| alarm.at + reach.recent >= steps)?;
    let mut first = last;
    for alarm in alarms.iter().rev() {
        if first.at - alarm.at <= reach.before {
            first = alarm;
        }
    }
    let since = began(first, &readings.own, reach.before);
    let before: Vec<usize> =
        (since.saturating_sub(reach.before)..since).filter(|step| track.steps[*step].is_some()).collect();
    let shared = |step: usize| book.shared.get(step).copied().flatten();
    let level = median(&before.iter().filter_map(|step| shared(*step)).collect::<Vec<f64>>());
    let factor = |step: usize| {
        let moved = shared(step).zip(level).map_or(0.0, |(here, before)| here - before);
        Decimal::from_f64(libm::exp(moved)).unwrap_or(Decimal::ONE).round_dp(6)
    };
    let after = (since..steps).filter(|step| track.steps[*step].is_some()).map(|step| (step, factor(step))).collect();
    let sum = alarms.iter().filter(|alarm| alarm.at >= first.at).map(|alarm| alarm.sum).fold(0.0, f64::max);
    Some(Drop { since, found: first.at, sum, before, after })
}

/// The step at which the level changed most around an alarm, never after the alarm itself.
fn began(alarm: &Alarm, own: &[Option<f64>], before: usize) -> usize {
    let around = alarm.since.saturating_sub(before)..own.len();
    let known: Vec<(usize, f64)> = around.filter_map(|step| Some((step, own[step]?))).collect();
    let values: Vec<f64> = known.iter().map(|(_, level)| *level).collect();
    let broken = shift(&values).filter(|shift| shift.after < shift.before);
    broken.and_then(|shift| known.get(shift.at)).map_or(alarm.since, |(step, _)| *step).min(alarm.at)
}

impl Step {
    /// The part of a whole step as a decimal.
    #[must_use]
    pub fn part_known(self) -> Decimal {
        Decimal::from_f64(self.part).unwrap_or(Decimal::ONE).round_dp(6)
    }

    /// What a whole step would have brought.
    #[must_use]
    pub fn whole(self) -> Option<Decimal> {
        Decimal::from(self.used).checked_div(self.part_known())
    }
}

impl Drop {
    /// What a whole step usually brought before.
    #[must_use]
    pub fn usual(&self, track: &Track) -> Option<Decimal> {
        let mut trace = Trace::new(Fold::Median, &["whole step"]);
        for step in self.before.iter().filter_map(|step| track.steps.get(*step).copied().flatten()) {
            trace.push("steps", &"".into(), "", None, &[step.whole()?]);
        }
        trace.value()
    }

    /// What was to be expected of a step since, given what is usual.
    #[must_use]
    pub fn expected(usual: Decimal, step: Step, factor: Decimal) -> Option<Decimal> {
        usual.checked_mul(step.part_known().checked_mul(factor)?)
    }

    /// The part of what was to be expected since that is missing.
    #[must_use]
    pub fn share(&self, track: &Track) -> Option<Decimal> {
        let usual = self.usual(track)?;
        let mut trace = Trace::new(Fold::Complement, &["used", "expected"]);
        for (step, factor) in &self.after {
            let step = track.steps.get(*step).copied().flatten()?;
            let expected = Self::expected(usual, step, *factor)?;
            trace.push("steps", &"".into(), "", None, &[Decimal::from(step.used), expected]);
        }
        trace.value()
    }
}

#[cfg(test)]
mod tests;
