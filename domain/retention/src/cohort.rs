use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, Period};
use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::arr::{AccountHistory, Basis, Refused, Window};
use crate::conventions::{ChurnSource, Convention, Rules};
use crate::curve::Curve;
use crate::movements::MovementKind;
use crate::path::Path;

/// Shares of a compounded rate are kept to so many digits; what is left over goes to the largest account.
const KEPT_DIGITS: u32 = 10;

/// A measure: the rows that make it, and the convention it was made under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The rows, and the fold that makes the value.
    pub trace: Trace,
    /// Which of the usual definitions was used, in one sentence.
    pub convention: String,
}

impl Measured {
    /// The value the rows make; `None` where there is nothing to divide by.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        self.trace.value()
    }
}

/// An account that was paid for at the opening, and what became of it. Amounts are at the opening rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// Its ARR at the opening; above zero.
    pub opening: Decimal,
    /// What counts of it in gross retention.
    pub retained: Decimal,
    /// What counts of it in net retention.
    pub closing: Decimal,
    /// The day it was lost, under the rules in force.
    pub lost_on: Option<Date>,
    /// The sum of its expansions, before anything that was lost later.
    pub expanded: Decimal,
    /// The sum of its agreed rises.
    pub escalated: Decimal,
    /// The sum of what it came back with.
    pub reactivated: Decimal,
}

/// A loss of an account that was not there at the opening.
#[derive(Debug, Clone, PartialEq, Eq)]
struct EarlyLoss {
    account: AccountId,
    name: String,
    on: Date,
    amount: Decimal,
}

/// The accounts that were paid for at the opening of a period, frozen, and what became of each.
#[derive(Debug, Clone)]
pub struct Cohort {
    members: Vec<Member>,
    early: Vec<EarlyLoss>,
    rules: Rules,
}

impl Cohort {
    /// Freezes the cohort of a period and follows it to the closing.
    ///
    /// # Errors
    /// When an exchange rate is missing or an amount is too large to be true.
    pub fn freeze(histories: &[AccountHistory], period: Period, basis: &Basis<'_>) -> Result<Self, Refused> {
        let window = Window::of(period, basis.as_of);
        let (mut found, mut early) = (Vec::new(), Vec::new());
        for history in histories {
            let curve = Curve::of(history, window, basis)?;
            if curve.level_on(window.opens_on).at_opening_rate > Decimal::ZERO {
                found.push(follow(history, &curve, window, basis.rules));
            } else {
                early.extend(early_losses(history, &curve, window));
            }
        }
        found.sort_by(|(a, _), (b, _)| a.account.cmp(&b.account));
        early.sort_by(|a, b| (&a.account, a.on).cmp(&(&b.account, b.on)));
        if basis.rules.gross == Convention::MonthlyCompounding {
            compound(&mut found, window);
        }
        Ok(Self { members: found.into_iter().map(|(member, _)| member).collect(), early, rules: *basis.rules })
    }

    /// Its accounts, in order of their identifiers.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Gross revenue retention: retained ARR over opening ARR.
    #[must_use]
    pub fn gross_retention(&self) -> Measured {
        let rows = |member: &Member| [member.retained, member.opening];
        self.measured(Fold::Ratio, &["retained ARR", "opening ARR"], self.rules.gross_words(), rows)
    }

    /// Net revenue retention: closing ARR over opening ARR of the same accounts.
    #[must_use]
    pub fn net_retention(&self) -> Measured {
        let rows = |member: &Member| [member.closing, member.opening];
        self.measured(Fold::Ratio, &["closing ARR", "opening ARR"], self.rules.net_words(), rows)
    }

    /// Lost accounts over accounts at the opening.
    #[must_use]
    pub fn logo_churn(&self) -> Measured {
        let rows = |member: &Member| [Decimal::from(u8::from(member.lost_on.is_some())), Decimal::ONE];
        let words = format!("lost accounts of the opening cohort; {}", self.rules.churn_words());
        self.measured(Fold::Ratio, &["lost", "accounts"], words, rows)
    }

