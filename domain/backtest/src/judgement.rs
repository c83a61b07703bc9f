use statistics::Interval;
use statistics::measured::Measured;
use statistics::prediction::Forecasts;
use statistics::prediction::bins::{Bin, Cut, bins, calibration_error};
use statistics::prediction::discrimination::average_precision;
use statistics::prediction::scores::brier_scaled;
use statistics::prediction::shortlist::Shortlist;

use crate::lists::{self, Length};
use crate::trial::{Kind, Trials};

mod drawn;

/// The level of every interval.
pub const LEVEL: f64 = 0.95;
/// Groups of the reliability diagram.
pub const GROUPS: usize = 10;
/// The part of all that makes the list whose lift is told.
pub const TOP_SHARE: f64 = 0.1;
/// Draws of whole accounts where one account has several trials.
// method: backtest.draws
pub const DRAWS: u32 = 400;
pub(crate) const SEED: u64 = 1;

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

/// Chances that are all 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certain {
    /// How many were said.
    pub said: usize,
    /// How many did not come true.
    pub wrong: usize,
}

impl Certain {
    /// `None` where a chance lies between.
    fn of(trials: &Trials) -> Option<Self> {
        let is_certain = |score: f64| score <= 0.0 || score >= 1.0;
        let all = trials.all();
        let applies = trials.kind() == Kind::Chances && all.iter().all(|trial| is_certain(trial.score));
        let wrong = all.iter().filter(|trial| (trial.score >= 1.0) != trial.happened).count();
        applies.then_some(Self { said: all.len(), wrong })
    }
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
    /// How many keys it happened to at least once.
    pub lost_keys: usize,
    /// How many keys there are of the rarer kind: of those it happened to at least once, and those it did not at least once.
    pub rarer_keys: usize,
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
    /// Where all chances are 0 or 1, whether they came true; there is no level then.
    pub certain: Option<Certain>,
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
    /// The list of the tenth with the highest scores, made anew at each cut-off.
    pub top: Option<Shortlist>,
    /// The list as long as the team can work through, where that is told; also made anew at each cut-off.
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
        let plain = forecasts.as_ref().filter(|_| trials.kind() == Kind::Chances);
        let number = |figure: fn(&Forecasts) -> Option<f64>| plain.and_then(figure);
        let measured = drawn::all(trials, forecasts.as_ref());
        let certain = Certain::of(trials);
        // Drawn in to be worked out at all, chances of 0 and 1 would tell only how far they were drawn in.
        let level = |found: Option<Measured>| found.filter(|_| certain.is_none());
        Self {
            kind: trials.kind(),
            n: trials.all().len(),
            keys: trials.key_count(),
            events: trials.events(),
            lost_keys: trials.keys_where(true),
            rarer_keys: trials.keys_where(true).min(trials.keys_where(false)),
            area: measured.area,
            average_precision: forecasts.as_ref().and_then(average_precision),
            log_loss: measured.log_loss,
            brier: measured.brier,
            brier_scaled: number(brier_scaled),
            certain,
            in_the_large: level(measured.in_the_large),
            intercept: level(measured.intercept),
            slope: level(measured.slope),
            calibration_error: number(|forecasts| calibration_error(forecasts, Cut::EqualCount, GROUPS)),
            bins: plain.and_then(|forecasts| bins(forecasts, Cut::EqualCount, GROUPS, LEVEL)).unwrap_or_default(),
            top: lists::list(trials, Trials::forecasts, Length::Share(TOP_SHARE)),
            at_capacity: capacity.and_then(|capacity| lists::list(trials, Trials::forecasts, Length::Count(capacity))),
            money: Money::of(trials, capacity),
            against: drawn::rivals(trials, forecasts.as_ref(), rivals),
        }
    }

    /// Whether the scores are chances.
    #[must_use]
    pub fn is_of_chances(&self) -> bool {
        self.kind == Kind::Chances
    }
}

/// The log loss of trials less that of what their first rival said, paired, with whole keys drawn again; `None` unless both
/// are chances.
#[must_use]
pub fn gain(trials: &Trials) -> Option<Measured> {
    let forecasts = trials.forecasts()?;
    let rival = drawn::rivals(trials, Some(&forecasts), &["the rival"]).pop()?;
    rival.difference.filter(|_| rival.against == Against::LogLoss)
}

impl Money {
    fn of(trials: &Trials, capacity: Option<usize>) -> Option<Self> {
        let weighed = trials.by_amount()?;
        let sum = |of: &dyn Fn(&crate::Trial) -> f64| {
            let parts: Vec<f64> = trials.all().iter().map(of).collect();
            statistics::describe::sum(&parts)
        };
        let captured = |length| lists::list(trials, Trials::by_amount, length)?.weight_captured;
        let predicted = sum(&|trial| trial.amount * trial.score).filter(|_| trials.kind() == Kind::Chances);
        Some(Self {
            at_stake: sum(&|trial| trial.amount)?,
            lost: sum(&|trial| if trial.happened { trial.amount } else { 0.0 })?,
            predicted,
            area: drawn::area_of(trials, &weighed),
            captured_at_top: captured(Length::Share(TOP_SHARE)),
            captured_at_capacity: capacity.and_then(|capacity| captured(Length::Count(capacity))),
        })
    }
}

#[cfg(test)]
mod tests;
