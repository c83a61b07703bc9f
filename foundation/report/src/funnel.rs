use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::Serialize;

use crate::display;
use crate::figure::{Unit, number, optional_number};
use crate::trace::EvidenceRef;

/// What is said under a funnel unless its maker says it better.
const READING: &str = "Each dot is a book of accounts. Between the curves chance alone is enough to explain the \
                       difference. The larger the book, the further right it stands and the less chance explains.";

/// Groups of different sizes against what was expected of them: a dot each, a line where all would be if they did as
/// expected, and limits that narrow as groups grow (Spiegelhalter 2005, "Funnel plots for comparing institutional
/// performance"). Values upward are in the unit of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// How to read the picture, for somebody who sees one for the first time.
    pub reading: String,
    /// From left to right: how large a group is.
    pub across: Axis,
    /// From bottom to top: what is compared, such as observed against expected.
    pub up: String,
    /// What is expected of every group; `None` is not drawn.
    #[serde(serialize_with = "optional_number")]
    pub centre: Option<Decimal>,
    /// The narrowest first.
    limits: Vec<FunnelLimit>,
    /// The named by name, then the unnamed by place, so that their order says nothing about who they are.
    dots: Vec<FunnelDot>,
}

/// What is counted along one side of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// What it is.
    pub title: String,
    /// What it is counted in.
    pub unit: Unit,
}

impl Axis {
    /// An axis.
    pub fn new(title: impl Into<String>, unit: Unit) -> Self {
        Self { title: title.into(), unit }
    }
}

/// Between which values a group of each size falls by chance alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunnelLimit {
    /// The chance of falling between them, such as 0.95.
    #[serde(serialize_with = "number")]
    pub level: Decimal,
    /// From the smallest group to the largest.
    pub curve: Vec<LimitPoint>,
}

/// The limits for groups of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LimitPoint {
    /// The size.
    #[serde(serialize_with = "number")]
    pub across: Decimal,
    /// The lower limit.
    #[serde(serialize_with = "number")]
    pub low: Decimal,
    /// The upper limit.
    #[serde(serialize_with = "number")]
    pub high: Decimal,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunnelDot {
    /// Who it is; `None` is an unnamed dot, of which nothing but its place is ever said.
    pub label: Option<String>,
    /// How large it is; `None` is not drawn.
    #[serde(serialize_with = "optional_number")]
    pub across: Option<Decimal>,
    /// How it did; `None` is not drawn.
    #[serde(serialize_with = "optional_number")]
    pub up: Option<Decimal>,
    /// Whether this is the one the report is about.
    pub marked: bool,
    /// Opens to the rows it was made from.
    pub evidence: Option<EvidenceRef>,
}

impl FunnelDot {
    /// A dot that may be anybody's. A number that is not finite is unknown.
    #[must_use]
    pub fn unnamed(across: f64, up: f64) -> Self {
        let (across, up) = (Decimal::from_f64(across), Decimal::from_f64(up));
        Self { label: None, across, up, marked: false, evidence: None }
    }

    /// A dot with its name. A number that is not finite is unknown.
    pub fn named(label: impl Into<String>, across: f64, up: f64) -> Self {
        Self { label: Some(label.into()), ..Self::unnamed(across, up) }
    }

    /// The same dot, as the one the report is about.
    #[must_use]
    pub fn marked(self) -> Self {
        Self { marked: true, ..self }
    }

    /// The same dot, opening to its rows.
    #[must_use]
    pub fn with_evidence(self, evidence: EvidenceRef) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    /// Where it is drawn, if it can be.
    #[must_use]
    pub fn place(&self) -> Option<(f64, f64)> {
        Some((self.across?.to_f64()?, self.up?.to_f64()?))
    }

    /// A dot without a name keeps its place and loses whatever else could tell who it is.
    fn discreet(self) -> Self {
        match self.label.filter(|label| !label.trim().is_empty()) {
            None => Self { label: None, marked: false, evidence: None, ..self },
            label => Self { label, ..self },
        }
    }
}

impl FunnelLimit {
    /// The limits of this level at each size: size, lower, upper. Points that are not finite are left out.
    ///
    /// With a point at the very size of a dot, reports can say in words between which values that dot had to be.
    pub fn new(level: f64, curve: impl IntoIterator<Item = (f64, f64, f64)>) -> Self {
        let point = |(across, low, high)| {
            let [across, low, high] = [across, low, high].map(Decimal::from_f64);
            Some(LimitPoint { across: across?, low: low?, high: high? })
        };
        let mut curve: Vec<LimitPoint> = curve.into_iter().filter_map(point).collect();
        curve.sort_unstable();
        Self { level: Decimal::from_f64(level).unwrap_or_default(), curve }
    }

    /// `95 % limits`.
    #[must_use]
    pub fn name(&self) -> String {
        let percent = self.level.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(self.level);
        format!("{} % limits", display::value(percent, &Unit::Number))
    }

