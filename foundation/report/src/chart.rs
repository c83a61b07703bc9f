use rust_decimal::Decimal;
use serde::Serialize;

use crate::figure::{Unit, number, optional_number};
use crate::funnel::Funnel;
use crate::trace::EvidenceRef;

/// A chart as data. Printers draw it; `summary` is what it shows, for those who do not see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Above the chart.
    pub title: String,
    /// One or two sentences that say what the picture says.
    pub summary: String,
    /// What the numbers are counted in.
    pub unit: Unit,
    /// What is drawn.
    #[serde(flatten)]
    pub kind: ChartKind,
}

/// The kinds of chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "chart")]
pub enum ChartKind {
    /// Horizontal bars with an optional mark on each (a target, a team median).
    Bars {
        /// What the mark stands for.
        mark: Option<String>,
        /// Top to bottom.
        bars: Vec<Bar>,
    },
    /// Values over periods, one line per series.
    Lines {
        /// Left to right.
        labels: Vec<String>,
        /// One value per label each.
        series: Vec<Series>,
    },
    /// One bar split in parts that sum to a whole, such as health bands.
    Split {
        /// In reading order; the name may be a band (`green`), which printers colour.
        parts: Vec<Part>,
    },
    /// From an opening through its changes to a closing, such as an ARR bridge.
    Waterfall {
        /// In reading order.
        steps: Vec<Step>,
    },
    /// Groups of different sizes against what chance alone would do.
    Funnel(Funnel),
}

impl Chart {
    /// What stands under the picture: how to read it, for kinds that not everybody has seen before.
    #[must_use]
    pub fn caption(&self) -> Option<String> {
        match &self.kind {
            ChartKind::Funnel(funnel) => funnel.caption(),
            _ => None,
        }
    }

    /// What on it opens to its rows.
    pub(crate) fn references(&self) -> impl Iterator<Item = &EvidenceRef> {
        let dots = match &self.kind {
            ChartKind::Funnel(funnel) => funnel.dots(),
            _ => &[],
        };
        dots.iter().filter_map(|dot| dot.evidence.as_ref())
    }
}

/// One horizontal bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// Its length; `None` is drawn as "unknown".
    #[serde(serialize_with = "optional_number")]
    pub value: Option<Decimal>,
    /// The mark on it.
    #[serde(serialize_with = "optional_number")]
    pub mark: Option<Decimal>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// What it is.
    pub name: String,
    /// One per label; `None` leaves a gap.
    pub values: Vec<Point>,
}

/// One value of a line; `None` leaves a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Point(#[serde(serialize_with = "optional_number")] pub Option<Decimal>);

/// One part of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is.
    pub name: String,
    /// How much of the whole.
    #[serde(serialize_with = "number")]
    pub value: Decimal,
}

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it is.
    pub name: String,
    /// The change, or the level when `total` is set.
    #[serde(serialize_with = "number")]
    pub value: Decimal,
    /// Whether this is a level (opening, closing) rather than a change.
    pub total: bool,
}
