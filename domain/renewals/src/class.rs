/// From here on a renewal is held with high confidence.
// method: renewals.high_from
pub const HIGH_FROM: f64 = 0.9;
/// From here on it is likely.
// method: renewals.likely_from
pub const LIKELY_FROM: f64 = 0.75;
/// From here on it is at risk; below, at high risk.
// method: renewals.at_risk_from
pub const AT_RISK_FROM: f64 = 0.5;

/// How sure a renewal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 90 % and more.
    HighConfidence,
    /// From 75 %.
    Likely,
    /// From 50 %.
    AtRisk,
    /// Below.
    HighRisk,
}

impl Class {
    /// All classes, the surest first.
    pub const ALL: [Self; 4] = [Self::HighConfidence, Self::Likely, Self::AtRisk, Self::HighRisk];

    /// The class of a chance of renewal; a value on a line belongs to the surer class.
    #[must_use]
    pub fn of(chance: f64) -> Self {
        match chance {
            chance if chance >= HIGH_FROM => Self::HighConfidence,
            chance if chance >= LIKELY_FROM => Self::Likely,
            chance if chance >= AT_RISK_FROM => Self::AtRisk,
            _ => Self::HighRisk,
        }
    }

    /// The words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::HighConfidence => "high confidence",
            Self::Likely => "likely",
            Self::AtRisk => "at risk",
            Self::HighRisk => "high risk",
        }
    }

    /// Stable, for references.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::HighConfidence => "high_confidence",
            Self::Likely => "likely",
            Self::AtRisk => "at_risk",
            Self::HighRisk => "high_risk",
        }
    }

    /// Its chances in words.
    #[must_use]
    pub fn range(self) -> &'static str {
        match self {
            Self::HighConfidence => "90 % and more",
            Self::Likely => "75 to below 90 %",
            Self::AtRisk => "50 to below 75 %",
            Self::HighRisk => "below 50 %",
        }
    }

    /// Whether somebody should work on it.
    #[must_use]
    pub fn is_in_danger(self) -> bool {
        matches!(self, Self::AtRisk | Self::HighRisk)
    }
}

#[cfg(test)]
mod tests;
