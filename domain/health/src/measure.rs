/// A part of health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ComponentKind {
    /// How the product is used.
    Usage,
    /// How the account talks with us.
    Engagement,
    /// What the account says of us.
    Sentiment,
    /// What the account pays.
    Financial,
}

impl ComponentKind {
    /// All components, in the order of the profiles.
    pub const ALL: [Self; 4] = [Self::Usage, Self::Engagement, Self::Sentiment, Self::Financial];

    /// The word that stands for it in configuration and references.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Engagement => "engagement",
            Self::Sentiment => "sentiment",
            Self::Financial => "financial",
        }
    }

    /// The word on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Usage => "Usage",
            Self::Engagement => "Engagement",
            Self::Sentiment => "Sentiment",
            Self::Financial => "Financial",
        }
    }

    /// The component of this key.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One input of health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasureKind {
    /// People who use the product, of those who could.
    ActiveShare,
    /// Features in use, of those the book uses.
    FeatureAdoption,
    /// Days with use.
    Frequency,
    /// Events per day with use, against the middle of the book.
    Depth,
    /// Conversations that were two-way.
    TouchpointQuality,
    /// Conversations with a sponsor.
    ExecutiveInvolvement,
    /// Trainings held.
    Training,
    /// Taking part in a community; no facts of it yet.
    Community,
    /// Answers to the net promoter question.
    Nps,
    /// Satisfaction, in surveys and after tickets.
    Csat,
    /// Escalated tickets and tickets open for long.
    SupportHealth,
    /// Speaking for us; no facts of it yet.
    Advocacy,
    /// Recurring revenue against earlier.
    ArrTrend,
    /// Paying on time; no facts of it yet.
    Payment,
    /// Active users, of the seats paid for.
    Utilisation,
    /// Sales beyond the contract.
    Expansion,
}

impl MeasureKind {
    /// All measures, in the order of the profiles.
    pub const ALL: [Self; 16] = [
        Self::ActiveShare,
        Self::FeatureAdoption,
        Self::Frequency,
        Self::Depth,
        Self::TouchpointQuality,
        Self::ExecutiveInvolvement,
        Self::Training,
        Self::Community,
        Self::Nps,
        Self::Csat,
        Self::SupportHealth,
        Self::Advocacy,
        Self::ArrTrend,
        Self::Payment,
        Self::Utilisation,
        Self::Expansion,
    ];

    /// The word that stands for it in configuration and references.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ActiveShare => "active_share",
            Self::FeatureAdoption => "feature_adoption",
            Self::Frequency => "frequency",
            Self::Depth => "depth",
            Self::TouchpointQuality => "touchpoint_quality",
            Self::ExecutiveInvolvement => "executive_involvement",
            Self::Training => "training",
            Self::Community => "community",
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::SupportHealth => "support_health",
            Self::Advocacy => "advocacy",
            Self::ArrTrend => "arr_trend",
            Self::Payment => "payment",
            Self::Utilisation => "utilisation",
            Self::Expansion => "expansion",
        }
    }

    /// The words on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ActiveShare => "Active users",
            Self::FeatureAdoption => "Feature adoption",
            Self::Frequency => "Frequency of use",
            Self::Depth => "Depth of use",
            Self::TouchpointQuality => "Touchpoint quality",
            Self::ExecutiveInvolvement => "Executive involvement",
            Self::Training => "Training",
            Self::Community => "Community",
            Self::Nps => "NPS answers",
            Self::Csat => "CSAT answers",
            Self::SupportHealth => "Support health",
            Self::Advocacy => "Advocacy",
            Self::ArrTrend => "ARR trend",
            Self::Payment => "Payment",
            Self::Utilisation => "Seat utilisation",
            Self::Expansion => "Expansion",
        }
    }

    /// The measure of this key.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The place in [`Self::ALL`].
    pub(crate) fn place(self) -> usize {
        self as usize
    }
}
