/// What a write leaves behind: stored in the same transaction as the change itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Past tense, dotted by subject: `imports.delivered`.
    pub kind: &'static str,
    /// What it happened to: a delivery, a person, an account.
    pub subject: String,
    /// One sentence a person can read in the history.
    pub summary: String,
}

impl Event {
    /// An event of this kind about this subject.
    pub fn new(kind: &'static str, subject: impl Into<String>, summary: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), summary: summary.into() }
    }
}
