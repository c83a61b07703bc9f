//! Charts as SVG. Lengths and places are worked out here, and nothing else; every number is printed as the report
//! shows it.

mod axis;
mod bars;
mod funnel;
mod labels;
mod lines;
mod pen;
mod split;
mod waterfall;

use std::fmt::Write;

use report::{Chart, ChartKind};

use crate::html::escape::Escaped;
use pen::Pen;

/// How much room a chart has. Text keeps its size, so a phone gets its own drawing instead of a shrunken one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Wide,
    Narrow,
}

impl Room {
    fn width(self) -> f64 {
        match self {
            Self::Wide => 740.0,
            Self::Narrow => 330.0,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// The chart as an `<svg>` element. `id` must be unique on the page.
pub(crate) fn draw(chart: &Chart, id: &str, room: Room) -> String {
    let mut pen = Pen::new(room.width());
    let height = match &chart.kind {
        ChartKind::Bars { mark, bars } => bars::draw(&mut pen, mark.as_deref(), bars, &chart.unit),
        ChartKind::Lines { labels, series } => lines::draw(&mut pen, labels, series, &chart.unit),
        ChartKind::Split { parts } => split::draw(&mut pen, parts, &chart.unit),
        ChartKind::Waterfall { steps } => waterfall::draw(&mut pen, steps, &chart.unit),
        ChartKind::Funnel(funnel) => funnel::draw(&mut pen, funnel, &chart.unit),
    };
    let (title, summary) = (Escaped(&chart.title), Escaped(&chart.summary));
    let (class, width) = (room.class(), room.width());
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg class=\"{class}\" role=\"img\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{summary}</desc>"
    );
    out.push_str(&pen.body);
    out.push_str("</svg>\n");
    out
}
