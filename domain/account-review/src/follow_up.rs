use jiff::Span;
use jiff::civil::Date;

/// The deck is ready so many hours before.
// method: account-review.ready_hours
const READY_HOURS: i64 = 48;

/// Something to do on a day around the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub on: Date,
    /// What.
    pub what: &'static str,
}

/// Days from the day of the review, and what is done then.
// method: account-review.follow_up
const STEPS: [(i64, &str); 5] = [
    (0, "send thanks and the decisions in five lines, on the day itself"),
    (2, "send the summary with the slides and the actions: whose, by when, done when"),
    (14, "ask both sides how far the actions are"),
    (30, "say what came of them, also where nothing did"),
    (90, "the next review; agree on its day in the room"),
];

/// The day on which the deck is ready.
#[must_use]
pub fn ready_by(on: Date) -> Date {
    on.checked_sub(Span::new().days(READY_HOURS / 24)).unwrap_or(on)
}

/// What is done from the day of the review on.
#[must_use]
pub fn steps(on: Date) -> Vec<Step> {
    let day = |days: i64| on.checked_add(Span::new().days(days)).unwrap_or(on);
    STEPS.iter().map(|(days, what)| Step { on: day(*days), what }).collect()
}

#[cfg(test)]
mod tests;
