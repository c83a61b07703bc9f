use std::ops::{Add, Sub};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::arr::{AccountHistory, Basis, Refused, Term, Window, days_between, sorted_keys};
use crate::movements::MovementKind;

/// ARR in the book currency, at the rates of both ends of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Level {
    pub(crate) at_opening_rate: Decimal,
    pub(crate) at_closing_rate: Decimal,
}

impl Level {
    fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl Add for Level {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            at_opening_rate: self.at_opening_rate + other.at_opening_rate,
            at_closing_rate: self.at_closing_rate + other.at_closing_rate,
        }
    }
}

impl Sub for Level {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            at_opening_rate: self.at_opening_rate - other.at_opening_rate,
            at_closing_rate: self.at_closing_rate - other.at_closing_rate,
        }
    }
}

/// Part of a day's change: from one level to another, both at the opening rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) kind: MovementKind,
    pub(crate) low: Decimal,
    pub(crate) high: Decimal,
}

/// All that changes on one day, netted.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) on: Date,
    pub(crate) before: Level,
    pub(crate) after: Level,
    pub(crate) contracts: Vec<Arc<str>>,
    first: bool,
    agreed: Agreed,
}

/// What of a day's rise can have been agreed before.
#[derive(Debug, Clone, Copy, Default)]
struct Agreed {
    /// Rises within a contract that goes on as an escalator.
    within: Decimal,
    /// Escalated contracts that replace others.
    replacing: Decimal,
    /// Contracts that ended and do not go on.
    ended: Decimal,
}

impl Agreed {
    fn rise(self) -> Decimal {
        self.within + (self.replacing - self.ended).max(Decimal::ZERO)
    }
}

impl Step {
    /// How much of the day's rise was agreed before: escalated contracts replace the ended ones first.
    pub(crate) fn escalated(&self) -> Decimal {
        if self.before.at_opening_rate.is_zero() {
            return Decimal::ZERO;
        }
        let rise = self.after.at_opening_rate - self.before.at_opening_rate;
        self.agreed.rise().min(rise).max(Decimal::ZERO)
    }

    /// The day's change by kind; parts that change nothing are left out.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let (before, after) = (self.before.at_opening_rate, self.after.at_opening_rate);
        let agreed = before + self.escalated();
        let parts = [
            Part { kind: MovementKind::Escalator, low: before, high: agreed },
            Part { kind: self.kind(), low: agreed, high: after },
        ];
        parts.into_iter().filter(|part| part.low != part.high).collect()
    }

    fn kind(&self) -> MovementKind {
        let (before, after) = (self.before.at_opening_rate, self.after.at_opening_rate);
        if before.is_zero() {
            if self.first { MovementKind::New } else { MovementKind::Reactivation }
        } else if after.is_zero() {
            MovementKind::Churn
        } else if after > before {
            MovementKind::Expansion
        } else {
            MovementKind::Contraction
        }
    }
}

/// Days without a contract that do not count as a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hole {
    pub(crate) from: Date,
    /// When the next contract begins; `None` while none does.
    pub(crate) until: Option<Date>,
}

/// What an account pays over time: the days on which it changes, and the lapses that were bridged.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    steps: Vec<Step>,
    holes: Vec<Hole>,
}

impl Curve {
    pub(crate) fn of(history: &AccountHistory, window: Window, basis: &Basis<'_>) -> Result<Self, Refused> {
        let mut changes = Vec::with_capacity(history.terms.len() * 2);
        for term in history.terms.iter().filter(|term| term.counts()) {
            let worth = worth_within(term, window, basis)?;
            changes.push(Change { on: term.from, starts: true, term, worth });
            changes.extend(term.to.map(|to| Change { on: to, starts: false, term, worth }));
        }
        Ok(bridge_lapses(net_by_day(changes), basis))
    }

    /// The level at 00:00 of a day, lapses carried over.
    pub(crate) fn level_on(&self, day: Date) -> Level {
        let past = self.steps.partition_point(|step| step.on <= day);
        past.checked_sub(1).and_then(|place| self.steps.get(place)).map_or(Level::default(), |step| step.after)
    }

    /// The changes between opening and closing.
    pub(crate) fn steps_in(&self, window: Window) -> &[Step] {
        let first = self.steps.partition_point(|step| step.on <= window.opens_on);
        let end = self.steps.partition_point(|step| step.on <= window.closes_on);
        self.steps.get(first..end).unwrap_or_default()
    }

