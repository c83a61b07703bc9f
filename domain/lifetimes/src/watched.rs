use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use statistics::survival::{Span, Spans};

/// One who was watched from an age to an age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The object of the fact that says what happened, or since when it was watched.
    pub object: &'static str,
    /// Its key.
    pub key: Arc<str>,
    /// What a reader would call it.
    pub label: Arc<str>,
    /// The day on which watching ended.
    pub on: Option<Date>,
    /// Days of age when watching began; 0 is the beginning.
    pub entry: i32,
    /// Days of age when it ended.
    pub exit: i32,
    /// Whether it happened then.
    pub event: bool,
    /// How much it weighs, such as its ARR.
    pub weight: Decimal,
    /// Why it happened, by number.
    pub reason: usize,
}

impl Watched {
    /// Whether it was watched for any time.
    pub(crate) fn counts(&self) -> bool {
        self.exit >= 0 && (self.entry <= 0 || self.entry < self.exit)
    }

    pub(crate) fn span(&self) -> Span {
        let entry = (self.entry > 0).then_some(f64::from(self.entry));
        Span { entry, exit: f64::from(self.exit), event: self.event }
    }

    pub(crate) fn heft(&self) -> f64 {
        self.weight.to_f64().unwrap_or_default()
    }
}

/// The spans of these, in their order; `None` when there is none.
pub(crate) fn spans<'a>(rows: impl Iterator<Item = &'a Watched>) -> Option<Spans> {
    Spans::new(rows.map(Watched::span).collect()).ok()
}
