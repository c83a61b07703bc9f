#![doc = include_str!("../README.md")]

/// Domains that tell nothing about where somebody works.
pub mod domains;
/// Names of companies, cleaned.
pub mod names;
/// What is proposed and what is asked.
pub mod proposals;

pub use proposals::{Candidate, Certainty, Findings, Proposal, Question, Reason, propose};
