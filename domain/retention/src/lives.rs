use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;
use rust_decimal::Decimal;

use crate::arr::{AccountHistory, Basis, Refused, Term, Window};
use crate::conventions::ChurnSource;
use crate::curve::Curve;

/// How long an account has paid: from its first paid day to the day it was lost, or to the last day it was seen paying.
///
/// An account that was lost and came back has one life, the first: whoever returns is another decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// The contract it began with.
    pub contract: Arc<str>,
    /// Its first paid day.
    pub began_on: Date,
    /// What it paid on that day, at the rates of the as-of day.
    pub arr: Decimal,
    /// The day it was lost, or the last it was seen.
    pub until: Date,
    /// What says that it was lost; `None` when it was not.
    pub loss: Option<Loss>,
}

/// What says that an account was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// `contracts` or `churn_events`.
    pub object: &'static str,
    /// The key of the fact.
    pub key: Arc<str>,
}

/// The life of an account as far as it was seen by `seen_to`; `None` when it had not begun to pay by then.
///
/// Under churn by events, an account whose contracts ran out without an event was seen to their end and not lost.
///
/// # Errors
/// When an exchange rate of the as-of day is missing or an amount is too large to be true.
pub fn life(history: &AccountHistory, seen_to: Date, basis: &Basis<'_>) -> Result<Option<Life>, Refused> {
    let paid = history.terms.iter().filter(|term| term.counts() && term.from <= seen_to);
    let Some(first) = paid.min_by(|a, b| (a.from, &a.fact).cmp(&(b.from, &b.fact))) else { return Ok(None) };
    let mut arr = Decimal::ZERO;
    for term in history.terms.iter().filter(|term| term.is_active_on(first.from)) {
        arr += basis.worth(term, basis.as_of)?;
    }
    let (paid_to, contract) = paid_to(history, first, basis)?;
    let by_contracts = Loss { object: "contracts", key: contract };
    let (until, loss) = match (basis.rules.churn_source, event(history, first.from, seen_to)) {
        (ChurnSource::Events, Some((key, on))) => (on, Some(Loss { object: "churn_events", key })),
        (ChurnSource::Contracts, _) if paid_to.1 && is_over(paid_to.0, seen_to, basis) => {
            (paid_to.0, Some(by_contracts))
        }
        (ChurnSource::Events | ChurnSource::Contracts, _) => (paid_to.0.min(seen_to), None),
    };
    Ok(Some(Life {
        account: history.account.clone(),
        name: history.name.clone(),
        contract: first.fact.clone(),
        began_on: first.from,
        arr,
        until,
        loss,
    }))
}

/// Whether a gap that begins on a day was seen for longer than the lapse rule allows: where records end before that, the end
/// of a contract may be the end of the records.
fn is_over(ended_on: Date, seen_to: Date, basis: &Basis<'_>) -> bool {
    (seen_to - ended_on).get_days() > basis.rules.lapse_days.max(0)
}

/// The first day no longer paid, whether that was a loss, and the contract that ended last before.
fn paid_to(history: &AccountHistory, first: &Term, basis: &Basis<'_>) -> Result<((Date, bool), Arc<str>), Refused> {
    let curve = Curve::of(history, Window::at(basis.as_of), basis)?;
    let all = Window { opens_on: Date::MIN, closes_on: basis.as_of };
    let lost = curve.steps_in(all).iter().find(|step| step.after.at_closing_rate.is_zero());
    if let Some(lost) = lost {
        let contract = lost.contracts.first().cloned().unwrap_or_else(|| first.fact.clone());
        return Ok(((lost.on, true), contract));
    }
    // A lapse that is still open may yet turn out to be the loss.
    let open = curve.hole_at(basis.as_of).filter(|hole| hole.until.is_none());
    Ok(((open.map_or(basis.as_of, |hole| hole.from), false), first.fact.clone()))
}

fn event(history: &AccountHistory, from: Date, to: Date) -> Option<(Arc<str>, Date)> {
    let within = history.churn_events.iter().filter(|(_, on)| from <= *on && *on <= to);
    within.min_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0))).cloned()
}

#[cfg(test)]
mod tests;
