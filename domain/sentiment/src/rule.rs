use rust_decimal::Decimal;

// method: sentiment.promoter_from
pub(crate) const PROMOTER_FROM: i64 = 9;
// method: sentiment.detractor_to
pub(crate) const DETRACTOR_TO: i64 = 6;

/// The chance with which an interval covers the truth.
// method: sentiment.level
pub const LEVEL: f64 = 0.95;

// method: sentiment.clock.detractor_days
pub(crate) const DETRACTOR_DAYS: i64 = 1;
// method: sentiment.clock.promoter_days
pub(crate) const PROMOTER_DAYS: i64 = 2;
// method: sentiment.clock.passive_days
pub(crate) const PASSIVE_DAYS: i64 = 7;

/// So many days after an answer the same person may be asked again.
// method: sentiment.resurvey_days
pub const RESURVEY_DAYS: i64 = 60;

/// Themes shown of detractors and of promoters each.
// method: sentiment.themes_shown
pub const THEMES_SHOWN: usize = 5;

/// A group with fewer answers is shown, but nothing is concluded from it.
// method: sentiment.least_answers
pub const LEAST_ANSWERS: usize = 10;

/// From here on a score is usual for good companies that sell to companies.
// method: sentiment.good_from
pub const GOOD_FROM: i64 = 30;
/// From here on it is rare.
// method: sentiment.excellent_from
pub const EXCELLENT_FROM: i64 = 50;

// method: sentiment.target
const TARGET: i64 = 40;
// method: sentiment.target_step
const TARGET_STEP: i64 = 10;

/// What a score is to reach, in points.
#[must_use]
pub fn target() -> Decimal {
    Decimal::from(TARGET)
}

/// What 90 days can bring at most, in points.
#[must_use]
pub fn target_step() -> Decimal {
    Decimal::from(TARGET_STEP)
}

// method: sentiment.satisfied_from
pub(crate) const SATISFIED_FROM: i64 = 4;
