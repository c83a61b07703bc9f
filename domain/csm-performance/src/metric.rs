use report::Unit;

/// The six groups of metrics, in the order of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// How well the accounts are.
    PortfolioHealth,
    /// What was kept.
    Retention,
    /// What was added.
    Expansion,
    /// What was done.
    Activity,
    /// What customers say.
    Satisfaction,
    /// What it took.
    Efficiency,
}

impl Category {
    /// All six, in the order of the source.
    pub const ALL: [Self; 6] =
        [Self::PortfolioHealth, Self::Retention, Self::Expansion, Self::Activity, Self::Satisfaction, Self::Efficiency];

    /// Its key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PortfolioHealth => "portfolio_health",
            Self::Retention => "retention",
            Self::Expansion => "expansion",
            Self::Activity => "activity",
            Self::Satisfaction => "satisfaction",
            Self::Efficiency => "efficiency",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PortfolioHealth => "Portfolio health",
            Self::Retention => "Retention",
            Self::Expansion => "Expansion",
            Self::Activity => "Activity",
            Self::Satisfaction => "Customer satisfaction",
            Self::Efficiency => "Efficiency",
        }
    }

    /// Its metrics.
    pub fn metrics(self) -> impl Iterator<Item = Metric> {
        Metric::ALL.into_iter().filter(move |metric| metric.category() == self)
    }
}

/// One thing measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Mean health of the book.
    AverageHealth,
    /// Share of accounts that are green.
    GreenShare,
    /// Share of accounts that are red.
    RedShare,
    /// Share of accounts lost.
    LogoChurn,
    /// Share of ARR lost with them.
    RevenueChurn,
    /// Gross revenue retention.
    GrossRetention,
    /// Share of save plays that saved.
    SaveSuccess,
    /// Expansion won against its target.
    QuotaAttainment,
    /// Net revenue retention.
    NetRetention,
    /// Mean size of a won expansion.
    DealSize,
    /// Share of decided opportunities that were won.
    CloseRate,
    /// Conversations held.
    Touchpoints,
    /// Share of due business reviews that were held.
    BusinessReviewRate,
    /// Median working hours until a customer was answered.
    ResponseHours,
    /// Net promoter score of the book.
    PromoterScore,
    /// Mean satisfaction, 1 to 5.
    SatisfactionMean,
    /// Escalations.
    Escalations,
    /// Days to first value, as much fewer than the company's as more was reached than expected.
    TimeToValue,
    /// Share of hours spent on administration.
    AdminShare,
    /// Share of meeting hours spent with customers.
    MeetingProductivity,
}

impl Metric {
    /// All metrics, category by category.
    pub const ALL: [Self; 20] = [
        Self::AverageHealth,
        Self::GreenShare,
        Self::RedShare,
        Self::LogoChurn,
        Self::RevenueChurn,
        Self::GrossRetention,
        Self::SaveSuccess,
        Self::QuotaAttainment,
        Self::NetRetention,
        Self::DealSize,
        Self::CloseRate,
        Self::Touchpoints,
        Self::BusinessReviewRate,
        Self::ResponseHours,
        Self::PromoterScore,
        Self::SatisfactionMean,
        Self::Escalations,
        Self::TimeToValue,
        Self::AdminShare,
        Self::MeetingProductivity,
    ];

    /// The metric with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.key() == key)
    }

    /// The category it belongs to.
    #[must_use]
    pub fn category(self) -> Category {
        match self {
            Self::AverageHealth | Self::GreenShare | Self::RedShare => Category::PortfolioHealth,
            Self::LogoChurn | Self::RevenueChurn | Self::GrossRetention | Self::SaveSuccess => Category::Retention,
            Self::QuotaAttainment | Self::NetRetention | Self::DealSize | Self::CloseRate => Category::Expansion,
            Self::Touchpoints | Self::BusinessReviewRate | Self::ResponseHours => Category::Activity,
            Self::PromoterScore | Self::SatisfactionMean | Self::Escalations => Category::Satisfaction,
            Self::TimeToValue | Self::AdminShare | Self::MeetingProductivity => Category::Efficiency,
        }
    }

    /// Its key, in evidence references, configuration and targets.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AverageHealth => "average_health",
            Self::GreenShare => "green_share",
            Self::RedShare => "red_share",
            Self::LogoChurn => "logo_churn",
            Self::RevenueChurn => "revenue_churn",
            Self::GrossRetention => "gross_retention",
            Self::SaveSuccess => "save_success",
            Self::QuotaAttainment => "quota_attainment",
            Self::NetRetention => "net_retention",
            Self::DealSize => "deal_size",
            Self::CloseRate => "close_rate",
            Self::Touchpoints => "touchpoints",
            Self::BusinessReviewRate => "business_review_rate",
            Self::ResponseHours => "first_response_hours",
            Self::PromoterScore => "nps",
            Self::SatisfactionMean => "csat_mean",
            Self::Escalations => "escalations",
            Self::TimeToValue => "time_to_value_days",
            Self::AdminShare => "admin_share",
            Self::MeetingProductivity => "meeting_productivity",
        }
    }

    /// The name of the target in the facts: what is to be reached on this metric.
    #[must_use]
    pub fn target_key(self) -> &'static str {
        match self {
            Self::QuotaAttainment => "expansion_arr",
            other => other.key(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AverageHealth => "Average health score",
            Self::GreenShare => "Green accounts",
            Self::RedShare => "Red accounts",
            Self::LogoChurn => "Logo churn",
            Self::RevenueChurn => "Revenue churn",
            Self::GrossRetention => "Gross revenue retention",
            Self::SaveSuccess => "Save plays that saved",
            Self::QuotaAttainment => "Expansion won against target",
            Self::NetRetention => "Net revenue retention",
            Self::DealSize => "Mean expansion",
            Self::CloseRate => "Opportunities won",
            Self::Touchpoints => "Touchpoints",
            Self::BusinessReviewRate => "Business reviews held",
            Self::ResponseHours => "First response",
            Self::PromoterScore => "Net promoter score",
            Self::SatisfactionMean => "Customer satisfaction",
            Self::Escalations => "Escalations",
            Self::TimeToValue => "Time to first value",
            Self::AdminShare => "Time on administration",
            Self::MeetingProductivity => "Meeting time with customers",
        }
    }

    /// What it is counted in; `currency` is that of the book.
    #[must_use]
    pub fn unit(self, currency: &str) -> Unit {
        match self {
            Self::AverageHealth => Unit::Score,
            Self::DealSize => Unit::Money(currency.to_owned()),
            Self::Touchpoints | Self::Escalations => Unit::Count,
            Self::ResponseHours => Unit::Hours,
            Self::PromoterScore => Unit::PromoterPoints,
            Self::SatisfactionMean => Unit::ScaleOfFive,
            Self::TimeToValue => Unit::Days,
            _ => Unit::Ratio,
        }
    }

    /// Whether it is a rate, mean or median of separate cases, so that few of them say little.
    #[must_use]
    pub fn is_sample(self) -> bool {
        matches!(
            self,
            Self::SaveSuccess
                | Self::DealSize
                | Self::CloseRate
                | Self::BusinessReviewRate
                | Self::ResponseHours
                | Self::PromoterScore
                | Self::SatisfactionMean
                | Self::TimeToValue
        )
    }

    /// Whether less is better.
    #[must_use]
    pub fn less_is_better(self) -> bool {
        matches!(
            self,
            Self::RedShare
                | Self::LogoChurn
                | Self::RevenueChurn
                | Self::ResponseHours
                | Self::Escalations
                | Self::TimeToValue
                | Self::AdminShare
        )
    }
}
