#![doc = include_str!("../README.md")]

/// The eight conditions a customer-success programme is held against.
pub mod checklist;
/// What is told when a stretch of work is delivered.
pub mod delivery;
/// What is asked, and what is answered.
pub mod request;

pub use checklist::{CASES_LEAST, Item, KNOWN_LEAST_PERCENT, is_known_enough};
pub use delivery::{Delivery, told};
pub use request::{Part, REQUEST_TYPES, Status, is_known_type, named_in};
