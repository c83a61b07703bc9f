use std::sync::Arc;

use report::{Fold, Trace};
use rust_decimal::Decimal;

use super::{Measured, SPREAD};
use crate::facts::{Facts, Hours, OnTheWay};

const ADMIN: &str = "admin";
const CUSTOMER: &str = "customer";
const INTERNAL_MEETING: &str = "internal meeting";

/// The company's median days to first value, divided by how much faster than expected these accounts reached it.
///
/// (O + k) / (E + k), so that a few accounts are held near the company. An account that is not there yet counts as long as it
/// was watched, and takes part with what was expected of it.
pub(super) fn time_to_value(facts: &Facts) -> Measured {
    let Some(pace) = facts.first_value_pace else {
        let why = "too few accounts of the company have reached first value to say what is usual".to_owned();
        return Measured::Unknown { why };
    };
    let mut trace = Trace::new(Fold::Ratio, &["median days x expected", "reached"]);
    let told = |way: &&OnTheWay| way.reached || !way.expected.is_zero();
    for way in facts.first_values.iter().filter(told) {
        let reached = Decimal::from(u8::from(way.reached));
        trace.push("milestones", &way.key, &*way.label, Some(way.on), &[pace.median_days * way.expected, reached]);
    }
    if trace.rows.is_empty() {
        return Measured::Unknown { why: "no account was on its way to first value in the period".to_owned() };
    }
    let reached = facts.first_values.iter().filter(|way| way.reached).count();
    let expected: Decimal = facts.first_values.iter().map(|way| way.expected).sum();
    let label = "what the others are worth";
    trace.push(SPREAD, &Arc::from("first-value"), label, None, &[pace.median_days * pace.worth, pace.worth]);
    let says = format!(
        "{reached} reached it, {} were expected; the median of all accounts is {} days",
        report::display::grouped(expected, 1),
        pace.median_days.round_dp(1).normalize()
    );
    let convention = "median days of all accounts, divided by reached over expected of these, drawn to 1";
    Measured::from_rows(trace, convention, "nothing was expected").noting(Some(says))
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
