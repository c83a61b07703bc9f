use report::Interval;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;
use statistics::survival::Unfit;
use statistics::survival::cox::{self, Study, Ties};
use statistics::survival::log_rank::{Weights, log_rank};

use crate::LEVEL;
use crate::curve::shown;
use crate::watched::{Watched, spans};

/// Fewer events for each thing that is to explain them explain nothing.
// method: lifetimes.events_per_column
pub const EVENTS_PER_COLUMN: usize = 10;

/// Below this chance a departure from a ratio that stays the same is said.
// method: lifetimes.steady_below
const STEADY_BELOW: f64 = 0.05;

/// How many times as fast it happens with one more of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hazard {
    /// The ratio of hazards; 1 changes nothing.
    pub ratio: Decimal,
    /// Where it may lie.
    pub interval: Option<Interval>,
    /// Whether the ratio stays the same over time, where that can be told.
    pub steady: Option<bool>,
}

/// The hazard ratio of each column, all held against each other; `columns` has one row for each watched.
///
/// # Errors
/// When there are too few events for that, or a column tells apart who went, or follows from others.
pub fn hazards(rows: &[&Watched], columns: &[Vec<f64>]) -> Result<Vec<Hazard>, Unfit> {
    let width = columns.first().map_or(0, Vec::len);
    let found = spans(rows.iter().copied()).ok_or(Unfit::NoEvents)?;
    if width == 0 || found.events() < width * EVENTS_PER_COLUMN {
        return Err(Unfit::NoEvents);
    }
    let fit = cox::fit(Study { spans: &found, covariates: columns, strata: None, ties: Ties::Efron, width: None })?;
    let z = statistics::normal::two_sided(LEVEL).unwrap_or_default();
    let steady = |place: usize| {
        let test = fit.proportionality.as_ref()?.covariates.get(place).copied().flatten()?;
        Some(test.p_value >= STEADY_BELOW)
    };
    let each = fit.coefficients.iter().zip(&fit.standard_errors).enumerate();
    each.map(|(place, (log, error))| {
        let ratio = Decimal::from_f64(libm::exp(*log)).ok_or(Unfit::Numerical)?;
        let limit = |side: f64| libm::exp(log + side * z * error);
        let interval = shown(limit(-1.0), limit(1.0), "Cox, Efron's ties, Wald").filter(|_| *error > 0.0);
        Ok(Hazard { ratio: ratio.round_dp(6), interval, steady: steady(place) })
    })
    .collect()
}

/// The chance that groups as far apart come from one curve, by the log-rank test; `None` when it cannot be told.
#[must_use]
pub fn differ(rows: &[&Watched], groups: &[usize]) -> Option<f64> {
    let found = spans(rows.iter().copied())?;
    Some(log_rank(&found, groups, Weights::LogRank).ok()?.test?.p_value)
}

#[cfg(test)]
mod tests;
