use crate::rule;

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
    /// What the account asks of support.
    Support,
    /// The contract and what is paid for it.
    Commercial,
    /// Who came and went, and what happens to the customer's business.
    Changes,
}

impl ComponentKind {
    /// All components a profile may be made of.
    pub const ALL: [Self; 7] = [
        Self::Usage,
        Self::Engagement,
        Self::Sentiment,
        Self::Financial,
        Self::Support,
        Self::Commercial,
        Self::Changes,
    ];

    /// The word that stands for it in configuration and references.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Engagement => "engagement",
            Self::Sentiment => "sentiment",
            Self::Financial => "financial",
            Self::Support => "support",
            Self::Commercial => "commercial",
            Self::Changes => "changes",
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
            Self::Support => "Support",
            Self::Commercial => "Commercial",
            Self::Changes => "Changes",
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
    /// Taking part in a community.
    Community,
    /// Answers to the net promoter question.
    Nps,
    /// Satisfaction, in surveys and after tickets.
    Csat,
    /// Escalated tickets and tickets open for long.
    SupportHealth,
    /// Speaking for us.
    Advocacy,
    /// Recurring revenue against earlier.
    ArrTrend,
    /// Paying on time.
    Payment,
    /// Active users, of the seats paid for.
    Utilisation,
    /// Sales beyond the contract.
    Expansion,
    /// How many requests there are: none for long is silence, many are trouble.
    TicketVolume,
    /// Use now against this account's own use before.
    UsageTrend,
    /// People we knew who left the account.
    StakeholderChanges,
    /// Whether the contract goes on by itself, ends, or was ended.
    ContractStatus,
    /// What happens to the customer's own business; no facts of it yet.
    BusinessChanges,
}

impl MeasureKind {
    /// All measures, in the order of the profiles.
    pub const ALL: [Self; 21] = [
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
        Self::TicketVolume,
        Self::UsageTrend,
        Self::StakeholderChanges,
        Self::ContractStatus,
        Self::BusinessChanges,
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
            Self::TicketVolume => "ticket_volume",
            Self::UsageTrend => "usage_trend",
            Self::StakeholderChanges => "stakeholder_changes",
            Self::ContractStatus => "contract_status",
            Self::BusinessChanges => "business_changes",
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
            Self::TicketVolume => "Number of tickets",
            Self::UsageTrend => "Use against its own past",
            Self::StakeholderChanges => "Stakeholder changes",
            Self::ContractStatus => "Contract status",
            Self::BusinessChanges => "Business changes",
        }
    }

    /// The measure of this key.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Over how many days it looks, where a profile may say otherwise.
    #[must_use]
    pub fn window_days(self) -> Option<i32> {
        match self {
            Self::TouchpointQuality => Some(rule::CONVERSATION_DAYS),
            Self::ExecutiveInvolvement => Some(rule::SPONSOR_DAYS),
            Self::Training => Some(rule::TRAINING_DAYS),
            Self::Community => Some(rule::COMMUNITY_DAYS),
            Self::Nps => Some(rule::NPS_DAYS),
            Self::Csat => Some(rule::CSAT_DAYS),
            Self::SupportHealth | Self::TicketVolume => Some(rule::TICKET_DAYS),
            Self::Advocacy => Some(rule::ADVOCACY_DAYS),
            Self::Payment => Some(rule::PAYMENT_DAYS),
            Self::Expansion => Some(rule::EXPANSION_DAYS),
            Self::StakeholderChanges => Some(rule::STAKEHOLDER_DAYS),
            _ => None,
        }
    }

    /// Whether a smaller number is better, which turns percentiles round.
    #[must_use]
    pub fn is_better_low(self) -> bool {
        matches!(self, Self::SupportHealth | Self::TicketVolume | Self::StakeholderChanges)
    }

    /// The place in [`Self::ALL`].
    pub(crate) fn place(self) -> usize {
        self as usize
    }
}
