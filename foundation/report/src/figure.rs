use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::display;
use crate::trace::EvidenceRef;

/// What a figure is counted in. Fractions are ratios and become percentages only on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "currency")]
pub enum Unit {
    /// Whole things.
    Count,
    /// A plain number.
    Number,
    /// A plain number that is held against other software: six digits after the point are shown.
    Exact,
    /// A fraction of one; 0.05 is shown as 5.0 %.
    Ratio,
    /// 0 to 100.
    Score,
    /// A difference of two scores.
    ScorePoints,
    /// Net promoter points, -100 to 100.
    PromoterPoints,
    /// A mean of answers on a scale of 1 to 5.
    ScaleOfFive,
    /// Money, by ISO 4217 code.
    Money(String),
    /// Hours, working hours where the convention says so.
    Hours,
    /// Days.
    Days,
    /// Months.
    Months,
}

/// Where a figure may lie, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// The chance that the interval covers the truth, such as 0.95.
    #[serde(serialize_with = "number")]
    pub level: Decimal,
    /// Lower end, in the unit of the figure.
    #[serde(serialize_with = "number")]
    pub low: Decimal,
    /// Upper end.
    #[serde(serialize_with = "number")]
    pub high: Decimal,
    /// How it was worked out.
    pub method: String,
}

/// One number with everything a reader may ask about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is, as a heading: "gross revenue retention".
    pub label: String,
    /// The value in its unit; `None` is unknown, and `note` says why.
    #[serde(serialize_with = "optional_number")]
    pub value: Option<Decimal>,
    /// What it is counted in.
    pub unit: Unit,
    /// How many things it rests on.
    pub n: Option<u64>,
    /// Which of the usual definitions was used.
    pub convention: Option<String>,
    /// Where the truth may lie.
    pub interval: Option<Interval>,
    /// The day as of which it holds.
    #[serde(serialize_with = "day")]
    pub as_of: Date,
    /// Opens to the rows it was made from: `evenkeel evidence REF`.
    pub evidence: Option<EvidenceRef>,
    /// Why it is unknown, or what to mind when reading it.
    pub note: Option<String>,
}

impl Figure {
    /// A figure that is known.
    pub fn known(label: impl Into<String>, value: Decimal, unit: Unit, as_of: Date) -> Self {
        Self { value: Some(value), ..Self::unknown(label, unit, as_of, String::new()).without_note() }
    }

    /// A figure that is not known, and why.
    pub fn unknown(label: impl Into<String>, unit: Unit, as_of: Date, why: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: None,
            unit,
            n: None,
            convention: None,
            interval: None,
            as_of,
            evidence: None,
            note: Some(why.into()),
        }
    }

    fn without_note(self) -> Self {
        Self { note: None, ..self }
    }

    /// The same figure under another heading.
    #[must_use]
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// The same figure, resting on so many things.
    #[must_use]
    pub fn with_n(self, n: u64) -> Self {
        Self { n: Some(n), ..self }
    }

    /// The same figure, saying which definition was used.
    #[must_use]
    pub fn with_convention(self, convention: impl Into<String>) -> Self {
        Self { convention: Some(convention.into()), ..self }
    }

    /// The same figure with an interval.
    #[must_use]
    pub fn with_interval(self, interval: Option<Interval>) -> Self {
        Self { interval, ..self }
    }

    /// The same figure, opening to its rows.
    #[must_use]
    pub fn with_evidence(self, evidence: EvidenceRef) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    /// The same figure with a caveat.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The value as every face shows it: `12.3 %`, `USD 1,234`, `unknown`.
    #[must_use]
    pub fn display(&self) -> String {
        self.value.map_or_else(|| "unknown".to_owned(), |value| display::value(value, &self.unit))
    }
}

/// The colour of a health score. Unknown is never green.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// 80 and above.
    Green,
    /// 60 to below 80.
    Yellow,
    /// Below 60.
    Red,
    /// Too little is known to say.
    Unknown,
}

impl Band {
    /// All bands, best known first, unknown last.
    pub const ALL: [Self; 4] = [Self::Green, Self::Yellow, Self::Red, Self::Unknown];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
            Self::Unknown => "unknown",
        }
    }
}

/// Writes a number as a JSON number with at most 12 digits after the point.
pub(crate) fn number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = value.round_dp(12).normalize();
    match i64::try_from(rounded) {
        Ok(whole) if rounded.fract().is_zero() => serializer.serialize_i64(whole),
        _ => serializer.serialize_f64(rounded.to_string().parse().unwrap_or(f64::MAX)),
    }
}

pub(crate) fn optional_number<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes a day as `2026-11-20`.
pub(crate) fn day<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}
