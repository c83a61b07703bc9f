use statistics::measured::Measured;
use statistics::prediction::Forecasts;
use statistics::prediction::calibration::{in_the_large, line};
use statistics::prediction::discrimination::{area, area_difference};
use statistics::prediction::redrawn::{self, Redrawn, Weighed};
use statistics::prediction::scores::{brier, log_loss, log_loss_difference};
use statistics::resample::Plan;

use super::{Against, DRAWS, LEVEL, Rival, SEED};
use crate::gate::EVENTS_LEAST;
use crate::trial::{Kind, Trials, are_chances};

/// What has an interval; of chances alone save the area.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) area: Option<Measured>,
    pub(super) log_loss: Option<Measured>,
    pub(super) brier: Option<Measured>,
    pub(super) in_the_large: Option<Measured>,
    pub(super) intercept: Option<Measured>,
    pub(super) slope: Option<Measured>,
}

/// Figures with their own intervals, or, where accounts have several trials, with those of drawing whole accounts.
pub(super) fn all(trials: &Trials, forecasts: Option<&Forecasts>) -> Figures {
    let Some(forecasts) = forecasts else { return Figures::default() };
    let mut plain = vec![area(forecasts, LEVEL)];
    let mut weighed = vec![redrawn::area(forecasts)];
    if trials.kind() == Kind::Chances {
        let both = line(forecasts, LEVEL).map(|line| (line.intercept, line.slope));
        let (intercept, slope) = both.unzip();
        plain.extend([log_loss(forecasts, LEVEL), brier(forecasts, LEVEL), in_the_large(forecasts, LEVEL)]);
        plain.extend([intercept, slope]);
        let [intercept, slope] = redrawn::line(forecasts);
        weighed.extend([redrawn::log_loss(forecasts), redrawn::brier(forecasts), redrawn::in_the_large(forecasts)]);
        weighed.extend([intercept, slope]);
    }
    let mut found = measured(trials, plain, weighed).into_iter();
    let mut next = || found.next().flatten();
    Figures { area: next(), log_loss: next(), brier: next(), in_the_large: next(), intercept: next(), slope: next() }
}

/// The area of other forecasts for the same trials.
pub(super) fn area_of(trials: &Trials, forecasts: &Forecasts) -> Option<Measured> {
    measured(trials, vec![area(forecasts, LEVEL)], vec![redrawn::area(forecasts)]).remove(0)
}

fn measured(trials: &Trials, plain: Vec<Option<Measured>>, mut weighed: Vec<Weighed<'_>>) -> Vec<Option<Measured>> {
    if trials.key_count() == trials.all().len() {
        return plain;
    }
    let keys: Vec<&str> = trials.all().iter().map(|trial| &*trial.key).collect();
    // Draws of a handful of events repeat themselves: their spread would say far too much.
    let enough = trials.keys_where(true).min(trials.keys_where(false)) >= EVENTS_LEAST;
    let draws = Redrawn::of(&keys, Plan { draws: DRAWS, seed: SEED }, LEVEL).filter(|_| enough);
    let drawn = draws.map_or_else(|| vec![None; plain.len()], |draws| draws.measure(&mut weighed));
    plain.into_iter().zip(drawn).map(|(plain, drawn)| Some(beside(plain?, drawn))).collect()
}

/// The figure as it stands, with the interval of the draws; without a spread over them there is none to tell.
fn beside(plain: Measured, drawn: Option<Measured>) -> Measured {
    let Some(drawn) = drawn else { return Measured { standard_error: None, interval: None, ..plain } };
    let caveats = plain.caveats.into_iter().chain(drawn.caveats.iter().copied()).collect();
    Measured { estimate: plain.estimate, caveats, ..drawn }
}

/// The score beside each of its rivals.
pub(super) fn rivals(trials: &Trials, forecasts: Option<&Forecasts>, names: &[&str]) -> Vec<Rival> {
    names.iter().enumerate().map(|(place, name)| rival(trials, forecasts, (place, name))).collect()
}

fn rival(trials: &Trials, forecasts: Option<&Forecasts>, (place, name): (usize, &str)) -> Rival {
    let scores = trials.rival(place);
    let chances = trials.kind() == Kind::Chances && scores.as_deref().is_some_and(are_chances);
    let against = if chances { Against::LogLoss } else { Against::Area };
    let theirs = scores.and_then(|scores| trials.told_by(&scores));
    let (own, difference) = match forecasts.zip(theirs.as_ref()) {
        Some((ours, theirs)) => compared(trials, (ours, theirs), against),
        None => (None, None),
    };
    Rival { name: name.to_owned(), against, own, difference }
}

/// What the rival reaches itself, and what the score has more than it, paired.
fn compared(
    trials: &Trials,
    (ours, theirs): (&Forecasts, &Forecasts),
    against: Against,
) -> (Option<Measured>, Option<Measured>) {
    let (plain, weighed) = match against {
        Against::LogLoss => (
            vec![log_loss(theirs, LEVEL), log_loss_difference(ours, theirs, LEVEL)],
            vec![redrawn::log_loss(theirs), redrawn::log_loss_difference(ours, theirs)],
        ),
        Against::Area => (
            vec![area(theirs, LEVEL), area_difference(ours, theirs, LEVEL)],
            vec![redrawn::area(theirs), redrawn::area_difference(ours, theirs)],
        ),
    };
    let mut found = measured(trials, plain, weighed).into_iter();
    (found.next().flatten(), found.next().flatten())
}
