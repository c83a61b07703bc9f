/// Kept and read back.
mod kept;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::AccountId;
use statistics::describe::median;
use statistics::multiplicity::{Adjustment, adjust};
use statistics::series::baseline::off_book;

use crate::readings::Readings;
use crate::timeline::{Pace, Timeline};
use crate::told::Told;
use crate::track::{Masked, Masks, Track};
use crate::trend::Trend;

/// With fewer accounts that usually use the product nothing is said about everybody.
// method: usage.least_active
const LEAST_ACTIVE: u64 = 5;
/// Below this part of the usual accounts a day or month is an outage, a holiday or a gap in the feed.
// method: usage.outage_below
const OUTAGE_BELOW: f64 = 0.5;
/// The usual number is the middle over so many places of the same kind before.
// method: usage.outage_looks_back
const OUTAGE_LOOKS_BACK: usize = 8;
/// The middle of the book is taken off where at least so many accounts are known.
// method: usage.least_book
const LEAST_BOOK: usize = 10;
/// Of the slow declines that are found so many may be chance.
// method: usage.false_finds
const FALSE_FINDS: f64 = 0.1;
/// Neighbouring steps are taken to depend on each other at most so much.
// method: usage.dependence_most
const DEPENDENCE_MOST: f64 = 0.8;
/// Wilder readings say nothing about dependence.
const WILD: f64 = 3.0;

/// So many days after a week is over, what nobody told of it is late; before, it may still come.
// method: usage.late_week_days
const LATE_WEEK_DAYS: i32 = 2;
/// The same for a month.
// method: usage.late_month_days
const LATE_MONTH_DAYS: i32 = 10;

/// Why a place is left out, as far as a reader has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nobody ever does anything there, or nobody told anything before: nothing to tell.
    Usual,
    /// The step is over since a few days only, and nobody has told the end of it yet.
    NotToldYet,
    /// An outage, a holiday, or a gap in the feed.
    Outage,
}

/// What all accounts tell together.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// The steps.
    pub timeline: Timeline,
    /// Places that are left out for everybody.
    pub masks: Masks,
    /// Per step, how far the middle account lies off its own middle; `None` with too few accounts.
    pub shared: Vec<Option<f64>>,
    /// How much a step depends on the one before it, 0 to 0.8.
    pub dependence: f64,
    /// Trends whose p-value is at most this are found.
    pub p_most: f64,
}

impl Book {
    /// What these accounts tell together.
    #[must_use]
    pub fn of(timeline: Timeline, told: &BTreeMap<AccountId, Told>) -> Self {
        let masks = masks(&timeline, told);
        let tracks: Vec<Track> = told.values().filter_map(|told| Track::of(told, &masks, &timeline)).collect();
        let shared = shared(&tracks, timeline.steps());
        let reach = timeline.pace.reach();
        let readings: Vec<Readings> =
            tracks.iter().filter_map(|track| Readings::of(track, &shared, reach).ok()).collect();
        let p_values: Vec<f64> =
            readings.iter().filter_map(|one| Trend::of(&one.own, reach)).map(|trend| trend.p_value).collect();
        Self { timeline, masks, shared, dependence: dependence(&readings), p_most: p_most(&p_values) }
    }

    /// By how much readings are made smaller, so that weeks that depend on each other and short histories raise no more
    /// alarms than were asked for.
    #[must_use]
    pub fn widening(&self, compared: usize) -> f64 {
        let depends = libm::sqrt((1.0 + self.dependence) / (1.0 - self.dependence));
        depends * (1.0 + 3.0 / compared.max(1) as f64)
    }

    /// Whether nothing at all is told of a step.
    #[must_use]
    pub fn is_silent(&self, step: usize) -> bool {
        let places = self.timeline.pace.places();
        let masks = self.masks.range(step * places..(step + 1) * places);
        masks.filter(|(_, masked)| masked.active == 0).count() == places
    }

