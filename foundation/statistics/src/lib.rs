#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// How evenly a whole is shared out.
pub mod concentration;
/// Sums, means, medians, quantiles and spread.
pub mod describe;
/// Where the truth may lie: proportions, means, net promoter scores.
pub mod interval;
mod linear;
/// Logistic regression.
pub mod logistic;
/// Who is behind what happened: random effects of groups.
pub mod mixed;
/// The normal distribution.
pub mod normal;
/// Where a value stands among others.
pub mod rank;
/// Where one may stand among many.
pub mod ranks;
/// Student's t distribution.
pub mod student;
/// Straight lines through values over time.
pub mod trend;

pub use interval::{Estimate, Interval};
