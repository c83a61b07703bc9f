#![doc = include_str!("../README.md")]

/// What can happen to an account.
pub mod event;
/// What comes first.
pub mod rank;

pub use event::{Event, Happening};
pub use rank::{AccountDay, TOP, rank};
