use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::figure::{Figure, Unit};

/// Names the rows behind one figure: the address of a report, `#`, and the figure's key within it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceRef(String);

impl EvidenceRef {
    /// The reference to a figure of the report at this address.
    #[must_use]
    pub fn new(address: &str, key: &str) -> Self {
        Self(format!("{address}#{key}"))
    }

    /// The address of the report and the key of the figure.
    #[must_use]
    pub fn parts(text: &str) -> Option<(&str, &str)> {
        text.split_once('#').filter(|(address, key)| !address.is_empty() && !key.is_empty())
    }
}

impl fmt::Display for EvidenceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for EvidenceRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How rows become one number. Each row brings the numbers that the fold names, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// How many rows there are.
    Count,
    /// The sum of the first number.
    Sum,
    /// The sum of the first number divided by the sum of the second.
    Ratio,
    /// One minus the sum of the first number divided by the sum of the second.
    Complement,
    /// The mean of the first number.
    Mean,
    /// The mean of the first number, weighted by the second.
    WeightedMean,
    /// The middle of the first number; the mean of the two middle ones when their count is even.
    Median,
    /// Share of 9 and 10 less share of 0 to 6, in points.
    NetPromoter,
    /// The largest first number divided by their sum.
    LargestShare,
    /// The sum of the k largest first numbers divided by the sum of all.
    TopShare(usize),
    /// The square of the sum divided by the sum of squares: how many equal parts would be as concentrated.
    EffectiveNumber,
    /// The least-squares slope of the first number over the order of the rows.
    Slope,
}

impl Fold {
    /// The fold in words, for the evidence page.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Count => "count of rows".into(),
            Self::Sum => "sum".into(),
            Self::Ratio => "sum of the first divided by sum of the second".into(),
            Self::Complement => "1 - sum of the first divided by sum of the second".into(),
            Self::Mean => "mean".into(),
            Self::WeightedMean => "mean weighted by the second".into(),
            Self::Median => "median".into(),
            Self::NetPromoter => "100 x (share of 9 and 10 - share of 0 to 6)".into(),
            Self::LargestShare => "largest divided by sum".into(),
            Self::TopShare(count) => format!("sum of the {count} largest divided by sum"),
            Self::EffectiveNumber => "square of the sum divided by the sum of squares".into(),
            Self::Slope => "least-squares slope per row".into(),
        }
    }
}

/// One row behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceRow {
    /// The object the row is a fact of (`contracts`), or `figure` when it is itself a figure.
    pub object: &'static str,
    /// The key of the fact, or the reference of the figure.
    pub key: Arc<str>,
    /// What a reader would call it.
    pub label: String,
    /// The day it speaks about.
    pub on: Option<Date>,
    /// What it brings to the fold, in the order of `Trace::columns`.
    pub numbers: Vec<Decimal>,
}

/// The rows behind a figure, and the fold that makes the figure from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// How the rows become the figure.
    pub fold: Fold,
    /// What the numbers of each row are.
    pub columns: Vec<&'static str>,
    /// In a stable order.
    pub rows: Vec<TraceRow>,
}

impl Trace {
    /// An empty trace; rows are pushed to it.
    #[must_use]
    pub fn new(fold: Fold, columns: &[&'static str]) -> Self {
        Self { fold, columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(
        &mut self,
        object: &'static str,
        key: &Arc<str>,
        label: impl Into<String>,
        on: Option<Date>,
        numbers: &[Decimal],
    ) {
        self.rows.push(TraceRow { object, key: key.clone(), label: label.into(), on, numbers: numbers.to_vec() });
    }

    /// The figure the rows make, or `None` where there is nothing to divide by or to take a middle of.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        let first: Vec<Decimal> = self.column(0);
        match self.fold {
            Fold::Count => Some(Decimal::from(self.rows.len())),
            Fold::Sum => sum(&first),
            Fold::Ratio => divide(sum(&first)?, sum(&self.column(1))?),
            Fold::Complement => Decimal::ONE.checked_sub(divide(sum(&first)?, sum(&self.column(1))?)?),
            Fold::Mean => divide(sum(&first)?, Decimal::from(first.len())),
            Fold::WeightedMean => self.weighted_mean(),
            Fold::Median => median(first),
            Fold::NetPromoter => net_promoter(&first),
            Fold::LargestShare => top_share(first, 1),
            Fold::TopShare(count) => top_share(first, count),
            Fold::EffectiveNumber => effective_number(&first),
            Fold::Slope => slope(&first),
        }
    }

    fn column(&self, place: usize) -> Vec<Decimal> {
        self.rows.iter().map(|row| row.numbers.get(place).copied().unwrap_or_default()).collect()
    }

    fn weighted_mean(&self) -> Option<Decimal> {
        let weights = self.column(1);
        let products: Option<Vec<Decimal>> =
            self.column(0).iter().zip(&weights).map(|(value, weight)| value.checked_mul(*weight)).collect();
        divide(sum(&products?)?, sum(&weights)?)
    }
}

fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |total, number| total.checked_add(*number))
}

