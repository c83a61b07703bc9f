use std::sync::Arc;

use report::{Fold, Trace};
use rust_decimal::Decimal;

use super::Measured;
use crate::facts::{Facts, Outcome};

const NO_COHORT: &str = "no account with ARR on the first day of the period is credited to this person";
const CREDIT: &str = "credited by owner-days in the 180 days before the outcome";

/// Lost accounts over accounts of the opening cohort, each times the credit.
pub(super) fn logo_churn(facts: &Facts) -> Measured {
    let trace = outcome_rows(facts, Fold::Ratio, &["lost", "credit"], |outcome| {
        [if outcome.lost { outcome.credit } else { Decimal::ZERO }, outcome.credit]
    });
    Measured::from_rows(trace, format!("lost accounts of the opening cohort, per period, {CREDIT}"), NO_COHORT)
        .noting(facts.churn_dispute.clone())
}

/// ARR of lost accounts over ARR of the opening cohort, each times the credit.
pub(super) fn revenue_churn(facts: &Facts) -> Measured {
    let trace = outcome_rows(facts, Fold::Ratio, &["lost ARR", "opening ARR"], |outcome| {
        let opening = outcome.opening * outcome.credit;
        [if outcome.lost { opening } else { Decimal::ZERO }, opening]
    });
    Measured::from_rows(trace, format!("opening ARR of lost accounts, per period, {CREDIT}"), NO_COHORT)
        .noting(facts.churn_dispute.clone())
}

/// What was kept of the opening ARR, each times the credit.
pub(super) fn gross(facts: &Facts) -> Measured {
    let trace = outcome_rows(facts, Fold::Ratio, &["kept ARR", "opening ARR"], |outcome| {
        [outcome.kept * outcome.credit, outcome.opening * outcome.credit]
    });
    Measured::from_rows(trace, format!("{}, {CREDIT}", facts.retention_convention), NO_COHORT)
        .noting(facts.churn_dispute.clone())
}

/// What the opening cohort is worth at the closing, each times the credit.
pub(super) fn net(facts: &Facts) -> Measured {
    let trace = outcome_rows(facts, Fold::Ratio, &["closing ARR", "opening ARR"], |outcome| {
        [outcome.closing * outcome.credit, outcome.opening * outcome.credit]
    });
    let convention = format!("closing over opening ARR of the opening cohort, per period, {CREDIT}");
    Measured::from_rows(trace, convention, NO_COHORT)
}

/// Save plays ended in the period that saved the account.
pub(super) fn save_success(facts: &Facts) -> Measured {
    let mut trace = Trace::new(Fold::Mean, &["1 when saved"]);
    for play in &facts.save_plays {
        trace.push("save_plays", &play.key, &*play.label, Some(play.on), &[play.number]);
    }
    Measured::from_rows(trace, "saved over ended save plays of this person", "no save play ended in the period")
}

fn outcome_rows(
    facts: &Facts,
    fold: Fold,
    columns: &[&'static str],
    numbers: impl Fn(&Outcome) -> [Decimal; 2],
) -> Trace {
    let mut trace = Trace::new(fold, columns);
    for outcome in facts.outcomes.iter().filter(|outcome| !outcome.credit.is_zero()) {
        let key: Arc<str> = Arc::from(outcome.account.as_str());
        trace.push("accounts", &key, &*outcome.name, Some(outcome.decided_on), &numbers(outcome));
    }
    trace
}
