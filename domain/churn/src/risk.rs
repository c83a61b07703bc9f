use std::sync::Arc;

use jiff::civil::Date;
use report::{Fold, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::logit::expit;

use crate::card::Card;
use crate::signal::{COUNT, SIGNALS, Side};
use crate::standing::Standing;
use crate::tier::Tier;

/// Where notice is served on all an account pays and it runs out within the horizon, its chance is at least this.
// method: churn.notice_floor
const NOTICE_FLOOR: f64 = 0.9;
/// How sure the range of a chance is.
// method: churn.range
pub const RANGE: f64 = 0.9;
/// Parts are told to so many digits, so that what is shown adds up.
const DIGITS: u32 = 6;

/// What one signal contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The place of the signal; `None` for served notice.
    pub signal: Option<usize>,
    /// Log-odds more or less than the mean of the book has. It contributes; it need not cause.
    pub contribution: Decimal,
}

impl Reason {
    /// In a few words; which side it is on is part of them.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.signal.and_then(|of| SIGNALS.get(of)) {
            None => "notice has been served",
            Some(signal) if self.contribution < Decimal::ZERO => signal.comfort,
            Some(signal) => signal.harm,
        }
    }

    /// Stable, for references.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.signal.and_then(|of| SIGNALS.get(of)).map_or("notice", |signal| signal.key)
    }
}

/// The chance that an account is lost within the horizon, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// Log-odds of an account that is like the mean of the book.
    pub level: Decimal,
    /// One per signal that is known and used, then served notice.
    pub reasons: Vec<Reason>,
    /// The chance, 0 to 1.
    pub chance: Decimal,
    /// Where the chance may lie, given what is not known of the card and of the account.
    pub range: (Decimal, Decimal),
    /// Signals the book tells apart by and that are not known of this account.
    pub unknown: Vec<usize>,
    /// How many standard deviations from the book each signal stands.
    pub distances: [f64; COUNT],
}

impl Risk {
    /// Of an account with this standing, within a horizon that ends on a day.
    #[must_use]
    pub fn of(card: &Card, standing: &Standing, ends_on: Date) -> Self {
        let distances = card.scale.distances(standing);
        let used: Vec<usize> = (0..COUNT).filter(|of| card.scale.tells(*of)).collect();
        let (known, unknown): (Vec<usize>, Vec<usize>) =
            used.into_iter().partition(|of| standing.readings[*of].is_ok());
        let level = told(card.level);
        let mut reasons: Vec<Reason> = known
            .into_iter()
            .map(|of| Reason { signal: Some(of), contribution: told(card.held[of].coefficient * distances[of]) })
            .collect();
        let mut log_odds = reasons.iter().map(|reason| reason.contribution).sum::<Decimal>() + level;
        let error = card.error(&distances, &unknown);
        let is_ending = |notice: &crate::standing::Notice| notice.ends_on.is_some_and(|end| end <= ends_on);
        if standing.notice.as_ref().is_some_and(is_ending) {
            let floor = told(libm::log(NOTICE_FLOOR / (1.0 - NOTICE_FLOOR)));
            let contribution = (floor - log_odds).max(Decimal::ZERO);
            log_odds += contribution;
            reasons.push(Reason { signal: None, contribution });
        }
        let z = statistics::normal::two_sided(RANGE).unwrap_or(1.645);
        let at = log_odds.to_f64().unwrap_or_default();
        let chance = |at: f64| Decimal::from_f64(expit(at)).unwrap_or_default().round_dp(12);
        let range = (chance(at - z * error), chance(at + z * error));
        let trace = parts(level, &reasons);
        Self { level, reasons, chance: trace.value().unwrap_or_else(|| chance(at)), range, unknown, distances }
    }

    /// The tier of the chance.
    #[must_use]
    pub fn tier(&self) -> Tier {
        Tier::of(self.chance.to_f64().unwrap_or_default())
    }

    /// The reasons that raise the chance most, largest first.
    #[must_use]
    pub fn top(&self, count: usize) -> Vec<Reason> {
        let mut top: Vec<Reason> =
            self.reasons.iter().filter(|reason| reason.contribution > Decimal::ZERO).copied().collect();
        // The sort is stable, so that equal contributions stay in the order of signals.
        top.sort_by_key(|reason| std::cmp::Reverse(reason.contribution));
        top.truncate(count);
        top
    }

    /// The parts that make the chance.
    #[must_use]
    pub fn trace(&self) -> Trace {
        parts(self.level, &self.reasons)
    }

    /// What contradicts a healthy look: a signal that stands on the harmful side of its line of warning.
    #[must_use]
    pub fn warns(&self, of: usize) -> bool {
        let side = SIGNALS.get(of).map_or(Side::More, |signal| signal.side);
        self.distances.get(of).is_some_and(|distance| side.sign() * distance >= WARNING_FROM)
    }
}

/// A signal so many standard deviations on the harmful side is a warning.
// method: churn.warning_from
pub const WARNING_FROM: f64 = 1.0;

fn parts(level: Decimal, reasons: &[Reason]) -> Trace {
    let mut trace = Trace::new(Fold::Logistic, &["log-odds"]);
    trace.push("card", &Arc::from("level"), "an account like the mean of the book", None, &[level]);
    for reason in reasons {
        trace.push("card", &Arc::from(reason.key()), reason.words(), None, &[reason.contribution]);
    }
    trace
}

fn told(log_odds: f64) -> Decimal {
    Decimal::from_f64(log_odds).unwrap_or_default().round_dp(DIGITS)
}

#[cfg(test)]
mod tests;
