//! How long until something happens, where many were not watched to the end.
//!
//! `Spans` hold who was watched from when to when and whether it happened. `kaplan_meier`, `nelson_aalen` and
//! `restricted` describe one group, `log_rank` compares groups, `cox` and `periods` explain by covariates,
//! `competing` tells causes apart. All take late entry (left truncation) unless they say otherwise.

/// A statistic that is about chi-square when nothing is behind the data.
pub mod chi_square;
/// Several ways to end, of which the first takes the others away.
pub mod competing;
/// Whether those who were said to be at higher risk were earlier.
pub mod concordance;
/// Proportional hazards.
pub mod cox;
/// The share that is still there.
pub mod kaplan_meier;
/// Whether groups differ in their hazards.
pub mod log_rank;
/// The cumulative hazard.
pub mod nelson_aalen;
/// One row for each period watched, and the hazard of a period.
pub mod periods;
/// Mean time up to a horizon.
pub mod restricted;
mod spans;
mod unfit;

pub use spans::{BadSpan, Span, Spans};
pub use unfit::Unfit;

#[cfg(test)]
mod tests;
