#![doc = include_str!("../README.md")]

/// When a score may be relied on.
pub mod gate;
/// What many trials come to.
pub mod judgement;
/// The judgement in words, tables and pictures.
pub mod page;
/// Predictions with what happened.
pub mod trial;

pub use gate::{Gate, Verdict};
pub use judgement::{Against, Judgement, Rival};
pub use trial::{Kind, Trial, Trials, TrialsRefused};
