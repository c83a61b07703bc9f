/// How far people truly differ: the standard deviation of their effects, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Always this.
    Fixed(f64),
    /// Drawn anew for every set from what the engine believes beforehand: half-normal.
    FromPrior,
}

/// How the teams of a world are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// How many people.
    pub people: usize,
    /// How far they differ.
    pub spread: Spread,
    /// Accounts of each; `None` for uneven books of 28 on average and at least 6.
    pub accounts: Option<usize>,
    /// The correlation between how good somebody is and how big their accounts are.
    pub skill_to_size: f64,
    /// The share of accounts that changed owner on the way.
    pub moved: f64,
    /// Whether accounts are handed out again at random once all outcomes are known.
    pub shuffled: bool,
}

/// What is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum World {
    /// Nobody differs, but some got harder accounts.
    NoDifference = 1,
    /// People differ a little.
    SmallDifferences,
    /// People differ as much as is usual.
    UsualDifferences,
    /// The same in a team of ten.
    SmallTeam,
    /// The better somebody is, the bigger their accounts.
    BiggerToBetter,
    /// A third of the accounts changed hands.
    HandOvers,
    /// Large books.
    LargeBooks,
    /// How far people differ is itself drawn.
    AnySpread,
    /// Labels swapped at random.
    ShuffledLabels,
}

impl World {
    /// All worlds, in the order they are told.
    pub const ALL: [Self; 9] = [
        Self::NoDifference,
        Self::SmallDifferences,
        Self::UsualDifferences,
        Self::SmallTeam,
        Self::BiggerToBetter,
        Self::HandOvers,
        Self::LargeBooks,
        Self::AnySpread,
        Self::ShuffledLabels,
    ];

    /// How its teams are made.
    #[must_use]
    pub fn recipe(self) -> Recipe {
        let usual = Recipe {
            people: 40,
            spread: Spread::Fixed(0.5),
            accounts: None,
            skill_to_size: 0.0,
            moved: 0.0,
            shuffled: false,
        };
        match self {
            Self::NoDifference => Recipe { spread: Spread::Fixed(0.0), ..usual },
            Self::SmallDifferences => Recipe { spread: Spread::Fixed(0.3), ..usual },
            Self::UsualDifferences => usual,
            Self::SmallTeam => Recipe { people: 10, ..usual },
            Self::BiggerToBetter => Recipe { skill_to_size: 0.7, ..usual },
            Self::HandOvers => Recipe { moved: 0.35, ..usual },
            Self::LargeBooks => Recipe { accounts: Some(120), ..usual },
            Self::AnySpread => Recipe { people: 30, spread: Spread::FromPrior, ..usual },
            Self::ShuffledLabels => Recipe { shuffled: true, ..usual },
        }
    }
}
