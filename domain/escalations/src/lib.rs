#![doc = include_str!("../README.md")]

/// What an escalation is about.
pub mod cause;
mod rule;
/// Escalations counted.
pub mod tally;

pub use cause::Cause;
pub use rule::{ACKNOWLEDGED_HOURS, NPS_DAYS, REPEAT_DAYS};
pub use tally::{Customer, Raised, Tally};
