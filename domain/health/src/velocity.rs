use rust_decimal::Decimal;

use crate::rule::{FAST_POINTS, MOVING_POINTS, VELOCITY_DAYS};

/// Over how many days the speed of a score is taken.
pub const PACE_DAYS: i64 = VELOCITY_DAYS;

/// How fast a score moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Velocity {
    /// Points a day; below zero when it falls.
    pub points_per_day: Decimal,
    /// The same in a word.
    pub pace: Pace,
}

/// The speed of a score in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// Half a point a day or more, downwards.
    DecliningFast,
    /// A fifth of a point a day or more, downwards.
    Declining,
    /// Less than a fifth of a point a day.
    Stable,
    /// A fifth of a point a day or more, upwards.
    Improving,
    /// Half a point a day or more, upwards.
    ImprovingFast,
}

impl Pace {
    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::DecliningFast => "declining fast",
            Self::Declining => "declining",
            Self::Stable => "stable",
            Self::Improving => "improving",
            Self::ImprovingFast => "improving fast",
        }
    }

    fn of(points_per_day: Decimal) -> Self {
        match points_per_day {
            points if points <= -FAST_POINTS => Self::DecliningFast,
            points if points <= -MOVING_POINTS => Self::Declining,
            points if points >= FAST_POINTS => Self::ImprovingFast,
            points if points >= MOVING_POINTS => Self::Improving,
            _ => Self::Stable,
        }
    }
}

/// The speed from the score 30 days ago to the current one; `None` when either is unknown.
///
/// Both scores must come from one profile.
#[must_use]
pub fn velocity(current: Option<Decimal>, days_ago_30: Option<Decimal>) -> Option<Velocity> {
    let change = current?.checked_sub(days_ago_30?)?;
    let points_per_day = change.checked_div(VELOCITY_DAYS.into())?;
    Some(Velocity { points_per_day, pace: Pace::of(points_per_day) })
}

#[cfg(test)]
mod tests;
