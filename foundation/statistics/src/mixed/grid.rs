use std::borrow::Cow;

use super::Unfit;
use super::curvature::{Layout, Precision};
use super::fit::{EDGE, Point};
use super::mode::{Mode, climb};
use super::prior::Prior;
use super::rows::Rows;

/// Spreads beyond the grid at most.
const BEYOND: usize = 12;

/// The spreads of a table that were looked at so far. Where the modes lie does not depend on what is believed of the spread,
/// so that one grid serves many beliefs.
pub(super) struct Grid<'a> {
    rows: Cow<'a, Rows>,
    layout: &'a Layout,
    precisions: Vec<f64>,
    points: Vec<Point>,
    /// Where the last two searches ended: the next one starts further in the same direction.
    last: [Option<Mode>; 2],
}

impl<'a> Grid<'a> {
    pub(super) fn of(rows: Cow<'a, Rows>, layout: &'a Layout, prior: &Prior) -> Self {
        let precisions = prior.fixed_precisions(rows.columns);
        Self { rows, layout, precisions, points: Vec::with_capacity(prior.points), last: [None, None] }
    }

    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The spreads with the weights they have under a belief; the grid goes on until what lies beyond hardly matters.
    pub(super) fn under(&mut self, prior: &Prior) -> Result<Vec<Point>, Unfit> {
        let least = prior.points.max(2);
        let mut points: Vec<Point> = Vec::with_capacity(least);
        for place in 0..least + BEYOND {
            if place >= least && points.last().is_some_and(|last| last.weight < EDGE) {
                break;
            }
            points.push(self.point(place, prior)?);
            weigh(&mut points, prior);
        }
        Ok(points)
    }

    fn point(&mut self, place: usize, prior: &Prior) -> Result<Point, Unfit> {
        while self.points.len() <= place {
            let spread = prior.grid(self.points.len());
            let precision = Precision { fixed: &self.precisions, effects: 1.0 / (spread * spread) };
            let start = match &self.last {
                [Some(before), Some(last)] => last.beyond(before),
                [_, Some(last)] => last.clone(),
                _ => Mode::zero(&self.rows),
            };
            let found = climb(&self.rows, self.layout, precision, start).ok_or(Unfit::Numerical)?;
            self.points.push(Point::of(&found, spread, precision));
            self.last = [self.last[1].take(), Some(found.mode)];
        }
        self.points.get(place).cloned().ok_or(Unfit::Numerical)
    }
}

/// Evidence times prior, summing to 1; the logarithm keeps far-away spreads from underflowing together.
fn weigh(points: &mut [Point], prior: &Prior) {
    let log_weight = |point: &Point| point.log_evidence + prior.log_density(point.spread);
    let highest = points.iter().map(log_weight).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = points.iter().map(|point| libm::exp(log_weight(point) - highest)).collect();
    let total: f64 = weights.iter().sum();
    points.iter_mut().zip(weights).for_each(|(point, weight)| point.weight = weight / total);
}
