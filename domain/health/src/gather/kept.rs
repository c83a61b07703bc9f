use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kernel::FactRef;
use rust_decimal::Decimal;

use crate::evidence::Witness;
use crate::rule;

/// The entries in the middle of a row of them.
mod middle;

pub(super) use middle::odd;

/// Where a kept fact was seen; which of them stand behind a measure is settled at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Features,
    Days,
    Month,
    Live,
    Written,
    Sponsors,
    Trainings,
    Promoters,
    Satisfaction,
    Tickets,
    ContractsNow,
    ContractsNear,
    ContractsFar,
    Seats,
    Deals,
    BlockNow,
    BlocksBefore,
    Months,
    Volume,
    Acts,
    Community,
    Contacts,
    Invoices,
    Status,
}

/// A kept fact with the numbers that a measure may take from it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    fact: FactRef,
    on: Date,
    /// Of entries with the same group, some rules count one.
    group: Arc<str>,
    numbers: [Option<Decimal>; 4],
}

impl Entry {
    pub(crate) fn new(object: &'static str, key: &Arc<str>, on: Date, number: impl Into<Decimal>) -> Self {
        let numbers = [Some(number.into()), Some(Decimal::ONE), None, None];
        Self { fact: FactRef { object, key: key.clone() }, on, group: key.clone(), numbers }
    }

    pub(crate) fn grouped(self, group: impl Into<Arc<str>>) -> Self {
        Self { group: group.into(), ..self }
    }

    pub(crate) fn numbered(self, numbers: [Option<i64>; 4]) -> Self {
        Self { numbers: numbers.map(|number| number.map(Decimal::from)), ..self }
    }
}

/// Which entries of a slot bring their number; the others are only listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choose {
    /// All of them.
    All,
    /// The one with the largest number.
    Largest,
    /// One of each group.
    First,
    /// As many as make up this sum.
    UpTo(i64),
    /// Of each group those in surveys or those at tickets, whichever are more.
    Once,
    /// The largest of the whole product; where it is not told, of the features.
    OfWhole,
    /// All of the whole product; where it is not told, of the features together.
    OfFeatures,
    /// None: they are silent.
    Silent,
    /// The one with the smallest number.
    Least,
    /// Of the groups in order, an odd number of the first: the one whose sum lies in the middle.
    MiddleGroup,
    /// The one that tells the latest month.
    LatestMonth,
    /// The one that tells the month in the middle of those before the latest.
    MiddleMonth,
}

/// Which number of which entries goes into which column of a measure's value, times what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    slot: Slot,
    field: usize,
    choose: Choose,
    times: [i64; 2],
}

const fn part(slot: Slot, field: usize, choose: Choose, times: [i64; 2]) -> Part {
    Part { slot, field, choose, times }
}

/// Fields of a day of use.
const USED: usize = 0;
const DAY_USERS: usize = 1;
const DAY_EVENTS: usize = 2;
/// Fields of a month of use.
const USERS: usize = 0;
const LICENCES: usize = 1;
const ACTIVE_DAYS: usize = 2;
const EVENTS: usize = 3;

const ABOVE: [i64; 2] = [1, 0];
const BELOW: [i64; 2] = [0, 1];

const BY_MONTH: Part = part(Slot::Month, USERS, Choose::OfWhole, ABOVE);
const BY_DAY: Part = part(Slot::Days, DAY_USERS, Choose::Largest, ABOVE);
const SILENT: Part = part(Slot::Month, USERS, Choose::Silent, ABOVE);
const LICENSED: Part = part(Slot::Month, LICENCES, Choose::OfWhole, BELOW);
const SEATS: Part = part(Slot::Seats, 0, Choose::All, BELOW);

pub(super) const MONTH_OF_LICENCES: &[Part] = &[BY_MONTH, LICENSED];
pub(super) const MONTH_OF_SEATS: &[Part] = &[BY_MONTH, SEATS];
pub(super) const DAYS_OF_LICENCES: &[Part] = &[BY_DAY, LICENSED];
pub(super) const DAYS_OF_SEATS: &[Part] = &[BY_DAY, SEATS];
pub(super) const SILENCE_OF_SEATS: &[Part] = &[SILENT, SEATS];
pub(super) const FEATURES: &[Part] = &[part(Slot::Features, 0, Choose::First, ABOVE)];
pub(super) const DAYS: &[Part] = &[part(Slot::Days, USED, Choose::First, ABOVE)];
pub(super) const MONTH: &[Part] = &[part(Slot::Month, ACTIVE_DAYS, Choose::OfWhole, ABOVE)];
pub(super) const SILENCE: &[Part] = &[SILENT];
pub(super) const DAILY_DEPTH: &[Part] =
    &[part(Slot::Days, DAY_EVENTS, Choose::All, ABOVE), part(Slot::Days, USED, Choose::First, BELOW)];
