use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::evidence::Evidence;
use crate::measure::MeasureKind;
use crate::reading::{Gap, Reading};
use crate::rule;

/// Where the numbers of a measure lie among accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// The 5th percentile.
    pub low: Decimal,
    /// The middle.
    pub middle: Decimal,
    /// The 95th percentile.
    pub high: Decimal,
    /// Of how many accounts.
    pub n: usize,
}

/// Where the numbers of all accounts lie as of one day, by segment and in the whole book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Peers {
    spreads: BTreeMap<(String, MeasureKind), Spread>,
}

/// Numbers of accounts as of one day while accounts are still being added.
#[derive(Debug, Clone, Default)]
pub struct OpenPeers {
    numbers: BTreeMap<String, BTreeMap<MeasureKind, Vec<Decimal>>>,
}

impl OpenPeers {
    /// Adds the evidence of an account and its segment; empty where none is told.
    pub fn include(&mut self, segment: &str, evidence: &Evidence) {
        if !self.numbers.contains_key(segment) {
            self.numbers.insert(segment.to_owned(), BTreeMap::new());
        }
        let Some(of_segment) = self.numbers.get_mut(segment) else { return };
        for kind in MeasureKind::ALL {
            let number = evidence.reading(kind).ok().and_then(|reading| reading.relative());
            if let Some(number) = number {
                of_segment.entry(kind).or_default().push(number);
            }
        }
    }

    /// Adds the accounts of another of the same day.
    pub fn join(&mut self, other: Self) {
        for (segment, numbers) in other.numbers {
            let of_segment = self.numbers.entry(segment).or_default();
            for (kind, mut numbers) in numbers {
                of_segment.entry(kind).or_default().append(&mut numbers);
            }
        }
    }

    /// Where the numbers lie, in each segment and in the whole book.
    #[must_use]
    pub fn close(self) -> Peers {
        let mut whole: BTreeMap<MeasureKind, Vec<Decimal>> = BTreeMap::new();
        let mut spreads = BTreeMap::new();
        for (segment, numbers) in self.numbers {
            for (kind, numbers) in numbers {
                whole.entry(kind).or_default().extend(&numbers);
                if segment != WHOLE_BOOK {
                    spreads.extend(Spread::of(numbers).map(|spread| ((segment.clone(), kind), spread)));
                }
            }
        }
        let of_whole = |(kind, numbers)| Some(((WHOLE_BOOK.to_owned(), kind), Spread::of(numbers)?));
        spreads.extend(whole.into_iter().filter_map(of_whole));
        Peers { spreads }
    }
}

/// The spread of the whole book stands under no segment.
const WHOLE_BOOK: &str = "";

impl Spread {
    /// Of these numbers; `None` without any.
    fn of(mut numbers: Vec<Decimal>) -> Option<Self> {
        numbers.sort_unstable();
        let at = |percent| percentile(&numbers, percent);
        Some(Self { low: at(5)?, middle: at(50)?, high: at(95)?, n: numbers.len() })
    }

    /// Where a number makes 0, 50 and 100.
    fn points(&self, better_low: bool) -> Vec<(Decimal, Decimal)> {
        let scores = [Decimal::ZERO, Decimal::from(50), Decimal::ONE_HUNDRED];
        let numbers = if better_low { [self.high, self.middle, self.low] } else { [self.low, self.middle, self.high] };
        numbers.into_iter().zip(scores).collect()
    }
}

/// A percentile of sorted numbers, read off the straight line between the two nearest.
fn percentile(sorted: &[Decimal], percent: usize) -> Option<Decimal> {
    let steps = sorted.len().checked_sub(1)?.checked_mul(percent)?;
    let (below, part) = (*sorted.get(steps / 100)?, steps % 100);
    let Some(above) = sorted.get(steps / 100 + 1).filter(|_| part > 0) else { return Some(below) };
    let step = above.checked_sub(below)?.checked_mul(Decimal::new(i64::try_from(part).ok()?, 2))?;
    below.checked_add(step)
}

impl Peers {
    /// Of the evidence of every account, with its segment.
    #[must_use]
    pub fn of<'a>(accounts: impl IntoIterator<Item = (&'a str, &'a Evidence)>) -> Self {
        let mut peers = OpenPeers::default();
        accounts.into_iter().for_each(|(segment, evidence)| peers.include(segment, evidence));
        peers.close()
    }

    /// What it tells, by name with how many accounts, so that it can be kept and told again without its accounts.
    #[must_use]
    pub fn told(&self) -> Vec<(String, Decimal, usize)> {
        let each = |((segment, kind), spread): (&(String, MeasureKind), &Spread)| {
            let parts = [("low", spread.low), ("middle", spread.middle), ("high", spread.high)];
            let n = spread.n;
            parts.map(|(part, number)| (format!("{part} {} {segment}", kind.key()), number, n))
        };
        self.spreads.iter().flat_map(each).collect()
    }

    /// The same from what it told before. What is not understood is left out.
    #[must_use]
    pub fn from_told<'a>(told: impl IntoIterator<Item = (&'a str, Decimal, usize)>) -> Self {
        let mut spreads: BTreeMap<(String, MeasureKind), Spread> = BTreeMap::new();
        for (name, number, n) in told {
            let mut words = name.splitn(3, ' ');
            let (Some(part), Some(kind)) = (words.next(), words.next().and_then(MeasureKind::find)) else { continue };
            let segment = words.next().unwrap_or(WHOLE_BOOK).to_owned();
            let blank = Spread { low: number, middle: number, high: number, n };
            let spread = spreads.entry((segment, kind)).or_insert(blank);
            match part {
                "low" => spread.low = number,
                "high" => spread.high = number,
                _ => spread.middle = number,
            }
        }
        Self { spreads }
    }

    /// Where the number of a reading makes which score among accounts of the segment, and what to mind about it. Where
    /// the segment is too small, among the whole book.
    pub(crate) fn points(&self, reading: &Reading, segment: &str) -> Result<Placed, Gap> {
        let kind = reading.kind();
        let of = |group: &str| self.spreads.get(&(group.to_owned(), kind)).filter(|spread| is_enough(spread.n));
        let (spread, note) = match of(segment) {
            Some(spread) => (spread, None),
            None => (of(WHOLE_BOOK).ok_or(Gap::FewPeers)?, Some(self.few(segment, kind))),
        };
        let points = reading.scaled(&spread.points(kind.is_better_low())).ok_or(Gap::NoSpread)?;
        Ok(Placed { points, note })
    }

    fn few(&self, segment: &str, kind: MeasureKind) -> String {
        let n = self.spreads.get(&(segment.to_owned(), kind)).map_or(0, |spread| spread.n);
        let whose = if segment == WHOLE_BOOK { "no segment is told".to_owned() } else { format!("{segment} has {n}") };
        format!("against the whole book: {whose}, {} are needed", rule::PEERS_LEAST)
    }
}

/// Points of number and score, and what to mind about them.
pub(crate) struct Placed {
    pub(crate) points: Vec<(Decimal, Decimal)>,
    pub(crate) note: Option<String>,
}

fn is_enough(n: usize) -> bool {
    n >= rule::PEERS_LEAST
}

#[cfg(test)]
mod tests;
