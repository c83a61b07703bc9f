use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::gather::Gathering;

/// What the gatherings of all accounts as of one day tell together.
///
/// Include every account of the company, not only those one person owns, so that a score does not depend on who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    as_of: Date,
    features: BTreeSet<Arc<str>>,
    feature_count: u32,
    depths: Vec<Decimal>,
    depth_median: Option<Decimal>,
    pub(crate) until: Until,
}

/// The last day on which each source spoke for anybody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Until {
    pub(crate) daily: Option<Date>,
    pub(crate) month: Option<Date>,
    pub(crate) touch: Option<Date>,
    pub(crate) training: Option<Date>,
    pub(crate) ticket: Option<Date>,
    pub(crate) deal: Option<Date>,
    pub(crate) act: Option<Date>,
}

impl Until {
    /// Of each source the later day.
    fn latest(self, other: Self) -> Self {
        Self {
            daily: self.daily.max(other.daily),
            month: self.month.max(other.month),
            touch: self.touch.max(other.touch),
            training: self.training.max(other.training),
            ticket: self.ticket.max(other.ticket),
            deal: self.deal.max(other.deal),
            act: self.act.max(other.act),
        }
    }
}

impl Book {
    /// The book of these accounts. Gatherings as of another day are left out.
    #[must_use]
    pub fn of<'a>(as_of: Date, gatherings: impl IntoIterator<Item = &'a Gathering>) -> Self {
        let mut book = Self {
            as_of,
            features: BTreeSet::new(),
            feature_count: 0,
            depths: Vec::new(),
            depth_median: None,
            until: Until::default(),
        };
        for gathering in gatherings {
            book.include(gathering);
        }
        book.close();
        book
    }

    /// The same, with what another book of the same accounts tells of sources this one was not told of.
    #[must_use]
    pub fn with_sources_of(mut self, other: &Self) -> Self {
        self.until = self.until.latest(other.until);
        self
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
        let day = |day: Option<Date>| day.map(|day| Decimal::from((day - Date::ZERO).get_days()));
        vec![
            ("features", Some(Decimal::from(self.feature_count))),
            ("depth", self.depth_median),
            ("daily", day(self.until.daily)),
            ("month", day(self.until.month)),
            ("touch", day(self.until.touch)),
            ("training", day(self.until.training)),
            ("ticket", day(self.until.ticket)),
            ("deal", day(self.until.deal)),
            ("act", day(self.until.act)),
        ]
    }

    /// The book from what it told before.
    #[must_use]
    pub fn from_told(as_of: Date, told: &dyn Fn(&str) -> Option<Decimal>) -> Self {
        let day = |name: &str| {
            let days = told(name)?.to_i32()?;
            Date::ZERO.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
        };
        let until = Until {
            daily: day("daily"),
            month: day("month"),
            touch: day("touch"),
            training: day("training"),
            ticket: day("ticket"),
            deal: day("deal"),
            act: day("act"),
        };
        let feature_count = told("features").and_then(|count| count.to_u32()).unwrap_or(0);
        Self { feature_count, depth_median: told("depth"), until, ..Self::of(as_of, []) }
    }

    fn include(&mut self, gathering: &Gathering) {
        if gathering.as_of() != self.as_of {
            return;
        }
        self.until = self.until.latest(gathering.until());
        for feature in gathering.features().filter(|feature| !self.features.contains(*feature)).collect::<Vec<_>>() {
            self.features.insert(feature.clone());
        }
        self.depths.extend(gathering.depth().ok());
    }

    fn close(&mut self) {
        let features = std::mem::take(&mut self.features);
        self.feature_count = u32::try_from(features.len()).unwrap_or(u32::MAX);
        let mut depths = std::mem::take(&mut self.depths);
        depths.sort_unstable();
        let middle = depths.len() / 2;
        let lower = depths.len().checked_sub(1).and_then(|last| depths.get(last / 2));
        self.depth_median = depths
            .get(middle)
            .zip(lower)
            .and_then(|(upper, lower)| upper.checked_add(*lower)?.checked_div(Decimal::TWO));
    }
}
