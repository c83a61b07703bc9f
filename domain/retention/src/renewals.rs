use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Period};
use report::{Fold, Trace};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::arr::{AccountHistory, Basis, Refused, Term, Window, sorted_keys};
use crate::cohort::Measured;
use crate::curve::Curve;

/// What came up for renewal on one day, and what became of it. Amounts are at the opening rate of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// The day of the decision.
    pub on: Date,
    /// The ARR that came up, at its run-rate.
    pub available: Decimal,
    /// What was kept of it, at most all of it.
    pub kept: Decimal,
    /// What was kept of it, with what was added on the day.
    pub kept_with_growth: Decimal,
    /// The contracts that came up.
    pub contracts: Vec<Arc<str>>,
}

/// A decision that is in no rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncountedDecision {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// The day of the decision.
    pub on: Date,
    /// The ARR of the contracts.
    pub available: Decimal,
    /// The contracts.
    pub contracts: Vec<Arc<str>>,
}

/// Why there is no renewal rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoRate {
    /// No contract says when it is decided about.
    #[error("contracts carry no decision dates")]
    NoDecisionDates,
    /// None of them lies in the period.
    #[error("no contract comes up for renewal in the period")]
    NoneInPeriod,
    /// All of them are still open.
    #[error("every decision of the period is still open")]
    AllPending,
}

/// All decisions of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewals {
    /// Known outcomes, in order of account and day.
    pub decisions: Vec<Decision>,
    /// Outcomes not known yet, in the same order; they are in no rate.
    pub pending: Vec<UncountedDecision>,
    /// Decision days that came after the contract had already ended: that loss is churn, not a renewal lost.
    pub ended_before: Vec<UncountedDecision>,
    have_dates: bool,
}

impl Renewals {
    /// Kept over available, capped decision by decision.
    ///
    /// # Errors
    /// When there is nothing to divide, and why.
    pub fn gross_rate(&self) -> Result<Measured, NoRate> {
        let words = "of the ARR that came up for renewal, what was kept; not comparable with gross retention";
        self.rate(&["kept ARR", "available ARR"], words, |decision| decision.kept)
    }

    /// Kept with growth over available.
    ///
    /// # Errors
    /// When there is nothing to divide, and why.
    pub fn net_rate(&self) -> Result<Measured, NoRate> {
        let words =
            "of the ARR that came up for renewal, what was kept or added on the day; not comparable with net retention";
        self.rate(&["kept ARR with growth", "available ARR"], words, |decision| decision.kept_with_growth)
    }

    /// The ARR that came up, decided or not.
    ///
    /// # Errors
    /// When nothing came up, and why.
    pub fn available_to_renew(&self) -> Result<Measured, NoRate> {
        if self.decisions.is_empty() && self.pending.is_empty() {
            return Err(self.why_none());
        }
        let mut trace = Trace::new(Fold::Sum, &["available ARR"]);
        for decision in &self.decisions {
            push(&mut trace, &decision.account, &decision.name, decision.on, &[decision.available]);
        }
        for decision in &self.pending {
            push(&mut trace, &decision.account, &decision.name, decision.on, &[decision.available]);
        }
        trace.rows.sort_by(|a, b| (&a.key, a.on).cmp(&(&b.key, b.on)));
        Ok(Measured { trace, convention: "run-rate of the contracts decided about in the period".into() })
    }