fn divide(dividend: Decimal, divisor: Decimal) -> Option<Decimal> {
    dividend.checked_div(divisor)
}

fn median(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    if numbers.len() % 2 == 1 {
        return Some(upper);
    }
    divide(upper.checked_add(*numbers.get(middle - 1)?)?, Decimal::TWO)
}

fn net_promoter(scores: &[Decimal]) -> Option<Decimal> {
    let promoters = scores.iter().filter(|score| **score >= Decimal::from(9)).count();
    let detractors = scores.iter().filter(|score| **score <= Decimal::from(6)).count();
    let balance = Decimal::from(promoters).checked_sub(Decimal::from(detractors))?;
    divide(balance.checked_mul(Decimal::ONE_HUNDRED)?, Decimal::from(scores.len()))
}

fn top_share(mut numbers: Vec<Decimal>, count: usize) -> Option<Decimal> {
    let total = sum(&numbers)?;
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    divide(sum(&numbers[..count.min(numbers.len())])?, total)
}

fn effective_number(numbers: &[Decimal]) -> Option<Decimal> {
    let total = sum(numbers)?;
    let squares: Option<Vec<Decimal>> = numbers.iter().map(|number| number.checked_mul(*number)).collect();
    divide(total.checked_mul(total)?, sum(&squares?)?)
}

fn slope(values: &[Decimal]) -> Option<Decimal> {
    let count = Decimal::from(values.len());
    let mean_place = divide(count.checked_sub(Decimal::ONE)?, Decimal::TWO)?;
    let mean_value = divide(sum(values)?, count)?;
    let (mut above, mut below) = (Decimal::ZERO, Decimal::ZERO);
    for (place, value) in values.iter().enumerate() {
        let offset = Decimal::from(place).checked_sub(mean_place)?;
        above = above.checked_add(offset.checked_mul(value.checked_sub(mean_value)?)?)?;
        below = below.checked_add(offset.checked_mul(offset)?)?;
    }
    divide(above, below)
}

/// All traces of one report, by figure key. A figure is entered here as it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    address: String,
    traces: BTreeMap<String, Trace>,
}

impl Ledger {
    /// The ledger of the report at this address.
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into(), traces: BTreeMap::new() }
    }

    /// The address of the report.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Makes a figure from its rows and enters them under `key`. A trace without a value gives an unknown figure.
    pub fn figure(&mut self, key: &str, label: &str, unit: Unit, as_of: Date, trace: Trace) -> Figure {
        let figure = match trace.value() {
            Some(value) => Figure::known(label, value, unit, as_of),
            None => Figure::unknown(label, unit, as_of, "no rows to work it out from"),
        };
        let n = trace.rows.len() as u64;
        self.traces.insert(key.to_owned(), trace);
        figure.with_n(n).with_evidence(EvidenceRef::new(&self.address, key))
    }

    /// The rows behind a figure.
    #[must_use]
    pub fn trace(&self, key: &str) -> Option<&Trace> {
        self.traces.get(key)
    }

    /// The keys of all figures that have rows.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.traces.keys().map(String::as_str)
    }

    /// Takes over the traces of another ledger of the same report.
    pub fn absorb(&mut self, other: Self) {
        self.traces.extend(other.traces);
    }
}

#[cfg(test)]
mod tests;
