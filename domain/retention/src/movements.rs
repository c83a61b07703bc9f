use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Period};
use rust_decimal::Decimal;

use crate::arr::{AccountHistory, Basis, Refused, Window};
use crate::curve::Curve;

/// The kinds of change in what an account pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MovementKind {
    /// It pays for the first time.
    New,
    /// It pays more, because more was sold.
    Expansion,
    /// It pays less.
    Contraction,
    /// It pays nothing any more.
    Churn,
    /// It pays again after it was lost.
    Reactivation,
    /// What it pays is worth more or less in the book currency.
    Currency,
    /// It pays more, as agreed in its contract.
    Escalator,
}

impl MovementKind {
    /// The word people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Expansion => "expansion",
            Self::Contraction => "contraction",
            Self::Churn => "churn",
            Self::Reactivation => "reactivation",
            Self::Currency => "currency",
            Self::Escalator => "escalator",
        }
    }
}

/// One change in what an account pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The account.
    pub account: AccountId,
    /// The day at whose 00:00 it takes effect.
    pub on: Date,
    /// Its kind.
    pub kind: MovementKind,
    /// In the book currency at the opening rate; below zero when less is paid.
    pub amount: Decimal,
    /// The contracts that began or ended.
    pub facts: Vec<Arc<str>>,
}

/// What changed for an account between the opening and the closing of a period, net per day, in order of days.
///
/// # Errors
/// When an exchange rate is missing or an amount is too large to be true.
pub fn movements(history: &AccountHistory, period: Period, basis: &Basis<'_>) -> Result<Vec<Movement>, Refused> {
    let window = Window::of(period, basis.as_of);
    let curve = Curve::of(history, window, basis)?;
    let mut found = Vec::new();
    for step in curve.steps_in(window) {
        found.extend(step.parts().into_iter().map(|part| Movement {
            account: history.account.clone(),
            on: step.on,
            kind: part.kind,
            amount: part.high - part.low,
            facts: step.contracts.clone(),
        }));
    }
    found.extend(revaluation(history, &curve, window));
    Ok(found)
}

fn revaluation(history: &AccountHistory, curve: &Curve, window: Window) -> Option<Movement> {
    let closing = curve.level_on(window.closes_on);
    let amount = closing.at_closing_rate - closing.at_opening_rate;
    (!amount.is_zero()).then(|| Movement {
        account: history.account.clone(),
        on: window.closes_on,
        kind: MovementKind::Currency,
        amount,
        facts: history.contracts_on(curve.paid_day(window.closes_on)),
    })
}

#[cfg(test)]
mod tests;
