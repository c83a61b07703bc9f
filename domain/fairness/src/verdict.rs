use statistics::mixed::Posterior;

/// A difference smaller than this, in log-odds, is none in practice: an odds ratio of 0.82 or 1.22.
// method: fairness.practical_effect
pub const PRACTICAL_EFFECT: f64 = 0.2;

/// How sure one must be that an effect lies beyond the practical size.
// method: fairness.sure
pub const SURE: f64 = 0.9;

/// Fewer effective rows than this carry no verdict.
// method: fairness.effective_rows_min
pub const EFFECTIVE_ROWS_MIN: f64 = 10.0;

/// With fewer than this many compared there is no telling what is usual.
// method: fairness.groups_min
pub const GROUPS_MIN: usize = 5;

/// From here on chances of quarters are given.
// method: fairness.reliable
pub const RELIABLE: f64 = 0.7;

/// Below this one book says next to nothing about its owner.
// method: fairness.readable
pub const READABLE: f64 = 0.5;

/// Below this share of what happened, what was known before hardly tells how rows end.
// method: fairness.explained_min
pub const EXPLAINED_MIN: f64 = 0.02;

/// What the rows allow to say about one owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Fewer went well than with an average owner, by more than chance and more than a trifle.
    Below,
    /// More went well than with an average owner, by more than chance and more than a trifle.
    Above,
    /// The rows fit an average owner.
    NoEvidence,
    /// The two ways to weigh what was known before come to different verdicts.
    Depends,
    /// Too few rows or too few owners for any verdict.
    TooFew,
}

/// With fewer compared than this, how far owners differ rests in good part on what was believed beforehand.
// method: fairness.beliefs_below
pub const BELIEFS_BELOW: usize = 20;

/// Other scales of the half-normal of the spread under which the verdict is then shown: owners are thought to differ half as
/// much, and twice as much.
pub const OTHER_SPREADS: [f64; 2] = [0.25, 1.0];

impl Verdict {
    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Below => "below expected",
            Self::Above => "above expected",
            Self::NoEvidence => "no evidence of a difference",
            Self::Depends => "depends on how the segment effect is measured",
            Self::TooFew => "too few to compare",
        }
    }

    /// Every verdict there is.
    const ALL: [Self; 5] = [Self::Below, Self::Above, Self::NoEvidence, Self::Depends, Self::TooFew];

    /// A number to keep it under.
    pub(crate) fn number(self) -> u64 {
        self as u64
    }

    /// The verdict kept under a number.
    pub(crate) fn numbered(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.number() == number)
    }

    /// Whether it says that somebody differs.
    #[must_use]
    pub fn is_difference(self) -> bool {
        matches!(self, Self::Below | Self::Above)
    }

    /// The verdict of two adjustments together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::TooFew, _) | (_, Self::TooFew) => Self::TooFew,
            _ => Self::Depends,
        }
    }
}

/// The verdict on one effect, of so many effective rows among so many owners.
#[must_use]
pub fn verdict(effect: &Posterior, effective_rows: f64, groups: usize) -> Verdict {
    if groups < GROUPS_MIN || effective_rows < EFFECTIVE_ROWS_MIN {
        return Verdict::TooFew;
    }
    if effect.below(-PRACTICAL_EFFECT) > SURE {
        return Verdict::Below;
    }
    if 1.0 - effect.below(PRACTICAL_EFFECT) > SURE { Verdict::Above } else { Verdict::NoEvidence }
}

#[cfg(test)]
mod tests;
