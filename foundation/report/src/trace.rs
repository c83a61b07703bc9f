use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::figure::{Figure, Unit};

/// What the folds do.
mod folds;

pub use folds::{months_between, on_lines};

use folds::{
    divide, effective_number, gone_by, half_gone, logistic, median, net_promoter, percentile, remaining, slope, sum,
    top_share,
};

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
    /// The sum of the first number times the second.
    SumOfProducts,
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
    /// The smallest first number that so many per cent of the rows do not exceed.
    Percentile(u8),
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
    /// The first number of the first row, read off the straight lines that join the other rows as points.
    OnLines,
    /// Whole months from the day of the first row to the day of the last.
    WholeMonths,
    /// 1 / (1 + e^-sum) of the first number: the chance that log-odds make.
    Logistic,
    /// What is left of a group row by row: the product of 1 - second / first, the first number being how many were there
    /// just before and the second how many went.
    Remaining,
    /// What went of a group for one reason: the sum of third / first, each times what was left before; the first two numbers
    /// are those of `Remaining`, the third is how much of the second went for this reason.
    GoneBy,
    /// The third number of the row at which `Remaining` comes to a half; where it rests on a half for a while, the middle
    /// of that while.
    HalfGone,
}

impl Fold {
    /// The fold in words, for the evidence page.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Count => "count of rows".into(),
            Self::Sum => "sum".into(),
            Self::SumOfProducts => "sum of the first times the second".into(),
            Self::Ratio => "sum of the first divided by sum of the second".into(),
            Self::Complement => "1 - sum of the first divided by sum of the second".into(),
            Self::Mean => "mean".into(),
            Self::WeightedMean => "mean weighted by the second".into(),
            Self::Median => "median".into(),
            Self::Percentile(percent) => format!("smallest number that {percent} % of the rows do not exceed"),
            Self::NetPromoter => "100 x (share of 9 and 10 - share of 0 to 6)".into(),
            Self::LargestShare => "largest divided by sum".into(),
            Self::TopShare(count) => format!("sum of the {count} largest divided by sum"),
            Self::EffectiveNumber => "square of the sum divided by the sum of squares".into(),
            Self::Slope => "least-squares slope per row".into(),
            Self::OnLines => "the first row read off the straight lines through the others (level beyond)".into(),
            Self::WholeMonths => "whole months from the first day to the last".into(),
            Self::Logistic => "1 / (1 + e^-sum)".into(),
            Self::Remaining => "product of 1 - second / first, row by row".into(),
            Self::GoneBy => {
                "sum of third / first times what was left before, which is the product of 1 - second / first".into()
            }
            Self::HalfGone => "third number where the product of 1 - second / first comes to a half".into(),
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
            Fold::SumOfProducts => sum(&self.products()?),
            Fold::Ratio => divide(sum(&first)?, sum(&self.column(1))?),
            Fold::Complement => Decimal::ONE.checked_sub(divide(sum(&first)?, sum(&self.column(1))?)?),
            Fold::Mean => divide(sum(&first)?, Decimal::from(first.len())),
            Fold::WeightedMean => divide(sum(&self.products()?)?, sum(&self.column(1))?),
            Fold::Median => median(first),
            Fold::Percentile(percent) => percentile(first, percent),
            Fold::NetPromoter => net_promoter(&first),
            Fold::LargestShare => top_share(first, 1),
            Fold::TopShare(count) => top_share(first, count),
            Fold::EffectiveNumber => effective_number(&first),
            Fold::Slope => slope(&first),
            Fold::OnLines => {
                let points: Vec<_> = first.iter().copied().zip(self.column(1)).skip(1).collect();
                on_lines(*first.first()?, &points)
            }
            Fold::Logistic => logistic(sum(&first)?),
            Fold::Remaining => remaining(&self.steps()?)?.last().copied(),
            Fold::GoneBy => gone_by(&self.steps()?),
            Fold::HalfGone => half_gone(&self.steps()?),
            Fold::WholeMonths => {
                let day = |row: Option<&TraceRow>| row.and_then(|row| row.on);
                Some(Decimal::from(months_between(day(self.rows.first())?, day(self.rows.last())?)))
            }
        }
    }

    fn column(&self, place: usize) -> Vec<Decimal> {
        self.rows.iter().map(|row| row.numbers.get(place).copied().unwrap_or_default()).collect()
    }

    /// How many were there, how many went, and the third number, row by row; `None` without rows.
    fn steps(&self) -> Option<Vec<[Decimal; 3]>> {
        let number = |row: &TraceRow, place: usize| row.numbers.get(place).copied().unwrap_or_default();
        let steps: Vec<_> = self.rows.iter().map(|row| [0, 1, 2].map(|place| number(row, place))).collect();
        (!steps.is_empty()).then_some(steps)
    }

    fn products(&self) -> Option<Vec<Decimal>> {
        self.column(0).iter().zip(self.column(1)).map(|(first, second)| first.checked_mul(second)).collect()
    }

    /// Adds a figure as a row: its value, then these numbers. One that is unknown or does not open brings no row.
    pub fn push_known(&mut self, figure: &Figure, more: &[Decimal]) {
        if let (Some(value), Some(reference)) = (figure.value, &figure.evidence) {
            let numbers: Vec<Decimal> = std::iter::once(value).chain(more.iter().copied()).collect();
            self.push("figure", &Arc::from(reference.0.as_str()), &*figure.label, None, &numbers);
        }
    }
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
            None if trace.rows.is_empty() => Figure::unknown(label, unit, as_of, "no rows to work it out from"),
            None => Figure::unknown(label, unit, as_of, "its rows leave nothing to divide by"),
        };
        let n = trace.rows.len() as u64;
        self.traces.insert(key.to_owned(), trace);
        figure.with_n(n).with_evidence(self.reference(key))
    }

    /// The reference to a figure of this report.
    #[must_use]
    pub fn reference(&self, key: &str) -> EvidenceRef {
        EvidenceRef::new(&self.address, key)
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
