/// A slide of the deck, by what it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slide {
    /// Who is here and what we will speak about.
    Welcome,
    /// What the customer wants to reach.
    Goals,
    /// What has happened since the last review.
    Since,
    /// How the product is used.
    Usage,
    /// What it brought.
    Value,
    /// How support went.
    Support,
    /// What the customer told us.
    Voice,
    /// Who works with whom.
    People,
    /// What they could use and do not yet.
    Unused,
    /// The contract and the days that matter.
    Ahead,
    /// What is to be done until the next review.
    Plan,
    /// What is decided.
    Decisions,
}

impl Slide {
    /// All slides, in their order.
    pub const ALL: [Self; 12] = [
        Self::Welcome,
        Self::Goals,
        Self::Since,
        Self::Usage,
        Self::Value,
        Self::Support,
        Self::Voice,
        Self::People,
        Self::Unused,
        Self::Ahead,
        Self::Plan,
        Self::Decisions,
    ];

    /// The word that stands for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Goals => "goals",
            Self::Since => "since",
            Self::Usage => "usage",
            Self::Value => "value",
            Self::Support => "support",
            Self::Voice => "voice",
            Self::People => "people",
            Self::Unused => "unused",
            Self::Ahead => "ahead",
            Self::Plan => "plan",
            Self::Decisions => "decisions",
        }
    }

    /// Its heading, as the customer reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome, and what we will speak about",
            Self::Goals => "What you want to reach",
            Self::Since => "Since we last met",
            Self::Usage => "How you use it",
            Self::Value => "What it brought",
            Self::Support => "How support went",
            Self::Voice => "What you told us",
            Self::People => "Who works with whom",
            Self::Unused => "What you could use and do not yet",
            Self::Ahead => "Days that matter",
            Self::Plan => "Until we meet again",
            Self::Decisions => "What we decide today",
        }
    }

    /// Minutes it takes.
    #[must_use]
    pub fn minutes(self) -> u32 {
        match self {
            Self::Usage => 5,
            Self::Goals | Self::Value | Self::Plan => 4,
            Self::Support | Self::Voice | Self::Unused => 3,
            Self::Welcome | Self::Since | Self::People | Self::Ahead | Self::Decisions => 2,
        }
    }

    /// What is needed where no fact can fill it.
    #[must_use]
    pub fn needs(self) -> &'static str {
        match self {
            Self::Welcome => "who takes part; contacts with their roles fill it",
            Self::Goals => "what the customer wants to reach, in their words, with a day; milestones fill it",
            Self::Since => "conversations and tickets since the last review",
            Self::Usage => "use of the product by day or by month",
            Self::Value => "milestones reached, or a result the customer confirms; ask for one before the review",
            Self::Support => "tickets",
            Self::Voice => "answers to surveys",
            Self::People => "contacts with their roles, and conversations that say with whom",
            Self::Unused => "what the account may use (entitlements) and what it uses by feature",
            Self::Ahead => "a contract that says when it is up for renewal",
            Self::Plan => "open milestones or escalations; else agree on two things to reach, in the room",
            Self::Decisions => "nothing: it is filled in the room",
        }
    }
}

#[cfg(test)]
mod tests;
