#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// What is held of the signals, and how it is learned.
pub mod card;
/// Rows of an account, folded.
pub mod gather;
/// The chance of one account, and why.
pub mod risk;
/// What is usual in the book.
pub mod scale;
/// What is looked at.
pub mod signal;
/// What is known of an account as of a day.
pub mod standing;
/// Four tiers of risk.
pub mod tier;
/// What an account is worth saving, and how long there is.
pub mod worth;

pub use card::{Card, Held, Lesson, Taught};
pub use gather::{Gathering, Row, Sources};
pub use risk::{Reason, Risk};
pub use scale::Scale;
pub use signal::{COUNT, SIGNALS, Side, Signal};
pub use standing::{Gap, Notice, Reading, Standing};
pub use tier::Tier;