pub(super) const MONTHLY_DEPTH: &[Part] =
    &[part(Slot::Month, EVENTS, Choose::OfFeatures, ABOVE), part(Slot::Month, ACTIVE_DAYS, Choose::OfWhole, BELOW)];
pub(super) const CONVERSATIONS: &[Part] =
    &[part(Slot::Live, 0, Choose::All, ABOVE), part(Slot::Written, 0, Choose::UpTo(rule::EMAIL_POINTS_MOST), ABOVE)];
pub(super) const SPONSORS: &[Part] = &[part(Slot::Sponsors, 0, Choose::All, ABOVE)];
pub(super) const TRAININGS: &[Part] = &[part(Slot::Trainings, 0, Choose::All, ABOVE)];
pub(super) const PROMOTERS: &[Part] = &[part(Slot::Promoters, 0, Choose::All, ABOVE)];
pub(super) const SATISFACTION: &[Part] =
    &[part(Slot::Satisfaction, 0, Choose::Once, ABOVE), part(Slot::Satisfaction, 1, Choose::Once, BELOW)];
pub(super) const TICKETS: &[Part] = &[part(Slot::Tickets, 0, Choose::All, ABOVE)];
/// The change is what is paid now less what was paid then, over what was paid then.
pub(super) const SINCE_FAR: &[Part] =
    &[part(Slot::ContractsNow, 0, Choose::All, ABOVE), part(Slot::ContractsFar, 0, Choose::All, [-1, 1])];
pub(super) const SINCE_NEAR: &[Part] =
    &[part(Slot::ContractsNow, 0, Choose::All, ABOVE), part(Slot::ContractsNear, 0, Choose::All, [-1, 1])];
pub(super) const DEALS: &[Part] = &[part(Slot::Deals, 0, Choose::Largest, ABOVE)];
pub(super) const BLOCKS: &[Part] =
    &[part(Slot::BlockNow, 0, Choose::All, ABOVE), part(Slot::BlocksBefore, 0, Choose::MiddleGroup, BELOW)];
pub(super) const MONTHS: &[Part] =
    &[part(Slot::Months, 0, Choose::LatestMonth, ABOVE), part(Slot::Months, 0, Choose::MiddleMonth, BELOW)];
pub(super) const VOLUME: &[Part] = &[part(Slot::Volume, 0, Choose::All, ABOVE)];
pub(super) const ACTS: &[Part] = &[part(Slot::Acts, 0, Choose::All, ABOVE)];
pub(super) const COMMUNITY: &[Part] = &[part(Slot::Community, 0, Choose::All, ABOVE)];
pub(super) const CONTACTS: &[Part] =
    &[part(Slot::Contacts, 0, Choose::All, ABOVE), part(Slot::Contacts, 1, Choose::All, BELOW)];
pub(super) const INVOICES: &[Part] = &[part(Slot::Invoices, 0, Choose::All, ABOVE)];
pub(super) const STATUS: &[Part] = &[part(Slot::Status, 0, Choose::Least, ABOVE)];

/// The facts behind the measures, when they were asked for.
#[derive(Debug, Clone)]
pub(crate) struct Kept(Option<BTreeMap<Slot, Vec<Entry>>>);

impl Kept {
    pub(super) fn nothing() -> Self {
        Self(None)
    }

    pub(super) fn everything() -> Self {
        Self(Some(BTreeMap::new()))
    }

    pub(crate) fn keep(&mut self, slot: Slot, entry: impl FnOnce() -> Entry) {
        if let Some(slots) = &mut self.0 {
            slots.entry(slot).or_default().push(entry());
        }
    }

    pub(crate) fn forget(&mut self, slot: Slot) {
        if let Some(slots) = &mut self.0 {
            slots.remove(&slot);
        }
    }

