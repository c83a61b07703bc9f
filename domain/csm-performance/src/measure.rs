mod activity;
mod efficiency;
mod expansion;
mod interval;
mod portfolio_health;
mod retention;
mod satisfaction;

pub(crate) use interval::interval;

use std::collections::BTreeMap;

use report::Trace;
use rust_decimal::Decimal;

use crate::facts::Facts;
use crate::metric::Metric;

/// The object of a row that says what all others are worth beside one's own cases.
pub const SPREAD: &str = "spread";

/// What the facts say on one metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// Known, with the rows it was made from.
    Known {
        /// In the unit of the metric.
        value: Decimal,
        /// The rows and the fold that make the value.
        trace: Trace,
        /// Which definition was used, in a sentence.
        convention: String,
        /// What to mind when reading it.
        note: Option<String>,
    },
    /// Not known, and why.
    Unknown {
        /// In a sentence: what is missing.
        why: String,
    },
}

impl Measured {
    /// Known from these rows; unknown for the reason given when they make no value.
    pub(crate) fn from_rows(trace: Trace, convention: impl Into<String>, otherwise: &str) -> Self {
        match trace.value() {
            Some(value) if !trace.rows.is_empty() => {
                Self::Known { value, trace, convention: convention.into(), note: None }
            }
            _ => Self::Unknown { why: otherwise.to_owned() },
        }
    }

    /// The same with something to mind.
    #[must_use]
    pub(crate) fn noting(self, says: Option<String>) -> Self {
        match self {
            Self::Known { value, trace, convention, note } => {
                Self::Known { value, trace, convention, note: says.or(note) }
            }
            unknown @ Self::Unknown { .. } => unknown,
        }
    }

    /// The value, if known.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Self::Known { value, .. } => Some(*value),
            Self::Unknown { .. } => None,
        }
    }

    /// How many cases it rests on: its rows, without the target they are held against and what others are worth.
    #[must_use]
    pub fn n(&self) -> u64 {
        match self {
            Self::Known { trace, .. } => {
                trace.rows.iter().filter(|row| !matches!(row.object, "targets" | SPREAD)).count() as u64
            }
            Self::Unknown { .. } => 0,
        }
    }
}

/// What the facts say on every metric.
pub type Measurements = BTreeMap<Metric, Measured>;

/// Measures a person's facts: every metric, known or not.
#[must_use]
pub fn measure(facts: &Facts) -> Measurements {
    Metric::ALL.into_iter().map(|metric| (metric, measure_one(metric, facts))).collect()
}

fn measure_one(metric: Metric, facts: &Facts) -> Measured {
    match metric {
        Metric::AverageHealth => portfolio_health::average(facts),
        Metric::GreenShare => portfolio_health::band_share(facts, report::Band::Green),
        Metric::RedShare => portfolio_health::band_share(facts, report::Band::Red),
        Metric::LogoChurn => retention::logo_churn(facts),
        Metric::RevenueChurn => retention::revenue_churn(facts),
        Metric::GrossRetention => retention::gross(facts),
        Metric::SaveSuccess => retention::save_success(facts),
        Metric::QuotaAttainment => expansion::quota_attainment(facts),
        Metric::NetRetention => retention::net(facts),
        Metric::DealSize => expansion::deal_size(facts),
        Metric::CloseRate => expansion::close_rate(facts),
        Metric::Touchpoints => activity::touchpoints(facts),
        Metric::BusinessReviewRate => activity::business_review_rate(facts),
        Metric::ResponseHours => activity::response_hours(facts),
        Metric::PromoterScore => satisfaction::promoter_score(facts),
        Metric::SatisfactionMean => satisfaction::mean(facts),
        Metric::Escalations => satisfaction::escalations(facts),
        Metric::TimeToValue => efficiency::time_to_value(facts),
        Metric::AdminShare => efficiency::admin_share(facts),
        Metric::MeetingProductivity => efficiency::meeting_productivity(facts),
    }
}
