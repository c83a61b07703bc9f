use rust_decimal::Decimal;

/// How a segment is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TouchModel {
    /// Its name.
    pub name: &'static str,
    /// What it means, in words.
    pub says: &'static str,
    /// The plays that suit it.
    pub plays: &'static str,
    /// Working hours an account takes in a year.
    pub hours: Decimal,
}

// method: segments.hours.high
const HIGH_HOURS: i64 = 132;
// method: segments.hours.medium_tenths
const MEDIUM_TENTHS: i64 = 715;
// method: segments.hours.light
const LIGHT_HOURS: i64 = 33;
// method: segments.hours.pooled
const POOLED_HOURS: i64 = 5;

/// The four touch models, the closest first, as tiers of ARR get them.
#[must_use]
pub fn tier_model(place: usize) -> TouchModel {
    match place {
        0 => TouchModel {
            name: "high touch",
            says: "a named CSM; monthly talks, a business review each quarter, a sponsor of ours",
            plays: "joint success plan, sponsor to sponsor, renewal plan from 180 days before",
            hours: Decimal::from(HIGH_HOURS),
        },
        1 => TouchModel {
            name: "medium touch",
            says: "a named CSM; a talk every four to six weeks, two business reviews a year",
            plays: "adoption check each quarter, champion building, renewal plan from 120 days before",
            hours: Decimal::new(MEDIUM_TENTHS, 1),
        },
        2 => TouchModel {
            name: "light touch",
            says: "a CSM with many accounts; a talk each quarter, one business review a year",
            plays: "onboarding in a group, a word when a signal shows, renewal talk 90 days before",
            hours: Decimal::from(LIGHT_HOURS),
        },
        _ => TouchModel {
            name: "pooled and digital",
            says: "a team; messages and webinars, a person when a signal shows",
            plays: "guided onboarding, messages by use, renewal by notice",
            hours: Decimal::from(POOLED_HOURS),
        },
    }
}
