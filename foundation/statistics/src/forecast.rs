//! What a book of renewals brings, as a distribution, and how well such forecasts did once the outcome is known.

/// How often the truth lay inside the intervals.
pub mod coverage;
/// What a forecast costs when it is off.
pub mod score;
/// What all renewals move by together.
pub mod shock;
/// The sum of amounts that are each kept with a chance of their own.
pub mod total;

mod centre;
mod grid;
