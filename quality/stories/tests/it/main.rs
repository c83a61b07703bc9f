//! Product scenarios, told through the catalogue of actions.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(clippy::print_stderr, reason = "a skipped test says so loudly")]

mod answers;
mod backtests;
mod churn;
mod comparison;
mod exclusions;
mod fairness;
mod gaps;
mod health;
mod imports;
mod odd_worlds;
mod profile;
mod ravenstack;
mod retention;
mod review;
mod rolling;
mod round_trip;
mod same_facts;
mod sample_files;
mod traceable;
mod unknown_files;
mod voices;
