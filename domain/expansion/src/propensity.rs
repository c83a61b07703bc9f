use rust_decimal::Decimal;

/// Health, adoption, growth, engagement and budget, in hundredths.
// method: expansion.weights
const WEIGHTS: [i64; 5] = [30, 25, 20, 15, 10];
/// Less than so much of the weight known is no propensity.
// method: expansion.known_least
const KNOWN_LEAST_PERCENT: i64 = 50;
// method: expansion.tier1_from
const TIER_1_FROM: i64 = 80;
// method: expansion.tier2_from
const TIER_2_FROM: i64 = 60;
// method: expansion.tier3_from
const TIER_3_FROM: i64 = 40;
/// From this part of the licences in use on, seats run short.
// method: expansion.seats_from
pub const SEATS_FROM_PERCENT: i64 = 85;
/// More seats bring licences used back to this.
// method: expansion.seats_to
pub const SEATS_TO_PERCENT: i64 = 75;
/// ARR that grew by so much within half a year has all points for growth; that shrank by so much, none.
// method: expansion.growth_span
pub const GROWTH_SPAN_PERCENT: i64 = 20;

/// A part of propensity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// How well the account is.
    Health,
    /// How far it uses what it has.
    Adoption,
    /// Whether it pays more than half a year ago.
    Growth,
    /// How close it is to us.
    Engagement,
    /// Whether it pays on time.
    Budget,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 5] = [Self::Health, Self::Adoption, Self::Growth, Self::Engagement, Self::Budget];

    /// Its key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Adoption => "adoption",
            Self::Growth => "growth",
            Self::Engagement => "engagement",
            Self::Budget => "budget",
        }
    }

    /// How much it weighs of 100.
    #[must_use]
    pub fn weight(self) -> Decimal {
        Decimal::from(WEIGHTS[self as usize])
    }
}

/// How ready an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Propensity {
    /// Points of each part, 0 to 100, in the order of [`Part::ALL`]; `None` where it is not known.
    pub points: [Option<Decimal>; 5],
}

impl Propensity {
    /// The known parts with their points.
    pub fn known(&self) -> impl Iterator<Item = (Part, Decimal)> {
        Part::ALL.into_iter().zip(self.points).filter_map(|(part, points)| Some((part, points?)))
    }

    /// The weight that is known, of 100.
    #[must_use]
    pub fn covered(&self) -> Decimal {
        self.known().map(|(part, _)| part.weight()).sum()
    }

    /// The mean of the known parts by weight; `None` where less than half of the weight is known.
    #[must_use]
    pub fn score(&self) -> Option<Decimal> {
        let sum: Decimal = self.known().map(|(part, points)| points * part.weight()).sum();
        let covered = self.covered();
        (covered >= Decimal::from(KNOWN_LEAST_PERCENT)).then(|| sum.checked_div(covered)).flatten()
    }
}

/// 1 to 3 by propensity, or none.
#[must_use]
pub fn tier(score: Decimal) -> Option<u8> {
    let from = |points: i64| score >= Decimal::from(points);
    match () {
        () if from(TIER_1_FROM) => Some(1),
        () if from(TIER_2_FROM) => Some(2),
        () if from(TIER_3_FROM) => Some(3),
        () => None,
    }
}

#[cfg(test)]
mod tests;