    /// The limits for a group of exactly this size, where the curve has a point there.
    #[must_use]
    pub fn at(&self, across: Decimal) -> Option<&LimitPoint> {
        self.curve.iter().find(|point| point.across == across)
    }

    /// The limits at the first size that is no smaller, else at the largest.
    fn near(&self, across: f64) -> Option<&LimitPoint> {
        let no_smaller = |point: &&LimitPoint| length(point.across) >= across;
        self.curve.iter().find(no_smaller).or(self.curve.last())
    }
}

/// The part of the plane that a picture of a funnel has to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Smallest and largest size; never equal.
    pub across: (f64, f64),
    /// Lowest and highest value; never equal.
    pub up: (f64, f64),
}

impl Funnel {
    /// A funnel without dots. A centre that is not finite is not drawn.
    pub fn new(across: Axis, up: impl Into<String>, centre: f64) -> Self {
        Self {
            reading: READING.to_owned(),
            across,
            up: up.into(),
            centre: Decimal::from_f64(centre),
            limits: Vec::new(),
            dots: Vec::new(),
        }
    }

    /// The same funnel with these limits; those without a curve are left out.
    #[must_use]
    pub fn with_limits(mut self, limits: impl IntoIterator<Item = FunnelLimit>) -> Self {
        self.limits = limits.into_iter().filter(|limit| !limit.curve.is_empty()).collect();
        self.limits.sort_by_key(|limit| limit.level);
        self
    }

    /// The same funnel with these dots. Their order does not matter, and unnamed ones keep nothing but their place.
    #[must_use]
    pub fn with_dots(mut self, dots: impl IntoIterator<Item = FunnelDot>) -> Self {
        let worth_saying = |dot: &FunnelDot| dot.label.is_some() || dot.place().is_some();
        self.dots = dots.into_iter().map(FunnelDot::discreet).filter(worth_saying).collect();
        self.dots.sort_by(|a, b| {
            let order = (a.label.is_none(), &a.label, a.across, a.up);
            order.cmp(&(b.label.is_none(), &b.label, b.across, b.up))
        });
        self
    }

    /// The same funnel, saying in other words how to read it.
    #[must_use]
    pub fn with_reading(self, reading: impl Into<String>) -> Self {
        Self { reading: reading.into(), ..self }
    }

    /// The limits, the narrowest first.
    #[must_use]
    pub fn limits(&self) -> &[FunnelLimit] {
        &self.limits
    }

    /// The named dots by name, then the unnamed by place.
    #[must_use]
    pub fn dots(&self) -> &[FunnelDot] {
        &self.dots
    }

    /// What is said under the picture: how to read it, and how many dots go without a name. `None` without a picture.
    #[must_use]
    pub fn caption(&self) -> Option<String> {
        self.frame()?;
        let reading = &self.reading;
        let caption = match self.dots.iter().filter(|dot| dot.label.is_none()).count() {
            0 => reading.clone(),
            1 => format!("{reading} One dot is not named."),
            count => format!("{reading} {} dots are not named.", display::grouped(Decimal::from(count), 0)),
        };
        Some(caption)
    }

    /// What a picture has to show, or `None` when there is no dot to draw.
    ///
    /// Limits are very wide for the smallest groups; all of them would press the dots into a line. So the picture
    /// reaches as far as the dots do, and as the limits do at a group of middling size and at the marked one.
    #[must_use]
    pub fn frame(&self) -> Option<Frame> {
        let mut places: Vec<(f64, f64)> = self.dots.iter().filter_map(FunnelDot::place).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let middling = places.get(places.len().saturating_sub(1) / 2)?.0;
        let marked = self.dots.iter().filter(|dot| dot.marked).filter_map(FunnelDot::place).map(|place| place.0);
        let sizes: Vec<f64> = marked.chain([middling]).collect();
        let limits = sizes.iter().flat_map(|size| self.limits.iter().filter_map(|limit| limit.near(*size)));
        let ends = limits.flat_map(|point| [length(point.low), length(point.high)]);
        let up = hull(places.iter().map(|place| place.1).chain(ends).chain(self.centre.map(length)));
        let curves = self.limits.iter().flat_map(|limit| &limit.curve).map(|point| length(point.across));
        let across = hull(places.iter().map(|place| place.0).chain(curves).chain([0.0]));
        Some(Frame { across: apart(across), up: airy(apart(up)) })
    }
}

/// For places on a picture, never for a number in print.
fn length(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn hull(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn apart((low, high): (f64, f64)) -> (f64, f64) {
    if high > low {
        return (low, high);
    }
    let half = low.abs().max(1.0) / 2.0;
    (low - half, high + half)
}

/// With a little room above and below, but not below zero for its sake.
fn airy((low, high): (f64, f64)) -> (f64, f64) {
    let air = (high - low) * 0.06;
    let below = if low >= 0.0 { (low - air).max(0.0) } else { low - air };
    (below, high + air)
}

#[cfg(test)]
mod tests;
