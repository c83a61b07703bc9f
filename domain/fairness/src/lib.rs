#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// One owner held against what was expected.
pub mod compare;
/// From what is known of rows to the numbers an engine takes.
pub mod design;
/// Money added, against what was expected.
pub mod growth;
/// Money kept, against what was expected.
pub mod money;
/// Rows of one question.
pub mod study;
/// When a difference is called one.
pub mod verdict;

pub use compare::{Compared, Comparison, Effect, Incomparable, compare};
pub use study::{Case, Study, Value};
pub use verdict::{Verdict, verdict};
