use report::Unit;
use report::chart::Bar;

use super::pen::{Area, At, Pen, Scale, bold_width, length, text_width};
use crate::numbers::shown;

/// Where the parts of a row stand.
struct Rows {
    label_room: f64,
    bars_from: f64,
    bars_to: f64,
    height: f64,
    thickness: f64,
}

/// Draws the bars and returns the height used.
pub(crate) fn draw(pen: &mut Pen, mark: Option<&str>, bars: &[Bar], unit: &Unit) -> f64 {
    if bars.is_empty() {
        return pen.nothing("Nothing to show.");
    }
    let rows = arrange(pen, bars, unit);
    let reach = bars.iter().flat_map(|bar| [bar.value, bar.mark]).flatten().map(length);
    let scale = Scale::with_zero(reach, (rows.bars_from, rows.bars_to));
    let mut top = 2.0;
    for bar in bars {
        draw_row(pen, bar, unit, (&rows, &scale, top));
        top += rows.height;
    }
    if scale.low < 0.0 {
        let zero = scale.place(0.0);
        pen.line("axis", At(zero, 0.0), At(zero, top));
    }
    match mark {
        Some(mark) if bars.iter().any(|bar| bar.mark.is_some()) => legend(pen, mark, &rows, top),
        _ => top + 2.0,
    }
}

fn arrange(pen: &Pen, bars: &[Bar], unit: &Unit) -> Rows {
    let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0_f64, f64::max);
    let value_room = widest(&mut bars.iter().map(|bar| bold_width(&shown(bar.value, unit))));
    if pen.is_narrow() {
        let label_room = (pen.width - value_room - 12.0).max(80.0);
        return Rows { label_room, bars_from: 0.0, bars_to: pen.width - 2.0, height: 40.0, thickness: 11.0 };
    }
    let label_room = widest(&mut bars.iter().map(|bar| text_width(&bar.name))).clamp(50.0, 220.0);
    let (height, thickness) = if bars.len() > 20 { (22.0, 13.0) } else { (30.0, 17.0) };
    Rows {
        label_room,
        bars_from: label_room + 12.0,
        bars_to: (pen.width - value_room - 14.0).max(label_room + 60.0),
        height,
        thickness,
    }
}

fn draw_row(pen: &mut Pen, bar: &Bar, unit: &Unit, (rows, scale, top): (&Rows, &Scale, f64)) {
    let narrow = pen.is_narrow();
    let middle = if narrow { top + 26.0 } else { top + rows.height / 2.0 };
    let baseline = if narrow { top + 14.0 } else { middle + 4.5 };
    pen.label(At(0.0, baseline), "name", &bar.name, rows.label_room);
    let class = if bar.value.is_some() { "end value" } else { "end dim" };
    let value_room = if narrow { pen.width - 92.0 } else { pen.width - rows.bars_to - 8.0 };
    pen.label(At(pen.width, baseline), class, &shown(bar.value, unit), value_room);
    let y = middle - rows.thickness / 2.0;
    let whole = Area { x: rows.bars_from, y, width: rows.bars_to - rows.bars_from, height: rows.thickness };
    match bar.value.map(length) {
        Some(value) => {
            pen.area("ground", whole);
            let (from, to) = (scale.place(value.min(0.0)), scale.place(value.max(0.0)));
            let class = if value < 0.0 { "bar below" } else { "bar" };
            pen.area(class, Area { x: from, width: (to - from).max(1.0), ..whole });
        }
        None => pen.area("track", whole),
    }
    if let Some(mark) = bar.mark.map(length) {
        let x = scale.place(mark);
        pen.line("halo", At(x, y - 4.0), At(x, y + rows.thickness + 4.0));
        pen.line("mark", At(x, y - 4.0), At(x, y + rows.thickness + 4.0));
    }
}

fn legend(pen: &mut Pen, mark: &str, rows: &Rows, top: f64) -> f64 {
    let x = rows.bars_from + 1.0;
    pen.line("mark", At(x + 1.0, top + 6.0), At(x + 1.0, top + 22.0));
    pen.label(At(x + 10.0, top + 18.5), "dim", &format!("= {mark}"), pen.width - x - 12.0);
    top + 26.0
}
