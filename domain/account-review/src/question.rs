/// What was seen that makes a question worth asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// Notice was given, and nothing follows.
    NoticeGiven,
    /// Fewer of those who could use it do than a mature account would have.
    LowUse,
    /// How it is used is not known.
    UseNotKnown,
    /// An escalation is open.
    OpenEscalation,
    /// Somebody would rather warn others.
    Detractor,
    /// Nobody has answered a survey.
    NoAnswer,
    /// The renewal is near.
    RenewalNear,
    /// A contact left.
    ContactLeft,
    /// No sponsor speaks with us.
    NoSponsor,
    /// A milestone is overdue.
    MilestoneOverdue,
    /// No goal is written down.
    NoGoal,
}

impl Seen {
    /// What to ask because of it.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::NoticeGiven => "What led you to give notice, and what would have to be true for you to stay?",
            Self::LowUse => "Who was to work with it and does not, and what do they use in its place?",
            Self::UseNotKnown => "Who works with it, how often, and for what?",
            Self::OpenEscalation => "What would have to happen for you to call this settled?",
            Self::Detractor => "What would have to change for you to give us two points more?",
            Self::NoAnswer => "If a colleague elsewhere asked you about us, what would you say?",
            Self::RenewalNear => "What do you need from us to decide on the renewal, and who decides with you?",
            Self::ContactLeft => "Who has taken over from the colleague who left, and what matters to them?",
            Self::NoSponsor => "To whom do you show what this brings, and when may we show it with you?",
            Self::MilestoneOverdue => "What stands between you and the milestone that is late, and what of it is ours?",
            Self::NoGoal => "What should be true in a year for this to have been worth it?",
        }
    }
}

/// Asked whatever was seen.
const ALWAYS: [&str; 3] = [
    "What has changed in your business since we last met?",
    "What is the one thing we should do differently?",
    "What do you want to show at our next review?",
];

/// What to ask: for what was seen first, each once, then what is always asked.
#[must_use]
pub fn questions(seen: &[Seen]) -> Vec<&'static str> {
    let mut seen = seen.to_vec();
    seen.sort_unstable();
    seen.dedup();
    seen.into_iter().map(Seen::question).chain(ALWAYS).collect()
}
