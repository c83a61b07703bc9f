//! Values at equal distances in time: whether they drift, where they break, when they drop, what of them is season.
//!
//! Times are places counted from 0. A break at place t lies between values t - 1 and t, so t values come before it.

/// What an account does beside what it always does on that weekday, and beside what the whole book does.
pub mod baseline;
/// Cumulative sums that raise an alarm when values leave their usual place for good.
pub mod cusum;
/// Whether values drift up or down.
pub mod mann_kendall;
/// Where one level ends and another begins, by ranks.
pub mod pettitt;
/// The chance of each length of the present level, kept up day by day.
pub mod run_length;
/// How long a cumulative sum goes without an alarm.
pub mod run_time;
/// Trend, season and rest.
pub mod season;
/// Several levels one after the other.
pub mod segments;
/// Where one level ends and another begins, by squares.
pub mod shift;
/// How surprising a small count is.
pub mod small_counts;
/// How far values drift per step, whatever a few of them do.
pub mod theil_sen;
/// The usual place and width of values, whatever a few of them do.
pub mod usual;

mod quadrature;

#[cfg(test)]
mod tests;
