use core::f64::consts::PI;

use crate::describe::{finite, median};

/// What a stretch of values costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cost {
    /// Squares around the mean of the stretch: levels change, the spread is 1 all the time. Divide values by their spread.
    Mean,
    /// m (log 2π + log variance + 1), twice what a normal likelihood lacks: levels and spreads change.
    MeanAndSpread {
        /// No stretch has less variance than this, above 0. With short stretches two equal values look like a discovery: ask
        /// for four or more.
        least_variance: f64,
    },
}

/// Stretches of one level each.
#[derive(Debug, Clone, PartialEq)]
pub struct Segments {
    /// The place of the first value after each break, in order; none when there is one level.
    pub breaks: Vec<usize>,
    /// The least cost of all stretches, and a penalty per break.
    pub cost: f64,
}

/// The breaks with the least cost when each adds `penalty`: optimal partitioning, in order n². It is the optimum that PELT finds
/// as well.
///
/// A penalty of 2 log n suits one level per stretch, 3 log n level and spread. The values count as independent: dependence
/// makes breaks of nothing. Of equal costs the earlier break wins.
/// `None` for fewer values than `shortest`, a `shortest` of 0, a penalty that is negative, a least variance not above 0, or a
/// number that is not finite.
/// Source: B. Jackson and others, IEEE Signal Processing Letters 12 (2005); R. Killick, P. Fearnhead and I. Eckley, JASA 107
/// (2012).
#[must_use]
pub fn segments(values: &[f64], cost: Cost, penalty: f64, shortest: usize) -> Option<Segments> {
    let sums = Sums::of(values)?;
    let n = values.len();
    let sound = penalty >= 0.0 && penalty.is_finite() && shortest > 0 && n >= shortest;
    let positive = !matches!(cost, Cost::MeanAndSpread { least_variance } if !(least_variance > 0.0 && least_variance.is_finite()));
    if !sound || !positive {
        return None;
    }
    // The least cost of the first so many values, and where their last stretch begins.
    let mut best: Vec<Option<(f64, usize)>> = vec![None; n + 1];
    best[0] = Some((-penalty, 0));
    for upto in shortest..=n {
        let with = |from: usize| best[from].map(|(before, _)| (before + sums.cost(cost, from, upto) + penalty, from));
        let found = (0..=upto - shortest).filter_map(with);
        best[upto] = found.reduce(|least, next| if next.0 < least.0 { next } else { least });
    }
    let total = finite(best[n]?.0)?;
    let mut breaks = Vec::new();
    let mut upto = n;
    while let Some((_, from)) = best[upto].filter(|_| upto > 0) {
        breaks.extend((from > 0).then_some(from));
        upto = from;
    }
    breaks.reverse();
    Some(Segments { breaks, cost: total })
}

/// Running sums of values and squares, from which a stretch is worked out at once.
pub(super) struct Sums {
    /// Taken off every value so that squares of small differences keep their digits: the median, so that whole numbers
    /// stay whole or halves.
    centre: f64,
    values: Vec<f64>,
    squares: Vec<f64>,
}

impl Sums {
    /// `None` for no values, one that is not finite, or squares that cannot be written.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        let centre = median(values)?;
        let mut sums = Self { centre, values: vec![0.0], squares: vec![0.0] };
        let (mut total, mut squares) = (0.0, 0.0);
        for value in values {
            let apart = value - centre;
            total += apart;
            squares += apart * apart;
            sums.values.push(total);
            sums.squares.push(squares);
        }
        finite(squares).map(|_| sums)
    }

    pub(super) fn mean(&self, from: usize, upto: usize) -> f64 {
        self.centre + (self.values[upto] - self.values[from]) / (upto - from) as f64
    }

    /// Squares around the mean of a stretch that is not empty.
    pub(super) fn squares(&self, from: usize, upto: usize) -> f64 {
        let total = self.values[upto] - self.values[from];
        (self.squares[upto] - self.squares[from] - total * (total / (upto - from) as f64)).max(0.0)
    }

    fn cost(&self, cost: Cost, from: usize, upto: usize) -> f64 {
        let squares = self.squares(from, upto);
        let count = (upto - from) as f64;
        match cost {
            Cost::Mean => squares,
            Cost::MeanAndSpread { least_variance } => {
                count * (libm::log(2.0 * PI) + libm::log((squares / count).max(least_variance)) + 1.0)
            }
        }
    }
}
