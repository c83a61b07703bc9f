//! Scores held against what happened after them.

/// Anybody's scores, from a table.
mod table;

pub use table::{TableRequest, table};
