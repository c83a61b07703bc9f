use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;
use report::{Fold, Interval, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use statistics::interval::{mean_t, wilson};

use crate::rule;
use crate::score::interval;

/// An answer of 1 to 5 to how satisfied they are, at a ticket or in a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfaction {
    /// Whether it was given at a ticket.
    pub at_ticket: bool,
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// What a reader calls the account.
    pub name: Arc<str>,
    /// 1 to 5.
    pub score: Decimal,
    /// The day of the answer.
    pub on: Date,
}

/// The answers that count, in order of day and key, and how many were left out because a ticket says the same score of the
/// same account and day. Scores outside of 1 to 5 are left out.
#[must_use]
pub fn counted_once(answers: Vec<Satisfaction>) -> (Vec<Satisfaction>, u64) {
    let on_scale = |answer: &Satisfaction| answer.score >= Decimal::ONE && answer.score <= Decimal::from(5);
    let mut answers: Vec<Satisfaction> = answers.into_iter().filter(on_scale).collect();
    answers.sort_by(|a, b| (a.on, !a.at_ticket, &a.key).cmp(&(b.on, !b.at_ticket, &b.key)));
    let mut at_tickets: BTreeMap<(AccountId, Date, Decimal), u32> = BTreeMap::new();
    let before = answers.len();
    answers.retain(|answer| {
        let told = at_tickets.entry((answer.account.clone(), answer.on, answer.score)).or_default();
        if answer.at_ticket {
            *told += 1;
            return true;
        }
        let again = *told > 0;
        *told = told.saturating_sub(1);
        !again
    });
    let twice = (before - answers.len()) as u64;
    (answers, twice)
}

/// The rows that make the mean of 1 to 5.
#[must_use]
pub fn mean_trace(answers: &[Satisfaction]) -> Trace {
    trace(answers, "score", |answer| answer.score)
}

/// The rows that make the share of 4 and 5.
#[must_use]
pub fn share_trace(answers: &[Satisfaction]) -> Trace {
    trace(answers, "4 or 5", |answer| Decimal::from(u8::from(is_satisfied(answer))))
}

/// Where the mean may lie; `None` for fewer than two answers.
#[must_use]
pub fn mean_interval(answers: &[Satisfaction]) -> Option<Interval> {
    let scores: Option<Vec<f64>> = answers.iter().map(|answer| answer.score.to_f64()).collect();
    let mut estimate = mean_t(&scores?, rule::LEVEL)?;
    estimate.interval.low = estimate.interval.low.max(1.0);
    estimate.interval.high = estimate.interval.high.min(5.0);
    interval(estimate, "Student's t interval, cut at the ends of the scale")
}

/// Where the share may lie; `None` without answers.
#[must_use]
pub fn share_interval(answers: &[Satisfaction]) -> Option<Interval> {
    let satisfied = answers.iter().filter(|answer| is_satisfied(answer)).count() as u64;
    let found = wilson(satisfied, answers.len() as u64, rule::LEVEL)?;
    interval(statistics::interval::Estimate { centre: 0.0, interval: found }, "Wilson's interval")
}

fn is_satisfied(answer: &Satisfaction) -> bool {
    answer.score >= Decimal::from(rule::SATISFIED_FROM)
}

fn trace(answers: &[Satisfaction], column: &'static str, number: fn(&Satisfaction) -> Decimal) -> Trace {
    let mut trace = Trace::new(Fold::Mean, &[column]);
    for answer in answers {
        let object = if answer.at_ticket { "tickets" } else { "surveys" };
        trace.push(object, &answer.key, &*answer.name, Some(answer.on), &[number(answer)]);
    }
    trace
}

#[cfg(test)]
mod tests;
