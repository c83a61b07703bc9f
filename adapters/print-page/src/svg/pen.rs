use std::fmt::Write;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use unicode_width::UnicodeWidthStr;

use crate::html::escape::Escaped;
use crate::words;

/// How wide one column of 13 px text is taken to be; on the wide side for every common system font.
const COLUMN: f64 = 7.2;

/// A place on the drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At(pub(crate) f64, pub(crate) f64);

/// A rectangle on the drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Draws at one width. The looks (colours, text anchors, dashes) are classes of the page's style sheet.
#[derive(Debug)]
pub(crate) struct Pen {
    pub(crate) width: f64,
    pub(crate) body: String,
}

impl Pen {
    pub(crate) fn new(width: f64) -> Self {
        Self { width, body: String::new() }
    }

    pub(crate) fn is_narrow(&self) -> bool {
        self.width < 500.0
    }

    pub(crate) fn text(&mut self, at: At, class: &str, text: &str) {
        let At(x, y) = at;
        let _ = writeln!(self.body, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", Escaped(text));
    }

    /// Text that is shortened where it does not fit; the whole of it is then its title.
    pub(crate) fn label(&mut self, at: At, class: &str, text: &str, room: f64) {
        let text = words::clean(text);
        let Some(short) = shortened(&text, room) else { return self.text(at, class, &text) };
        let At(x, y) = at;
        let (short, whole) = (Escaped(&short), Escaped(&text));
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"><title>{whole}</title>{short}</text>"
        );
    }

    /// A name and its value; where both do not fit, the name is shortened and the value is not.
    pub(crate) fn named_value(&mut self, at: At, class: &str, (name, value): (&str, &str), room: f64) {
        let name = words::clean(name);
        let Some(short) = shortened(&name, room - text_width(value) - COLUMN) else {
            return self.text(at, class, &format!("{name} {value}"));
        };
        let At(x, y) = at;
        let (short, whole, value) = (Escaped(&short), Escaped(&name), Escaped(value));
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"><title>{whole} {value}</title>{short} {value}</text>"
        );
    }

    pub(crate) fn area(&mut self, class: &str, area: Area) {
        let Area { x, y, width, height } = area;
        let round = (width / 2.0).min(height / 2.0).min(3.0);
        let _ = writeln!(
            self.body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.1}\"/>"
        );
    }

    pub(crate) fn line(&mut self, class: &str, from: At, to: At) {
        let (At(x1, y1), At(x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    pub(crate) fn path(&mut self, class: &str, points: &[At]) {
        let mut along = String::new();
        for (place, At(x, y)) in points.iter().enumerate() {
            let _ = write!(along, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { " L" });
        }
        let _ = writeln!(self.body, "<path class=\"{class}\" d=\"{along}\"/>");
    }

    /// A mark of its own shape around a place; `says` is shown to whoever points at it.
    pub(crate) fn shape(&mut self, class: &str, corners: &[At], says: Option<&str>) {
        let mut along = String::new();
        for (place, At(x, y)) in corners.iter().enumerate() {
            let _ = write!(along, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { " L" });
        }
        let _ = match says {
            Some(says) => {
                writeln!(self.body, "<path class=\"{class}\" d=\"{along} Z\"><title>{}</title></path>", Escaped(says))
            }
            None => writeln!(self.body, "<path class=\"{class}\" d=\"{along} Z\"/>"),
        };
    }

    /// A round mark; `says` is shown to whoever points at it.
    pub(crate) fn round(&mut self, class: &str, At(x, y): At, radius: f64, says: Option<&str>) {
        let _ = write!(self.body, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"");
        let _ = match says {
            Some(says) => writeln!(self.body, "><title>{}</title></circle>", Escaped(says)),
            None => writeln!(self.body, "/>"),
        };
    }

    /// The only thing on a chart without anything to draw. Returns the height used.
    pub(crate) fn nothing(&mut self, why: &str) -> f64 {
        self.area("track", Area { x: 0.5, y: 0.5, width: self.width - 1.0, height: 55.0 });
        self.text(At(self.width / 2.0, 33.0), "mid dim", why);
        56.0
    }
}

/// How wide this text will be, about.
pub(crate) fn text_width(text: &str) -> f64 {
    words::clean(text).width() as f64 * COLUMN
}

/// The same for text in bold, as values are printed.
pub(crate) fn bold_width(text: &str) -> f64 {
    text_width(text) * 1.12
}

/// The text cut to fit the room, or `None` when it fits as it is.
fn shortened(text: &str, room: f64) -> Option<String> {
    if text_width(text) <= room {
        return None;
    }
    let mut short = String::new();
    for letter in text.chars() {
        short.push(letter);
        if text_width(&short) + COLUMN > room {
            short.pop();
            break;
        }
    }
    Some(format!("{}…", short.trim_end()))
}

/// For the length of a bar, never for a number in print.
pub(crate) fn length(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

/// From values to places along one direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// From `low..high` in values to `from..to` in places; equal ends are moved apart.
    pub(crate) fn new(values: (f64, f64), places: (f64, f64)) -> Self {
        let (low, high) = values;
        let high = if high - low > f64::EPSILON * low.abs().max(1.0) { high } else { low + low.abs().max(1.0) };
        Self { low, high, from: places.0, to: places.1 }
    }

    /// The smallest scale that holds zero and every value.
    pub(crate) fn with_zero(values: impl Iterator<Item = f64>, places: (f64, f64)) -> Self {
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        Self::new((low, high), places)
    }

    pub(crate) fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}
