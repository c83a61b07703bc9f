use report::{Fold, Trace};
use rust_decimal::Decimal;

use super::Measured;
use crate::facts::{Facts, Hours};

const ADMIN: &str = "admin";
const CUSTOMER: &str = "customer";
const INTERNAL_MEETING: &str = "internal meeting";

/// Median days from an account's beginning to its first value.
pub(super) fn time_to_value(facts: &Facts) -> Measured {
    let (reached, overdue) = (facts.first_values.len() as u64, facts.first_values_open);
    if reached > 0 && overdue > reached {
        let why = format!("{reached} accounts reached it and {overdue} are overdue; the days of the few would flatter");
        return Measured::Unknown { why };
    }
    let mut trace = Trace::new(Fold::Median, &["days"]);
    for reached in &facts.first_values {
        trace.push("milestones", &reached.key, &*reached.label, Some(reached.on), &[reached.number]);
    }
    let note =
        (facts.first_values_open > 0).then(|| format!("{} overdue, left out of the median", facts.first_values_open));
    let convention = "median days from sign-up to first value, of accounts that reached it in the period";
    Measured::from_rows(trace, convention, "no account reached first value in the period").noting(note)
}

/// Hours on administration over all hours.
pub(super) fn admin_share(facts: &Facts) -> Measured {
    let trace = share(facts, |_| true, |hours| &*hours.category == ADMIN);
    Measured::from_rows(trace, "hours on administration over all hours of the period", "no time entries in the period")
}

/// Hours with customers over hours with customers and in internal meetings.
pub(super) fn meeting_productivity(facts: &Facts) -> Measured {
    let meeting = |hours: &Hours| matches!(&*hours.category, CUSTOMER | INTERNAL_MEETING);
    let trace = share(facts, meeting, |hours| &*hours.category == CUSTOMER);
    let convention = "hours with customers over hours with customers and in internal meetings";
    Measured::from_rows(trace, convention, "no time entries in the period")
}

fn share(facts: &Facts, counts: impl Fn(&Hours) -> bool, hits: impl Fn(&Hours) -> bool) -> Trace {
    let mut trace = Trace::new(Fold::Ratio, &["hours that count", "hours"]);
    for hours in facts.hours.iter().filter(|hours| counts(hours)) {
        let hit = if hits(hours) { hours.hours } else { Decimal::ZERO };
        trace.push("time_entries", &hours.key, &*hours.category, Some(hours.week), &[hit, hours.hours]);
    }
    trace
}
