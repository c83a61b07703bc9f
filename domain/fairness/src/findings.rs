/// How findings are put on a tape and read from it again.
mod taped;

use rust_decimal::Decimal;
use statistics::Interval;

use crate::compare::{Compared, Comparison};
use crate::growth::Grown;
use crate::money::Retained;
use crate::traces::Traces;
use crate::verdict::Verdict;
use crate::working::Doubt;

/// One question about one owner: a rate or a share of money, held against what was expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Rows with any share.
    pub rows: u64,
    /// How much could have gone well, by share: outcomes, or money.
    pub at_stake: f64,
    /// The share that went well, 0 to 1.
    pub observed: Decimal,
    /// The share that would have gone well with an average owner.
    pub expected: Decimal,
    /// The difference that is left when chance is allowed for.
    pub difference: Decimal,
    /// Its 80 % interval.
    pub difference_80: Interval,
    /// Its 95 % interval.
    pub difference_95: Interval,
    /// What can be said.
    pub verdict: Verdict,
    /// Rows as good as so many equal ones.
    pub effective_rows: f64,
    /// Why it carries less than it seems to.
    pub doubts: Vec<Doubt>,
    /// What only a rate has.
    pub more: Option<RateMore>,
}

/// What is known of a rate besides.
#[derive(Debug, Clone, PartialEq)]
pub struct RateMore {
    /// The verdict with covariates weighed over all rows.
    pub pooled: Verdict,
    /// The verdict with covariates weighed within owners.
    pub within: Verdict,
    /// The difference with covariates weighed within owners.
    pub within_difference: f64,
    /// Its 95 % interval.
    pub within_95: Interval,
    /// The share of what sets owners apart that these rows could settle.
    pub reliability: f64,
    /// How many outcomes would be enough to single somebody out.
    pub enough: Option<f64>,
    /// Chances of the lowest and the highest quarter.
    pub quarters: Option<(f64, f64)>,
    /// The share the best would have seen of these rows.
    pub best: Option<f64>,
}

/// Money added.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Rows with any share.
    pub rows: u64,
    /// Money added.
    pub observed: Decimal,
    /// What an average owner would have added.
    pub expected: Decimal,
    /// The difference.
    pub difference: Decimal,
    /// Its intervals, 80 % and 95 %, accounts drawn again.
    pub intervals: Option<(Interval, Interval)>,
    /// The difference without the account that added most.
    pub without_largest: f64,
    /// Why it carries less than it seems to.
    pub doubts: Vec<Doubt>,
}

/// One period.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// Rows with any share.
    pub rows: u64,
    /// Outcomes, by share.
    pub at_stake: f64,
    /// The share that was lost.
    pub observed: Decimal,
    /// The share an average owner would have lost.
    pub expected: Decimal,
}

/// One way to give credit.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Outcomes, by share.
    pub at_stake: f64,
    /// How many went well, by share.
    pub observed: f64,
    /// How many would have with an average owner.
    pub expected: f64,
    /// The difference that is left when chance is allowed for, as a share.
    pub difference: f64,
    /// What can be said.
    pub verdict: Verdict,
}

/// Everything about one owner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Accounts or renewals kept.
    pub kept: Option<Line>,
    /// Money kept.
    pub retained: Option<Line>,
    /// Accounts that grew.
    pub grew: Option<Line>,
    /// Money added.
    pub added: Option<Added>,
    /// Kept accounts by period, oldest first, in the order of the window; `None` without any.
    pub periods: Vec<Option<Season>>,
    /// Kept accounts by other ways to give credit, in their order.
    pub credit: Vec<Option<Part>>,
    /// The same had nothing been excluded; only where something was.
    pub unexcluded: Option<Unexcluded>,
    /// Kept accounts under the other beliefs about the spread, in the order of [`crate::verdict::OTHER_SPREADS`]; empty
    /// where so many are compared that it hardly matters.
    pub beliefs: Vec<Option<Part>>,
}

