use super::averaged;
use crate::shrinkage::gaussian::Measured;

fn measured(values: &[f64], variance: f64) -> Vec<Measured> {
    values.iter().map(|value| Measured { value: *value, variance }).collect()
}

#[test]
fn close_values_keep_intervals_open_and_far_ones_are_believed() {
    let close = averaged(&measured(&[0.01, -0.01, 0.0, 0.005, -0.005], 0.04), 0.5).expect("five values");
    let interval = close[0].interval(0.95);
    assert!(interval.high - interval.low > 0.1, "{interval:?}");
    let far = averaged(&measured(&[2.0, -2.0, 1.5, -1.5, 1.8], 0.01), 0.5).expect("five values");
    assert!((far[0].mean() - 2.0).abs() < 0.05, "{}", far[0].mean());
}

#[test]
fn the_posterior_agrees_with_summing_over_a_fine_grid() {
    // The same model by brute force: spread on 40,000 even steps up to 6, its prior and the likelihood multiplied out.
    let (values, variance, scale) = ([0.3, -0.2, 0.6], 0.05_f64, 0.5_f64);
    let (mut total, mut mean) = (0.0, 0.0);
    for place in 1..40_000 {
        let spread = 6.0 * f64::from(place) / 40_000.0;
        let wide = spread * spread + variance;
        let likelihood: f64 =
            values.iter().map(|value: &f64| (-value * value / (2.0 * wide)).exp() / wide.sqrt()).product();
        let weight = likelihood * (-spread * spread / (2.0 * scale * scale)).exp();
        total += weight;
        mean += weight * spread * spread / wide * values[2];
    }
    let found = averaged(&measured(&values, variance), scale).expect("three values")[2].mean();
    assert!((found - mean / total).abs() < 1e-3, "{found} against {}", mean / total);
}

#[test]
fn impossible_input_gives_nothing() {
    assert!(averaged(&[], 0.5).is_none());
    assert!(averaged(&measured(&[1.0], 0.0), 0.5).is_none());
    assert!(averaged(&measured(&[1.0], 1.0), 0.0).is_none());
    assert!(averaged(&measured(&[f64::NAN], 1.0), 0.5).is_none());
}
