use report::chart::{Bar, Part, Series};
use report::{Chart, ChartKind, Funnel, FunnelDot, FunnelLimit, LimitPoint, Step, Unit, display};
use rust_decimal::Decimal;

use crate::words;

/// The numbers of a chart as rows and columns; the first column names the row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) headings: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// What a chart draws, for those who want the numbers or do not see the picture.
pub(crate) fn of(chart: &Chart) -> Grid {
    match &chart.kind {
        ChartKind::Bars { mark, bars } => bar_grid(mark.as_deref(), bars, &chart.unit),
        ChartKind::Lines { labels, series } => line_grid(labels, series, &chart.unit),
        ChartKind::Split { parts } => split_grid(parts, &chart.unit),
        ChartKind::Waterfall { steps } => waterfall_grid(steps, &chart.unit),
        ChartKind::Funnel(funnel) => funnel_grid(funnel, &chart.unit),
    }
}

/// A value as every face shows it, or the word `unknown`.
pub(crate) fn shown(value: Option<Decimal>, unit: &Unit) -> String {
    value.map_or_else(|| "unknown".to_owned(), |value| display::value(value, unit))
}

/// The value of a step: changes with their sign, levels without.
pub(crate) fn step(step: &Step, unit: &Unit) -> String {
    if step.total { display::value(step.value, unit) } else { words::signed(step.value, unit) }
}

fn bar_grid(mark: Option<&str>, bars: &[Bar], unit: &Unit) -> Grid {
    let has_marks = mark.is_some() || bars.iter().any(|bar| bar.mark.is_some());
    let mut headings = vec!["Name".to_owned(), "Value".to_owned()];
    if has_marks {
        headings.push(mark.unwrap_or("Mark").to_owned());
    }
    let row = |bar: &Bar| {
        let mut cells = vec![bar.name.clone(), shown(bar.value, unit)];
        if has_marks {
            cells.push(bar.mark.map(|mark| display::value(mark, unit)).unwrap_or_default());
        }
        cells
    };
    Grid { headings, rows: bars.iter().map(row).collect() }
}

fn line_grid(labels: &[String], series: &[Series], unit: &Unit) -> Grid {
    let headings = std::iter::once("When".to_owned()).chain(series.iter().map(|line| line.name.clone())).collect();
    let row = |(place, label): (usize, &String)| {
        let values = series.iter().map(|line| shown(line.values.get(place).and_then(|point| point.0), unit));
        std::iter::once(label.clone()).chain(values).collect()
    };
    Grid { headings, rows: labels.iter().enumerate().map(row).collect() }
}

fn split_grid(parts: &[Part], unit: &Unit) -> Grid {
    Grid {
        headings: vec!["Part".to_owned(), "Value".to_owned()],
        rows: parts.iter().map(|part| vec![part.name.clone(), display::value(part.value, unit)]).collect(),
    }
}

fn waterfall_grid(steps: &[Step], unit: &Unit) -> Grid {
    Grid {
        headings: vec!["Step".to_owned(), "Value".to_owned()],
        rows: steps.iter().map(|change| vec![change.name.clone(), step(change, unit)]).collect(),
    }
}

/// One row per dot. Limits stand beside a dot where the curve has a point at its size.
fn funnel_grid(funnel: &Funnel, unit: &Unit) -> Grid {
    let dots = funnel.dots();
    let known = |dot: &FunnelDot| dot.across.is_some_and(|size| funnel.limits().iter().any(|l| l.at(size).is_some()));
    let has_limits = dots.iter().any(known);
    let has_evidence = dots.iter().any(|dot| dot.evidence.is_some());
    let mut headings = vec!["Name".to_owned(), funnel.across.title.clone(), funnel.up.clone()];
    if has_limits {
        headings.extend(funnel.limits().iter().map(FunnelLimit::name));
    }
    if has_evidence {
        headings.push("Evidence".to_owned());
    }
    let row = |dot: &FunnelDot| {
        let name = dot.label.clone().unwrap_or_else(|| "not named".to_owned());
        let mut cells = vec![name, shown(dot.across, &funnel.across.unit), shown(dot.up, unit)];
        if has_limits {
            cells.extend(funnel.limits().iter().map(|limit| limits_at(limit, dot, unit)));
        }
        if has_evidence {
            cells.push(dot.evidence.as_ref().map(ToString::to_string).unwrap_or_default());
        }
        cells
    };
    Grid { headings, rows: dots.iter().map(row).collect() }
}

/// `0.5 to 1.6`, or nothing where the curve has no point at the size of the dot.
fn limits_at(limit: &FunnelLimit, dot: &FunnelDot, unit: &Unit) -> String {
    let point = dot.across.and_then(|size| limit.at(size));
    let range =
        |point: &LimitPoint| format!("{} to {}", display::value(point.low, unit), display::value(point.high, unit));
    point.map(range).unwrap_or_default()
}
