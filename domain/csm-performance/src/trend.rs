use report::{Fold, Trace, Unit};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Periods a trend looks at, and how many it needs.
// method: performance.trend-periods
pub const PERIODS_MAX: usize = 4;
// method: performance.trend-periods-min
const PERIODS_MIN: usize = 3;

/// Counts below this mean are told in whole things: one escalation more is no trend, however large its percentage.
// method: performance.count-small-max
const COUNT_SMALL_MAX: usize = 10;

/// How a metric moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Clearly for the worse.
    StronglyDeclining,
    /// For the worse.
    Declining,
    /// Hardly at all.
    Stable,
    /// Not more than chance alone would move it.
    Unclear,
    /// For the better.
    Improving,
    /// Clearly for the better.
    StronglyImproving,
}

impl Direction {
    /// The words, with an arrow that does not rely on colour.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::StronglyDeclining => "↓↓ clearly worse",
            Self::Declining => "↓ worse",
            Self::Stable => "→ stable",
            Self::Unclear => "no clear direction",
            Self::Improving => "↑ better",
            Self::StronglyImproving => "↑↑ clearly better",
        }
    }

    /// Whether it goes for the worse.
    #[must_use]
    pub fn is_decline(self) -> bool {
        matches!(self, Self::StronglyDeclining | Self::Declining)
    }
}

/// How values move from period to period, oldest first; `None` with fewer than three known ones.
#[must_use]
pub fn direction(values: &[Decimal], unit: &Unit, less_is_better: bool) -> Option<Direction> {
    let recent = &values[values.len().saturating_sub(PERIODS_MAX)..];
    if recent.len() < PERIODS_MIN {
        return None;
    }
    let mut trace = Trace::new(Fold::Slope, &["value"]);
    let key: Arc<str> = Arc::from("");
    recent.iter().for_each(|value| trace.push("figure", &key, "", None, &[*value]));
    let slope = trace.value()?;
    let good = if less_is_better { -slope } else { slope };
    let (step, weak, strong) = match unit {
        Unit::Ratio => (good * Decimal::ONE_HUNDRED, Decimal::ONE, Decimal::TWO),
        Unit::ScaleOfFive => (good * Decimal::from(25), Decimal::ONE, Decimal::TWO),
        Unit::Score | Unit::PromoterPoints | Unit::ScorePoints => (good, Decimal::ONE, Decimal::TWO),
        Unit::Count if recent.iter().sum::<Decimal>() < Decimal::from(COUNT_SMALL_MAX * recent.len()) => {
            (good, Decimal::ONE, Decimal::TWO)
        }
        _ => {
            let mean = recent.iter().sum::<Decimal>().checked_div(Decimal::from(recent.len()))?;
            let relative = good.checked_div(mean.abs()).unwrap_or_default();
            (relative * Decimal::ONE_HUNDRED, Decimal::TWO, Decimal::from(5))
        }
    };
    Some(sorted(step, weak, strong))
}

fn sorted(step: Decimal, weak: Decimal, strong: Decimal) -> Direction {
    match step {
        step if step > strong => Direction::StronglyImproving,
        step if step >= weak => Direction::Improving,
        step if step < -strong => Direction::StronglyDeclining,
        step if step <= -weak => Direction::Declining,
        _ => Direction::Stable,
    }
}

#[cfg(test)]
mod tests;
