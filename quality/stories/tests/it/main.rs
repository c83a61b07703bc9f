//! Product scenarios, told through the catalogue of actions.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(clippy::print_stderr, reason = "a skipped test says so loudly")]

mod account_review;
mod adoption;
mod ahead;
mod answers;
mod backtests;
mod churn;
mod comparison;
mod context;
mod escalations;
mod exclusions;
mod expansion;
mod fairness;
mod foreign_amounts;
mod foreign_languages;
mod foreign_lists;
mod foreign_names;
mod foreign_wide;
mod gaps;
mod health;
mod imports;
mod lifetimes;
mod linked_accounts;
mod odd_worlds;
mod office_files;
mod profile;
mod ravenstack;
mod renewals;
mod retention;
mod review;
mod rolling;
mod round_trip;
mod same_facts;
mod sample_files;
mod told_today;
mod traceable;
mod unknown_files;
mod usage;
mod voices;
