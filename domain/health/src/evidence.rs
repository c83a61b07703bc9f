use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::FactRef;
use rust_decimal::Decimal;

use crate::measure::MeasureKind;
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
}

impl Evidence {
    /// Evidence in which no measure is known.
    #[must_use]
    pub fn blank(as_of: Date) -> Self {
        Self { as_of, readings: [Err(Gap::NoFacts); MeasureKind::ALL.len()], facts: BTreeMap::new() }
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

    /// The same evidence with a reading, or with the reason why `kind` has none.
    #[must_use]
    pub(crate) fn told(self, kind: MeasureKind, found: Result<Reading, Gap>) -> Self {
        match found {
            Ok(reading) => self.with(reading),
            Err(gap) => self.without(kind, gap),
        }
    }

    /// The same evidence with the facts behind a measure.
    #[must_use]
    pub fn backed_by(mut self, kind: MeasureKind, facts: Vec<Witness>) -> Self {
        if !facts.is_empty() {
            self.facts.insert(kind, facts);
        }
        self
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