    /// What a place that is left out means, asked on a day.
    #[must_use]
    pub fn silence(&self, place: usize, day: Date) -> Silence {
        let Some(masked) = self.masks.get(&place) else { return Silence::Usual };
        let late = match self.timeline.pace {
            Pace::Weekly => LATE_WEEK_DAYS,
            Pace::Monthly => LATE_MONTH_DAYS,
        };
        let ended = self.timeline.ends(place / self.timeline.pace.places());
        let is_silent = |place: usize| self.masks.get(&place).is_some_and(|masked| masked.active == 0);
        match masked.usual {
            0 => Silence::Usual,
            _ if (day - ended).get_days() <= late && (place..self.timeline.places()).all(is_silent) => {
                Silence::NotToldYet
            }
            _ => Silence::Outage,
        }
    }
}

/// Places at which far fewer accounts than usual used the product, or none told anything.
fn masks(timeline: &Timeline, told: &BTreeMap<AccountId, Told>) -> Masks {
    let places = timeline.places();
    let mut active = vec![0_u64; places];
    let mut speaks = vec![false; places];
    for one in told.values() {
        for (place, (active, speaks)) in active.iter_mut().zip(&mut speaks).enumerate() {
            let at = one.at(place);
            *speaks |= at.is_some();
            *active += u64::from(at.is_some_and(|count| count > 0));
        }
    }
    let apart = timeline.pace.places();
    let usual = |place: usize| {
        let before = (1..=OUTAGE_LOOKS_BACK).filter_map(|back| place.checked_sub(back * apart));
        let known: Vec<f64> = before.filter(|place| speaks[*place]).map(|place| active[place] as f64).collect();
        median(&known).map_or(0, |middle| libm::rint(middle) as u64)
    };
    let masked = |place: usize| {
        let (active, usual) = (active[place], usual(place));
        let is_low = usual >= LEAST_ACTIVE && (active as f64) < OUTAGE_BELOW * usual as f64;
        (!speaks[place] || is_low).then_some((place, Masked { active, usual }))
    };
    (0..places).filter_map(masked).collect()
}

/// Per step, how far the middle account lies off its own middle.
fn shared(tracks: &[Track], steps: usize) -> Vec<Option<f64>> {
    let centred = |track: &Track| {
        let levels = track.levels();
        let known: Vec<f64> = levels.iter().flatten().copied().collect();
        let centre = median(&known)?;
        let is_used = track.steps.iter().flatten().any(|step| step.used > 0);
        is_used.then(|| levels.iter().map(|level| level.map(|level| level - centre)).collect::<Vec<_>>())
    };
    let centred: Vec<Vec<Option<f64>>> = tracks.iter().filter_map(centred).collect();
    let mut book = off_book(&centred, LEAST_BOOK).map(|own| own.book).unwrap_or_default();
    book.resize(steps, None);
    // Six digits, so that a book that was kept says the same as one worked out anew.
    book.iter().map(|level| level.map(|level| libm::rint(level * 1e6) / 1e6)).collect()
}

/// The correlation of neighbouring readings over all accounts.
fn dependence(readings: &[Readings]) -> f64 {
    let (mut together, mut alone) = (0.0, 0.0);
    for one in readings {
        let tame = |z: &Option<f64>| z.map(|z| z.clamp(-WILD, WILD));
        for pair in one.z.windows(2) {
            if let (Some(left), Some(right)) = (tame(&pair[0]), tame(&pair[1])) {
                together += left * right;
                alone += f64::midpoint(left * left, right * right);
            }
        }
    }
    let found = if alone > 0.0 { together / alone } else { 0.0 };
    libm::rint(found.clamp(0.0, DEPENDENCE_MOST) * 1e6) / 1e6
}

/// The largest p-value that counts as found, so that of all found no more than a tenth are chance; 0 when none does.
fn p_most(p_values: &[f64]) -> f64 {
    let adjusted = adjust(p_values, Adjustment::BenjaminiHochberg).unwrap_or_default();
    let found = p_values.iter().zip(&adjusted).filter(|(_, adjusted)| **adjusted <= FALSE_FINDS);
    // Rounded up, so that the last one found stays so where the line was kept.
    found.map(|(p, _)| libm::ceil(p * 1e12) / 1e12).fold(0.0, f64::max)
}
