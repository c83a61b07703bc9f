#![doc = include_str!("../README.md")]

/// What is dangerous about a map.
pub mod finding;
/// Who speaks with us.
pub mod map;
mod rule;

pub use finding::{Finding, FindingKind, findings};
pub use map::{Contact, Map, Person, Role, Talk, map};
pub use rule::{ACTIVE_DAYS, LOST_DAYS, SPONSOR_DAYS, WINDOW_DAYS};
