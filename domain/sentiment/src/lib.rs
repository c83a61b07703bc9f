#![doc = include_str!("../README.md")]

/// Answers to the net promoter question, one for each who answered.
pub mod answer;
/// Whether somebody spoke with those who answered.
pub mod follow_up;
mod rule;
/// Answers to how satisfied customers are.
pub mod satisfaction;
/// The net promoter score with its variance and its interval.
pub mod score;
/// What comments are about.
pub mod themes;

pub use answer::{Answer, Stance, latest};
pub use follow_up::{Followed, Touch, clock_days, follow_up, is_due_again};
pub use rule::{EXCELLENT_FROM, GOOD_FROM, LEAST_ANSWERS, LEVEL, RESURVEY_DAYS, THEMES_SHOWN, target, target_step};
pub use satisfaction::{Satisfaction, counted_once};
pub use score::Tally;
pub use themes::{Mention, Theme, mentions, themes_of};
