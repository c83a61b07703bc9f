use thiserror::Error;

/// Why a request was not carried out. Each kind has one exit code, one HTTP status and one tool error.
///
/// Messages are in lower case, name the thing and the value, and say what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The named thing is not there, or not visible to the actor.
    #[error("{0}")]
    NotFound(String),
    /// The actor may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// An input does not make sense.
    #[error("{message}")]
    Invalid {
        /// Which input.
        field: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// Someone else changed the thing, or it is in use.
    #[error("{0}")]
    Conflict(String),
    /// Something has to be done first.
    #[error("{0}")]
    Precondition(String),
    /// More was asked for than may be given at once.
    #[error("{0}")]
    TooMany(String),
    /// There is not enough data to answer honestly.
    #[error("{0}")]
    NotEnoughData(String),
    /// The files handed in cannot be taken as they are.
    #[error("{0}")]
    Rejected(String),
    /// Something outside is not answering.
    #[error("{0}")]
    Unavailable(String),
    /// The unexpected; the message is for the log, not for the reader.
    #[error("something went wrong inside: {0}")]
    Fault(String),
}

impl Refusal {
    /// An input that does not make sense.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), message: message.into() }
    }
}
