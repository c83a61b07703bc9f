use report::on_lines;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

/// From here on an account is critical.
// method: churn.critical_from
pub const CRITICAL_FROM: f64 = 0.75;
/// From here on it is high.
// method: churn.high_from
pub const HIGH_FROM: f64 = 0.55;
/// From here on it is medium.
// method: churn.medium_from
pub const MEDIUM_FROM: f64 = 0.35;

/// Points at the chances where a tier begins: 45, 65 and 85 belong to the same cut-offs.
const POINTS: [(i64, i64); 5] = [(0, 0), (35, 45), (55, 65), (75, 85), (100, 100)];

/// How urgent an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// A chance of 75 % and more.
    Critical,
    /// From 55 %.
    High,
    /// From 35 %.
    Medium,
    /// Below.
    Low,
}

impl Tier {
    /// All tiers, most urgent first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// The tier of a chance; a value on a line belongs to the more urgent tier.
    #[must_use]
    pub fn of(chance: f64) -> Self {
        match chance {
            chance if chance >= CRITICAL_FROM => Self::Critical,
            chance if chance >= HIGH_FROM => Self::High,
            chance if chance >= MEDIUM_FROM => Self::Medium,
            _ => Self::Low,
        }
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// Its chances in words.
    #[must_use]
    pub fn range(self) -> &'static str {
        match self {
            Self::Critical => "75 % and more",
            Self::High => "55 to below 75 %",
            Self::Medium => "35 to below 55 %",
            Self::Low => "below 35 %",
        }
    }
}

/// Chances beside points of 0 to 100, for the straight lines between them.
#[must_use]
pub fn lines() -> Vec<(Decimal, Decimal)> {
    POINTS.iter().map(|(percent, points)| (Decimal::new(*percent, 2), Decimal::from(*points))).collect()
}

/// The points of a chance, 0 to 100; `None` for no number.
#[must_use]
pub fn points(chance: f64) -> Option<Decimal> {
    on_lines(Decimal::from_f64(chance)?, &lines())
}

#[cfg(test)]
mod tests;
