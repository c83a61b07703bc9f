#![doc = include_str!("../README.md")]

/// When a score may be relied on.
pub mod gate;
/// What many trials come to.
pub mod judgement;
/// How long before it happened it could be seen.
pub mod lead;
/// Lists as a team makes them.
mod lists;
/// The judgement in words, tables and pictures.
pub mod page;
/// Points brought to chances.
pub mod recalibration;
/// Shares of groups, as baselines.
pub mod shares;
/// Predictions with what happened.
pub mod trial;
/// The weights outcomes would choose.
pub mod weights;

pub use gate::{Gate, Verdict};
pub use judgement::{Against, Judgement, Rival};
pub use lead::{Lead, Watched};
pub use recalibration::Recalibration;
pub use shares::Shares;
pub use trial::{Kind, Trial, Trials, TrialsRefused};
pub use weights::{Parts, Weights};
