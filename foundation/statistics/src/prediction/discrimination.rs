use super::{Forecast, Forecasts};
use crate::describe::{finite, sum};
use crate::interval::Interval;
use crate::logit::expit;
use crate::measured::{Caveat, Measured};
use crate::normal;

const METHOD: &str = "DeLong, DeLong and Clarke-Pearson (1988), interval on log-odds";

/// The area under the ROC curve, 0 to 1: the chance that one it happened to had the higher predicted chance than one it did
/// not happen to, a tie counting half. 0.5 is no better than dice.
///
/// With weights, pairs weigh the product of both. The error is DeLong's over the placement of each forecast among those of
/// the other kind, weights taken as fixed; the interval is normal on the log-odds of the area (M. Pepe, "The Statistical
/// Evaluation of Medical Tests", 2003, 5.2), so that it stays inside 0 to 1. In order n log n.
/// There is no error with fewer than two of a kind, and no interval where the error is 0, as for an area of 1.
/// `None` when all happened or none did (by weight), or for a level not strictly between 0 and 1.
/// Source: E. DeLong, D. DeLong and D. Clarke-Pearson, Biometrics 44 (1988); for the fast form, X. Sun and W. Xu, IEEE Signal
/// Processing Letters 21 (2014).
#[must_use]
pub fn area(forecasts: &Forecasts, level: f64) -> Option<Measured> {
    let z = normal::two_sided(level)?;
    let placed = Placed::of(forecasts)?;
    let error = placed.variance(&placed).map(|variance| libm::sqrt(variance.max(0.0)));
    let interval = error.and_then(|error| on_log_odds(placed.area, z * error));
    let spread = interval.is_none().then_some(Caveat::NoSpread);
    let caveats = forecasts.few_events().into_iter().chain(spread).collect();
    Some(Measured::plain(placed.area, METHOD).with_error(error, interval).of(forecasts.all().len(), caveats))
}

/// The area of `first` less that of `second`, two predictions for the same outcomes in the same order.
///
/// The error allows for both resting on the same accounts; the interval is normal.
/// `None` where one has no area, or when outcomes or weights differ.
/// Source: as [`area`], there for correlated curves.
#[must_use]
pub fn area_difference(first: &Forecasts, second: &Forecasts, level: f64) -> Option<Measured> {
    let same = |pair: (&Forecast, &Forecast)| pair.0.happened == pair.1.happened && pair.0.weight == pair.1.weight;
    if first.all().len() != second.all().len() || !first.all().iter().zip(second.all()).all(same) {
        return None;
    }
    let (one, other) = (Placed::of(first)?, Placed::of(second)?);
    let variances = || Some(one.variance(&one)? + other.variance(&other)? - 2.0 * one.variance(&other)?);
    let error = variances().map(|variance| libm::sqrt(variance.max(0.0)));
    let found = Measured::normal(one.area - other.area, error, level, "paired DeLong difference")?;
    let spread = error.is_none_or(|error| error == 0.0).then_some(Caveat::NoSpread);
    Some(found.of(first.all().len(), first.few_events().into_iter().chain(spread).collect()))
}

/// Average precision: the mean of precision over the events as the list is gone through from the highest chance, Σ (recallₖ -
/// recallₖ₋₁) precisionₖ, where those of one chance come in together. By weight. The share of events is what dice get.
///
/// `None` when nothing happened (by weight).
/// Source: as step function without interpolation, E. Voorhees and D. Harman, "TREC" (2005), chapter 3.
#[must_use]
pub fn average_precision(forecasts: &Forecasts) -> Option<f64> {
    let (mut taken, mut found) = (0.0, 0.0);
    let mut parts = Vec::new();
    for group in forecasts.tied().iter().rev() {
        let hits: f64 = group.iter().map(|one| one.weight * one.outcome()).sum();
        taken += group.iter().map(|one| one.weight).sum::<f64>();
        found += hits;
        parts.push(if hits > 0.0 { hits / forecasts.happened * (found / taken) } else { 0.0 });
    }
    let total = sum(&parts)?;
    (forecasts.happened > 0.0).then_some(total.clamp(0.0, 1.0))
}

fn on_log_odds(area: f64, half: f64) -> Option<Interval> {
    let inside = area > 0.0 && area < 1.0 && half > 0.0;
    let middle = libm::log(area / (1.0 - area));
    let reach = finite(half / (area * (1.0 - area))).filter(|_| inside)?;
    Some(Interval { low: expit(middle - reach), high: expit(middle + reach) })
}

/// Where each forecast stands among those of the other kind.
struct Placed {
    area: f64,
    /// Of those it happened to, and of the others: the share of the other kind that is ordered rightly against it, in the
    /// order given, with its weight as a share of its kind.
    kinds: [Vec<(f64, f64)>; 2],
}

impl Placed {
    fn of(forecasts: &Forecasts) -> Option<Self> {
        let (events, others) = (forecasts.happened, forecasts.weight - forecasts.happened);
        let both = forecasts.events > 0 && forecasts.events < forecasts.all.len() && events > 0.0 && others > 0.0;
        if !both {
            return None;
        }
        let mut order: Vec<usize> = (0..forecasts.all.len()).collect();
        order.sort_by(|left, right| forecasts.all[*left].chance.total_cmp(&forecasts.all[*right].chance));
        let (mut events_below, mut others_below) = (0.0, 0.0);
        let mut placement = vec![0.0; order.len()];
        for group in order.chunk_by(|left, right| forecasts.all[*left].chance == forecasts.all[*right].chance) {
            let weight = |happened: bool| -> f64 {
                let those = group.iter().map(|place| &forecasts.all[*place]).filter(|one| one.happened == happened);
                those.map(|one| one.weight).sum()
            };
            let (events_here, others_here) = (weight(true), weight(false));
            for place in group {
                placement[*place] = if forecasts.all[*place].happened {
                    (others_below + others_here / 2.0) / others
                } else {
                    1.0 - (events_below + events_here / 2.0) / events
                };
            }
            events_below += events_here;
            others_below += others_here;
        }
        let kind = |happened: bool, total: f64| -> Vec<(f64, f64)> {
            let those = forecasts.all.iter().zip(&placement).filter(|(one, _)| one.happened == happened);
            those.map(|(one, placement)| (*placement, one.weight / total)).collect()
        };
        let kinds = [kind(true, events), kind(false, others)];
        let area = sum(&kinds[0].iter().map(|(placement, share)| placement * share).collect::<Vec<f64>>())?;
        Some(Self { area: area.clamp(0.0, 1.0), kinds })
    }

    /// The covariance of both areas: per kind Σ share² (placement - area)(placement' - area') n / (n - 1).
    fn variance(&self, other: &Self) -> Option<f64> {
        let mut parts = Vec::new();
        for (own, its) in self.kinds.iter().zip(&other.kinds) {
            let n = own.len() as f64;
            let factor = finite(n / (n - 1.0))?;
            let apart = own.iter().zip(its);
            parts.extend(apart.map(|(own, its)| factor * own.1 * its.1 * (own.0 - self.area) * (its.0 - other.area)));
        }
        sum(&parts)
    }
}
