//! placeholder

/// Reports as terminal text.
pub mod terminal;
