use jiff::civil::date;

use super::*;

fn forecast(chance: f64, renewed: bool) -> Forecast {
    Forecast {
        account: AccountId::new("own/A-1"),
        name: Arc::from("A"),
        on: date(2024, 6, 1),
        frozen_on: date(2024, 1, 1),
        chance,
        renewed,
        expected: 100.0 * chance,
        kept: if renewed { 100.0 } else { 0.0 },
    }
}

#[test]
fn a_hopeful_forecaster_has_a_bias_above_zero() {
    // Nine in ten were promised, seven in ten came.
    let told: Vec<Forecast> = (0..40).map(|at| forecast(0.9, at % 10 < 7)).collect();
    let found = accuracy(&told).unwrap();
    assert!((found.bias - 0.2).abs() < 1e-12 && found.n == 40);
    assert!((found.brier - (0.7 * 0.01 + 0.3 * 0.81)).abs() < 1e-12);
    assert!((found.money_bias.unwrap() - (36.0 - 28.0) / 28.0).abs() < 1e-12);
    let range = found.bias_range.unwrap();
    assert!(range.low > 0.0 && range.high < 0.4, "{range:?}");
}

#[test]
fn few_decisions_are_told_as_few() {
    assert_eq!(accuracy(&[]), Err(TooFew(0)));
    assert_eq!(accuracy(&vec![forecast(0.9, true); DECIDED_LEAST - 1]), Err(TooFew(DECIDED_LEAST - 1)));
    let lost = accuracy(&vec![forecast(0.0, false); DECIDED_LEAST]).unwrap();
    assert_eq!((lost.bias, lost.money_bias), (0.0, None));
}

#[test]
fn every_decision_is_in_a_vintage_once() {
    for vintage in VINTAGES {
        // Freeze days 90 days apart, and a decision on any day after the last of them.
        for offset in 0..90 {
            let days = (0..6).map(|freeze| freeze * 90 + offset);
            let times = days.filter(|days| vintages(*days, 90).any(|one| one == vintage)).count();
            assert_eq!(times, 1, "{vintage} {offset}");
        }
    }
}
