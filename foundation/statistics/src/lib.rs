#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// How evenly a whole is shared out.
pub mod concentration;
/// Sums, means, medians, quantiles and spread.
pub mod describe;
/// Where the truth may lie: proportions, means, net promoter scores.
pub mod interval;
/// The normal distribution.
pub mod normal;
/// Where a value stands among others.
pub mod rank;
/// Student's t distribution.
pub mod student;
/// Straight lines through values over time.
pub mod trend;

pub use interval::{Estimate, Interval};
