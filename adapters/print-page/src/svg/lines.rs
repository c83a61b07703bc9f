use report::Unit;
use report::chart::Series;
use rust_decimal::Decimal;

use super::axis::{tick_text, ticks};
use super::pen::{Area, At, Pen, Scale, length, text_width};
use crate::numbers::shown;

/// Beyond this many lines, names beside their ends would run into each other.
const MOST_END_LABELS: usize = 8;
/// Beyond this many points, a mark on each would hide the line.
const MOST_MARKS: usize = 24;

/// The plot: where it stands and how values become places.
struct Plot {
    across: Scale,
    upright: Scale,
    area: Area,
    count: usize,
}

/// Draws the lines and returns the height used.
pub(crate) fn draw(pen: &mut Pen, labels: &[String], series: &[Series], unit: &Unit) -> f64 {
    let known: Vec<f64> =
        series.iter().flat_map(|line| line.values.iter().filter_map(|point| point.0)).map(length).collect();
    if known.is_empty() {
        let why = if series.is_empty() || labels.is_empty() { "Nothing to show." } else { "No value is known yet." };
        return pen.nothing(why);
    }
    let count = series.iter().map(|line| line.values.len()).fold(labels.len(), usize::max);
    let ticks = ticks(&known, unit);
    let named_at_ends = !pen.is_narrow() && series.len() <= MOST_END_LABELS;
    let plot = arrange(pen, series, (&ticks, unit), (count, named_at_ends));
    draw_grid(pen, &plot, &ticks, unit);
    draw_labels(pen, &plot, labels);
    for (place, line) in series.iter().enumerate() {
        draw_line(pen, &plot, place, line);
    }
    let bottom = plot.area.y + plot.area.height + 30.0;
    if named_at_ends {
        draw_end_labels(pen, &plot, series, unit);
        return bottom;
    }
    draw_legend(pen, series, unit, bottom + 4.0)
}

fn arrange(pen: &Pen, series: &[Series], (ticks, unit): (&[f64], &Unit), (count, named): (usize, bool)) -> Plot {
    let left = ticks.iter().map(|tick| text_width(&tick_text(*tick, unit))).fold(0.0, f64::max) + 10.0;
    let right = if named {
        series.iter().map(|line| end_width(line, unit)).fold(0.0_f64, f64::max).clamp(40.0, 200.0) + 14.0
    } else {
        12.0
    };
    let height = if pen.is_narrow() { 180.0 } else { 220.0 };
    let area = Area { x: left, y: 10.0, width: (pen.width - left - right).max(60.0), height };
    let (low, high) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    let inset = if count < 2 { area.width / 2.0 } else { 8.0 };
    Plot {
        across: Scale::new((0.0, count.saturating_sub(1).max(1) as f64), (area.x + inset, area.x + area.width - inset)),
        upright: Scale::new((low, high), (area.y + area.height, area.y)),
        area,
        count,
    }
}

fn draw_grid(pen: &mut Pen, plot: &Plot, ticks: &[f64], unit: &Unit) {
    for tick in ticks {
        let y = plot.upright.place(*tick);
        pen.line("grid", At(plot.area.x, y), At(plot.area.x + plot.area.width, y));
        pen.text(At(plot.area.x - 8.0, y + 4.5), "end dim", &tick_text(*tick, unit));
    }
}

/// Names under the plot: the last one always, and of the others as many as fit, evenly.
fn draw_labels(pen: &mut Pen, plot: &Plot, labels: &[String]) {
    let widest = labels.iter().map(|label| text_width(label)).fold(0.0, f64::max).min(120.0) + 16.0;
    let fitting = ((plot.area.width / widest) as usize).max(1);
    let every = labels.len().div_ceil(fitting).max(1);
    let y = plot.area.y + plot.area.height + 22.0;
    for (place, label) in labels.iter().enumerate() {
        if !(labels.len() - 1 - place).is_multiple_of(every) {
            continue;
        }
        let x = plot.across.place(place as f64);
        let half = text_width(label).min(120.0) / 2.0;
        let x = x.clamp(half, (pen.width - half).max(half));
        pen.label(At(x, y), "mid dim", label, 120.0);
    }
}

