use std::collections::BTreeMap;

use kernel::FactRef;
use rust_decimal::Decimal;

use crate::assess::{Health, Measure};
use crate::evidence::Witness;
use crate::measure::MeasureKind;

/// What one measure did to the score between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<'a> {
    /// Which measure.
    pub kind: MeasureKind,
    /// The measure on the earlier day, with the share of the score it made then.
    pub then: Part<'a>,
    /// The same on the later day.
    pub now: Part<'a>,
}

/// A measure and the part of the score it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The measure, known or not.
    pub measure: &'a Measure,
    /// What its score is multiplied with in the score of the account, after the weight of the unknown was spread; zero
    /// when it is unknown.
    pub share: Decimal,
}

impl Part<'_> {
    /// The points of the score that the measure makes.
    #[must_use]
    pub fn points(&self) -> Decimal {
        self.measure.score.map_or(Decimal::ZERO, |score| score.saturating_mul(self.share))
    }
}

impl Move<'_> {
    /// The points by which the measure moved the score.
    #[must_use]
    pub fn points(&self) -> Decimal {
        self.now.points().saturating_sub(self.then.points())
    }

    /// Whether it was known then and is not now.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.then.measure.score.is_some() && self.now.measure.score.is_none()
    }

    /// What came, went and changed among its rows.
    #[must_use]
    pub fn rows(&self) -> RowChanges<'_> {
        RowChanges::between(&self.then.measure.facts, &self.now.measure.facts)
    }
}

/// What came, went and changed among the rows behind a measure, in order of their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowChanges<'a> {
    /// Not behind it then.
    pub came: Vec<&'a Witness>,
    /// No longer behind it: they left the window, or were taken back.
    pub went: Vec<&'a Witness>,
    /// Behind it both times, and bringing another number.
    pub changed: Vec<&'a Witness>,
}

impl<'a> RowChanges<'a> {
    fn between(then: &'a [Witness], now: &'a [Witness]) -> Self {
        let by_fact = |rows: &'a [Witness]| rows.iter().map(|row| (&row.fact, row)).collect::<BTreeMap<&FactRef, _>>();
        let (before, after) = (by_fact(then), by_fact(now));
        let mut changes = Self::default();
        for (fact, row) in &after {
            match before.get(fact) {
                None => changes.came.push(row),
                Some(old) if old.numbers != row.numbers || old.on != row.on => changes.changed.push(row),
                Some(_) => {}
            }
        }
        changes.went = before.into_iter().filter(|(fact, _)| !after.contains_key(fact)).map(|(_, row)| row).collect();
        changes
    }
}

/// What each measure did between two days, what moved most first. The points sum to the difference of the scores, where
/// both are known.
///
/// Both must come from one profile; a measure that only one of them has is left out.
#[must_use]
pub fn moves<'a>(then: &'a Health, now: &'a Health) -> Vec<Move<'a>> {
    let mut before: BTreeMap<MeasureKind, Part<'a>> = parts(then).collect();
    let found = parts(now).filter_map(|(kind, now)| Some(Move { kind, then: before.remove(&kind)?, now }));
    let mut found: Vec<Move<'a>> = found.collect();
    found.sort_by(|a, b| b.points().abs().cmp(&a.points().abs()).then(a.kind.cmp(&b.kind)));
    found
}

/// Every measure with the share of the score it makes: its weight in its component, times that of the component, each
/// of what is known.
fn parts(health: &Health) -> impl Iterator<Item = (MeasureKind, Part<'_>)> {
    let known: Decimal = health.components.iter().filter(|part| part.score.is_some()).map(|part| part.weight).sum();
    health.components.iter().flat_map(move |component| {
        let within: Decimal = component.measures.iter().filter(|m| m.score.is_some()).map(|m| m.weight).sum();
        component.measures.iter().map(move |measure| {
            let weight = (component.weight * measure.weight).checked_div(known * within);
            let share = measure.score.and(weight).unwrap_or_default();
            (measure.kind, Part { measure, share })
        })
    })
}

#[cfg(test)]
mod tests;
