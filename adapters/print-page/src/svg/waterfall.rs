use report::{Step, Unit};

use super::pen::{Area, At, Pen, Scale, bold_width, length, text_width};
use crate::numbers;

/// A step with the levels before and after it.
struct Stretch<'a> {
    step: &'a Step,
    from: f64,
    to: f64,
}

/// Draws the steps from top to bottom and returns the height used.
pub(crate) fn draw(pen: &mut Pen, steps: &[Step], unit: &Unit) -> f64 {
    if steps.is_empty() {
        return pen.nothing("Nothing to show.");
    }
    let stretches = stretches(steps);
    let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0_f64, f64::max);
    let value_room = widest(&mut steps.iter().map(|step| bold_width(&numbers::step(step, unit))));
    let narrow = pen.is_narrow();
    let label_room = widest(&mut steps.iter().map(|step| text_width(&step.name))).clamp(50.0, 190.0);
    let places = if narrow {
        (0.0, pen.width - 2.0)
    } else {
        (label_room + 12.0, (pen.width - value_room - 14.0).max(label_room + 90.0))
    };
    let label_room = if narrow { pen.width - value_room - 12.0 } else { label_room };
    let (begin, cut) = beginning(&stretches);
    let high = stretches.iter().flat_map(|stretch| [stretch.from, stretch.to]).fold(begin, f64::max);
    let scale = Scale::new((begin, high), places);
    let row = if narrow { 40.0 } else { 30.0 };
    draw_joints(pen, &stretches, &scale, row);
    for (place, stretch) in stretches.iter().enumerate() {
        let top = 2.0 + row * place as f64;
        let baseline = if narrow { top + 14.0 } else { top + row / 2.0 + 4.5 };
        let class = if stretch.step.total { "name strong" } else { "name" };
        pen.label(At(0.0, baseline), class, &stretch.step.name, label_room);
        pen.text(At(pen.width, baseline), "end value", &numbers::step(stretch.step, unit));
        draw_stretch(pen, stretch, &scale, (top, row));
    }
    let bottom = 2.0 + row * stretches.len() as f64;
    if cut {
        pen.text(At(places.0, bottom + 14.0), "dim", "The scale does not begin at zero.");
        return bottom + 22.0;
    }
    let zero = scale.place(0.0);
    pen.line("axis", At(zero, 0.0), At(zero, bottom));
    bottom + 2.0
}

fn stretches(steps: &[Step]) -> Vec<Stretch<'_>> {
    let mut level = 0.0;
    steps
        .iter()
        .map(|step| {
            let value = length(step.value);
            let (from, to) = if step.total { (0.0, value) } else { (level, level + value) };
            level = to;
            Stretch { step, from, to }
        })
        .collect()
}

/// Where the scale begins, and whether that cuts the levels: small changes of a large level would not be seen.
fn beginning(stretches: &[Stretch<'_>]) -> (f64, bool) {
    let ends = || {
        stretches
            .iter()
            .flat_map(|stretch| if stretch.step.total { vec![stretch.to] } else { vec![stretch.from, stretch.to] })
    };
    let (low, high) = ends().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
    let starts_with_a_level = stretches.first().is_some_and(|stretch| stretch.step.total);
    if starts_with_a_level && low > 0.0 && high - low < 0.4 * high && high > low {
        ((low - 0.5 * (high - low)).max(0.0), true)
    } else {
        (low.min(0.0), false)
    }
}

fn draw_stretch(pen: &mut Pen, stretch: &Stretch<'_>, scale: &Scale, (top, row): (f64, f64)) {
    let (y, height) = if pen.is_narrow() { (top + 20.0, 12.0) } else { (top + 6.0, row - 12.0) };
    let low = stretch.from.min(stretch.to).max(scale.low);
    let (from, to) = (scale.place(low), scale.place(stretch.from.max(stretch.to)));
    let class = match (stretch.step.total, stretch.to < stretch.from) {
        (true, _) => "bar total",
        (false, true) => "bar down",
        (false, false) => "bar up",
    };
    pen.area(class, Area { x: from, y, width: (to - from).max(1.5), height });
    if stretch.step.total && scale.low > 0.0 {
        for x in [from + 14.0, from + 20.0] {
            pen.line("cut", At(x - 3.0, y + height + 2.0), At(x + 3.0, y - 2.0));
        }
    }
}

/// The thin lines that carry a level from one step to the next.
fn draw_joints(pen: &mut Pen, stretches: &[Stretch<'_>], scale: &Scale, row: f64) {
    let (lower, upper) = if pen.is_narrow() { (32.0, 60.0) } else { (row - 6.0, row + 6.0) };
    for place in 1..stretches.len() {
        let top = 2.0 + row * (place - 1) as f64;
        let x = scale.place(stretches[place - 1].to);
        pen.line("joint", At(x, top + lower), At(x, top + upper));
    }
}
