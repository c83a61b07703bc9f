//! Groups of different sizes against what chance alone would do, drawn with letters.

use report::{Frame, Funnel, FunnelDot, FunnelLimit, LimitPoint, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::charts::{length, nothing, shown};
use super::ink::{Ink, Sheet, clean, cut, wide};

/// Dots with a name are drawn as the letters of the alphabet; there are no more.
const LETTERS: [&str; 26] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w",
    "x", "y", "z",
];

/// Rows and columns of marks, and how values become places among them.
struct Plot {
    frame: Frame,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<&'static str>>,
}

impl Plot {
    fn new(frame: Frame, columns: usize) -> Self {
        let rows = (columns / 4).clamp(9, 17);
        Self { frame, columns, rows, cells: vec![vec![" "; columns]; rows] }
    }

    fn column(&self, across: f64) -> Option<usize> {
        position(across, self.frame.across, self.columns)
    }

    /// The top row is the first.
    fn row(&self, up: f64) -> Option<usize> {
        position(up, self.frame.up, self.rows).map(|row| self.rows - 1 - row)
    }

    fn mark(&mut self, across: f64, up: f64, mark: &'static str) {
        if let (Some(column), Some(row)) = (self.column(across), self.row(up)) {
            self.cells[row][column] = mark;
        }
    }
}

fn position(value: f64, (low, high): (f64, f64), count: usize) -> Option<usize> {
    let place = ((value - low) / (high - low) * (count - 1) as f64).round();
    (place >= 0.0 && place < count as f64).then_some(place as usize)
}

/// The plot, then who is who, then what the lines are.
pub(super) fn draw(sheet: &mut Sheet, funnel: &Funnel, unit: &Unit) {
    let Some(frame) = funnel.frame() else { return nothing(sheet) };
    let room = sheet.prose_width();
    let end = |value: f64| Decimal::from_f64(value).map_or_else(String::new, |value| shown(Some(value), unit));
    let sides =
        [end(frame.up.1), funnel.centre.map_or_else(String::new, |centre| shown(Some(centre), unit)), end(frame.up.0)];
    let sides = sides.map(|side| cut(&side, room / 4, sheet.mark("…", "~")));
    let width = sides.iter().map(|side| wide(side)).max().unwrap_or(0);
    let mut plot = Plot::new(frame, (room - width - 5).min(72));
    let known = keyed(sheet, funnel);
    draw_lines(sheet, &mut plot, funnel);
    draw_dots(sheet, &mut plot, funnel, &known);
    print(sheet, &plot, funnel, (&sides, width));
    list(sheet, funnel, unit, &known);
    legend(sheet, funnel, unit);
}

/// The named dots with the mark that stands for each, as far as the letters go.
fn keyed<'a>(sheet: &Sheet, funnel: &'a Funnel) -> Vec<(&'static str, &'a FunnelDot)> {
    let mut letters = LETTERS.into_iter();
    let marked = sheet.mark("◆", "#");
    let named = funnel.dots().iter().filter(|dot| dot.label.is_some());
    named.filter_map(|dot| Some((if dot.marked { marked } else { letters.next()? }, dot))).collect()
}

/// The widest limits first, so that what matters more is drawn over what matters less.
fn draw_lines(sheet: &Sheet, plot: &mut Plot, funnel: &Funnel) {
    for (place, limit) in funnel.limits().iter().enumerate().rev() {
        for column in 0..plot.columns {
            let (low, high) = plot.frame.across;
            let across = low + (high - low) * column as f64 / (plot.columns - 1) as f64;
            for up in between(limit, across).into_iter().flatten() {
                plot.mark(across, up, limit_mark(sheet, place));
            }
        }
    }
    if let Some(row) = funnel.centre.and_then(|centre| plot.row(length(centre))) {
        plot.cells[row].fill(sheet.mark("─", "-"));
    }
}

