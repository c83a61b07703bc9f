use report::{Unit, display};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// Round values that hold every known one, four or five of them.
pub(crate) fn ticks(known: &[f64], unit: &Unit) -> Vec<f64> {
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let spread = if high > low { high - low } else { high.abs().max(1.0) * 0.2 };
    let step = round_step(spread / 4.0).max(finest(unit));
    let first = (low / step).floor();
    let last = (high / step).ceil().max(first + 1.0);
    let first = if high > low { first } else { first.min(last - 2.0) };
    let steps = (last - first).clamp(1.0, 12.0) as usize;
    (0..=steps).map(|place| (first + place as f64) * step).collect()
}

fn round_step(rough: f64) -> f64 {
    let magnitude = 10.0_f64.powf(rough.log10().floor());
    let parts = rough / magnitude;
    let round = [1.0, 2.0, 5.0].into_iter().find(|round| parts <= *round * 1.001).unwrap_or(10.0);
    round * magnitude
}

/// Ticks closer than what is shown of a value would read the same.
fn finest(unit: &Unit) -> f64 {
    match unit {
        Unit::Exact => 0.000_001,
        Unit::Ratio => 0.001,
        Unit::Number | Unit::ScaleOfFive => 0.01,
        Unit::Score | Unit::ScorePoints | Unit::Hours | Unit::Days | Unit::Months => 0.1,
        Unit::Count | Unit::PromoterPoints | Unit::Money(_) => 1.0,
    }
}

pub(crate) fn tick_text(tick: f64, unit: &Unit) -> String {
    Decimal::from_f64(tick).map(|tick| display::value(tick.round_dp(6), unit)).unwrap_or_default()
}
