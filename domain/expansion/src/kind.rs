/// What can be sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// More seats of what they have.
    Seats,
    /// A higher plan.
    Plan,
    /// Something they do not have.
    CrossSell,
    /// More, of no kind that was told.
    Untold,
}

// method: expansion.default.seats
const SEATS_PERCENT: i64 = 65;
// method: expansion.default.plan
const PLAN_PERCENT: i64 = 50;
// method: expansion.default.cross_sell
const CROSS_SELL_PERCENT: i64 = 40;
// method: expansion.default.untold
const UNTOLD_PERCENT: i64 = 50;

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Seats, Self::Plan, Self::CrossSell, Self::Untold];

    /// The kind of an opportunity, from what its source calls it.
    #[must_use]
    pub fn of(told: Option<&str>) -> Self {
        let told = told.unwrap_or_default().to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| told.contains(word));
        match () {
            () if has(&["seat", "licen", "user"]) => Self::Seats,
            () if has(&["cross"]) => Self::CrossSell,
            () if has(&["upgrade", "tier", "plan", "upsell", "up-sell"]) => Self::Plan,
            () => Self::Untold,
        }
    }

    /// The word on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Seats => "more seats",
            Self::Plan => "a higher plan",
            Self::CrossSell => "cross-sell",
            Self::Untold => "expansion, kind not told",
        }
    }

    /// Its key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Seats => "seats",
            Self::Plan => "plan",
            Self::CrossSell => "cross-sell",
            Self::Untold => "untold",
        }
    }

    /// How many of a hundred are won where nothing is on record.
    #[must_use]
    pub fn default_percent(self) -> i64 {
        match self {
            Self::Seats => SEATS_PERCENT,
            Self::Plan => PLAN_PERCENT,
            Self::CrossSell => CROSS_SELL_PERCENT,
            Self::Untold => UNTOLD_PERCENT,
        }
    }

    /// How it is gone about.
    #[must_use]
    pub fn playbook(self) -> &'static str {
        match self {
            Self::Seats => {
                "Show who uses it and who waits for a seat; offer the number that brings use back to three quarters."
            }
            Self::Plan => {
                "Start from the limit they reach or the feature they ask for; let a user show the gain in numbers."
            }
            Self::CrossSell => {
                "Ask which job is still done elsewhere; try it with one team before speaking of a price."
            }
            Self::Untold => "Write down what is to be sold, so that its rate can be learned.",
        }
    }
}
