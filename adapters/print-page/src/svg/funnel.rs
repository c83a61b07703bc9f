use report::{Frame, Funnel, FunnelDot, FunnelLimit, Unit, display};
use rust_decimal::Decimal;

use super::axis::{tick_text, ticks};
use super::labels::{self, Drawn, Wanted};
use super::pen::{Area, At, Pen, Scale, length, text_width};
use crate::numbers::shown;

/// How far a dot reaches from its middle.
const DOT: f64 = 4.8;
/// The same for the marked one.
const MARKED: f64 = 8.0;

/// The plot: where it stands and how values become places.
struct Plot {
    across: Scale,
    upright: Scale,
    area: Area,
    sizes: Vec<f64>,
    values: Vec<f64>,
}

impl Plot {
    fn at(&self, (across, up): (f64, f64)) -> At {
        At(self.across.place(across), self.upright.place(up))
    }
}

/// Draws the funnel and returns the height used.
pub(crate) fn draw(pen: &mut Pen, funnel: &Funnel, unit: &Unit) -> f64 {
    let Some(frame) = funnel.frame() else { return pen.nothing("Nothing to show.") };
    let plot = arrange(pen, &frame, unit);
    let mut drawn = Drawn::default();
    draw_limits(pen, &plot, funnel.limits(), &mut drawn);
    draw_axes(pen, &plot, funnel, unit);
    if let Some(centre) = funnel.centre.map(length) {
        let y = plot.upright.place(centre);
        let (from, to) = (At(plot.area.x, y), At(plot.area.x + plot.area.width, y));
        pen.line("expected", from, to);
        drawn.line(&[from, to]);
    }
    draw_dots(pen, &plot, funnel, unit);
    let bottom = draw_names(pen, &plot, funnel, drawn);
    draw_legend(pen, funnel, unit, bottom)
}

fn arrange(pen: &Pen, frame: &Frame, unit: &Unit) -> Plot {
    let values = ticks(&[frame.up.0, frame.up.1], unit);
    let left = values.iter().map(|tick| text_width(&tick_text(*tick, unit))).fold(0.0, f64::max) + 10.0;
    let height = if pen.is_narrow() { 270.0 } else { 320.0 };
    let area = Area { x: left, y: 26.0, width: (pen.width - left - 12.0).max(60.0), height };
    let sizes = ticks(&[frame.across.0, frame.across.1], &Unit::Number);
    let lowest = |ticks: &[f64]| ticks.first().copied().unwrap_or(0.0);
    let upward = (lowest(&values), values.last().copied().unwrap_or(1.0));
    let inset = MARKED * 2.0;
    Plot {
        across: Scale::new((lowest(&sizes), frame.across.1), (area.x, area.x + area.width - inset)),
        upright: Scale::new(upward, (area.y + area.height, area.y)),
        area,
        sizes,
        values,
    }
}

fn draw_axes(pen: &mut Pen, plot: &Plot, funnel: &Funnel, unit: &Unit) {
    let Area { x, y, width, height } = plot.area;
    for tick in &plot.values {
        let y = plot.upright.place(*tick);
        pen.line("grid", At(x, y), At(x + width, y));
        pen.text(At(x - 8.0, y + 4.5), "end dim", &tick_text(*tick, unit));
    }
    let bottom = y + height;
    pen.line("axis", At(x, bottom), At(x + width, bottom));
    pen.label(At(0.0, 12.0), "dim", &format!("↑ {}", funnel.up), pen.width);
    pen.label(At(x + width, bottom + 40.0), "end dim", &format!("{} →", funnel.across.title), width);
    let mut free_from = 0.0;
    for tick in &plot.sizes {
        let text = tick_text(*tick, &funnel.across.unit);
        let half = text_width(&text) / 2.0;
        let place = plot.across.place(*tick);
        let middle = place.clamp(half, (pen.width - half).max(half));
        if middle - half < free_from || place > x + width {
            continue;
        }
        free_from = middle + half + 10.0;
        pen.line("axis", At(place, bottom), At(place, bottom + 5.0));
        pen.text(At(middle, bottom + 20.0), "mid dim", &text);
    }
}

/// The widest limits first, so that the narrower ones lie on them.
fn draw_limits(pen: &mut Pen, plot: &Plot, limits: &[FunnelLimit], drawn: &mut Drawn) {
    let bounds = (plot.upright.low, plot.upright.high);
    for (place, limit) in limits.iter().enumerate().rev() {
        let side = |value: fn(&report::LimitPoint) -> Decimal| {
            let points = limit.curve.iter().map(|point| (length(point.across), length(value(point))));
            crossing(&points.collect::<Vec<_>>(), bounds)
        };
        let (low, high) = (side(|point| point.low), side(|point| point.high));
        let kept = |(across, up): &(f64, f64)| plot.at((*across, up.clamp(bounds.0, bounds.1)));
        let around: Vec<At> = high.iter().map(kept).chain(low.iter().rev().map(kept)).collect();
        if around.len() > 2 {
            pen.shape("within", &around, None);
        }
        for curve in [low, high] {
            for stretch in stretches(plot, &curve) {
                pen.path(&format!("limit limit-{}", place % 3), &stretch);
                drawn.line(&stretch);
            }
        }
    }
}

