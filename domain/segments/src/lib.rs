#![doc = include_str!("../README.md")]

/// How accounts moved between segments.
pub mod migration;
/// Where an account stands.
pub mod stage;
/// How segments are looked after.
pub mod touch;

pub use migration::{Membership, Migration};
pub use stage::{Stage, StageEvidence, care, stage};
pub use touch::{TouchModel, tier_model};
