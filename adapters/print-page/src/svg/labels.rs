//! Names beside places that may lie close together: each where it covers nothing, as near to its place as can be.

use super::pen::{Area, At, Pen, bold_width, text_width};

/// From the baseline of one line of text to that of the next.
const LINE: f64 = 16.0;

/// So many lines of text away a name may go to leave a line uncovered.
const CLOSE: i32 = 2;

/// A name and the place it belongs to.
pub(crate) struct Wanted<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: At,
    /// How far the mark at the place reaches from its middle.
    pub(crate) reach: f64,
    pub(crate) strong: bool,
}

/// The square around a mark.
fn around(At(x, y): At, reach: f64) -> Area {
    Area { x: x - reach, y: y - reach, width: 2.0 * reach, height: 2.0 * reach }
}

/// Where a name may stand.
#[derive(Debug, Clone, Copy)]
struct Spot {
    area: Area,
    /// Whether it stands right of its place.
    right: bool,
    /// How many lines of text above or below its place.
    far: i32,
    /// The line from the mark to the name, unless they stand side by side.
    leader: Option<(At, At)>,
}

/// What is drawn already.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// Marks, which no name may cover.
    pub(crate) marks: Vec<Area>,
    /// Lines, which no name should cover where there is room beside them.
    pub(crate) lines: Vec<Area>,
}

impl Drawn {
    pub(crate) fn mark(&mut self, at: At, reach: f64) {
        self.marks.push(around(at, reach));
    }

    pub(crate) fn line(&mut self, points: &[At]) {
        for pair in points.windows(2) {
            self.lines.extend(along(pair[0], pair[1]).map(|at| around(at, 1.0)));
        }
    }
}

/// Draws the names and returns how many found no room.
pub(crate) fn place(pen: &mut Pen, plot: &Area, wanted: &[Wanted<'_>], drawn: Drawn) -> usize {
    let Drawn { marks: mut taken, lines } = drawn;
    let most = if pen.is_narrow() { 120.0 } else { 190.0 };
    let mut left_out = 0;
    for name in wanted {
        let width = if name.strong { bold_width(name.text) } else { text_width(name.text) }.min(most);
        let free: Vec<Spot> = spots(plot, name, width).into_iter().filter(|spot| is_free(spot, &taken)).collect();
        let clear = |spot: &&Spot| spot.far <= CLOSE && !lines.iter().any(|area| meet(area, &spot.area));
        let Some(spot) = free.iter().find(clear).or(free.first()) else {
            left_out += 1;
            continue;
        };
        if let Some((from, to)) = spot.leader {
            pen.line("leader", from, to);
            taken.extend(along(from, to).map(|at| around(at, 1.0)));
        }
        taken.push(spot.area);
        let class = match (name.strong, spot.right) {
            (true, true) => "name ink-marked",
            (true, false) => "name ink-marked end",
            (false, true) => "name",
            (false, false) => "name end",
        };
        let x = if spot.right { spot.area.x } else { spot.area.x + width };
        pen.label(At(x, spot.area.y + 12.0), class, name.text, if name.strong { most * 1.12 } else { most });
    }
    left_out
}

/// The spots around a place, the nearest first: beside it, then ever further above and below.
fn spots(plot: &Area, name: &Wanted<'_>, width: f64) -> Vec<Spot> {
    let At(x, y) = name.at;
    let mut found = Vec::new();
    let most = (plot.height / LINE) as i32;
    for step in (0..=most).flat_map(|step| if step == 0 { vec![0] } else { vec![-step, step] }) {
        let away = name.reach + if step == 0 { 4.0 } else { 12.0 };
        let middle = y + f64::from(step) * LINE;
        for right in [true, false] {
            let from = if right { x + away } else { x - away - width };
            let area = Area { x: from, y: middle - LINE / 2.0, width, height: LINE };
            let end = At(if right { from - 2.0 } else { from + width + 2.0 }, middle);
            let leader = (step != 0).then(|| (off(name, end), end));
            found.push(Spot { area, right, far: step.abs(), leader });
        }
    }
    found.retain(|spot| holds(plot, &spot.area));
    found
}

/// Where a line towards `end` leaves the mark.
fn off(name: &Wanted<'_>, At(x1, y1): At) -> At {
    let At(x, y) = name.at;
    let (dx, dy) = (x1 - x, y1 - y);
    let share = name.reach * 1.45 / dx.hypot(dy);
    At(x + share * dx, y + share * dy)
}

fn holds(plot: &Area, area: &Area) -> bool {
    area.x >= plot.x
        && area.x + area.width <= plot.x + plot.width + 10.0
        && area.y >= plot.y
        && area.y + area.height <= plot.y + plot.height
}

fn is_free(spot: &Spot, taken: &[Area]) -> bool {
    let crossed = |(from, to): (At, At)| along(from, to).any(|at| taken.iter().any(|area| has(area, at)));
    !taken.iter().any(|area| meet(area, &spot.area)) && !spot.leader.is_some_and(crossed)
}

/// Places along a line, close enough together to hit whatever it crosses.
fn along(At(x0, y0): At, At(x1, y1): At) -> impl Iterator<Item = At> {
    let count = ((x1 - x0).hypot(y1 - y0) / 3.0).ceil().max(1.0);
    (0..=count as usize).map(move |step| {
        let share = step as f64 / count;
        At(x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    })
}

fn has(area: &Area, At(x, y): At) -> bool {
    x > area.x && x < area.x + area.width && y > area.y && y < area.y + area.height
}

fn meet(a: &Area, b: &Area) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
