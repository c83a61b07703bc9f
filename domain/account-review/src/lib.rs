#![doc = include_str!("../README.md")]

/// The slides, in their order.
pub mod deck;
/// Before and after the day of the review.
pub mod follow_up;
/// What to ask.
pub mod question;

pub use deck::Slide;
pub use follow_up::{Step, ready_by, steps};
pub use question::{Seen, questions};

/// The deck looks back so many days at least.
// method: account-review.window_days
pub const WINDOW_DAYS: i64 = 90;
/// Without a day the review is taken to be so many days away.
// method: account-review.assumed_days
pub const ASSUMED_DAYS: i64 = 14;
/// A renewal so near belongs into the room.
// method: account-review.renewal_days
pub const RENEWAL_DAYS: i64 = 120;
/// Health from which more may be offered.
// method: account-review.gate_health
pub const GATE_HEALTH: i64 = 80;
/// Active users of licensed users, in per cent, above which the account is mature enough for more.
// method: account-review.gate_adoption
pub const GATE_ADOPTION_PERCENT: i64 = 60;