    /// What gross retention lost with accounts that left. With the contraction rate it makes up all that was lost.
    #[must_use]
    pub fn revenue_churn(&self) -> Measured {
        let words = format!("what gross retention lost with accounts that left; {}", self.rules.gross_words());
        self.measured(Fold::Ratio, &["churned ARR", "opening ARR"], words, |member| {
            [member.lost(|member| member.lost_on.is_some()), member.opening]
        })
    }

    /// What gross retention lost with accounts that stayed.
    #[must_use]
    pub fn contraction_rate(&self) -> Measured {
        let words = format!("what gross retention lost with accounts that stayed; {}", self.rules.gross_words());
        self.measured(Fold::Ratio, &["contracted ARR", "opening ARR"], words, |member| {
            [member.lost(|member| member.lost_on.is_none()), member.opening]
        })
    }

    /// What was sold on top to accounts of the cohort, over their opening ARR.
    #[must_use]
    pub fn expansion_rate(&self) -> Measured {
        let rows = |member: &Member| [member.expanded, member.opening];
        self.measured(Fold::Ratio, &["expansion ARR", "opening ARR"], EXPANSION_WORDS.into(), rows)
    }

    /// What was sold on top to accounts of the cohort.
    #[must_use]
    pub fn expansion_amount(&self) -> Measured {
        self.amount("expansion ARR", EXPANSION_WORDS, |member| member.expanded)
    }

    /// What rose as agreed in contracts.
    #[must_use]
    pub fn escalator_amount(&self) -> Measured {
        self.amount("escalator ARR", "contracted, not sold; in net and not in gross retention", |member| {
            member.escalated
        })
    }

    /// What accounts of the cohort came back with after they were lost.
    #[must_use]
    pub fn reactivation_amount(&self) -> Measured {
        self.amount("reactivated ARR", "ARR of returns after a gap longer than a lapse", |member| member.reactivated)
    }

    /// The losses of accounts that came and went within the period; they are in no rate.
    #[must_use]
    pub fn early_churn(&self) -> Measured {
        let mut trace = Trace::new(Fold::Sum, &["churned ARR"]);
        for loss in &self.early {
            trace.push("accounts", &key_of(&loss.account), loss.name.clone(), Some(loss.on), &[loss.amount]);
        }
        Measured { trace, convention: "losses of accounts that were not there at the opening; in no rate".into() }
    }

    fn amount(&self, column: &'static str, words: &str, amount: fn(&Member) -> Decimal) -> Measured {
        let mut measured = self.measured(Fold::Sum, &[column], words.to_owned(), |member| [amount(member)]);
        measured.trace.rows.retain(|row| row.numbers.iter().any(|number| !number.is_zero()));
        measured
    }