fn draw_line(pen: &mut Pen, plot: &Plot, place: usize, line: &Series) {
    let mut stretch: Vec<At> = Vec::new();
    let ending = [None];
    let points = line.values.iter().map(|point| point.0).chain(ending);
    for (position, value) in points.enumerate() {
        match value {
            Some(value) => stretch.push(At(plot.across.place(position as f64), plot.upright.place(length(value)))),
            None => draw_stretch(pen, plot, place, &std::mem::take(&mut stretch)),
        }
    }
}

fn draw_stretch(pen: &mut Pen, plot: &Plot, place: usize, stretch: &[At]) {
    if stretch.len() > 1 {
        pen.path(&format!("line line-{}", place % 6), stretch);
    }
    let Some(last) = stretch.last() else { return };
    let marked = if plot.count <= MOST_MARKS { stretch } else { std::slice::from_ref(last) };
    for at in marked {
        draw_mark(pen, place, *at);
    }
}

/// Each line has its own shape, for those who do not tell the colours apart.
fn draw_mark(pen: &mut Pen, place: usize, At(x, y): At) {
    let class = format!("dot dot-{}", place % 6);
    let corners: &[(f64, f64)] = match place % 4 {
        0 => &[(-3.6, -1.5), (-1.5, -3.6), (1.5, -3.6), (3.6, -1.5), (3.6, 1.5), (1.5, 3.6), (-1.5, 3.6), (-3.6, 1.5)],
        1 => &[(-3.3, -3.3), (3.3, -3.3), (3.3, 3.3), (-3.3, 3.3)],
        2 => &[(0.0, -4.4), (4.2, 3.2), (-4.2, 3.2)],
        _ => &[(0.0, -4.6), (4.6, 0.0), (0.0, 4.6), (-4.6, 0.0)],
    };
    let mut around: Vec<At> = corners.iter().map(|(dx, dy)| At(x + dx, y + dy)).collect();
    around.extend(around.first().copied());
    pen.path(&class, &around);
}

/// The last known value of a line.
fn last_value(line: &Series) -> Option<Decimal> {
    line.values.iter().rev().find_map(|point| point.0)
}

fn end_width(line: &Series, unit: &Unit) -> f64 {
    text_width(&line.name) + text_width(" ") + text_width(&shown(last_value(line), unit))
}

fn draw_end_labels(pen: &mut Pen, plot: &Plot, series: &[Series], unit: &Unit) {
    let mut ends: Vec<(f64, usize)> = series
        .iter()
        .enumerate()
        .map(|(place, line)| {
            (last_value(line).map_or(plot.area.y + plot.area.height, |value| plot.upright.place(length(value))), place)
        })
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let x = plot.area.x + plot.area.width + 8.0;
    let room = pen.width - x;
    let lowest = plot.area.y + plot.area.height;
    let mut free_from = plot.area.y;
    let left_over = |place: usize| 17.0 * (series.len() - 1 - place) as f64;
    for (place, (y, line)) in ends.into_iter().enumerate() {
        let y = y.max(free_from).min(lowest - left_over(place));
        free_from = y + 17.0;
        let value = shown(last_value(&series[line]), unit);
        pen.named_value(At(x, y + 4.5), &format!("name ink-{}", line % 6), (&series[line].name, &value), room);
    }
}

fn draw_legend(pen: &mut Pen, series: &[Series], unit: &Unit, top: f64) -> f64 {
    let mut y = top;
    for (place, line) in series.iter().enumerate() {
        pen.line(&format!("line line-{}", place % 6), At(0.0, y + 8.0), At(24.0, y + 8.0));
        draw_mark(pen, place, At(12.0, y + 8.0));
        let value = shown(last_value(line), unit);
        pen.named_value(At(32.0, y + 12.5), "name", (&line.name, &value), pen.width - 34.0);
        y += 21.0;
    }
    y + 4.0
}