    fn rate(
        &self,
        columns: &[&'static str; 2],
        words: &str,
        kept: fn(&Decision) -> Decimal,
    ) -> Result<Measured, NoRate> {
        if self.decisions.is_empty() {
            return Err(self.why_none());
        }
        let mut trace = Trace::new(Fold::Ratio, columns);
        for decision in &self.decisions {
            let numbers = [kept(decision), decision.available];
            push(&mut trace, &decision.account, &decision.name, decision.on, &numbers);
        }
        Ok(Measured { trace, convention: words.to_owned() })
    }

    fn why_none(&self) -> NoRate {
        match (self.have_dates, self.pending.is_empty()) {
            (false, _) => NoRate::NoDecisionDates,
            (true, true) => NoRate::NoneInPeriod,
            (true, false) => NoRate::AllPending,
        }
    }
}

fn push(trace: &mut Trace, account: &AccountId, name: &str, on: Date, numbers: &[Decimal]) {
    trace.push("accounts", &Arc::from(account.as_str()), name, Some(on), numbers);
}

/// What came up for renewal in a period, and what became of it.
///
/// # Errors
/// When an exchange rate is missing or an amount is too large to be true.
pub fn renewals(histories: &[AccountHistory], period: Period, basis: &Basis<'_>) -> Result<Renewals, Refused> {
    let dated = |history: &AccountHistory| history.terms.iter().any(|term| term.renewal_on.is_some());
    let mut found = Renewals {
        decisions: Vec::new(),
        pending: Vec::new(),
        ended_before: Vec::new(),
        have_dates: histories.iter().any(dated),
    };
    for history in histories {
        decide(history, period, basis, &mut found)?;
    }
    let order = |a: &UncountedDecision, b: &UncountedDecision| (&a.account, a.on).cmp(&(&b.account, b.on));
    found.decisions.sort_by(|a, b| (&a.account, a.on).cmp(&(&b.account, b.on)));
    found.pending.sort_by(order);
    found.ended_before.sort_by(order);
    Ok(found)
}

fn due_by_day(history: &AccountHistory, period: Period) -> BTreeMap<Date, Vec<&Term>> {
    let mut due: BTreeMap<Date, Vec<&Term>> = BTreeMap::new();
    for term in history.terms.iter().filter(|term| term.counts()) {
        let began_before = |on: &Date| period.contains(*on) && term.from < *on;
        if let Some(on) = term.renewal_on.filter(began_before) {
            due.entry(on).or_default().push(term);
        }
    }
    due
}

fn decide(history: &AccountHistory, period: Period, basis: &Basis<'_>, found: &mut Renewals) -> Result<(), Refused> {
    let due = due_by_day(history, period);
    if due.is_empty() {
        return Ok(());
    }
    // A renewal signed late may begin long after the period; everything is at the opening rate anyway.
    let window = Window { opens_on: period.from(), closes_on: Date::MAX };
    let curve = Curve::of(history, window, basis)?;
    for (on, terms) in due {
        let day_before = on.yesterday().unwrap_or(on);
        let paid: Vec<&Term> = terms.iter().copied().filter(|term| term.is_active_on(day_before)).collect();
        if paid.is_empty() {
            found.ended_before.push(uncounted(history, on, &terms, window, basis)?);
            continue;
        }
        let due = uncounted(history, on, &paid, window, basis)?;
        match standing_after(&curve, on, basis.as_of) {
            None => found.pending.push(due),
            Some(after) => {
                let standing = curve.level_on(day_before).at_opening_rate;
                found.decisions.push(due.decided(standing, after));
            }
        }
    }
    Ok(())
}

fn uncounted(
    history: &AccountHistory,
    on: Date,
    terms: &[&Term],
    window: Window,
    basis: &Basis<'_>,
) -> Result<UncountedDecision, Refused> {
    let (account, name) = (history.account.clone(), history.name.clone());
    let available = terms.iter().map(|term| basis.worth(term, window.opens_on)).sum::<Result<Decimal, _>>()?;
    let contracts = sorted_keys(terms.iter().map(|term| term.fact.clone()).collect());
    Ok(UncountedDecision { account, name, on, available, contracts })
}

impl UncountedDecision {
    /// What the account pays besides the contracts that came up is no part of the outcome.
    fn decided(self, standing: Decimal, after: Decimal) -> Decision {
        let Self { account, name, on, available, contracts } = self;
        let kept_with_growth = (after - (standing - available)).max(Decimal::ZERO);
        let kept = kept_with_growth.min(available);
        Decision { account, name, on, available, kept, kept_with_growth, contracts }
    }
}

/// The account's ARR once the decision has taken effect; `None` while it is open.
fn standing_after(curve: &Curve, on: Date, as_of: Date) -> Option<Decimal> {
    if on > as_of {
        return None;
    }
    match curve.hole_at(on) {
        Some(hole) => hole.until.map(|back| curve.level_on(back).at_opening_rate),
        None => Some(curve.level_on(on).at_opening_rate),
    }
}

#[cfg(test)]
mod tests;
