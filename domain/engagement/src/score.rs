use rust_decimal::Decimal;

use crate::evidence::Evidence;
use crate::parts::{self, Part};
use crate::rule;

/// One component of the score.
#[derive(Debug, Clone)]
pub struct Component {
    /// The word that stands for it.
    pub key: &'static str,
    /// The word on screen.
    pub name: &'static str,
    /// Of 100.
    pub weight: Decimal,
    /// What it is made of.
    pub parts: Vec<Part>,
}

impl Component {
    /// 0 to 100: the mean of the known parts by weight; `None` when none is known.
    #[must_use]
    pub fn score(&self) -> Option<Decimal> {
        mean(self.parts.iter().map(|part| (part.score(), part.weight)))
    }

    /// The ratio of its weight that is known.
    #[must_use]
    pub fn coverage(&self) -> Decimal {
        let whole: Decimal = self.parts.iter().map(|part| part.weight).sum();
        let known: Decimal = self.parts.iter().filter(|part| part.score().is_some()).map(|part| part.weight).sum();
        known.checked_div(whole).unwrap_or_default()
    }
}

/// How close an account is to us over some days.
#[derive(Debug, Clone)]
pub struct Engagement {
    /// Frequency, quality, breadth, product.
    pub components: Vec<Component>,
    /// The ratio of the weight that is known.
    pub coverage: Decimal,
    /// 0 to 100, unrounded; `None` when too little is known.
    pub score: Option<Decimal>,
}

/// What a score amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 80 and above.
    High,
    /// 60 to below 80.
    Engaged,
    /// 40 to below 60.
    Loose,
    /// Below 40.
    Disengaged,
    /// Too little is known.
    Unknown,
}

impl Class {
    /// All, best first, unknown last.
    pub const ALL: [Self; 5] = [Self::High, Self::Engaged, Self::Loose, Self::Disengaged, Self::Unknown];

    /// The word.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::High => "highly engaged",
            Self::Engaged => "engaged",
            Self::Loose => "loosely engaged",
            Self::Disengaged => "disengaged",
            Self::Unknown => "unknown",
        }
    }

    /// The class of an unrounded score.
    #[must_use]
    pub fn of(score: Option<Decimal>) -> Self {
        match score {
            None => Self::Unknown,
            Some(score) if score >= rule::HIGH_FROM.into() => Self::High,
            Some(score) if score >= rule::ENGAGED_FROM.into() => Self::Engaged,
            Some(score) if score >= rule::LOOSE_FROM.into() => Self::Loose,
            Some(_) => Self::Disengaged,
        }
    }
}

/// Judges the evidence.
#[must_use]
pub fn assess(evidence: &Evidence) -> Engagement {
    let component = |key, name, weight, parts| Component { key, name, weight: Decimal::from(weight), parts };
    let components = vec![
        component("frequency", "frequency", rule::FREQUENCY_WEIGHT, parts::frequency(evidence)),
        component("quality", "quality", rule::QUALITY_WEIGHT, parts::quality(evidence)),
        component("breadth", "breadth", rule::BREADTH_WEIGHT, parts::breadth(evidence)),
        component("product", "product", rule::PRODUCT_WEIGHT, parts::product(evidence)),
    ];
    let known: Decimal = components.iter().map(|component| component.weight * component.coverage()).sum();
    let coverage = known / Decimal::ONE_HUNDRED;
    let enough = coverage >= Decimal::new(rule::LEAST_COVERAGE_PERCENT, 2);
    let score = mean(components.iter().map(|component| (component.score(), component.weight))).filter(|_| enough);
    Engagement { components, coverage, score }
}

fn mean(scores: impl Iterator<Item = (Option<Decimal>, Decimal)>) -> Option<Decimal> {
    let known: Vec<(Decimal, Decimal)> = scores.filter_map(|(score, weight)| Some((score?, weight))).collect();
    let weight: Decimal = known.iter().map(|(_, weight)| *weight).sum();
    known.iter().map(|(score, weight)| score * weight).sum::<Decimal>().checked_div(weight)
}

#[cfg(test)]
mod tests;
