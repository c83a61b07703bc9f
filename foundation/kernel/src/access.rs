use std::fmt;

/// Who asks for something. Every write carries one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(String);

impl Actor {
    /// An actor by the name that will stand in the history: an e-mail address or a system user.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as it stands in the history.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an action does to what is stored, for faces that ask before they act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Reads only.
    Read,
    /// Adds something that can be taken back.
    Write,
    /// Takes something away.
    Destructive,
}
