use std::collections::BTreeMap;

use super::Forecasts;
use crate::measured::{Caveat, Measured};
use crate::resample::{self, Plan};

/// Any figure of forecasts with its percentile interval when all forecasts of one key are drawn together: accounts, when
/// each was predicted at several cut-offs.
///
/// `n` counts keys. Draws without the figure, as an AUC without events, are left out and told in a caveat.
/// `None` unless there is one key per forecast, for fewer than two keys, a figure that the forecasts themselves do not have,
/// fewer than two draws that have it, or a level not strictly between 0 and 1.
/// Source: as [`resample::bootstrap`].
#[must_use]
pub fn resampled<K: Ord>(
    forecasts: &Forecasts,
    keys: &[K],
    plan: Plan,
    level: f64,
    figure: impl Fn(&Forecasts) -> Option<f64>,
) -> Option<Measured> {
    if keys.len() != forecasts.all().len() {
        return None;
    }
    let mut clusters: BTreeMap<&K, Vec<usize>> = BTreeMap::new();
    keys.iter().enumerate().for_each(|(row, key)| clusters.entry(key).or_default().push(row));
    let clusters: Vec<Vec<usize>> = clusters.into_values().collect();
    let drawn = |rows: &[usize]| {
        let rows = rows.iter().map(|row| forecasts.all()[*row]).collect();
        figure(&Forecasts::of(rows).ok()?)
    };
    let found = resample::bootstrap(&clusters, plan, level, drawn)?;
    let undefined = (found.undefined > 0).then_some(Caveat::Undefined { draws: found.undefined });
    let spread = (found.standard_error == 0.0).then_some(Caveat::NoSpread);
    let measured = Measured::plain(found.estimate, "bootstrap of whole keys, percentile interval");
    let measured = measured.with_error(Some(found.standard_error), Some(found.interval));
    Some(measured.of(clusters.len(), undefined.into_iter().chain(spread).collect()))
}
