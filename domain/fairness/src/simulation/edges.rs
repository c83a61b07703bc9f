use std::sync::Arc;

use statistics::mixed::{Caveat, Prior};

use crate::money::{Retained, compare_money};
use crate::{Case, Compared, Comparison, Effect, Incomparable, Study, Value, Verdict, compare};

/// One study at the edge, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// What is odd about it.
    pub says: &'static str,
    /// Whether every number is finite, nobody is said to differ though nobody does, and the reader is told what must be told.
    pub holds: bool,
    /// What the reader is told.
    pub caveats: Vec<Caveat>,
    /// Whether no verdict is given at all.
    pub no_verdict: bool,
}

/// Accounts of each owner.
const ACCOUNTS: usize = 20;

/// Compares studies on which careless methods fail: none of their owners differs from the others.
///
/// # Errors
/// When one of them cannot be compared at all.
pub fn edges() -> Result<Vec<Edge>, Incomparable> {
    let known = |place: usize| vec![number(place % 4)];
    let sound = |place: usize| !place.is_multiple_of(5);
    let twice = |place: usize| vec![number(place % 4), number(place % 4)];
    let one_outcome: fn(&[Caveat]) -> bool = |caveats| caveats.contains(&Caveat::OneOutcome);
    let one_group: fn(&[Caveat]) -> bool = |caveats| caveats.contains(&Caveat::OneGroup);
    let prior: fn(&[Caveat]) -> bool = |caveats| caveats.iter().any(|caveat| matches!(caveat, Caveat::PriorDecides(_)));
    Ok(vec![
        edge("One CSM only", &study(1, known, sound), one_group)?,
        edge("Nobody lost an account", &study(6, known, |_| true), one_outcome)?,
        edge("Everybody lost every account", &study(6, known, |_| false), one_outcome)?,
        edge("What is known beforehand decides every outcome", &study(6, known, |place| place % 4 > 0), prior)?,
        edge("The same thing known twice", &study(6, twice, sound), prior)?,
        giant(&study(6, known, sound)),
    ])
}

fn number(value: usize) -> Value {
    Value::Number(value as f64)
}

/// Owners with equal accounts: what is known of each, and whether it stays, goes by its place in the book.
fn study(owners: usize, known: impl Fn(usize) -> Vec<Value>, stays: impl Fn(usize) -> bool) -> Study {
    let case = |account: usize| Case {
        key: Arc::from(format!("account {account}")),
        label: Arc::from(format!("account {account}")),
        successes: f64::from(u8::from(stays(account % ACCOUNTS))),
        trials: 1.0,
        shares: vec![(account / ACCOUNTS, 1.0)],
        values: known(account),
    };
    Study {
        groups: (0..owners).map(|owner| Arc::from(format!("owner {owner}"))).collect(),
        covariates: (0..known(0).len()).map(|covariate| Arc::from(format!("covariate {covariate}"))).collect(),
        cases: (0..owners * ACCOUNTS).map(case).collect(),
    }
}

fn edge(says: &'static str, study: &Study, told: fn(&[Caveat]) -> bool) -> Result<Edge, Incomparable> {
    let found = compare(study, &Prior::default())?;
    let nobody_differs = found.groups.iter().all(|one| !one.verdict.is_difference());
    Ok(Edge {
        says,
        holds: is_finite(&found) && nobody_differs && found.groups.len() == study.groups.len() && told(&found.caveats),
        no_verdict: found.groups.iter().all(|one| one.verdict == Verdict::TooFew),
        caveats: found.caveats,
    })
}

/// In every book the first account is worth nine times all the others together; of the first owner it is lost. Money then
/// says something about that account, so that nobody may be judged by it.
fn giant(study: &Study) -> Edge {
    let amount = |row: usize| if row.is_multiple_of(ACCOUNTS) { 9.0 * (ACCOUNTS - 1) as f64 } else { 1.0 };
    let mut study = study.clone();
    study.cases.iter_mut().enumerate().for_each(|(row, case)| {
        if row.is_multiple_of(ACCOUNTS) {
            case.successes = f64::from(u8::from(row > 0));
        }
    });
    let amounts: Vec<f64> = (0..study.cases.len()).map(amount).collect();
    let found = compare_money(&study, &amounts).unwrap_or_default();
    let finite = |one: &Retained| {
        let (narrow, wide) = (one.difference_80, one.difference_95);
        [one.expected, one.difference, narrow.low, narrow.high, wide.low, wide.high].into_iter().all(f64::is_finite)
    };
    let no_verdict = found.iter().all(|one| one.verdict == Verdict::TooFew);
    Edge {
        says: "One account with 90 % of the ARR, and lost",
        holds: found.len() == study.groups.len() && found.iter().all(finite) && no_verdict,
        no_verdict,
        caveats: Vec::new(),
    }
}

fn is_finite(found: &Comparison) -> bool {
    let numbers = |one: &Compared| {
        let of_effects = [&one.effect, &one.within].into_iter().flat_map(of_effect);
        of_effects.chain([one.expected, one.reliability, one.effective_rows]).all(f64::is_finite)
    };
    let spread = [found.spread, found.spread_95.low, found.spread_95.high, found.rate];
    let slopes = found.slopes.iter().flat_map(|(_, slope, deviation)| [*slope, *deviation]);
    found.groups.iter().all(numbers) && slopes.chain(spread).all(f64::is_finite)
}

fn of_effect(effect: &Effect) -> [f64; 8] {
    let (odds, share) = (effect.log_odds_95, effect.difference_95);
    [
        effect.log_odds,
        odds.low,
        odds.high,
        effect.difference,
        share.low,
        share.high,
        effect.chance_below,
        effect.chance_above,
    ]
}

#[cfg(test)]
mod tests;
