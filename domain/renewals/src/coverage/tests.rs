use jiff::civil::date;

use super::*;
use crate::outlook::Promise;

/// A number from 0 to 1 for a place, well spread and always the same.
fn spread(place: u32, salt: u32) -> f64 {
    let mut x = place.wrapping_mul(2_654_435_761).wrapping_add(salt.wrapping_mul(40_503)) ^ 0x9e37_79b9;
    for _ in 0..3 {
        x ^= x >> 16;
        x = x.wrapping_mul(0x7feb_352d);
        x ^= x >> 15;
        x = x.wrapping_mul(0x846c_a68b);
        x ^= x >> 16;
    }
    (f64::from(x) + 0.5) / f64::from(u32::MAX)
}

/// Quarters of sixty renewals whose true chances and shock are known, foreseen with the shock that is believed in.
fn quarters(count: u32, truth: f64, believed: f64) -> Vec<Ended> {
    let promise = |place: u32| Promise {
        chance: 0.65 + 0.34 * spread(place, 1),
        amount: (10.0 + 200.0 * spread(place, 2)).round(),
        signed: None,
    };
    let quarter = |quarter: u32| {
        let promises: Vec<Promise> = (0..60).map(|at| promise(quarter * 60 + at)).collect();
        let outlook = Outlook::of(&promises, None, believed).unwrap();
        let normal = (-2.0 * spread(quarter, 3).ln()).sqrt() * (std::f64::consts::TAU * spread(quarter, 4)).cos();
        let moved = |one: &Promise| 1.0 / (1.0 + (1.0 / one.chance - 1.0) * (-truth * normal).exp());
        let came = promises.iter().enumerate().filter(|(at, one)| spread(quarter * 60 + *at as u32, 5) < moved(one));
        let kept = came.map(|(_, one)| one.amount).sum();
        Ended::of(&outlook, (date(2024, 1, 1), "all".to_owned(), promises.len()), kept)
    };
    (0..count).map(quarter).collect()
}

#[test]
fn ranges_hold_as_often_as_promised_where_the_truth_is_known() {
    let ended = quarters(400, 0.4, 0.4);
    let all: Vec<&Ended> = ended.iter().collect();
    for held in held(&all) {
        let share = held.inside as f64 / held.n as f64;
        assert!((share - held.level).abs() < 0.06, "{held:?}");
        assert!(held.test.unwrap().p_value > 0.01, "{held:?}");
    }
    assert!(fifths(&all).iter().all(|count| (50..=110).contains(count)), "{:?}", fifths(&all));
}

#[test]
fn ranges_that_know_no_shock_are_too_sure_and_are_caught() {
    let ended = quarters(400, 0.4, 0.0);
    let all: Vec<&Ended> = ended.iter().collect();
    let ninety = held(&all)[2];
    assert!(ninety.inside < 345 && ninety.test.unwrap().p_value < 0.01, "{ninety:?}");
    let fifths = fifths(&all);
    assert!(fifths[0] + fifths[4] > 190, "heaped up at both ends: {fifths:?}");
}

#[test]
fn nothing_over_yet_is_no_test() {
    let none = held(&[]);
    assert!(none.iter().all(|held| held.n == 0 && held.test.is_none()));
    assert_eq!(fifths(&[]), [0; 5]);
}
