use report::chart::{Bar, Part, Series};
use report::{Band, Chart, ChartKind, Step, Unit, display};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::funnel;
use super::ink::{Ink, Sheet, clean, cut, wide};

/// A chart as text: title, what it shows, the picture.
pub(super) fn chart(sheet: &mut Sheet, chart: &Chart) {
    let title = sheet.inked(Ink::Strong, &clean(&chart.title));
    sheet.wrapped(&title, "", "");
    if !chart.summary.is_empty() {
        let summary = sheet.inked(Ink::Faint, &clean(&chart.summary));
        sheet.wrapped(&summary, "", "");
    }
    match &chart.kind {
        ChartKind::Bars { mark, bars } => self::bars(sheet, mark.as_deref(), bars, &chart.unit),
        ChartKind::Lines { labels, series } => lines(sheet, labels, series, &chart.unit),
        ChartKind::Split { parts } => split(sheet, parts, &chart.unit),
        ChartKind::Waterfall { steps } => waterfall(sheet, steps, &chart.unit),
        ChartKind::Funnel(funnel) => funnel::draw(sheet, funnel, &chart.unit),
    }
    if let Some(caption) = chart.caption() {
        let caption = sheet.inked(Ink::Faint, &clean(&caption));
        sheet.wrapped(&caption, "  ", "  ");
    }
}

pub(super) fn length(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

pub(super) fn shown(value: Option<Decimal>, unit: &Unit) -> String {
    value.map_or_else(|| "unknown".to_owned(), |value| clean(&display::value(value, unit)))
}

fn signed(value: Decimal, unit: &Unit) -> String {
    let mut text = clean(&display::value(value, unit));
    if value.is_sign_positive() && !value.is_zero() {
        let place = text.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
        text.insert(place, '+');
    }
    text
}

/// A name and a value on the left, and as many columns for a picture as are left over.
struct Rows {
    names: usize,
    values: usize,
    picture: usize,
}

impl Rows {
    fn new(sheet: &Sheet, names: impl Iterator<Item = usize>, values: impl Iterator<Item = usize>) -> Self {
        let room = sheet.prose_width();
        let values = values.max().unwrap_or(0).min(room - 14);
        let names = names.max().unwrap_or(0).clamp(1, (room * 2 / 5).min(room - values - 6).max(4));
        Self { names, values, picture: room.saturating_sub(names + values + 6).min(60) }
    }

    fn lead(&self, sheet: &Sheet, name: &str, value: &str) -> String {
        let end = sheet.mark("…", "~");
        let (name, value) = (cut(name, self.names, end), cut(value, self.values, end));
        let (after, before) = (self.names - wide(&name), self.values - wide(&value));
        format!("  {name}{}  {}{value}  ", " ".repeat(after), " ".repeat(before))
    }
}

pub(super) fn nothing(sheet: &mut Sheet) {
    sheet.line("  Nothing to show.");
}

fn bars(sheet: &mut Sheet, mark: Option<&str>, bars: &[Bar], unit: &Unit) {
    if bars.is_empty() {
        return nothing(sheet);
    }
    let names: Vec<String> = bars.iter().map(|bar| clean(&bar.name)).collect();
    let values: Vec<String> = bars.iter().map(|bar| shown(bar.value, unit)).collect();
    let rows = Rows::new(sheet, names.iter().map(|name| wide(name)), values.iter().map(|value| wide(value)));
    let reach = bars.iter().flat_map(|bar| [bar.value, bar.mark]).flatten().map(length);
    let (low, high) = reach.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let place =
        |value: f64| (((value - low) / (high - low).max(f64::MIN_POSITIVE)) * rows.picture as f64).round() as usize;
    let full = sheet.mark("█", "#");
    let tick = sheet.mark("│", "|");
    for ((bar, name), value) in bars.iter().zip(&names).zip(&values) {
        let mut columns: Vec<&str> = vec![" "; rows.picture];
        if let Some(value) = bar.value.map(length).filter(|_| high > low) {
            let (from, to) = (place(value.min(0.0)), place(value.max(0.0)));
            columns.iter_mut().take(to).skip(from).for_each(|column| *column = full);
        }
        if let (Some(mark), Some(last)) = (bar.mark.map(length), rows.picture.checked_sub(1)) {
            columns[place(mark).min(last)] = tick;
        }
        sheet.line(&format!("{}{}", rows.lead(sheet, name, value), columns.concat()));
    }
    if let Some(mark) = mark.filter(|_| rows.picture > 0 && bars.iter().any(|bar| bar.mark.is_some())) {
        let lead = rows.lead(sheet, "", "");
        let legend = cut(&format!("{tick} = {}", clean(mark)), rows.picture, sheet.mark("…", "~"));
        let legend = sheet.inked(Ink::Faint, &legend);
        sheet.line(&format!("{lead}{legend}"));
    }
}

/// Each line as a row of small columns between its lowest and highest value, with the first and last one in words.
fn lines(sheet: &mut Sheet, labels: &[String], series: &[Series], unit: &Unit) {
    if series.is_empty() || labels.is_empty() {
        return nothing(sheet);
    }
    let known = || series.iter().flat_map(|line| &line.values).filter_map(|point| point.0).map(length);
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let names: Vec<String> = series.iter().map(|line| clean(&line.name)).collect();
    let last = |line: &Series| line.values.iter().rev().find_map(|point| point.0);
    let values: Vec<String> = series.iter().map(|line| shown(last(line), unit)).collect();
    let rows = Rows::new(sheet, names.iter().map(|name| wide(name)), values.iter().map(|value| wide(value)));
    for ((line, name), value) in series.iter().zip(&names).zip(&values) {
        let from = line.values.len().saturating_sub(rows.picture);
        let picture: String = line.values[from..].iter().map(|point| level(sheet, point.0, (low, high))).collect();
        sheet.line(&format!("{}{picture}", rows.lead(sheet, name, value)));
    }
    let (first, end) = (labels.first().map_or("", String::as_str), labels.last().map_or("", String::as_str));
    let mut caption = format!("{} to {}; values are the latest known", clean(first), clean(end));
    if high >= low {
        let end = |value: fn(Decimal, Decimal) -> Decimal| {
            let found = series.iter().flat_map(|line| &line.values).filter_map(|point| point.0).reduce(value);
            shown(found, unit)
        };
        caption.push_str(&format!("; heights from {} to {}", end(Decimal::min), end(Decimal::max)));
    }
    let caption = sheet.inked(Ink::Faint, &caption);
    sheet.wrapped(&caption, "  ", "  ");
}

/// One value as a column of eighths; a gap is a dot.
fn level(sheet: &Sheet, value: Option<Decimal>, (low, high): (f64, f64)) -> &'static str {
    const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    const ASCII: [&str; 8] = ["_", "_", ".", ".", "-", "-", "^", "^"];
    let Some(value) = value.map(length) else { return sheet.mark("·", "?") };
    let share = if high > low { (value - low) / (high - low) } else { 0.5 };
    let eighth = ((share * 7.0).round() as usize).min(7);
    sheet.mark(EIGHTHS[eighth], ASCII[eighth])
}

