use jiff::civil::Date;
use statistics::forecast::coverage::{Coverage, kupiec};
use statistics::forecast::score::transform;
use statistics::interval::Interval;

use crate::outlook::{LEVELS, Outlook};

/// Groups with fewer renewals than this are not looked at one by one.
// method: renewals.group_least
pub const GROUP_LEAST: usize = 10;

/// A stretch of days that is over: what was foreseen of the ARR kept, and what was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The day as of which it was foreseen.
    pub frozen_on: Date,
    /// Which renewals: all, or those of a tier.
    pub group: String,
    /// How many.
    pub n: usize,
    /// The ARR that was expected to be kept.
    pub expected: f64,
    /// Its ranges, at [`LEVELS`].
    pub ranges: [Option<Interval>; 3],
    /// What was kept.
    pub kept: f64,
    /// Where that lies in the distribution, 0 to 1.
    pub place: Option<f64>,
}

impl Ended {
    /// From what was foreseen and what was kept.
    #[must_use]
    pub fn of(outlook: &Outlook, (frozen_on, group, n): (Date, String, usize), kept: f64) -> Self {
        let cells: Vec<(f64, f64)> = outlook.money.cells().collect();
        // A kept amount beside the grid would never meet its cell.
        let unit = outlook.money.unit;
        let on_grid = libm::round(kept / unit) * unit;
        Self {
            frozen_on,
            group,
            n,
            expected: outlook.money.mean,
            ranges: LEVELS.map(|level| outlook.money_range(level)),
            kept,
            place: transform(on_grid, &cells),
        }
    }

    /// Whether what was kept lies in the range at a place of [`LEVELS`].
    #[must_use]
    pub fn is_inside(&self, place: usize) -> Option<bool> {
        let range = self.ranges.get(place).copied().flatten()?;
        Some(range.low <= self.kept && self.kept <= range.high)
    }
}

/// How often ranges of a level held what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// What was promised.
    pub level: f64,
    /// How many ranges.
    pub n: u64,
    /// How many held it.
    pub inside: u64,
    /// The test whether that goes with the promise.
    pub test: Option<Coverage>,
}

/// How often the ranges of each level held what came.
#[must_use]
pub fn held(ended: &[&Ended]) -> [Held; 3] {
    std::array::from_fn(|place| {
        let told: Vec<bool> = ended.iter().filter_map(|one| one.is_inside(place)).collect();
        let (n, inside) = (told.len() as u64, told.iter().filter(|inside| **inside).count() as u64);
        Held { level: LEVELS[place], n, inside, test: kupiec(n, n - inside, 1.0 - LEVELS[place]) }
    })
}

/// How many of the places lie in each fifth from 0 to 1: even where forecasts are right.
#[must_use]
pub fn fifths(ended: &[&Ended]) -> [usize; 5] {
    let mut counts = [0; 5];
    for place in ended.iter().filter_map(|one| one.place) {
        counts[((place * 5.0) as usize).min(4)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests;