/// What would have been found had nothing been excluded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unexcluded {
    /// Accounts or renewals kept.
    pub kept: Option<Line>,
    /// Money kept.
    pub retained: Option<Line>,
}

impl Person {
    /// Whether any outcome credited to this person was excluded.
    #[must_use]
    pub fn is_touched_by_exclusions(&self) -> bool {
        let rows = |line: Option<&Line>| line.map_or(0, |line| line.rows);
        let without = |unexcluded: &Unexcluded| rows(unexcluded.kept.as_ref()) != rows(self.kept.as_ref());
        self.unexcluded.as_ref().is_some_and(without)
    }
}

/// What holds for everybody.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Everybody {
    /// How many are compared.
    pub compared: u64,
    /// All outcomes of the window.
    pub outcomes: f64,
    /// The share of them that went well.
    pub rate: f64,
    /// The spread between owners, in log-odds.
    pub spread: f64,
    /// The low end of its 95 % interval.
    pub spread_low: f64,
    /// The high end.
    pub spread_high: f64,
    /// The effect of those most likely in the highest quarter, in log-odds.
    pub best: Option<f64>,
    /// How many they are.
    pub best_count: u64,
    /// How much of what happened the covariates explain, 0 to 1.
    pub explained: f64,
    /// Slopes per standard deviation of the columns, in their order, with their standard deviations.
    pub slopes: Vec<(f64, f64)>,
    /// Outcomes left out as excluded.
    pub excluded: u64,
}

impl Line {
    /// By which method it was worked out, in a few words.
    #[must_use]
    pub fn method(&self) -> &'static str {
        if self.more.is_some() { crate::compare::METHOD } else { crate::money::METHOD }
    }

    /// Of a rate.
    #[must_use]
    pub fn of_rate(comparison: &Comparison, compared: &Compared, traces: &Traces, best: Option<f64>) -> Self {
        let value = |trace: &report::Trace| trace.value().unwrap_or_default();
        Self {
            rows: compared.rows,
            at_stake: compared.trials,
            observed: value(&traces.observed),
            expected: value(&traces.expected),
            difference: value(&traces.difference),
            difference_80: compared.effect.difference_80,
            difference_95: compared.effect.difference_95,
            verdict: compared.verdict,
            effective_rows: compared.effective_rows,
            doubts: compared.working.doubts.clone(),
            more: Some(RateMore {
                pooled: compared.pooled_verdict,
                within: compared.within_verdict,
                within_difference: compared.within.difference,
                within_95: compared.within.difference_95,
                reliability: compared.reliability,
                enough: compared.enough,
                quarters: compared.standing.map(|standing| (standing.lowest_quarter, standing.highest_quarter)),
                best: best.filter(|_| comparison.best.is_some()),
            }),
        }
    }

    /// Of a share of money.
    #[must_use]
    pub fn of_money(retained: &Retained, traces: &Traces) -> Self {
        let value = |trace: &report::Trace| trace.value().unwrap_or_default();
        Self {
            rows: retained.rows,
            at_stake: retained.at_stake,
            observed: value(&traces.observed),
            expected: value(&traces.expected),
            difference: value(&traces.difference),
            difference_80: retained.difference_80,
            difference_95: retained.difference_95,
            verdict: retained.verdict,
            effective_rows: retained.effective_rows,
            doubts: retained.working.doubts.clone(),
            more: None,
        }
    }
}

impl Added {
    /// Of money added.
    #[must_use]
    pub fn of(grown: &Grown, traces: &Traces) -> Self {
        let value = |trace: &report::Trace| trace.value().unwrap_or_default();
        Self {
            rows: grown.rows,
            observed: value(&traces.observed),
            expected: value(&traces.expected),
            difference: value(&traces.difference),
            intervals: grown.difference_80.zip(grown.difference_95),
            without_largest: grown.without_largest,
            doubts: grown.working.doubts.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
