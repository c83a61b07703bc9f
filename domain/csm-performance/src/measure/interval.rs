use report::{Fold, Interval, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use statistics::interval::{mean_t, net_promoter_adjusted, wilson};

use crate::metric::Metric;

const LEVEL: f64 = 0.95;

/// Where a metric may lie by chance alone, for those that are shares, means or promoter scores of separate answers.
///
/// Money-weighted rates have none here: one account can carry most of them, which a textbook interval hides.
#[must_use]
pub(crate) fn interval(metric: Metric, trace: &Trace) -> Option<Interval> {
    let first: Vec<f64> = trace.rows.iter().filter_map(|row| row.numbers.first()?.to_f64()).collect();
    let count = first.len() as u64;
    match (metric, trace.fold) {
        (_, Fold::NetPromoter) => {
            let promoters = first.iter().filter(|score| **score >= 9.0).count() as u64;
            let detractors = first.iter().filter(|score| **score <= 6.0).count() as u64;
            let passives = count.checked_sub(promoters + detractors)?;
            let estimate = net_promoter_adjusted(promoters, passives, detractors, LEVEL)?;
            shown(estimate.interval, "adjusted Wald")
        }
        (Metric::AverageHealth | Metric::SatisfactionMean, Fold::Mean) => {
            shown(mean_t(&first, LEVEL)?.interval, "t interval of the mean")
        }
        (Metric::DealSize, _) => None,
        (_, Fold::Mean) => {
            let hits = first.iter().filter(|hit| **hit == 1.0).count() as u64;
            shown(wilson(hits, count, LEVEL)?, "Wilson")
        }
        _ => None,
    }
}

fn shown(interval: statistics::Interval, method: &str) -> Option<Interval> {
    Some(Interval {
        level: Decimal::from_f64(LEVEL)?,
        low: Decimal::from_f64(interval.low)?,
        high: Decimal::from_f64(interval.high)?,
        method: method.to_owned(),
    })
}
