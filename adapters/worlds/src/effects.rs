use crate::calendar::Day;

/// The tier of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment {
    Enterprise,
    MidMarket,
    Growth,
}

/// What goes with a segment.
#[derive(Debug)]
pub(crate) struct SegmentTraits {
    pub(crate) name: &'static str,
    pub(crate) plan: &'static str,
    pub(crate) churn_log_odds: f64,
    pub(crate) arr_median: f64,
    pub(crate) arr_spread: f64,
    pub(crate) touchpoints_per_month: f64,
    pub(crate) tickets_per_month: f64,
    pub(crate) sales_per_year: f64,
    pub(crate) rescue_chance: f64,
    /// Days from one business review to the next; none for the smallest.
    pub(crate) review_days: Option<Day>,
    /// Dollars a seat costs a year.
    pub(crate) seat_price: f64,
}

// method: worlds.segments
const ENTERPRISE: SegmentTraits = SegmentTraits {
    name: "enterprise",
    plan: "Ocean",
    churn_log_odds: -0.60,
    arr_median: 130_000.0,
    arr_spread: 0.60,
    touchpoints_per_month: 1.30,
    tickets_per_month: 0.35,
    sales_per_year: 0.70,
    rescue_chance: 0.60,
    review_days: Some(91),
    seat_price: 720.0,
};
const MID_MARKET: SegmentTraits = SegmentTraits {
    name: "mid-market",
    plan: "Channel",
    churn_log_odds: 0.0,
    arr_median: 32_000.0,
    arr_spread: 0.50,
    touchpoints_per_month: 0.75,
    tickets_per_month: 0.17,
    sales_per_year: 0.45,
    rescue_chance: 0.45,
    review_days: Some(91),
    seat_price: 600.0,
};
const GROWTH: SegmentTraits = SegmentTraits {
    name: "growth",
    plan: "Harbor",
    churn_log_odds: 0.55,
    arr_median: 9_000.0,
    arr_spread: 0.50,
    touchpoints_per_month: 0.38,
    tickets_per_month: 0.09,
    sales_per_year: 0.30,
    rescue_chance: 0.20,
    review_days: None,
    seat_price: 480.0,
};

impl Segment {
    pub(crate) const ALL: [Self; 3] = [Self::Enterprise, Self::MidMarket, Self::Growth];

    pub(crate) fn traits(self) -> &'static SegmentTraits {
        match self {
            Self::Enterprise => &ENTERPRISE,
            Self::MidMarket => &MID_MARKET,
            Self::Growth => &GROWTH,
        }
    }
}

/// Log-odds that an account with nothing special about it leaves at a renewal.
// method: worlds.churn_intercept
const CHURN_INTERCEPT: f64 = -2.20;
/// What each year with us takes off the log-odds, up to four.
// method: worlds.tenure
const TENURE_PER_YEAR: f64 = 0.12;
/// What a trouble in the half year before the decision adds.
// method: worlds.trouble
const TROUBLE: f64 = 1.10;
/// Added per industry, in the order of `names::INDUSTRIES`.
// method: worlds.industry
const INDUSTRY: [f64; 7] = [-0.20, 0.10, -0.15, 0.30, 0.0, -0.10, 0.20];
/// How far CSMs truly differ, as a standard deviation of log-odds.
// method: worlds.csm_spread
pub(crate) const CSM_SPREAD: f64 = 0.35;
/// How far accounts truly differ for reasons nobody sees.
// method: worlds.fit_spread
pub(crate) const FIT_SPREAD: f64 = 0.40;
/// Days before a decision in which owners share the credit.
// method: worlds.credit_days
pub(crate) const CREDIT_DAYS: Day = 180;
/// Troubles an account has in a year.
// method: worlds.troubles_per_year
pub(crate) const TROUBLES_PER_YEAR: f64 = 0.22;
/// Share of accounts that change hands once for no reason of theirs.
// method: worlds.planned_handovers
pub(crate) const PLANNED_HANDOVERS: f64 = 0.17;

/// How good the product is on a day: a season, a slow rise, and a release that went wrong a little past the middle.
pub(crate) fn quality(day: Day, end: Day) -> f64 {
    let years = f64::from(day) / 365.25;
    let through = f64::from(day) / f64::from(end.max(1));
    let dip = if (0.55..0.62).contains(&through) { 0.45 } else { 0.0 };
    0.15 * libm::sin(std::f64::consts::TAU * years) + 0.03 * years - dip
}

/// What the log-odds of leaving are made of, apart from the owners.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances {
    pub(crate) segment: Segment,
    pub(crate) industry: usize,
    pub(crate) tenure_days: Day,
    pub(crate) quality: f64,
    pub(crate) fit: f64,
    pub(crate) troubled: bool,
}

impl Circumstances {
    /// Log-odds of leaving under an average owner.
    pub(crate) fn log_odds(&self) -> f64 {
        let tenure = (f64::from(self.tenure_days) / 365.25).min(4.0);
        let trouble = if self.troubled { TROUBLE } else { 0.0 };
        let industry = INDUSTRY.get(self.industry).copied().unwrap_or(0.0);
        let fixed = CHURN_INTERCEPT + self.segment.traits().churn_log_odds + industry;
        fixed - TENURE_PER_YEAR * tenure - self.quality - self.fit + trouble
    }
}

pub(crate) fn chance_of(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}