    fn measured<const N: usize>(
        &self,
        fold: Fold,
        columns: &[&'static str; N],
        convention: String,
        numbers: impl Fn(&Member) -> [Decimal; N],
    ) -> Measured {
        let mut trace = Trace::new(fold, columns);
        for member in &self.members {
            trace.push("accounts", &key_of(&member.account), member.name.clone(), member.lost_on, &numbers(member));
        }
        Measured { trace, convention }
    }
}

const EXPANSION_WORDS: &str =
    "sum of the expansions of the opening cohort, before later decreases and without escalators";

impl Member {
    fn lost(&self, applies: impl Fn(&Self) -> bool) -> Decimal {
        if applies(self) { self.opening - self.retained } else { Decimal::ZERO }
    }
}

fn key_of(account: &AccountId) -> Arc<str> {
    Arc::from(account.as_str())
}

fn follow(history: &AccountHistory, curve: &Curve, window: Window, rules: &Rules) -> (Member, Path) {
    let mut path = Path::gross(curve, window, rules);
    let mut is_lost_in_net = Path::is_lost_in_net(curve, window, rules);
    if rules.churn_source == ChurnSource::Events {
        path.lost_on = None;
        if let Some(on) = churn_event_in(history, window) {
            path.lose(on);
            is_lost_in_net = true;
        }
    }
    let moved = |kind| moved(curve, window, kind);
    let member = Member {
        account: history.account.clone(),
        name: history.name.clone(),
        opening: path.opening,
        retained: retained(&path, rules.gross),
        closing: if is_lost_in_net { Decimal::ZERO } else { curve.level_on(window.closes_on).at_opening_rate },
        lost_on: path.lost_on,
        expanded: moved(MovementKind::Expansion),
        escalated: moved(MovementKind::Escalator),
        reactivated: moved(MovementKind::Reactivation),
    };
    (member, path)
}

fn retained(path: &Path, convention: Convention) -> Decimal {
    match convention {
        Convention::PointToPoint => path.point_to_point(),
        Convention::MovementSum => path.movement_sum(),
        Convention::RunningMinimum => path.running_minimum(),
        // Only the whole cohort can tell; see `compound`.
        Convention::MonthlyCompounding => path.opening,
    }
}

/// The first churn event between opening and closing.
pub(crate) fn churn_event_in(history: &AccountHistory, window: Window) -> Option<Date> {
    history.churn_events.iter().map(|(_, on)| *on).filter(|on| window.holds_day(*on)).min()
}

fn moved(curve: &Curve, window: Window, kind: MovementKind) -> Decimal {
    let parts = curve.steps_in(window).iter().flat_map(|step| step.parts());
    parts.filter(|part| part.kind == kind).map(|part| part.high - part.low).sum()
}

fn early_losses(history: &AccountHistory, curve: &Curve, window: Window) -> Vec<EarlyLoss> {
    let losses = curve.steps_in(window).iter().filter(|step| step.after.at_opening_rate.is_zero());
    let loss_on = |on, amount| EarlyLoss { account: history.account.clone(), name: history.name.clone(), on, amount };
    losses.map(|step| loss_on(step.on, step.before.at_opening_rate)).collect()
}

/// Multiplies the monthly rates of the cohort, and gives each account its part of what was lost.
fn compound(found: &mut [(Member, Path)], window: Window) {
    let months = month_starts(window);
    let levels: Vec<Vec<Decimal>> = found.iter().map(|(_, path)| path.levels_on(&months)).collect();
    let mut kept: Decimal = found.iter().map(|(member, _)| member.opening).sum();
    for month in 1..months.len() {
        let opening: Decimal = levels.iter().map(|account| account[month - 1]).sum();
        let Some(weight) = kept.checked_div(opening) else { break };
        for ((member, _), account) in found.iter_mut().zip(&levels) {
            let loss = (account[month - 1] - account[month]).max(Decimal::ZERO);
            member.retained -= loss * weight;
        }
        kept -= weight
            * levels.iter().map(|account| (account[month - 1] - account[month]).max(Decimal::ZERO)).sum::<Decimal>();
    }
    settle(found, kept.max(Decimal::ZERO).round_dp(KEPT_DIGITS));
}

/// Rounds what is retained so that it adds up to the whole exactly.
fn settle(found: &mut [(Member, Path)], whole: Decimal) {
    let mut left_over = whole;
    for (member, _) in found.iter_mut() {
        member.retained = member.retained.round_dp(KEPT_DIGITS);
        left_over -= member.retained;
    }
    let largest = found.iter_mut().map(|(member, _)| member).min_by(|a, b| b.opening.cmp(&a.opening));
    if let Some(member) = largest {
        member.retained += left_over;
    }
}

fn month_starts(window: Window) -> Vec<Date> {
    let start = |months: i64| window.opens_on.checked_add(Span::new().months(months)).ok();
    let inner = (0_i64..).map_while(start).take_while(|day| *day < window.closes_on);
    inner.chain([window.closes_on]).collect()
}

#[cfg(test)]
mod tests;
