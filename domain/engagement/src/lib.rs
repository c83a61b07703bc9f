#![doc = include_str!("../README.md")]

/// The rows that one account's engagement is read from.
pub mod evidence;
/// The parts of the score, each with the rows that make it.
pub mod parts;
mod rule;
/// The score of an account and what is known of it.
pub mod score;
/// Signs that an account turns away.
pub mod signal;
/// How long nobody at the account has spoken with us.
pub mod silence;

pub use evidence::{Contact, Evidence, Kind, Review, Role, Touch};
pub use parts::Part;
pub use rule::{LOOK_BACK_DAYS, TARGET_STEP};
pub use score::{Class, Component, Engagement, assess};
pub use signal::{Signal, signals};
pub use silence::{Silence, SilenceLimit, silence};
