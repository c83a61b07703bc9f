use std::collections::BTreeMap;

use statistics::Interval;
use statistics::measured::Measured;
use statistics::prediction::Forecasts;
use statistics::prediction::bins::{Bin, Cut, bins, calibration_error};
use statistics::prediction::calibration::{in_the_large, line};
use statistics::prediction::discrimination::{area, area_difference, average_precision};
use statistics::prediction::resampled::resampled;
use statistics::prediction::scores::{brier, brier_scaled, log_loss, log_loss_difference};
use statistics::prediction::shortlist::{Shortlist, at_capacity, at_share};
use statistics::resample::Plan;

use crate::trial::{Kind, Trials, are_chances};

/// The level of every interval.
pub const LEVEL: f64 = 0.95;
/// Groups of the reliability diagram.
pub const GROUPS: usize = 10;
/// The part of all that makes the list whose lift is told.
pub const TOP_SHARE: f64 = 0.1;
/// Draws of whole accounts where one account has several trials.
// method: backtest.draws
pub const DRAWS: u32 = 400;
const SEED: u64 = 1;

/// What a rival is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// Log loss: what both give as chances.
    LogLoss,
    /// The area: where one of them is no chance.
    Area,
}

impl Against {
    pub(crate) fn asks(self) -> &'static str {
        match self {
            Self::LogLoss => "a lower log loss over the whole of its 95 % range",
            Self::Area => "a larger area over the whole of its 95 % range",
        }
    }

    pub(crate) fn is_better(self, range: Interval) -> bool {
        match self {
            Self::LogLoss => range.high < 0.0,
            Self::Area => range.low > 0.0,
        }
    }
}

/// Another prediction for the same outcomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// What it is.
    pub name: String,
    /// What they are compared by.
    pub against: Against,
    /// What it reaches itself.
    pub own: Option<Measured>,
    /// The score's figure less that of the rival, over the same trials.
    pub difference: Option<Measured>,
}

/// What many trials come to. What cannot be worked out is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What the scores are.
    pub kind: Kind,
    /// How many trials.
    pub n: usize,
    /// How many keys, drawn whole where intervals are worked out.
    pub keys: usize,
    /// How many it happened to.
    pub events: usize,
    /// The area under the ROC curve.
    pub area: Option<Measured>,
    /// Average precision.
    pub average_precision: Option<f64>,
    /// Log loss; of chances alone, like the six after it.
    pub log_loss: Option<Measured>,
    /// The Brier score.
    pub brier: Option<Measured>,
    /// 1 less the Brier score over that of the share of all.
    pub brier_scaled: Option<f64>,
    /// What has to be added to the log-odds of all.
    pub in_the_large: Option<Measured>,
    /// The intercept of the calibration line.
    pub intercept: Option<Measured>,
    /// The slope of the calibration line.
    pub slope: Option<Measured>,
    /// The expected calibration error over tenths of equal count.
    pub calibration_error: Option<f64>,
    /// The reliability diagram, tenths of equal count.
    pub bins: Vec<Bin>,
    /// The list of the tenth with the highest scores.
    pub top: Option<Shortlist>,
    /// The list as long as the team can work through, where that is told.
    pub at_capacity: Option<Shortlist>,
    /// By what was at stake.
    pub money: Option<Money>,
    /// The baselines and other rivals.
    pub against: Vec<Rival>,
}

/// The same, weighed by what was at stake.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// Everything at stake.
    pub at_stake: f64,
    /// What of it was lost to what happened.
    pub lost: f64,
    /// What the chances said would be lost; of chances alone.
    pub predicted: Option<f64>,
    /// The area by amount.
    pub area: Option<Measured>,
    /// The part of the lost amount on the list of the top tenth.
    pub captured_at_top: Option<f64>,
    /// The part of the lost amount on the list at capacity.
    pub captured_at_capacity: Option<f64>,
}

impl Judgement {
    /// Judges trials against the rivals whose scores they carry, named in their order, with a list of `capacity` where it
    /// is told.
    ///
    /// A rival that did not say one finite number of every trial is left without a comparison.
    #[must_use]
    pub fn of(trials: &Trials, rivals: &[&str], capacity: Option<usize>) -> Self {
        let forecasts = trials.forecasts();
        let of = |figure: &dyn Fn(&Forecasts) -> Option<Measured>| {
            forecasts.as_ref().and_then(|forecasts| by_keys(trials, forecasts, figure))
        };
        let chances = |figure: &dyn Fn(&Forecasts) -> Option<Measured>| {
            if trials.kind() == Kind::Chances { of(figure) } else { None }
        };
        let plain = forecasts.as_ref().filter(|_| trials.kind() == Kind::Chances);
        let number = |figure: fn(&Forecasts) -> Option<f64>| plain.and_then(figure);
        Self {
            kind: trials.kind(),
            n: trials.all().len(),
            keys: trials.key_count(),
            events: trials.events(),
            area: of(&|forecasts| area(forecasts, LEVEL)),
            average_precision: forecasts.as_ref().and_then(average_precision),
            log_loss: chances(&|forecasts| log_loss(forecasts, LEVEL)),
            brier: chances(&|forecasts| brier(forecasts, LEVEL)),
            brier_scaled: number(brier_scaled),
            in_the_large: chances(&|forecasts| in_the_large(forecasts, LEVEL)),
            intercept: chances(&|forecasts| line(forecasts, LEVEL).map(|line| line.intercept)),
            slope: chances(&|forecasts| line(forecasts, LEVEL).map(|line| line.slope)),
            calibration_error: number(|forecasts| calibration_error(forecasts, Cut::EqualCount, GROUPS)),
            bins: plain.and_then(|forecasts| bins(forecasts, Cut::EqualCount, GROUPS, LEVEL)).unwrap_or_default(),
            top: forecasts.as_ref().and_then(|forecasts| at_share(forecasts, TOP_SHARE)),
            at_capacity: capacity.and_then(|capacity| at_capacity(forecasts.as_ref()?, capacity)),
            money: Money::of(trials, capacity),
            against: rivals.iter().enumerate().map(|(place, name)| rival(trials, place, name)).collect(),
        }
    }

