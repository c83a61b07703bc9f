//! Fair comparison: what a book would have done under anyone.

/// What was fixed before anybody could act.
mod known;
/// What became of accounts, period by period.
mod outcomes;