    /// The bridged lapse a day falls in.
    pub(crate) fn hole_at(&self, day: Date) -> Option<&Hole> {
        let past = self.holes.partition_point(|hole| hole.from <= day);
        let hole = self.holes.get(past.checked_sub(1)?)?;
        hole.until.is_none_or(|until| day < until).then_some(hole)
    }

    /// The day whose contracts stand behind the level of a day.
    pub(crate) fn paid_day(&self, day: Date) -> Date {
        self.hole_at(day).map_or(day, |hole| hole.from.yesterday().unwrap_or(hole.from))
    }
}

/// A term that cannot reach into the window needs no exchange rate: only that it was paid for matters.
fn worth_within(term: &Term, window: Window, basis: &Basis<'_>) -> Result<Level, Refused> {
    let earliest = window.opens_on.min(basis.as_of);
    let carried_from = |to: Date| days_between(to, earliest) <= basis.rules.lapse_days.max(0);
    if term.from > window.closes_on || !term.to.is_none_or(carried_from) {
        return Ok(Level { at_opening_rate: Decimal::ONE, at_closing_rate: Decimal::ONE });
    }
    let at_opening_rate = basis.worth(term, window.opens_on)?;
    Ok(Level { at_opening_rate, at_closing_rate: basis.worth(term, window.closes_on)? })
}

/// One end of one term.
struct Change<'a> {
    on: Date,
    starts: bool,
    term: &'a Term,
    worth: Level,
}

fn net_by_day(mut changes: Vec<Change<'_>>) -> Vec<Step> {
    changes.sort_by(|a, b| (a.on, &a.term.fact).cmp(&(b.on, &b.term.fact)));
    let mut level = Level::default();
    let mut steps = Vec::new();
    for day in changes.chunk_by(|a, b| a.on == b.on) {
        let step = net_of_day(level, day);
        level = step.after;
        steps.push(step);
    }
    steps
}

fn net_of_day(before: Level, day: &[Change<'_>]) -> Step {
    Step {
        on: day.first().map_or(Date::MIN, |change| change.on),
        before,
        after: before + total(day, true) - total(day, false),
        contracts: sorted_keys(day.iter().map(|change| change.term.fact.clone()).collect()),
        first: false,
        agreed: agreed(day),
    }
}

fn total(changes: &[Change<'_>], starts: bool) -> Level {
    changes.iter().filter(|change| change.starts == starts).fold(Level::default(), |sum, change| sum + change.worth)
}

/// A contract that goes on is netted with itself, so that cutting one in two never touches another.
fn agreed(day: &[Change<'_>]) -> Agreed {
    let mut found = Agreed::default();
    for contract in day.chunk_by(|a, b| a.term.fact == b.term.fact) {
        let (started, ended) = (total(contract, true).at_opening_rate, total(contract, false).at_opening_rate);
        let escalates = contract.iter().any(|change| change.starts && change.term.escalator);
        if started.is_zero() {
            found.ended += ended;
        } else if escalates && ended.is_zero() {
            found.replacing += started;
        } else if escalates {
            found.within += (started - ended).max(Decimal::ZERO);
        }
    }
    found
}

/// Carries ARR over gaps that the rules take for billing lapses, and leaves out days that change nothing.
fn bridge_lapses(steps: Vec<Step>, basis: &Basis<'_>) -> Curve {
    let mut curve = Curve { steps: Vec::with_capacity(steps.len()), holes: Vec::new() };
    let mut left: Option<Step> = None;
    for step in steps {
        match left.take() {
            Some(gone) if days_between(gone.on, step.on) <= basis.rules.lapse_days => {
                curve.holes.push(Hole { from: gone.on, until: Some(step.on) });
                curve.steps.push(joined(gone, step));
            }
            gone => {
                curve.steps.extend(gone);
                if step.after.is_zero() { left = Some(step) } else { curve.steps.push(step) }
            }
        }
    }
    if let Some(gone) = left {
        // As long as a contract that begins tomorrow would still bridge the gap, nothing is lost yet.
        if days_between(gone.on, basis.as_of) < basis.rules.lapse_days {
            curve.holes.push(Hole { from: gone.on, until: None });
        } else {
            curve.steps.push(gone);
        }
    }
    curve.steps.retain(|step| step.before != step.after);
    if let Some(first) = curve.steps.first_mut() {
        first.first = true;
    }
    curve
}

fn joined(gone: Step, back: Step) -> Step {
    Step {
        before: gone.before,
        agreed: Agreed { ended: gone.before.at_opening_rate, ..back.agreed },
        contracts: sorted_keys([gone.contracts, back.contracts].concat()),
        ..back
    }
}
