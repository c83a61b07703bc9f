use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Entry, WHOLE};

/// The largest odd number up to this one, so that one of so many lies in the middle.
pub(crate) fn odd(count: usize) -> usize {
    if count.is_multiple_of(2) { count.saturating_sub(1) } else { count }
}

pub(super) fn group(entries: &[&Entry], told: &[Option<Decimal>]) -> Vec<Option<Decimal>> {
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (entry, number) in entries.iter().zip(told) {
        let sum = sums.entry(&*entry.group).or_default();
        *sum = sum.saturating_add(number.unwrap_or_default());
    }
    let mut first: Vec<(Decimal, &str)> = sums.into_iter().map(|(group, sum)| (sum, group)).collect();
    first.truncate(odd(first.len()));
    first.sort_unstable();
    let middle = first.get(first.len() / 2).map(|(_, group)| *group);
    entries.iter().zip(told).map(|(entry, number)| number.filter(|_| Some(&*entry.group) == middle)).collect()
}

pub(super) fn latest_month(entries: &[&Entry], told: &[Option<Decimal>]) -> Vec<Option<Decimal>> {
    only(told, tellers(entries, told).values().next_back().copied())
}

pub(super) fn month(entries: &[&Entry], told: &[Option<Decimal>]) -> Vec<Option<Decimal>> {
    let mut earlier: Vec<usize> = tellers(entries, told).into_values().rev().skip(1).collect();
    earlier.truncate(odd(earlier.len()));
    earlier.sort_by_key(|place| told.get(*place).copied().flatten());
    only(told, earlier.get(earlier.len() / 2).copied())
}

/// Which entry tells each month: the largest of the whole product, else of its features.
fn tellers(entries: &[&Entry], told: &[Option<Decimal>]) -> BTreeMap<Date, usize> {
    let mut found: BTreeMap<Date, usize> = BTreeMap::new();
    let weight = |place: usize| (&*entries[place].group == WHOLE, told[place]);
    for (place, entry) in entries.iter().enumerate() {
        let best = found.entry(entry.on).or_insert(place);
        if weight(place) > weight(*best) {
            *best = place;
        }
    }
    found
}

fn only(told: &[Option<Decimal>], place: Option<usize>) -> Vec<Option<Decimal>> {
    told.iter().enumerate().map(|(at, number)| number.filter(|_| Some(at) == place)).collect()
}
