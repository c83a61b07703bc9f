#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// What the documents may say and where their links lead.
pub mod documents;
/// Findings that are put up with for now.
pub mod exceptions;
/// Heavy crates and how far they reach.
pub mod heavy;
/// Files that no module declares.
pub mod homeless;
/// Which crate may import which.
pub mod imports;
/// Tests stand in files of their own.
pub mod inline_tests;
/// The manifests of the workspace.
pub mod manifest;
/// Thresholds in code and in `docs/method`.
pub mod method;
/// How things are called.
pub mod names;
/// What a source file declares.
pub mod outline;
/// Dependencies on crates of others.
pub mod outside;
/// The repository as paths and texts.
pub mod repository;
/// How long things are.
pub mod sizes;

use std::fmt;

pub use repository::Repository;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static str,
    /// The file or folder, from the root of the repository.
    pub path: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// The function, type, key or crate at fault.
    pub item: String,
    /// What is wrong and what to do.
    pub says: String,
}

impl Finding {
    /// A finding about a whole file or folder.
    pub fn new(rule: &'static str, path: &str, item: impl Into<String>, says: impl Into<String>) -> Self {
        Self { rule, path: path.to_owned(), line: 0, item: item.into(), says: says.into() }
    }

    /// The same finding at a line.
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self { line, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: [{}] {}", self.path, self.rule, self.says)
        } else {
            write!(f, "{}:{}: [{}] {}", self.path, self.line, self.rule, self.says)
        }
    }
}
