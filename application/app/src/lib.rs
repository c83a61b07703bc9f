#![doc = include_str!("../README.md")]

/// Everything a use case may ask for.
pub mod desk;
/// Typed facts, as known as of a day.
pub mod facts;
/// Names as people type them.
pub mod names;
/// The one way a change is made.
pub mod pipeline;
/// What can be configured, with defaults.
pub mod settings;
/// The shapes of all facts.
pub mod shapes;
/// Tables of others.
mod tables;

/// What a review of the business with an account needs.
pub mod account_review;
/// What accounts make of the product.
pub mod adoption;
/// Scores held against what happened.
pub mod backtest;
/// The home as one file, and back again.
pub mod backups;
/// Which accounts may leave, and why.
pub mod churn;
/// What a programme says of itself when asked.
pub mod context;
/// The performance review.
pub mod csm_performance;
/// A simulated company to try the product on.
pub mod demonstration;
/// Who and what there is.
pub mod directory;
/// How close accounts are to us.
pub mod engagement;
/// What escalations have in common.
pub mod escalations;
/// The rows behind a figure.
pub mod evidence;
/// What more could be sold to whom.
pub mod expansion;
/// What a book would have done under anyone.
pub mod fairness;
/// Health scores.
pub mod health;
/// The state of this home.
pub mod house;
/// Files in, files out.
pub mod imports;
/// Stretches of time as people type them.
pub mod intervals;
/// Which accounts of different systems are one company.
pub mod matching;
/// What the facts leave open.
pub mod quality;
/// Who at an account speaks with us.
pub mod relationships;
/// What comes up for renewal, and what it brings.
pub mod renewals;
/// ARR, retention and the bridge.
pub mod retention;
/// Accounts in groups.
pub mod segments;
/// What customers say of us.
pub mod sentiment;
/// How long until first value.
pub mod time_to_value;
/// Commands that run by themselves.
pub mod timers;
/// What is new and what comes first.
pub mod today;
/// How accounts use the product, and whose use fell.
pub mod usage;

pub use desk::{Desk, Progress, Silent};
pub use settings::Settings;
