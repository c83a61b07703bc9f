use statistics::convergence::Convergence;

/// How a figure was worked out, for whoever wants to rely on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Working {
    /// By which method, in a few words.
    pub method: &'static str,
    /// How many rows it rests on.
    pub n: u64,
    /// How the search for it ended.
    pub convergence: Convergence,
    /// What a reader has to know before relying on it, in the order of [`Doubt::ALL`].
    pub doubts: Vec<Doubt>,
}

/// Why a figure carries less than it seems to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Fewer effective rows than a verdict asks for.
    FewRows,
    /// One account carries most of what may differ by chance.
    OneAccount,
    /// Fewer people are compared than a verdict asks for.
    FewOwners,
    /// The search for what is expected ended before it settled.
    Unsettled,
    /// Fewer accounts than a range from drawing them again asks for.
    FewDrawn,
}

impl Doubt {
    /// Every doubt there is.
    pub const ALL: [Self; 5] = [Self::FewRows, Self::OneAccount, Self::FewOwners, Self::Unsettled, Self::FewDrawn];

    /// As people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FewRows => "the rows are worth fewer than ten equal ones",
            Self::OneAccount => "one account decides more than two fifths of what may differ by chance",
            Self::FewOwners => "fewer than five people are compared",
            Self::Unsettled => "the search for what is expected ended early, so the figures are rough",
            Self::FewDrawn => "the ranges come from drawing fewer than thirty accounts again, so they are rough",
        }
    }

    /// Those that hold, in order.
    pub(crate) fn which(holds: impl Fn(Self) -> bool) -> Vec<Self> {
        Self::ALL.into_iter().filter(|doubt| holds(*doubt)).collect()
    }

    /// Doubts as one number.
    pub(crate) fn number(doubts: &[Self]) -> u64 {
        doubts.iter().map(|doubt| 1 << *doubt as u64).sum()
    }

    /// The doubts of a number.
    pub(crate) fn numbered(number: u64) -> Vec<Self> {
        Self::which(|doubt| number & (1 << doubt as u64) != 0)
    }
}

#[cfg(test)]
mod tests;
