#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// Who is still there by age.
pub mod curve;
/// What raises or lowers the hazard.
pub mod hazard;
/// What was to be expected of somebody watched so long.
pub mod pace;
/// Who was watched from when to when.
pub mod watched;

pub use curve::{Curve, Part, Read, THERE_LEAST, Untold};
pub use hazard::{Hazard, differ, hazards};
pub use pace::{Pace, worth};
pub use watched::Watched;

/// The level of every interval.
// method: lifetimes.level
pub(crate) const LEVEL: f64 = 0.95;
