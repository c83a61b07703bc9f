use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use customers::Exclusion;
use fairness::{Case, Study};
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, Period, PersonId, Refusal};
use retention::credit::{INFLUENCE_DAYS, UNOWNED};
use retention::{Basis, CreditRule, CreditShare, Rates, Stay, credit};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::known::{Before, COVARIATES, Known};
use super::outcomes::{Outcome, Outcomes};
use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::stays::{People, everybody, of_everybody};
use crate::facts::typed;
use ports::store::FactQuery;

/// Everything a fair comparison rests on, of the whole company.
pub(crate) struct Ground<'a> {
    pub(crate) desk: &'a Desk<'a>,
    pub(crate) people: People,
    pub(crate) histories: Histories,
    pub(crate) outcomes: Outcomes,
    pub(crate) excluded: Vec<Exclusion>,
    known: Known,
    stays: BTreeMap<AccountId, Vec<Stay>>,
    rates: Rates,
    currency: kernel::Currency,
}

/// One outcome with those it is credited to and what was known when they took over.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Place among the outcomes.
    pub(crate) outcome: usize,
    /// Of the days that somebody owned it; they sum to 1.
    pub(crate) shares: Vec<(PersonId, f64)>,
    /// The part of the days that somebody owned it: what the row weighs.
    pub(crate) weight: f64,
    pub(crate) values: Vec<fairness::Value>,
}

impl<'a> Ground<'a> {
    pub(crate) fn load(desk: &'a Desk<'a>, period: Period) -> Result<Self, Refusal> {
        let (people, currency, rates) = (everybody(desk)?, desk.currency()?, histories::rates(desk)?);
        let loaded = histories::load(desk, None, currency)?;
        let mut stays: BTreeMap<AccountId, Vec<Stay>> = BTreeMap::new();
        for stay in of_everybody(desk, &people)? {
            stays.entry(stay.account.clone()).or_default().push(stay.as_stay());
        }
        let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: desk.as_of() };
        let outcomes = Outcomes::of(&loaded, &basis, period)?;
        let known = Known::load(desk)?;
        let excluded = typed(desk, FactQuery::all(&customers::exclusion::SHAPE), Exclusion::from_record)?;
        Ok(Self { desk, people, histories: loaded, outcomes, excluded, known, stays, rates, currency })
    }

    pub(crate) fn basis(&self) -> Basis<'_> {
        let rules = &self.desk.settings.rules;
        Basis { rules, rates: &self.rates, currency: self.currency, as_of: self.desk.as_of() }
    }

    /// The outcomes somebody is credited with under a rule.
    pub(crate) fn rows(&self, rule: CreditRule, with_excluded: bool) -> Vec<Row> {
        let outcomes = self.outcomes.rows.iter().enumerate();
        let outcomes = outcomes.filter(|(_, outcome)| with_excluded || !self.is_excluded(outcome));
        // An account is handed over once and has rows in many periods.
        let mut known = BTreeMap::new();
        outcomes.filter_map(|(place, outcome)| self.row(place, outcome, rule, &mut known)).collect()
    }

    /// Whether somebody took it out of the comparison before it was known how it ended.
    pub(crate) fn is_excluded(&self, outcome: &Outcome) -> bool {
        self.excluded.iter().any(|exclusion| exclusion.covers(&outcome.account, outcome.decided_on))
    }

    /// What was left out that would have counted, by whom, when and why.
    pub(crate) fn exclusion_words(&self) -> Vec<String> {
        let says = |exclusion: &Exclusion| {
            let covers = |outcome: &&Outcome| exclusion.covers(&outcome.account, outcome.decided_on);
            let earliest = self.outcomes.rows.iter().filter(covers).map(|outcome| outcome.decided_on).min()?;
            let late = if exclusion.excluded_on > earliest {
                " That was after it was known how it ended, so read both figures."
            } else {
                ""
            };
            Some(format!(
                "Left out: outcomes of {} {}, decided by {} on {}: {}.{late}",
                self.histories.name(&exclusion.account),
                exclusion.days_in_words(),
                exclusion.excluded_by,
                exclusion.excluded_on,
                exclusion.reason.trim_end_matches('.')
            ))
        };
        self.excluded.iter().filter_map(says).collect()
    }

    /// An account in one of the periods, as people say it, one and many.
    pub(crate) fn account_period(&self) -> (String, String) {
        let days = self.outcomes.periods.last().map_or(0, Period::day_count);
        let one = match days {
            ..=31 => "account-month",
            32..=92 => "account-quarter",
            _ => "account-period",
        };
        (one.to_owned(), format!("{one}s"))
    }

    fn row<'o>(
        &self,
        place: usize,
        outcome: &'o Outcome,
        rule: CreditRule,
        known: &mut BTreeMap<(&'o AccountId, Date), Before>,
    ) -> Option<Row> {
        let (stays, history) = (self.stays.get(&outcome.account)?, self.histories.of(&outcome.account)?);
        let credited = credited(stays, rule, outcome);
        let (shares, weight) = owned(&credited, unknown_days(stays, rule, outcome.decided_on));
        let taken_over_on = taken_over_on(stays, &shares, outcome.decided_on)?;
        let hand_over = self.known.hand_over(&outcome.account, taken_over_on);
        let before = known
            .entry((&outcome.account, hand_over))
            .or_insert_with(|| self.known.before(history, &self.basis(), hand_over));
        let values = before.in_period(outcome.period);
        (weight > 0.0).then_some(Row { outcome: place, shares, weight, values })
    }

    /// The rows as a study; `result` says of an outcome what went well among how many, `None` leaves it out.
    pub(crate) fn study(&self, rows: &[Row], result: impl Fn(&Outcome) -> Option<(f64, f64)>) -> Study {
        let owners: BTreeSet<&PersonId> =
            rows.iter().flat_map(|row| row.shares.iter().map(|(owner, _)| owner)).collect();
        let places: BTreeMap<&PersonId, usize> =
            owners.iter().enumerate().map(|(place, owner)| (*owner, place)).collect();
        let case = |row: &Row| {
            let outcome = &self.outcomes.rows[row.outcome];
            let (successes, trials) = result(outcome)?;
            let shares = row.shares.iter().map(|(owner, share)| (places[owner], *share)).collect();
            let key = Arc::from(outcome.account.as_str());
            let label = Arc::from(format!("{}, {}", self.histories.name(&outcome.account), outcome.period));
            let (successes, trials) = (successes * row.weight, trials * row.weight);
            Some(Case { key, label, successes, trials, shares, values: row.values.clone() })
        };
        Study {
            groups: owners.iter().map(|owner| Arc::from(owner.as_str())).collect(),
            covariates: COVARIATES.iter().map(|name| Arc::from(*name)).collect(),
            cases: rows.iter().filter_map(case).collect(),
        }
    }
}

