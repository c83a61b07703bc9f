use super::Forecasts;
use crate::describe::finite;

/// What the forecasts with the highest chances hold: those somebody has the time to look after.
///
/// Where the cut goes through forecasts of one chance, as many of them as there is room for count with what such a one holds
/// on average: what would be expected if they were drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shortlist {
    /// How many forecasts are on it.
    pub taken: usize,
    /// How many of them it happened to, on average over ties.
    pub hits: f64,
    /// The ratio of those on the list that it happened to.
    pub precision: f64,
    /// The ratio of all it happened to that is on the list; also called capture. `None` when it happened to none.
    pub recall: Option<f64>,
    /// How often more it happened to those on the list than to all: precision / share. `None` when it happened to none.
    pub lift: Option<f64>,
    /// The ratio of the weight of all it happened to that is on the list: with ARR, the lost money that was foreseen. `None`
    /// when none of what happened weighs anything.
    pub weight_captured: Option<f64>,
    /// The ratio of all weight that is on the list.
    pub weight_taken: f64,
    /// Whether the cut went through forecasts of one chance.
    pub is_tied: bool,
}

/// The list of the `capacity` highest chances; all of them where there are no more. `None` for a capacity of 0.
#[must_use]
pub fn at_capacity(forecasts: &Forecasts, capacity: usize) -> Option<Shortlist> {
    let taken = capacity.min(forecasts.all().len());
    if taken == 0 {
        return None;
    }
    let (mut left, mut hits, mut lost, mut weight, mut is_tied) = (taken, 0.0, 0.0, 0.0, false);
    for group in forecasts.tied().iter().rev() {
        let room = left.min(group.len());
        is_tied |= room > 0 && room < group.len();
        let part = room as f64 / group.len() as f64;
        for one in group {
            hits += part * one.outcome();
            lost += part * one.weight * one.outcome();
            weight += part * one.weight;
        }
        left -= room;
    }
    let precision = (hits / taken as f64).clamp(0.0, 1.0);
    let share = forecasts.events() as f64 / forecasts.all().len() as f64;
    Some(Shortlist {
        taken,
        hits,
        precision,
        recall: finite(hits / forecasts.events() as f64).map(|recall| recall.min(1.0)),
        lift: finite(precision / share),
        weight_captured: finite(lost / forecasts.happened).map(|captured| captured.min(1.0)),
        weight_taken: (weight / forecasts.weight).min(1.0),
        is_tied,
    })
}

/// The list of a ratio (0 to 1) of all, rounded up to whole forecasts: 0.1 for the top tenth.
///
/// `None` for a ratio not above 0 or beyond 1.
#[must_use]
pub fn at_share(forecasts: &Forecasts, share: f64) -> Option<Shortlist> {
    let inside = share > 0.0 && share <= 1.0;
    // A speck of rounding must not take in one more.
    let wanted = libm::ceil(forecasts.all().len() as f64 * share - 1e-9).max(1.0);
    if inside { at_capacity(forecasts, wanted as usize) } else { None }
}
