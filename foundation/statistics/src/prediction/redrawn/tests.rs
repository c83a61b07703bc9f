use super::*;
use crate::prediction::calibration;
use crate::prediction::resampled::resampled;
use crate::prediction::{discrimination, scores};

const PLAN: Plan = Plan { draws: 60, seed: 3 };

/// Forty accounts at three cut-offs each; the higher chance mostly happened.
fn three_each() -> (Forecasts, Forecasts, Vec<u32>) {
    let keys: Vec<u32> = (0..120).map(|row| row / 3).collect();
    let chance = |row: u32| f64::from(row * 37 % 19 + 1) / 22.0;
    let happened = |row: u32| (row * 53 % 101) as f64 / 101.0 < chance(row) * 0.8;
    let one = Forecasts::unweighted((0..120).map(|row| (chance(row), happened(row)))).unwrap();
    let other = Forecasts::unweighted((0..120).map(|row| (chance(row * 7 + 2) * 0.9, happened(row)))).unwrap();
    (one, other, keys)
}

#[test]
fn weighed_draws_say_what_copied_draws_say() {
    let (one, other, keys) = three_each();
    let draws = Redrawn::of(&keys, PLAN, 0.9).unwrap();
    let [intercept, slope] = line(&one);
    let mut figures = [area(&one), log_loss(&one), brier(&one), in_the_large(&one), intercept, slope, area(&other)];
    let found = draws.measure(&mut figures);
    let copied = |of: &Forecasts, figure: &dyn Fn(&Forecasts) -> Option<Measured>| {
        resampled(of, &keys, PLAN, 0.9, |drawn| figure(drawn).map(|found| found.estimate)).unwrap()
    };
    let expected = [
        copied(&one, &|drawn| discrimination::area(drawn, 0.9)),
        copied(&one, &|drawn| scores::log_loss(drawn, 0.9)),
        copied(&one, &|drawn| scores::brier(drawn, 0.9)),
        copied(&one, &|drawn| calibration::in_the_large(drawn, 0.9)),
        copied(&one, &|drawn| calibration::line(drawn, 0.9).map(|line| line.intercept)),
        copied(&one, &|drawn| calibration::line(drawn, 0.9).map(|line| line.slope)),
        copied(&other, &|drawn| discrimination::area(drawn, 0.9)),
    ];
    for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let found = found.as_ref().unwrap();
        let (range, wanted) = (found.interval.unwrap(), expected.interval.unwrap());
        for (one, other) in [(found.estimate, expected.estimate), (range.low, wanted.low), (range.high, wanted.high)] {
            assert!((one - other).abs() < 1e-7, "{place}: {one} beside {other}");
        }
        assert_eq!((found.n, found.method), (expected.n, expected.method));
    }
}

#[test]
fn differences_are_paired_within_each_draw() {
    let (one, other, keys) = three_each();
    let draws = Redrawn::of(&keys, PLAN, 0.9).unwrap();
    let found = draws.measure(&mut [area_difference(&one, &one), log_loss_difference(&one, &other)]);
    let same = found[0].as_ref().unwrap();
    assert_eq!((same.estimate, same.standard_error), (0.0, Some(0.0)));
    let apart = found[1].as_ref().unwrap();
    let expected = scores::log_loss_difference(&one, &other, 0.9).unwrap();
    assert!((apart.estimate - expected.estimate).abs() < 1e-12);
}

#[test]
fn what_all_rows_do_not_have_no_draw_is_asked_for() {
    let none = Forecasts::unweighted([(0.2, false), (0.4, false)]).unwrap();
    let draws = Redrawn::of(&["a", "b"], PLAN, 0.9).unwrap();
    let found = draws.measure(&mut [area(&none), brier(&none)]);
    assert_eq!(found[0], None);
    assert!(found[1].is_some());
    assert!(Redrawn::of(&["a", "a"], PLAN, 0.9).is_none());
}
