use report::{Fold, Interval, Trace};
use rust_decimal::Decimal;
use statistics::interval::{Estimate, net_promoter_adjusted};

use crate::answer::{Answer, Stance};
use crate::rule;

/// How many stand where, with the answers behind it.
#[derive(Debug, Clone)]
pub struct Tally<'a> {
    answers: Vec<&'a Answer>,
}

impl<'a> Tally<'a> {
    /// The tally of these answers.
    pub fn of(answers: impl IntoIterator<Item = &'a Answer>) -> Self {
        Self { answers: answers.into_iter().filter(|answer| answer.stance().is_some()).collect() }
    }

    /// The answers.
    #[must_use]
    pub fn answers(&self) -> &[&'a Answer] {
        &self.answers
    }

    /// The answers with this stance.
    pub fn with(&self, stance: Stance) -> impl Iterator<Item = &'a Answer> + '_ {
        self.answers.iter().copied().filter(move |answer| answer.stance() == Some(stance))
    }

    /// How many have this stance.
    #[must_use]
    pub fn count(&self, stance: Stance) -> u64 {
        self.with(stance).count() as u64
    }

    /// The rows that make the score: share of promoters less share of detractors, in points.
    #[must_use]
    pub fn score_trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::NetPromoter, &["score"]);
        for answer in &self.answers {
            trace.push("surveys", &answer.key, &*answer.name, Some(answer.on), &[answer.score]);
        }
        trace
    }

    /// The rows that make the variance of the score, in square points: with each answer as 100, 0 or -100, the squared
    /// distance from their mean, divided by the square of their number.
    #[must_use]
    pub fn variance_trace(&self) -> Trace {
        let mut trace = Trace::new(Fold::Sum, &["squared distance / n²"]);
        let (Some(mean), n) = (self.score_trace().value(), Decimal::from(self.answers.len())) else { return trace };
        for answer in &self.answers {
            let distance = points(answer) - mean;
            trace.push("surveys", &answer.key, &*answer.name, Some(answer.on), &[distance * distance / (n * n)]);
        }
        trace
    }

    /// The rows with this stance.
    #[must_use]
    pub fn stance_trace(&self, stance: Stance) -> Trace {
        let mut trace = Trace::new(Fold::Count, &[]);
        for answer in self.with(stance) {
            trace.push("surveys", &answer.key, &*answer.name, Some(answer.on), &[]);
        }
        trace
    }

    /// Where the score may lie; `None` without answers.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        let [promoters, passives, detractors] = Stance::ALL.map(|stance| self.count(stance));
        let estimate = net_promoter_adjusted(promoters, passives, detractors, rule::LEVEL)?;
        interval(estimate, "adjusted Wald interval of Rocks (2016)")
    }
}

fn points(answer: &Answer) -> Decimal {
    match answer.stance() {
        Some(Stance::Promoter) => Decimal::ONE_HUNDRED,
        Some(Stance::Detractor) => -Decimal::ONE_HUNDRED,
        _ => Decimal::ZERO,
    }
}

pub(crate) fn interval(estimate: Estimate, method: &str) -> Option<Interval> {
    Some(Interval {
        level: Decimal::try_from(rule::LEVEL).ok()?,
        low: Decimal::try_from(estimate.interval.low).ok()?,
        high: Decimal::try_from(estimate.interval.high).ok()?,
        method: method.to_owned(),
    })
}

#[cfg(test)]
mod tests;
