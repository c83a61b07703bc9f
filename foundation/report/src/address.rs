use std::fmt;

use jiff::civil::Date;

use crate::trace::EvidenceRef;

/// Where a report can be asked for again, written `action:subject:when:as-of`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// What is asked: `retention`.
    pub action: String,
    /// Of whom or what: the key of a person or an account, or `company`.
    pub subject: String,
    /// The period or the day that is spoken of, as people write it.
    pub when: String,
    /// The day on which it was known.
    pub as_of: Date,
}

impl Address {
    /// The address of these parts.
    pub fn new(action: &str, subject: &str, when: impl fmt::Display, as_of: Date) -> Self {
        Self { action: action.to_owned(), subject: subject.to_owned(), when: when.to_string(), as_of }
    }

    /// The address written so; `None` when it is none. Only the subject may hold a colon.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (action, rest) = text.split_once(':')?;
        let (rest, as_of) = rest.rsplit_once(':')?;
        let (subject, when) = rest.rsplit_once(':')?;
        Some(Self::new(action, subject, when, as_of.parse().ok()?))
    }

    /// The reference to a figure of the report at this address.
    #[must_use]
    pub fn figure(&self, key: &str) -> EvidenceRef {
        EvidenceRef::new(&self.to_string(), key)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}:{}", self.action, self.subject, self.when, self.as_of)
    }
}

#[cfg(test)]
mod tests;
