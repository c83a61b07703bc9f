use jiff::ToSpan;
use report::{Fold, Trace};
use rust_decimal::Decimal;

use super::Measured;
use crate::facts::{DueReview, Facts};

// method: performance.review-grace-days
const REVIEW_GRACE_DAYS: i64 = 14;

/// Conversations this person took part in.
pub(super) fn touchpoints(facts: &Facts) -> Measured {
    let mut trace = Trace::new(Fold::Sum, &["touchpoints"]);
    for touch in &facts.touchpoints {
        trace.push("touchpoints", &touch.key, &*touch.label, Some(touch.on), &[touch.number]);
    }
    Measured::from_rows(
        trace,
        "conversations held in the period, cancelled ones left out",
        "no touchpoint is on record",
    )
}

/// Due business reviews that were held no later than 14 days after they were due; a customer may decline.
pub(super) fn business_review_rate(facts: &Facts) -> Measured {
    let mut trace = Trace::new(Fold::Mean, &["1 when held"]);
    let due = |review: &&DueReview| review.due_on <= facts.as_of;
    for review in facts.reviews.iter().filter(due).filter(|review| !review.declined) {
        let held = Decimal::from(u8::from(was_held(review)));
        trace.push("business_reviews", &review.key, &*review.name, Some(review.due_on), &[held]);
    }
    let declined = facts.reviews.iter().filter(due).filter(|review| review.declined).count();
    let note = (declined > 0).then(|| format!("{declined} more were declined by the customer and are left out"));
    let convention = "held no later than 14 days after the due day, over those due in the period";
    Measured::from_rows(trace, convention, "no business review was due in the period").noting(note)
}

fn was_held(review: &DueReview) -> bool {
    let last = review.due_on.checked_add(REVIEW_GRACE_DAYS.days()).unwrap_or(review.due_on);
    review.held_on.is_some_and(|held| held <= last)
}

/// Median working hours until a customer who wrote or called was answered.
pub(super) fn response_hours(facts: &Facts) -> Measured {
    let mut trace = Trace::new(Fold::Median, &["working hours"]);
    for response in &facts.responses {
        trace.push("touchpoints", &response.key, &*response.label, Some(response.on), &[response.number]);
    }
    let note =
        (facts.waiting > 0).then(|| format!("{} still wait and count as waiting until the as-of day", facts.waiting));
    let convention = "median working hours from a customer's e-mail or call to the first answer by a person";
    Measured::from_rows(trace, convention, "no e-mail or call from a customer is on record").noting(note)
}