fn limit_mark(sheet: &Sheet, place: usize) -> &'static str {
    if place == 0 { sheet.mark("·", ".") } else { ":" }
}

/// Where the two curves are at a size, on the straight line between the points around it.
fn between(limit: &FunnelLimit, across: f64) -> Option<[f64; 2]> {
    let size = |point: &LimitPoint| length(point.across);
    let pair = limit.curve.windows(2).find(|pair| (size(&pair[0])..=size(&pair[1])).contains(&across))?;
    let (from, to) = (&pair[0], &pair[1]);
    let share = (across - size(from)) / (size(to) - size(from)).max(f64::MIN_POSITIVE);
    let along = |from: Decimal, to: Decimal| length(from) + share * (length(to) - length(from));
    Some([along(from.low, to.low), along(from.high, to.high)])
}

/// The nameless first, then the marked one, then the others beside what is there already.
fn draw_dots(sheet: &Sheet, plot: &mut Plot, funnel: &Funnel, known: &[(&'static str, &FunnelDot)]) {
    for dot in funnel.dots() {
        if let Some((across, up)) = dot.place() {
            plot.mark(across, up, sheet.mark("●", "*"));
        }
    }
    let mut named: Vec<_> = known.to_vec();
    named.sort_by_key(|(_, dot)| !dot.marked);
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (mark, dot) in named {
        let Some((across, up)) = dot.place() else { continue };
        let (Some(column), Some(row)) = (plot.column(across), plot.row(up)) else { continue };
        let beside = [Some(column), Some(column + 1), column.checked_sub(1), Some(column + 2), column.checked_sub(2)];
        let free = |column: &usize| *column < plot.columns && !taken.contains(&(row, *column));
        if let Some(column) = beside.into_iter().flatten().find(free) {
            plot.cells[row][column] = mark;
            taken.push((row, column));
        }
    }
}

fn print(sheet: &mut Sheet, plot: &Plot, funnel: &Funnel, (sides, width): (&[String; 3], usize)) {
    let [top, centre, bottom] = sides;
    let centre_row = funnel.centre.and_then(|value| plot.row(length(value)));
    let up = format!("{} {}", sheet.mark("↑", "^"), clean(&funnel.up));
    let up = sheet.inked(Ink::Faint, &up);
    sheet.wrapped(&up, "  ", "  ");
    for (row, cells) in plot.cells.iter().enumerate() {
        let side = match row {
            0 => top.as_str(),
            row if Some(row) == centre_row => centre,
            row if row + 1 == plot.rows => bottom,
            _ => "",
        };
        let before = " ".repeat(width - wide(side));
        sheet.line(&format!("  {before}{side} {}{}", sheet.mark("│", "|"), inked(sheet, cells)));
    }
    let (corner, along) = (sheet.mark("└", "+"), sheet.mark("─", "-").repeat(plot.columns));
    sheet.line(&format!("  {} {corner}{along}", " ".repeat(width)));
    let end =
        |value: f64| Decimal::from_f64(value).map_or_else(String::new, |value| shown(Some(value), &funnel.across.unit));
    let ellipsis = sheet.mark("…", "~");
    let ends = [plot.frame.across.0, plot.frame.across.1].map(|value| cut(&end(value), plot.columns / 2 - 1, ellipsis));
    let space = " ".repeat(plot.columns - wide(&ends[0]) - wide(&ends[1]));
    sheet.line(&format!("  {}  {}{space}{}", " ".repeat(width), ends[0], ends[1]));
    let title = cut(&clean(&funnel.across.title), plot.columns - 3, ellipsis);
    let title = format!("{title} {}", sheet.mark("→", ">"));
    let before = " ".repeat(width + 4 + plot.columns - wide(&title));
    sheet.line(&format!("{before}{}", sheet.inked(Ink::Faint, &title)));
}

/// The marks with their inks: curves faint, the marked one strong.
fn inked(sheet: &Sheet, cells: &[&'static str]) -> String {
    let ink = |mark: &&'static str| match *mark {
        "·" | "." | ":" | "─" | "-" => Some(Ink::Faint),
        "◆" | "#" => Some(Ink::Strong),
        _ => None,
    };
    let runs = cells.chunk_by(|a, b| ink(a) == ink(b));
    runs.map(|run| ink(&run[0]).map_or_else(|| run.concat(), |ink| sheet.inked(ink, &run.concat()))).collect()
}

/// A line for each dot that has a mark of its own: size, value, and where chance alone would put it.
fn list(sheet: &mut Sheet, funnel: &Funnel, unit: &Unit, known: &[(&'static str, &FunnelDot)]) {
    let narrowest = funnel.limits().first();
    let cells = |dot: &FunnelDot| {
        let point = narrowest.zip(dot.across).and_then(|(limit, size)| limit.at(size));
        let limits =
            point.map(|point| format!("({} to {})", shown(Some(point.low), unit), shown(Some(point.high), unit)));
        let name = cut(&clean(dot.label.as_deref().unwrap_or_default()), sheet.prose_width() / 3, sheet.mark("…", "~"));
        [name, shown(dot.across, &funnel.across.unit), shown(dot.up, unit), limits.unwrap_or_default()]
    };
    let lines: Vec<[String; 4]> = known.iter().map(|(_, dot)| cells(dot)).collect();
    if lines.is_empty() {
        return;
    }
    let widest = |place: usize| lines.iter().map(|line| wide(&line[place])).max().unwrap_or_default();
    let [names, sizes, values, ranges] = [0, 1, 2, 3].map(widest);
    let has_room = ranges > 0 && names + sizes + values + ranges + 10 <= sheet.prose_width();
    let limits = narrowest.filter(|_| has_room).map(|limit| format!(" ({})", limit.name())).unwrap_or_default();
    let heading = format!("{}, {}{limits}:", clean(&funnel.across.title), clean(&funnel.up));
    sheet.wrapped(&sheet.inked(Ink::Faint, &heading), "  ", "  ");
    for ((mark, dot), [name, size, value, limits]) in known.iter().zip(&lines) {
        let lead = format!("  {mark} {name}{}  ", " ".repeat(names - wide(name)));
        let pad = |text: &str, width: usize| format!("{}{text}", "\u{A0}".repeat(width - wide(text)));
        let limits = if has_room { limits } else { "" };
        let text = format!("{}  {}  {limits}", pad(size, sizes), pad(value, values));
        let text = if dot.marked { sheet.inked(Ink::Strong, &text) } else { text };
        sheet.wrapped(&text, &lead, "      ");
    }
}

/// What the lines and the marks without a letter stand for.
fn legend(sheet: &mut Sheet, funnel: &Funnel, unit: &Unit) {
    let centre =
        funnel.centre.map(|centre| format!("{} expected, {}", sheet.mark("─", "-"), shown(Some(centre), unit)));
    let limits = funnel.limits().iter().enumerate();
    let limits = limits.map(|(place, limit)| format!("{} {}", limit_mark(sheet, place), limit.name()));
    let more = funnel.dots().iter().filter(|dot| dot.label.is_some()).count() > LETTERS.len();
    let others = if more { "others" } else { "not named" };
    let nameless = more || funnel.dots().iter().any(|dot| dot.label.is_none());
    let others = nameless.then(|| format!("{} {others}", sheet.mark("●", "*")));
    let room = sheet.prose_width() - 2;
    let mut lines = vec![String::new()];
    for entry in centre.into_iter().chain(limits).chain(others) {
        let entry = cut(&entry, room, sheet.mark("…", "~"));
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = entry,
            Some(line) if wide(line) + wide(&entry) + 3 <= room => *line = format!("{line}   {entry}"),
            _ => lines.push(entry),
        }
    }
    for line in lines.iter().filter(|line| !line.is_empty()) {
        sheet.line(&format!("  {}", sheet.inked(Ink::Faint, line)));
    }
}
