/// What all accounts are like, worked out once per state of the data.
mod baseline;
/// The page.
mod show;
/// Accounts on their way to first value.
mod ways;

pub(crate) use baseline::{Baseline, baseline};
pub use show::show;
pub(crate) use ways::{FIRST_VALUE, Way, ended_on, parts, seen_to};
