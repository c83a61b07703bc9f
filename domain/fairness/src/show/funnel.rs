use kernel::PersonId;
use report::{Axis, Chart, ChartKind, Funnel, FunnelDot, FunnelLimit, Unit};
use statistics::funnel::ratio_limits;

use super::Findings;
use super::words::percent;
use crate::findings::Line;

/// Limits drawn: inside the first lies what chance does in nineteen cases of twenty.
const LEVELS: [f64; 2] = [0.95, 0.998];

/// Fewer losses than this in all compare nobody and make no picture.
// method: fairness.losses_min
pub(crate) const LOSSES_MIN: f64 = 10.0;

/// Points of a curve.
const POINTS: usize = 40;

/// Losses expected and observed of a line of kept outcomes.
pub(super) fn losses(line: &Line) -> (f64, f64) {
    let lost = |share: rust_decimal::Decimal| {
        let share: f64 = share.try_into().unwrap_or_default();
        (1.0 - share).max(0.0) * line.at_stake
    };
    (lost(line.expected), lost(line.observed))
}

/// A dot for everybody: how many losses were to be expected, and how many times as many there were. Those `named` says
/// have their name on it; one may be marked.
pub(super) fn funnel(
    findings: &Findings,
    marked: Option<&PersonId>,
    named: impl Fn(&PersonId) -> bool,
) -> Option<Chart> {
    let mut dots = Vec::new();
    let mut sizes = Vec::new();
    for (person, found) in &findings.people {
        let Some((expected, observed)) = found.kept.as_ref().map(losses) else { continue };
        if expected <= 0.0 {
            continue;
        }
        sizes.push(expected);
        let ratio = observed / expected;
        let name = findings.name(person);
        let dot =
            if named(person) { FunnelDot::named(&*name, expected, ratio) } else { FunnelDot::unnamed(expected, ratio) };
        dots.push(if marked == Some(person) { dot.marked() } else { dot });
    }
    let all: f64 = sizes.iter().sum();
    let outside = dots.iter().filter(|dot| is_outside(dot, 0.0)).count();
    let limits = limits(sizes, 0.0);
    let (many, rate) = (dots.len(), percent(1.0 - findings.everybody.rate));
    if many < 2 || all < LOSSES_MIN {
        return None;
    }
    let funnel = Funnel::new(Axis::new("losses to be expected of the book", Unit::Number), "observed / expected", 1.0)
        .with_limits(limits)
        .with_dots(dots)
        .with_reading(
            "Each dot is one CSM's book. At 1 as many accounts left as would have with an average CSM, above 1 more. \
             Between the inner curves chance alone is enough to explain the difference. It is a picture of chance, not a ranking.",
        );
    Some(Chart {
        title: "Losses against what an average CSM would have had".to_owned(),
        summary: format!(
            "{many} books; {rate} of all {} were lost; {} outside the 95 % limits.",
            findings.setting.unit.1,
            match outside {
                0 => "none lies".to_owned(),
                1 => "one lies".to_owned(),
                some => format!("{some} lie"),
            }
        ),
        unit: Unit::Number,
        kind: ChartKind::Funnel(funnel),
    })
}

/// The curves for dots of these sizes, with a point at each of them; `variance` is what differs beyond chance.
pub(crate) fn limits(sizes: Vec<f64>, variance: f64) -> [FunnelLimit; 2] {
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    let curve =
        (1..=POINTS).map(|place| largest * 1.05 * (place * place) as f64 / (POINTS * POINTS) as f64).chain(sizes);
    let sizes: Vec<f64> = curve.collect();
    LEVELS.map(|level| {
        let at = |size: &f64| ratio_limits(*size, variance, level).map(|limits| (*size, limits.low, limits.high));
        FunnelLimit::new(level, sizes.iter().filter_map(at))
    })
}

/// Whether a dot lies outside the inner curve.
pub(crate) fn is_outside(dot: &FunnelDot, variance: f64) -> bool {
    let limits = |(across, up): (f64, f64)| {
        ratio_limits(across, variance, LEVELS[0]).is_some_and(|limits| up < limits.low || up > limits.high)
    };
    dot.place().is_some_and(limits)
}
