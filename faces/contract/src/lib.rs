#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// What can be asked.
pub mod action;
/// Everything that can be asked, once.
pub mod catalogue;
/// Trying the product on a simulated company.
mod demo;
/// What was typed, ready for an action.
pub mod inputs;

pub use action::{Action, Answer, Input, InputKind};
pub use catalogue::{CATALOGUE, find};
pub use inputs::{Inputs, Value};