/// The curve with a point wherever it crosses the upper or lower edge of the plot.
fn crossing(curve: &[(f64, f64)], (low, high): (f64, f64)) -> Vec<(f64, f64)> {
    let mut out = Vec::with_capacity(curve.len());
    for pair in curve.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        out.push(pair[0]);
        let mut edges = [low, high].map(|edge| ((edge - y0) / (y1 - y0), edge));
        edges.sort_by(|a, b| a.0.total_cmp(&b.0));
        let within = edges.into_iter().filter(|(share, _)| *share > 0.0 && *share < 1.0);
        out.extend(within.map(|(share, edge)| (x0 + share * (x1 - x0), edge)));
    }
    out.extend(curve.last());
    out
}

/// The stretches of the curve that lie on the plot.
fn stretches(plot: &Plot, curve: &[(f64, f64)]) -> Vec<Vec<At>> {
    let outside = |(_, up): &(f64, f64)| !(plot.upright.low..=plot.upright.high).contains(up);
    let inside = curve.split(outside).filter(|stretch| stretch.len() > 1);
    inside.map(|stretch| stretch.iter().map(|point| plot.at(*point)).collect()).collect()
}

/// Unnamed dots lie lowest and the marked one on top.
fn draw_dots(pen: &mut Pen, plot: &Plot, funnel: &Funnel, unit: &Unit) {
    let mut dots: Vec<&FunnelDot> = funnel.dots().iter().collect();
    dots.sort_by_key(|dot| (dot.label.is_some(), dot.marked));
    for dot in dots {
        let Some(place) = dot.place() else { continue };
        let says = dot.label.as_ref().map(|label| {
            let (size, value) = (shown(dot.across, &funnel.across.unit), shown(dot.up, unit));
            format!("{label}: {} {size}, {} {value}", funnel.across.title, funnel.up)
        });
        draw_dot(pen, plot.at(place), (dot.marked, says.as_deref()));
    }
}

fn draw_dot(pen: &mut Pen, at: At, (marked, says): (bool, Option<&str>)) {
    let At(x, y) = at;
    if marked {
        let corners = [At(x, y - MARKED), At(x + MARKED, y), At(x, y + MARKED), At(x - MARKED, y)];
        pen.shape("group marked", &corners, says);
    } else {
        pen.round(if says.is_some() { "group named" } else { "group" }, at, DOT, says);
    }
}

/// Names beside their dots, as many as there is room for: the marked one first, then from top to bottom.
fn draw_names(pen: &mut Pen, plot: &Plot, funnel: &Funnel, mut drawn: Drawn) -> f64 {
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for dot in funnel.dots() {
        let Some(at) = dot.place().map(|place| plot.at(place)) else { continue };
        let reach = if dot.marked { MARKED } else { DOT };
        drawn.mark(at, reach);
        if let Some(text) = dot.label.as_deref() {
            wanted.push(Wanted { text, at, reach, strong: dot.marked });
        }
    }
    wanted.sort_by(|a, b| b.strong.cmp(&a.strong).then(a.at.1.total_cmp(&b.at.1)));
    let bottom = plot.area.y + plot.area.height + 52.0;
    if labels::place(pen, &plot.area, &wanted, drawn) == 0 {
        return bottom;
    }
    pen.text(At(0.0, bottom + 8.0), "dim", "Not every name fits; the table has them all.");
    bottom + 24.0
}

fn draw_legend(pen: &mut Pen, funnel: &Funnel, unit: &Unit, top: f64) -> f64 {
    let expected = funnel.centre.map(|centre| ("expected", format!("expected, {}", display::value(centre, unit))));
    let limits = funnel.limits().iter().enumerate();
    let limits =
        limits.map(|(place, limit)| (["limit limit-0", "limit limit-1", "limit limit-2"][place % 3], limit.name()));
    let entries: Vec<(&str, String)> = expected.into_iter().chain(limits).collect();
    let (mut x, mut y) = (0.0, top);
    for (class, name) in entries {
        let width = 34.0 + text_width(&name);
        if x > 0.0 && x + width > pen.width {
            (x, y) = (0.0, y + 22.0);
        }
        pen.line(class, At(x, y + 4.0), At(x + 26.0, y + 4.0));
        pen.text(At(x + 34.0, y + 8.5), "name", &name);
        x += width + 20.0;
    }
    y + 16.0
}