fn split(sheet: &mut Sheet, parts: &[Part], unit: &Unit) {
    let extent = |part: &Part| length(part.value).max(0.0);
    let whole: f64 = parts.iter().map(extent).sum();
    if parts.is_empty() || whole <= 0.0 {
        nothing(sheet);
    }
    let fills = if sheet.mark("u", "a") == "u" { ["█", "▓", "▒", "░"] } else { ["#", "=", "-", "."] };
    let room = (sheet.prose_width() - 4).min(60);
    let (mut bar, mut sum, mut filled) = (String::new(), 0.0, 0);
    let mut legend: Vec<String> = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let name = clean(&part.name);
        let band = Band::ALL.into_iter().find(|band| band.word().eq_ignore_ascii_case(name.trim()));
        // Five bands and four fills: what is not known must not look like the best.
        let is_unknown = name.trim().eq_ignore_ascii_case(Band::Unknown.word());
        let fill = if is_unknown { sheet.mark("·", "?") } else { fills[place % fills.len()] };
        let inked = |text: &str| band.map_or_else(|| text.to_owned(), |band| sheet.inked(Ink::of(band), text));
        sum += extent(part);
        let to = if whole > 0.0 { (sum / whole * room as f64).round() as usize } else { 0 };
        bar.push_str(&inked(&fill.repeat(to.saturating_sub(filled))));
        filled = filled.max(to);
        let value = shown(Some(part.value), unit);
        legend.push(format!("{} {}", inked(fill), format!("{name} {value}").replace(' ', "\u{A0}")));
    }
    if !bar.is_empty() {
        sheet.line(&format!("  {bar}"));
    }
    let legend: Vec<String> = legend.iter().map(|entry| entry.replacen(' ', "\u{A0}", 1)).collect();
    sheet.wrapped(&legend.join("   "), "  ", "  ");
}

fn waterfall(sheet: &mut Sheet, steps: &[Step], unit: &Unit) {
    if steps.is_empty() {
        return nothing(sheet);
    }
    let names: Vec<String> = steps.iter().map(|step| clean(&step.name)).collect();
    let value = |step: &Step| if step.total { shown(Some(step.value), unit) } else { signed(step.value, unit) };
    let values: Vec<String> = steps.iter().map(value).collect();
    let rows = Rows::new(sheet, names.iter().map(|name| wide(name)), values.iter().map(|value| wide(value)));
    let largest = steps.iter().filter(|step| !step.total).map(|step| length(step.value).abs()).fold(0.0, f64::max);
    for ((step, name), value) in steps.iter().zip(&names).zip(&values) {
        let columns = if step.total || largest <= 0.0 {
            0
        } else {
            (length(step.value).abs() / largest * rows.picture.min(24) as f64).round() as usize
        };
        let (ink, fill) = match step.value.is_sign_negative() {
            true => (Ink::Red, sheet.mark("▒", "-")),
            false => (Ink::Green, sheet.mark("█", "+")),
        };
        let picture = sheet.inked(ink, &fill.repeat(columns));
        if step.total && steps.len() > 1 {
            let lead = rows.lead(sheet, name, value);
            let strong = sheet.inked(Ink::Strong, lead.trim_start());
            sheet.line(&format!("  {strong}"));
        } else {
            sheet.line(&format!("{}{picture}", rows.lead(sheet, name, value)));
        }
    }
}
