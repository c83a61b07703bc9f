use report::{Fold, Trace};

use super::Measured;
use crate::facts::Facts;

/// Net promoter score of the accounts while they were this person's.
pub(super) fn promoter_score(facts: &Facts) -> Measured {
    let mut trace = Trace::new(Fold::NetPromoter, &["answer"]);
    for answer in &facts.promoter_answers {
        trace.push("surveys", &answer.key, &*answer.label, Some(answer.on), &[answer.number]);
    }
    let note = (trace.rows.len() < 30).then(|| format!("only {} answers", trace.rows.len()));
    let convention = "100 x (share of 9 and 10 - share of 0 to 6), answers of the period from accounts owned that day";
    Measured::from_rows(trace, convention, "no net promoter answer in the period").noting(note)
}

/// Mean satisfaction, each answer once.
pub(super) fn mean(facts: &Facts) -> Measured {
    let mut trace = Trace::new(Fold::Mean, &["answer"]);
    for answer in &facts.satisfaction_answers {
        let row = &answer.row;
        trace.push(answer.object, &row.key, &*row.label, Some(row.on), &[row.number]);
    }
    let note = (facts.answers_seen_twice > 0)
        .then(|| format!("{} answers stood in both surveys and tickets and count once", facts.answers_seen_twice));
    let convention = "mean of answers from 1 to 5 in the period, from accounts owned that day";
    Measured::from_rows(trace, convention, "no satisfaction answer in the period").noting(note)
}

/// Escalations on accounts while they were this person's.
pub(super) fn escalations(facts: &Facts) -> Measured {
    if !facts.escalations_recorded {
        return Measured::Unknown { why: "no escalations are on record".to_owned() };
    }
    let mut trace = Trace::new(Fold::Sum, &["escalations"]);
    for escalation in &facts.escalations {
        trace.push("escalations", &escalation.key, &*escalation.label, Some(escalation.on), &[escalation.number]);
    }
    let value = trace.value().unwrap_or_default();
    let convention = "escalations raised in the period on accounts owned that day".to_owned();
    Measured::Known { value, trace, convention, note: None }
}
