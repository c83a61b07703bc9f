use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use statistics::Interval;

use crate::verdict::Verdict;
use crate::working::Doubt;

/// Findings as a row of numbers, so that a store can keep them without knowing what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tape {
    numbers: Vec<Option<Decimal>>,
    place: usize,
}

/// Digits kept behind the point: far more than anybody prints, few enough to come back as they went.
const DIGITS: u32 = 12;

/// What can be put on a tape and read from it again.
pub trait Taped: Sized {
    /// Puts it at the end.
    fn write(&self, tape: &mut Tape);

    /// Reads it from where the tape stands; `None` when the tape says something else.
    fn read(tape: &mut Tape) -> Option<Self>;
}

impl Tape {
    /// With these numbers on it, from the beginning.
    #[must_use]
    pub fn of(numbers: Vec<Option<Decimal>>) -> Self {
        Self { numbers, place: 0 }
    }

    /// The numbers on it.
    #[must_use]
    pub fn numbers(&self) -> &[Option<Decimal>] {
        &self.numbers
    }

    pub(crate) fn exact(&mut self, value: Decimal) {
        self.numbers.push(Some(value));
    }

    pub(crate) fn number(&mut self, value: f64) {
        self.optional(Some(value));
    }

    pub(crate) fn optional(&mut self, value: Option<f64>) {
        self.numbers.push(value.and_then(Decimal::from_f64).map(|value| value.round_dp(DIGITS)));
    }

    pub(crate) fn count(&mut self, value: u64) {
        self.exact(Decimal::from(value));
    }

    pub(crate) fn interval(&mut self, interval: Interval) {
        self.number(interval.low);
        self.number(interval.high);
    }

    pub(crate) fn verdict(&mut self, verdict: Verdict) {
        self.count(verdict.number());
    }

    pub(crate) fn doubts(&mut self, doubts: &[Doubt]) {
        self.count(Doubt::number(doubts));
    }

    pub(crate) fn maybe<T: Taped>(&mut self, value: Option<&T>) {
        self.count(u64::from(value.is_some()));
        if let Some(value) = value {
            value.write(self);
        }
    }

    pub(crate) fn list<T: Taped>(&mut self, values: &[Option<T>]) {
        self.count(values.len() as u64);
        values.iter().for_each(|value| self.maybe(value.as_ref()));
    }

    pub(crate) fn next_optional(&mut self) -> Option<Option<f64>> {
        let value = *self.numbers.get(self.place)?;
        self.place += 1;
        Some(value.and_then(|value| value.to_f64()))
    }

    pub(crate) fn next_exact(&mut self) -> Option<Decimal> {
        let value = *self.numbers.get(self.place)?;
        self.place += 1;
        value
    }

    pub(crate) fn next_number(&mut self) -> Option<f64> {
        self.next_optional()?
    }

    pub(crate) fn next_count(&mut self) -> Option<u64> {
        self.next_exact()?.to_u64()
    }

    pub(crate) fn next_interval(&mut self) -> Option<Interval> {
        Some(Interval { low: self.next_number()?, high: self.next_number()? })
    }

    pub(crate) fn next_verdict(&mut self) -> Option<Verdict> {
        Verdict::numbered(self.next_count()?)
    }

    pub(crate) fn next_doubts(&mut self) -> Option<Vec<Doubt>> {
        self.next_count().map(Doubt::numbered)
    }

    pub(crate) fn next_maybe<T: Taped>(&mut self) -> Option<Option<T>> {
        match self.next_count()? {
            0 => Some(None),
            _ => T::read(self).map(Some),
        }
    }

    pub(crate) fn next_list<T: Taped>(&mut self) -> Option<Vec<Option<T>>> {
        let count = self.next_count()?;
        (0..count).map(|_| self.next_maybe()).collect()
    }
}
