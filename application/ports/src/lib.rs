#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// How a home is kept safe.
pub mod backups;
/// What time it is.
pub mod clock;
/// How files become facts.
pub mod deliveries;
/// Where files are dropped.
pub mod inboxes;
/// How reports leave.
pub mod printers;
/// Where facts are kept.
pub mod store;
/// How commands run by themselves.
pub mod timers;
/// Where simulated companies come from.
pub mod worlds;

use thiserror::Error;

/// Something outside failed in a way nobody can answer for: a broken disk, a corrupt file, a lost connection.
#[derive(Debug, Error)]
pub enum Fault {
    /// The store or the disk failed.
    #[error("{what}: {cause}")]
    Broken {
        /// What was being done.
        what: String,
        /// What the outside said.
        cause: String,
    },
    /// Another program holds the store.
    #[error("{0}")]
    Busy(String),
    /// What was asked for cannot be done by the one who asked; the message says what to do.
    #[error("{0}")]
    Refused(#[from] kernel::Refusal),
}

impl Fault {
    /// Something failed while this was being done.
    pub fn broken(what: impl Into<String>, cause: impl std::fmt::Display) -> Self {
        Self::Broken { what: what.into(), cause: cause.to_string() }
    }
}

/// The result of asking the outside.
pub type Outside<T> = Result<T, Fault>;
