use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// A call and the model further apart than this are pointed out.
// method: renewals.differs_from
pub const DIFFERS_FROM: Decimal = Decimal::from_parts(20, 0, 0, false, 2);

/// What somebody said on a day about a renewal to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose it is.
    pub forecaster: Arc<str>,
    /// When it was said.
    pub on: Date,
    /// The chance of renewal, 0 to 1.
    pub chance: Decimal,
    /// ARR expected after the renewal, in the currency of the book.
    pub expected_arr: Option<Decimal>,
    /// Why.
    pub reason: Option<Arc<str>>,
}

impl Call {
    /// In the order in which they were said, the key last.
    fn order(&self) -> (Date, &Arc<str>) {
        (self.on, &self.key)
    }
}

/// The latest of these calls.
#[must_use]
pub fn latest(calls: &[Call]) -> Option<&Call> {
    calls.iter().max_by(|a, b| a.order().cmp(&b.order()))
}

/// The latest call of each forecaster, by name.
#[must_use]
pub fn latest_of_each(calls: &[Call]) -> Vec<&Call> {
    let mut found: Vec<&Call> = calls.iter().collect();
    found.sort_by(|a, b| (&a.forecaster, b.order()).cmp(&(&b.forecaster, a.order())));
    found.dedup_by(|next, before| next.forecaster == before.forecaster);
    found
}

/// How a call differs from the model, where it does so by enough to be talked about.
#[must_use]
pub fn difference(call: Decimal, model: Decimal) -> Option<Decimal> {
    let apart = call - model;
    (apart.abs() >= DIFFERS_FROM).then_some(apart)
}

#[cfg(test)]
mod tests;
