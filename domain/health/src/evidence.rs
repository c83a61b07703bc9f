use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::FactRef;
use rust_decimal::Decimal;

use crate::floor::Floor;
use crate::measure::MeasureKind;
use crate::profile::Windows;
use crate::reading::{Gap, Reading};

/// A fact behind a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Which.
    pub fact: FactRef,
    /// The day it speaks about.
    pub on: Date,
    /// What it brings to the value; `None` when it was looked at and brings nothing.
    pub numbers: Option<[Decimal; 2]>,
}

/// What is known about one account as of one day: for each measure a reading, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    as_of: Date,
    readings: [Result<Reading, Gap>; MeasureKind::ALL.len()],
    facts: BTreeMap<MeasureKind, Vec<Witness>>,
    told_until: [Option<Date>; MeasureKind::ALL.len()],
    floors: Vec<Floor>,
    renewal_on: Option<Date>,
    windows: Windows,
}

impl Evidence {
    /// Evidence in which no measure is known.
    #[must_use]
    pub fn blank(as_of: Date) -> Self {
        Self {
            as_of,
            readings: [Err(Gap::NoFacts); MeasureKind::ALL.len()],
            facts: BTreeMap::new(),
            told_until: [None; MeasureKind::ALL.len()],
            floors: Vec::new(),
            renewal_on: None,
            windows: Windows::default(),
        }
    }

    /// The same evidence with this reading of its measure.
    #[must_use]
    pub fn with(mut self, reading: Reading) -> Self {
        self.readings[reading.kind().place()] = Ok(reading);
        self
    }

    /// The same evidence without a reading of the measure, and why.
    #[must_use]
    pub fn without(mut self, kind: MeasureKind, gap: Gap) -> Self {
        self.readings[kind.place()] = Err(gap);
        self.facts.remove(&kind);
        self
    }

    /// Enters what was found of a measure, in place: evidence is too large to be moved for each of them.
    pub(crate) fn enter(
        &mut self,
        kind: MeasureKind,
        found: Result<Reading, Gap>,
        facts: Vec<Witness>,
        told_until: Option<Date>,
    ) {
        self.readings[kind.place()] = found;
        self.told_until[kind.place()] = told_until;
        if !facts.is_empty() {
            self.facts.insert(kind, facts);
        }
    }

    /// The same evidence with what bounds the band, the next renewal, and how far back was looked.
    #[must_use]
    pub fn bounded(self, floors: Vec<Floor>, renewal_on: Option<Date>, windows: Windows) -> Self {
        Self { floors, renewal_on, windows, ..self }
    }

    /// The same evidence with the last day that the rows behind a measure speak about.
    #[must_use]
    pub fn told_until(mut self, kind: MeasureKind, day: Option<Date>) -> Self {
        self.told_until[kind.place()] = day;
        self
    }

    /// What no average of measures can wash out, worst first.
    #[must_use]
    pub fn floors(&self) -> &[Floor] {
        &self.floors
    }

    /// The next day on which a running contract is up for renewal.
    #[must_use]
    pub fn renewal_on(&self) -> Option<Date> {
        self.renewal_on
    }

    /// Over how many days a measure looked; 0 for one without a window.
    #[must_use]
    pub fn window_days(&self, kind: MeasureKind) -> i32 {
        self.windows.days(kind)
    }

    /// The last day that the rows behind a measure speak about; `None` for what holds until it ends.
    #[must_use]
    pub fn last_told_on(&self, kind: MeasureKind) -> Option<Date> {
        self.told_until[kind.place()]
    }

    /// The last day that was looked at.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// What is known of a measure, or why nothing is.
    ///
    /// # Errors
    /// The gap, when there is no reading.
    pub fn reading(&self, kind: MeasureKind) -> Result<Reading, Gap> {
        self.readings[kind.place()]
    }

    /// The facts behind a measure; none unless they were asked for.
    #[must_use]
    pub fn facts(&self, kind: MeasureKind) -> &[Witness] {
        self.facts.get(&kind).map_or(&[], Vec::as_slice)
    }
}
