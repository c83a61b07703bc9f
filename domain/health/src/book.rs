/// What the use of all accounts tells as of every day.
mod by_day;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::gather::{Gathering, age_days};
use crate::rule;

pub use by_day::UseByDay;

/// What the gatherings of all accounts as of one day tell together.
///
/// Include every account of the company, not only those one person owns, so that a score does not depend on who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    as_of: Date,
    feature_count: u32,
    depth_median: Option<Decimal>,
    speaking: BTreeSet<Source>,
}

/// A book while accounts are still being added to it.
#[derive(Debug, Clone)]
pub struct OpenBook {
    as_of: Date,
    features: BTreeSet<Arc<str>>,
    depths: Vec<Decimal>,
    speaking: BTreeSet<Source>,
}

/// What rows come from, whose silence means zero as long as it still speaks of anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Days of use.
    Days,
    /// Months of use.
    Months,
    /// Touchpoints of any kind.
    Touches,
    /// Trainings that were held.
    Trainings,
    /// Tickets, opened or closed.
    Tickets,
    /// Opportunities that would be growth, opened or closed.
    Deals,
    /// Acts of advocacy and in the community.
    Acts,
}

impl Source {
    const ALL: [Self; 7] =
        [Self::Days, Self::Months, Self::Touches, Self::Trainings, Self::Tickets, Self::Deals, Self::Acts];

    fn key(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Months => "months",
            Self::Touches => "touches",
            Self::Trainings => "trainings",
            Self::Tickets => "tickets",
            Self::Deals => "deals",
            Self::Acts => "acts",
        }
    }

    /// One that told nothing of anybody for so many days no longer speaks.
    #[must_use]
    pub fn silence_days(self) -> i32 {
        match self {
            Self::Days => rule::DAILY_SILENCE_DAYS,
            Self::Months => rule::MONTH_SILENCE_DAYS,
            Self::Touches => rule::TOUCHPOINT_SILENCE_DAYS,
            Self::Trainings => rule::TRAINING_SILENCE_DAYS,
            Self::Tickets => rule::TICKET_SILENCE_DAYS,
            Self::Deals => rule::OPPORTUNITY_SILENCE_DAYS,
            Self::Acts => rule::ACT_SILENCE_DAYS,
        }
    }

    /// Whether one that last spoke then still does.
    pub(crate) fn still_speaks(self, as_of: Date, last: Option<Date>) -> bool {
        last.and_then(|last| age_days(as_of, last)).is_some_and(|age| age < self.silence_days())
    }
}

impl Book {
    /// The book of these accounts. Gatherings as of another day are left out.
    #[must_use]
    pub fn of<'a>(as_of: Date, gatherings: impl IntoIterator<Item = &'a Gathering>) -> Self {
        let mut book = OpenBook::new(as_of);
        gatherings.into_iter().for_each(|gathering| book.include(gathering));
        book.close()
    }

    /// The same, where it was learned elsewhere that a source still speaks.
    #[must_use]
    pub fn hearing(mut self, source: Source) -> Self {
        self.speaking.insert(source);
        self
    }

    /// Whether the source still speaks of anybody.
    #[must_use]
    pub fn hears(&self, source: Source) -> bool {
        self.speaking.contains(&source)
    }

    /// The day it holds as of.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// How many features anybody used in the window.
    #[must_use]
    pub fn feature_count(&self) -> u32 {
        self.feature_count
    }

    /// Events per day of use of the account in the middle, if any account tells.
    #[must_use]
    pub fn depth_median(&self) -> Option<Decimal> {
        self.depth_median
    }

    /// What the book tells, by name, so that it can be kept and told again without its accounts.
    #[must_use]
    pub fn told(&self) -> Vec<(&'static str, Option<Decimal>)> {
        let numbers = [("features", Some(Decimal::from(self.feature_count))), ("depth", self.depth_median)];
        let speaking = self.speaking.iter().map(|source| (source.key(), Some(Decimal::ONE)));
        numbers.into_iter().chain(speaking).collect()
    }

    /// The book from what it told before.
    #[must_use]
    pub fn from_told(as_of: Date, told: &dyn Fn(&str) -> Option<Decimal>) -> Self {
        let feature_count = told("features").and_then(|count| count.to_u32()).unwrap_or(0);
        let speaking = Source::ALL.into_iter().filter(|source| told(source.key()).is_some()).collect();
        Self { as_of, feature_count, depth_median: told("depth"), speaking }
    }
}

impl OpenBook {
    /// Without accounts.
    #[must_use]
    pub fn new(as_of: Date) -> Self {
        Self { as_of, features: BTreeSet::new(), depths: Vec::new(), speaking: BTreeSet::new() }
    }

    /// Adds an account. One gathered as of another day is left out.
    pub fn include(&mut self, gathering: &Gathering) {
        if gathering.as_of() != self.as_of {
            return;
        }
        self.speaking.extend(Source::ALL.into_iter().filter(|source| gathering.hears(*source)));
        for feature in gathering.features() {
            if !self.features.contains(feature) {
                self.features.insert(feature.clone());
            }
        }
        self.depths.extend(gathering.depth().ok());
    }

    /// Adds the accounts of another book of the same day.
    pub fn join(&mut self, other: Self) {
        self.speaking.extend(other.speaking);
        self.features.extend(other.features);
        self.depths.extend(other.depths);
    }

    /// What its accounts tell together.
    #[must_use]
    pub fn close(self) -> Book {
        let feature_count = u32::try_from(self.features.len()).unwrap_or(u32::MAX);
        Book { as_of: self.as_of, feature_count, depth_median: middle(self.depths), speaking: self.speaking }
    }
}

/// The number in the middle; of an even number of them halfway between the two.
fn middle(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    let (count, place) = (numbers.len(), numbers.len().checked_sub(1)? / 2);
    let (_, lower, above) = numbers.select_nth_unstable(place);
    let upper = if count % 2 == 1 { Some(*lower) } else { above.iter().min().copied() };
    upper?.checked_add(*lower)?.checked_div(Decimal::TWO)
}

#[cfg(test)]
mod tests;
