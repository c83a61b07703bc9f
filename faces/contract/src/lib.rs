#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// What can be asked.
pub mod action;
/// Everything that can be asked, once.
pub mod catalogue;
/// Trying the product on a simulated company.
mod demo;
/// JSON that others have agreed on.
mod forms;
/// What was typed, ready for an action.
pub mod inputs;

pub use action::{Action, Answer, Input, InputKind};
pub use catalogue::{CATALOGUE, find, known_elsewhere};
pub use inputs::{Inputs, Value};