/// Who is credited under a rule. Sources often end an ownership on the day the account leaves; where a rule that asks for one
/// day finds nobody, the last owner of the window before the outcome stands in, or losses would be nobody's.
fn credited(stays: &[Stay], rule: CreditRule, outcome: &Outcome) -> Vec<CreditShare> {
    let found = credit(stays, rule, outcome.decided_on, outcome.period);
    let is_owned = found.iter().any(|share| &*share.owner != UNOWNED && share.days > Decimal::ZERO);
    if is_owned || rule == CreditRule::InfluenceWindow {
        return found;
    }
    let ends = stays.iter().filter(|stay| stay.from < outcome.decided_on);
    let last = ends.map(|stay| stay.to.map_or(outcome.decided_on, |to| to.min(outcome.decided_on))).max();
    let reach = outcome.decided_on.checked_sub(Span::new().days(INFLUENCE_DAYS)).unwrap_or(Date::MIN);
    match last.and_then(|last| last.yesterday().ok()).filter(|last| *last >= reach) {
        Some(last) => credit(stays, CreditRule::OwnerAtDecision, last, outcome.period),
        None => found,
    }
}

/// The shares of those who owned it, summing to 1, and the part of the days that somebody did.
///
/// Days of nobody make a row lighter; they do not dilute the effect of its owners, who would else be told apart by how long
/// their accounts live.
fn owned(credited: &[CreditShare], unknown_days: Decimal) -> (Vec<(PersonId, f64)>, f64) {
    let is_owner = |share: &&CreditShare| &*share.owner != UNOWNED && share.days > Decimal::ZERO;
    let days: Decimal = credited.iter().filter(is_owner).map(|share| share.days).sum();
    let of_nobody: Decimal = credited.iter().filter(|share| !is_owner(share)).map(|share| share.days).sum();
    let part = |days: Decimal, of: Decimal| days.checked_div(of).and_then(|part| part.to_f64()).unwrap_or(0.0);
    let shares = credited.iter().filter(is_owner).map(|share| (PersonId::new(&share.owner), part(share.days, days)));
    (shares.collect(), part(days, days + (of_nobody - unknown_days).max(Decimal::ZERO)))
}

/// Days of the window before anybody is known to have owned the account: unknown, not nobody's.
fn unknown_days(stays: &[Stay], rule: CreditRule, decided_on: Date) -> Decimal {
    let first = stays.iter().map(|stay| stay.from).min();
    let reach = decided_on.checked_sub(Span::new().days(INFLUENCE_DAYS)).unwrap_or(Date::MIN);
    match (rule, first) {
        (CreditRule::InfluenceWindow, Some(first)) => Decimal::from((first - reach).get_days().max(0)),
        _ => Decimal::ZERO,
    }
}

/// The first day on which anybody credited could act: nothing later may be adjusted for.
fn taken_over_on(stays: &[Stay], shares: &[(PersonId, f64)], decided_on: Date) -> Option<Date> {
    let credited = |stay: &&Stay| shares.iter().any(|(owner, _)| *owner.as_str() == *stay.owner);
    stays.iter().filter(credited).filter(|stay| stay.from < decided_on).map(|stay| stay.from).min()
}

#[cfg(test)]
mod tests;