    /// The facts of these parts in order of their keys, each once, with what it brings to both columns.
    pub(super) fn rows(&self, parts: &[Part]) -> Vec<Witness> {
        let Some(slots) = &self.0 else { return Vec::new() };
        let mut found: BTreeMap<FactRef, Witness> = BTreeMap::new();
        for part in parts {
            let mut entries: Vec<&Entry> = slots.get(&part.slot).into_iter().flatten().collect();
            entries.sort_by(|a, b| (&a.fact, a.on).cmp(&(&b.fact, b.on)));
            let brought = chosen(&entries, part);
            for (entry, number) in entries.into_iter().zip(brought) {
                let blank = || Witness { fact: entry.fact.clone(), on: entry.on, numbers: None };
                let witness = found.entry(entry.fact.clone()).or_insert_with(blank);
                if let Some(number) = number {
                    let numbers = witness.numbers.get_or_insert([Decimal::ZERO; 2]);
                    for (sum, times) in numbers.iter_mut().zip(part.times) {
                        *sum = sum.saturating_add(number.saturating_mul(times.into()));
                    }
                }
            }
        }
        found.into_values().collect()
    }
}

/// What each entry brings; `None` for those that are only listed.
fn chosen(entries: &[&Entry], part: &Part) -> Vec<Option<Decimal>> {
    let told: Vec<Option<Decimal>> = entries.iter().map(|entry| entry.numbers[part.field]).collect();
    let whole = |entry: &Entry| &*entry.group == WHOLE;
    let by_whole = entries.iter().zip(&told).any(|(entry, number)| whole(entry) && number.is_some());
    let of_whole: Vec<Option<Decimal>> =
        entries.iter().zip(&told).map(|(entry, number)| number.filter(|_| whole(entry) == by_whole)).collect();
    match part.choose {
        Choose::All => told,
        Choose::Silent => vec![None; told.len()],
        Choose::Largest => largest(&told),
        Choose::Least => least(&told),
        Choose::MiddleGroup => middle::group(entries, &told),
        Choose::LatestMonth => middle::latest_month(entries, &told),
        Choose::MiddleMonth => middle::month(entries, &told),
        Choose::OfWhole => largest(&of_whole),
        Choose::OfFeatures => {
            if by_whole {
                largest(&of_whole)
            } else {
                of_whole
            }
        }
        Choose::UpTo(most) => up_to(&told, most.into()),
        Choose::First => {
            let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
            let mut first = |entry: &Entry| seen.insert(entry.group.clone());
            entries.iter().zip(told).map(|(entry, number)| number.filter(|_| first(entry))).collect()
        }
        Choose::Once => {
            let count = |of: &Entry, object: &str| {
                entries.iter().filter(|entry| entry.group == of.group && entry.fact.object == object).count()
            };
            let more = |entry: &Entry| {
                let at_tickets = count(entry, "tickets") >= count(entry, "surveys");
                (entry.fact.object == "tickets") == at_tickets
            };
            entries.iter().zip(told).map(|(entry, number)| number.filter(|_| more(entry))).collect()
        }
    }
}

/// The group of rows about the whole product rather than a feature of it.
pub(crate) const WHOLE: &str = "the whole product";

fn largest(told: &[Option<Decimal>]) -> Vec<Option<Decimal>> {
    let most = told.iter().flatten().max();
    let place = told.iter().position(|number| number.as_ref() == most && number.is_some());
    told.iter().enumerate().map(|(at, number)| number.filter(|_| Some(at) == place)).collect()
}

fn least(told: &[Option<Decimal>]) -> Vec<Option<Decimal>> {
    let least = told.iter().flatten().min();
    let place = told.iter().position(|number| number.as_ref() == least && number.is_some());
    told.iter().enumerate().map(|(at, number)| number.filter(|_| Some(at) == place)).collect()
}

fn up_to(told: &[Option<Decimal>], most: Decimal) -> Vec<Option<Decimal>> {
    let mut left = most;
    let taken = |number: &Option<Decimal>| {
        let part = number.as_ref()?.min(&left).to_owned();
        left -= part;
        (!part.is_zero()).then_some(part)
    };
    told.iter().map(taken).collect()
}

#[cfg(test)]
mod tests;
