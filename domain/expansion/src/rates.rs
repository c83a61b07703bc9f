use report::{Fold, Interval, Trace};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use std::sync::Arc;

use jiff::civil::Date;
use statistics::beta;

use crate::kind::Kind;

/// So many decided openings the default is worth.
// method: expansion.default_worth
pub const DEFAULT_WORTH: i64 = 10;
const LEVEL: f64 = 0.95;

/// An opening that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The opportunity.
    pub key: Arc<str>,
    /// Whose.
    pub label: Arc<str>,
    /// When.
    pub on: Date,
    /// Whether it was won.
    pub won: bool,
}

/// How many openings of a kind are won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseRate {
    /// (won + default x worth) / (decided + worth), row by row.
    pub trace: Trace,
    /// Where it may lie, with what is on record.
    pub interval: Option<Interval>,
    /// How many were decided.
    pub decided: u64,
}

impl CloseRate {
    /// The rate of a kind from what was decided.
    #[must_use]
    pub fn of(kind: Kind, decided: &[Decided]) -> Self {
        let mut decided: Vec<&Decided> = decided.iter().collect();
        decided.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
        let worth = Decimal::from(DEFAULT_WORTH);
        let assumed = worth * Decimal::new(kind.default_percent(), 2);
        let mut trace = Trace::new(Fold::Ratio, &["won", "decided"]);
        let key = Arc::from(format!("expansion.default.{}", kind.key()));
        trace.push("method", &key, "default, no fact", None, &[assumed, worth]);
        for one in &decided {
            let won = Decimal::from(u8::from(one.won));
            trace.push("opportunities", &one.key, &*one.label, Some(one.on), &[won, Decimal::ONE]);
        }
        let won = decided.iter().filter(|one| one.won).count();
        let count = decided.len();
        Self { trace, interval: interval(assumed, worth, won, count), decided: count as u64 }
    }

    /// The rate.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.trace.value().unwrap_or_default()
    }

    /// What it rests on.
    #[must_use]
    pub fn words(&self) -> String {
        match self.decided {
            0 => "default; nothing decided is on record".to_owned(),
            decided => format!("{decided} decided on record, drawn to the default as if it were {DEFAULT_WORTH} more"),
        }
    }
}

fn interval(assumed: Decimal, worth: Decimal, won: usize, count: usize) -> Option<Interval> {
    let (assumed, worth) = (assumed.to_f64()?, worth.to_f64()?);
    let (a, b) = (assumed + won as f64, worth - assumed + (count - won) as f64);
    let tail = (1.0 - LEVEL) / 2.0;
    Some(Interval {
        level: Decimal::from_f64(LEVEL)?,
        low: Decimal::from_f64(beta::quantile(tail, a, b)?)?.round_dp(4),
        high: Decimal::from_f64(beta::quantile(1.0 - tail, a, b)?)?.round_dp(4),
        method: "beta, with the default as ten cases".to_owned(),
    })
}

#[cfg(test)]
mod tests;
