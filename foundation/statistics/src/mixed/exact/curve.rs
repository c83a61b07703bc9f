/// A density on an even grid that reaches to where nothing is left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    start: f64,
    step: f64,
    densities: Vec<f64>,
    /// The chance of lying below each place.
    below: Vec<f64>,
}

/// A place of a walk: the log of the height there, and its slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) log: f64,
    pub(super) slope: f64,
}

/// Places on either side of the start at most.
const PLACES_MAX: usize = 400;

/// Halvings of the range that holds a quantile: beyond these no digit of use changes.
const HALVINGS: u32 = 60;

/// Walks from `centre` both ways in even steps until the log height has fallen by `fall`; looks at the places from left to
/// right, the first of them, and whether both ends were reached.
pub(super) fn walk<T>(
    (centre, step): (f64, f64),
    fall: f64,
    mut look: impl FnMut(f64) -> T,
    height: impl Fn(&T) -> f64,
) -> (f64, Vec<T>, bool) {
    let first = look(centre);
    let mut top = height(&first);
    let (mut looks, mut settled, mut before) = (Vec::new(), true, 0);
    for way in [-1.0, 1.0] {
        let mut ended = false;
        for place in 1..=PLACES_MAX {
            let found = look(centre + way * step * place as f64);
            // Not a number ends the walk as well.
            let still_up = height(&found) > top - fall;
            if !still_up {
                ended = true;
                break;
            }
            top = top.max(height(&found));
            looks.push(found);
        }
        settled &= ended;
        if way < 0.0 {
            before = looks.len();
            looks.reverse();
        }
    }
    looks.insert(before, first);
    (centre - step * before as f64, looks, settled)
}

impl Curve {
    /// Of the looks at its places, with the log of the area under them. Sums of even steps are exact for such curves but for
    /// rounding; the area up to a place within takes the slopes into account.
    pub(super) fn of(start: f64, step: f64, looks: &[Look]) -> (Self, f64) {
        let top = looks.iter().map(|look| look.log).fold(f64::NEG_INFINITY, f64::max);
        let heights: Vec<f64> = looks.iter().map(|look| libm::exp(look.log - top)).collect();
        let area = heights.iter().sum::<f64>() * step;
        let densities: Vec<f64> = heights.iter().map(|height| height / area).collect();
        let bend = |place: usize| densities[place] * looks[place].slope;
        let mut below = vec![0.0; densities.len()];
        for place in 1..densities.len() {
            // The Euler–Maclaurin formula to its second term.
            let even = (densities[place - 1] + densities[place]) / 2.0;
            let bent = (bend(place - 1) - bend(place)) * step / 12.0;
            below[place] = below[place - 1] + step * (even + bent).max(0.0);
        }
        if let Some(all) = below.last().copied().filter(|all| *all > 0.0) {
            below.iter_mut().for_each(|chance| *chance /= all);
        }
        (Self { start, step, densities, below }, top + libm::log(area))
    }

    /// Of the logs of its heights alone: between them they are taken as cubic, and read off so many times as often.
    pub(super) fn of_heights(start: f64, step: f64, logs: &[f64], finer: usize) -> Self {
        let last = (logs.len() - 1) * finer;
        let fine: Vec<f64> = (0..=last).map(|place| cubic(logs, place as f64 / finer as f64)).collect();
        let step = step / finer as f64;
        let slope = |place: usize| {
            let (left, right) = (place.saturating_sub(1), (place + 1).min(last));
            if left < right { (fine[right] - fine[left]) / (step * (right - left) as f64) } else { 0.0 }
        };
        let looks: Vec<Look> = (0..=last).map(|place| Look { log: fine[place], slope: slope(place) }).collect();
        Self::of(start, step, &looks).0
    }

    /// The same curve elsewhere.
    pub(super) fn moved(mut self, by: f64) -> Self {
        self.start += by;
        self
    }

    /// Its places with the chance of each.
    pub(super) fn masses(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let place = |place: usize| self.start + self.step * place as f64;
        self.densities.iter().enumerate().map(move |(at, density)| (place(at), density * self.step))
    }

    /// The distance between places.
    pub(super) fn step(&self) -> f64 {
        self.step
    }

    /// The first and the last place.
    pub(super) fn ends(&self) -> (f64, f64) {
        (self.start, self.start + self.step * (self.densities.len() - 1) as f64)
    }

    /// The chance of lying below a value, by cubics between the places.
    pub(super) fn below(&self, value: f64) -> f64 {
        let at = (value - self.start) / self.step;
        if at <= 0.0 {
            return 0.0;
        }
        let place = at as usize;
        if place + 1 >= self.below.len() {
            return 1.0;
        }
        let (along, back) = (at - place as f64, 1.0 - (at - place as f64));
        let levels = self.below[place] * back * back * (1.0 + 2.0 * along)
            + self.below[place + 1] * along * along * (1.0 + 2.0 * back);
        let slopes = self.densities[place] * along * back * back - self.densities[place + 1] * along * along * back;
        (levels + self.step * slopes).clamp(self.below[place], self.below[place + 1])
    }

    /// The value below which it lies with this chance.
    pub(super) fn quantile(&self, chance: f64) -> f64 {
        halved(self.ends(), chance, |value| self.below(value))
    }
}

/// Where a chance that rises from end to end passes a level; the level is kept within 1e-12 of 0 and 1.
pub(super) fn halved((mut low, mut high): (f64, f64), level: f64, below: impl Fn(f64) -> f64) -> f64 {
    let level = level.clamp(1e-12, 1.0 - 1e-12);
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if below(middle) < level { low = middle } else { high = middle }
    }
    low + (high - low) / 2.0
}

/// The cubic through the four values around a place, which is counted in steps; fewer values give a straight line.
fn cubic(values: &[f64], at: f64) -> f64 {
    let count = values.len();
    if count < 4 {
        let left = (at as usize).min(count.saturating_sub(2));
        let right = (left + 1).min(count - 1);
        return values[left] + (values[right] - values[left]) * (at - left as f64);
    }
    let first = (at as usize).saturating_sub(1).min(count - 4);
    let along = at - first as f64;
    let part = |one: usize| {
        let others = (0..4).filter(|other| *other != one);
        let share: f64 = others.map(|other| (along - other as f64) / (one as f64 - other as f64)).product();
        share * values[first + one]
    };
    (0..4).map(part).sum()
}