    /// Whether the scores are chances.
    #[must_use]
    pub fn is_of_chances(&self) -> bool {
        self.kind == Kind::Chances
    }
}

impl Money {
    fn of(trials: &Trials, capacity: Option<usize>) -> Option<Self> {
        let weighed = trials.by_amount()?;
        let sum = |of: &dyn Fn(&crate::Trial) -> f64| {
            let parts: Vec<f64> = trials.all().iter().map(of).collect();
            statistics::describe::sum(&parts)
        };
        let captured = |list: Option<Shortlist>| list.and_then(|list| list.weight_captured);
        let predicted = sum(&|trial| trial.amount * trial.score).filter(|_| trials.kind() == Kind::Chances);
        Some(Self {
            at_stake: sum(&|trial| trial.amount)?,
            lost: sum(&|trial| if trial.happened { trial.amount } else { 0.0 })?,
            predicted,
            area: by_keys(trials, &weighed, &|forecasts| area(forecasts, LEVEL)),
            captured_at_top: captured(at_share(&weighed, TOP_SHARE)),
            captured_at_capacity: captured(capacity.and_then(|capacity| at_capacity(&weighed, capacity))),
        })
    }
}

/// A figure with its own interval, or, where accounts have several trials, with that of drawing whole accounts.
fn by_keys(
    trials: &Trials,
    forecasts: &Forecasts,
    figure: &dyn Fn(&Forecasts) -> Option<Measured>,
) -> Option<Measured> {
    let measured = figure(forecasts)?;
    if trials.key_count() == trials.all().len() {
        return Some(measured);
    }
    let keys: Vec<&str> = trials.all().iter().map(|trial| &*trial.key).collect();
    let plan = Plan { draws: DRAWS, seed: SEED };
    let drawn = resampled(forecasts, &keys, plan, LEVEL, |drawn| figure(drawn).map(|found| found.estimate));
    match drawn {
        Some(drawn) => {
            let caveats = measured.caveats.into_iter().chain(drawn.caveats.iter().copied()).collect();
            Some(Measured { caveats, ..drawn })
        }
        // Without a spread over draws there is no interval to tell; the figure itself stands.
        None => Some(Measured { standard_error: None, interval: None, ..measured }),
    }
}

fn rival(trials: &Trials, place: usize, name: &str) -> Rival {
    let scores = trials.rival(place);
    let chances = trials.kind() == Kind::Chances && scores.as_deref().is_some_and(are_chances);
    let against = if chances { Against::LogLoss } else { Against::Area };
    let pair = trials.forecasts().zip(scores.and_then(|scores| trials.told_by(&scores)));
    let own = |theirs: &Forecasts| match against {
        Against::LogLoss => log_loss(theirs, LEVEL),
        Against::Area => area(theirs, LEVEL),
    };
    let apart = |ours: &Forecasts, theirs: &Forecasts| match against {
        Against::LogLoss => log_loss_difference(ours, theirs, LEVEL),
        Against::Area => area_difference(ours, theirs, LEVEL),
    };
    Rival {
        name: name.to_owned(),
        against,
        own: pair.as_ref().and_then(|(_, theirs)| own(theirs)),
        difference: pair.as_ref().and_then(|(ours, theirs)| difference(trials, ours, theirs, &apart)),
    }
}

/// The difference of paired figures, drawn by whole accounts where these have several trials.
fn difference(
    trials: &Trials,
    ours: &Forecasts,
    theirs: &Forecasts,
    of: &dyn Fn(&Forecasts, &Forecasts) -> Option<Measured>,
) -> Option<Measured> {
    let measured = of(ours, theirs)?;
    if trials.key_count() == trials.all().len() {
        return Some(measured);
    }
    let mut clusters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, trial) in trials.all().iter().enumerate() {
        clusters.entry(&trial.key).or_default().push(place);
    }
    let clusters: Vec<Vec<usize>> = clusters.into_values().collect();
    let drawn = |rows: &[usize]| {
        let take = |from: &Forecasts| Forecasts::of(rows.iter().map(|row| from.all()[*row]).collect()).ok();
        of(&take(ours)?, &take(theirs)?).map(|found| found.estimate)
    };
    let found = statistics::resample::bootstrap(&clusters, Plan { draws: DRAWS, seed: SEED }, LEVEL, drawn);
    let interval = found.map(|found| found.interval);
    Some(Measured { interval, standard_error: found.map(|found| found.standard_error), ..measured })
}

#[cfg(test)]
mod tests;
