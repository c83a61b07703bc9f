#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// Conditions without which nothing is offered.
pub mod gate;
/// What can be sold.
pub mod kind;
/// How ready an account is.
pub mod propensity;
/// How many openings are won.
pub mod rates;

pub use gate::{Gate, Gates};
pub use kind::Kind;
pub use propensity::{Part, Propensity, tier};
pub use rates::{CloseRate, Decided};
