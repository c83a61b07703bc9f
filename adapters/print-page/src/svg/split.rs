use report::chart::Part;
use report::{Band, Unit, display};

use super::pen::{Area, At, Pen, length, text_width};

const BAR: f64 = 34.0;
const GAP: f64 = 2.0;

/// Draws one bar in parts with its legend and returns the height used.
pub(crate) fn draw(pen: &mut Pen, parts: &[Part], unit: &Unit) -> f64 {
    let whole: f64 = parts.iter().map(extent).sum();
    if parts.is_empty() || whole <= 0.0 {
        let height = pen.nothing("Nothing to divide.");
        return if parts.is_empty() { height } else { legend(pen, parts, unit, height + 10.0) };
    }
    let shown = parts.iter().filter(|part| extent(part) > 0.0).count();
    let room = pen.width - GAP * shown.saturating_sub(1) as f64;
    let mut x = 0.0;
    for (place, part) in parts.iter().enumerate().filter(|(_, part)| extent(part) > 0.0) {
        let width = extent(part) / whole * room;
        pen.area(&class(place, &part.name), Area { x, y: 0.0, width, height: BAR });
        let value = display::value(part.value, unit);
        if text_width(&value) + 10.0 <= width {
            let on = format!("mid on-{}", class(place, &part.name));
            pen.text(At(x + width / 2.0, BAR / 2.0 + 4.5), &on, &value);
        }
        x += width + GAP;
    }
    legend(pen, parts, unit, BAR + 12.0)
}

/// A part that is less than nothing takes no room; its value still stands in the legend.
fn extent(part: &Part) -> f64 {
    length(part.value).max(0.0)
}

fn legend(pen: &mut Pen, parts: &[Part], unit: &Unit, top: f64) -> f64 {
    let (mut x, mut y) = (0.0, top);
    for (place, part) in parts.iter().enumerate() {
        let value = display::value(part.value, unit);
        let name_room = text_width(&part.name).min(pen.width - text_width(&value) - 40.0);
        let entry = 18.0 + name_room + 6.0 + text_width(&value);
        if x > 0.0 && x + entry > pen.width {
            (x, y) = (0.0, y + 22.0);
        }
        pen.area(&class(place, &part.name), Area { x, y: y + 2.0, width: 12.0, height: 12.0 });
        let room = name_room + 8.0 + text_width(&value);
        pen.named_value(At(x + 18.0, y + 12.5), "name", (&part.name, &value), room);
        x += entry + 18.0;
    }
    y + 20.0
}

fn class(place: usize, name: &str) -> String {
    let band = Band::ALL.into_iter().find(|band| band.word().eq_ignore_ascii_case(name.trim()));
    band.map_or_else(|| format!("part-{}", place % 6), |band| format!("band-{}", band.word()))
}
