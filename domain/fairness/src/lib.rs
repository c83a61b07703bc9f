#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// One owner held against what was expected.
pub mod compare;
/// From what is known of rows to the numbers an engine takes.
pub mod design;
/// What was found, ready to be told or kept.
pub mod findings;
/// Money added, against what was expected.
pub mod growth;
/// Money kept, against what was expected.
pub mod money;
/// The same engine on anybody's table.
pub mod profile;
/// Findings in words, tables and pictures.
pub mod show;
/// Teams with known truths, to see which methods do people justice.
pub mod simulation;
/// Rows of one question.
pub mod study;
/// Findings as numbers a store can keep.
pub mod tape;
/// The rows behind what is told.
pub mod traces;
/// When a difference is called one.
pub mod verdict;
/// How figures were worked out.
pub mod working;

pub use compare::{Compared, Comparison, Effect, compare};
pub use study::{Case, Incomparable, Study, Value};
pub use verdict::{Verdict, verdict};
pub use working::{Doubt, Working};
