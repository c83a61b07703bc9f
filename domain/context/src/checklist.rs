use report::{CheckState, Figure};
use rust_decimal::Decimal;

/// Fewer cases are shown and held against no line.
// method: context.cases_least
pub const CASES_LEAST: u64 = 5;
/// A mean over accounts speaks for a book when so much of the book is known.
// method: context.known_least
pub const KNOWN_LEAST_PERCENT: u64 = 60;

// method: context.nps_above
const NPS_ABOVE: i64 = 50;
// method: context.churn_below
const CHURN_BELOW_PERCENT: i64 = 5;
// method: context.adoption_above
const ADOPTION_ABOVE_PERCENT: i64 = 80;
// method: context.response_below
const RESPONSE_BELOW_HOURS: i64 = 2;
// method: context.satisfied_above
const SATISFIED_ABOVE_PERCENT: i64 = 90;
// method: context.renewal_above
const RENEWAL_ABOVE_PERCENT: i64 = 95;

/// A condition of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// Net promoter score.
    Nps,
    /// Accounts lost in a year.
    Churn,
    /// Licensed people who use the product.
    Adoption,
    /// Working hours until customers are answered.
    Response,
    /// Satisfied answers.
    Satisfaction,
    /// Accounts renewed of those due.
    Renewal,
    /// Whether chances to sell more are known.
    Upsell,
    /// Whether customers speak for us.
    Advocacy,
}

/// Where a line lies.
enum Line {
    Above(Decimal),
    Below(Decimal),
}

impl Item {
    /// All items, in their order.
    pub const ALL: [Self; 8] = [
        Self::Nps,
        Self::Churn,
        Self::Adoption,
        Self::Response,
        Self::Satisfaction,
        Self::Renewal,
        Self::Upsell,
        Self::Advocacy,
    ];

    /// The word that stands for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Churn => "churn",
            Self::Adoption => "adoption",
            Self::Response => "response",
            Self::Satisfaction => "satisfaction",
            Self::Renewal => "renewal",
            Self::Upsell => "upsell",
            Self::Advocacy => "advocacy",
        }
    }

    /// What is asked for, in words.
    #[must_use]
    pub fn asks(self) -> &'static str {
        match self {
            Self::Nps => "NPS above 50",
            Self::Churn => "churn below 5 %",
            Self::Adoption => "adoption above 80 %",
            Self::Response => "response time below 2 hours",
            Self::Satisfaction => "CSAT above 90 %",
            Self::Renewal => "renewal rate above 95 %",
            Self::Upsell => "upsell opportunities identified",
            Self::Advocacy => "advocacy active",
        }
    }

    /// The line of a value that is a rate, a score or a time is strict; a list has to hold something.
    fn line(self) -> Line {
        let percent = |whole: i64| Decimal::new(whole, 2);
        match self {
            Self::Nps => Line::Above(Decimal::from(NPS_ABOVE)),
            Self::Churn => Line::Below(percent(CHURN_BELOW_PERCENT)),
            Self::Adoption => Line::Above(percent(ADOPTION_ABOVE_PERCENT)),
            Self::Response => Line::Below(Decimal::from(RESPONSE_BELOW_HOURS)),
            Self::Satisfaction => Line::Above(percent(SATISFIED_ABOVE_PERCENT)),
            Self::Renewal => Line::Above(percent(RENEWAL_ABOVE_PERCENT)),
            Self::Upsell | Self::Advocacy => Line::Above(Decimal::ZERO),
        }
    }

    /// Whether it only asks that there is something, so that one case is enough.
    fn is_list(self) -> bool {
        matches!(self, Self::Upsell | Self::Advocacy)
    }

    /// Whether an unrounded value meets it. Without a value it is unknown.
    #[must_use]
    pub fn state_of(self, value: Option<Decimal>) -> CheckState {
        let met = match (value, self.line()) {
            (None, _) => return CheckState::Unknown,
            (Some(value), Line::Above(line)) => value > line,
            (Some(value), Line::Below(line)) => value < line,
        };
        if met { CheckState::Met } else { CheckState::NotMet }
    }

    /// Whether a figure meets it, where it rests on enough cases.
    #[must_use]
    pub fn state(self, figure: &Figure) -> CheckState {
        if self.too_few(figure).is_some() {
            return CheckState::Unknown;
        }
        self.state_of(figure.value)
    }

    /// Why a figure that has a value is not held against the line.
    #[must_use]
    pub fn too_few(self, figure: &Figure) -> Option<String> {
        let n = figure.n.filter(|_| figure.value.is_some() && !self.is_list())?;
        (n < CASES_LEAST).then(|| format!("rests on {n}, and {CASES_LEAST} are the least to conclude anything from"))
    }
}

/// Whether so many known of so many are enough to speak for all.
#[must_use]
pub fn is_known_enough(known: usize, all: usize) -> bool {
    all > 0 && known as u64 * 100 >= all as u64 * KNOWN_LEAST_PERCENT
}

#[cfg(test)]
mod tests;
