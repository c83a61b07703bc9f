use proptest::prelude::*;

use super::baseline::{Weekdays, off_book, off_weekday};
use super::cusum::{Chart, Watch, cusum};
use super::mann_kendall::{hamed_rao, mann_kendall};
use super::pettitt::pettitt;
use super::run_length::{Prior, run_length};
use super::run_time::{limit, one_sided, two_sided};
use super::season::{Season, parts};
use super::segments::{Cost, segments};
use super::shift::shift;
use super::small_counts::{beside, tails};
use super::theil_sen::theil_sen;
use super::usual::Usual;
use crate::measured::Caveat;

const SHORT: [&[f64]; 2] = [&[], &[3.0]];

#[test]
fn too_few_values_or_infinite_ones_have_no_answer() {
    let infinite: &[f64] = &[1.0, f64::INFINITY, 2.0, 1.0];
    for values in [SHORT[0], SHORT[1], infinite, &[1.0, f64::NAN, 2.0, 1.0]] {
        assert_eq!(mann_kendall(values), None);
        assert_eq!(hamed_rao(values), None);
        assert_eq!(theil_sen(values, 0.95), None);
        assert_eq!(pettitt(values), None);
        assert_eq!(shift(values), None);
        assert_eq!(parts(values, 2, Season::Fixed, true), None);
    }
    for values in [SHORT[0], infinite] {
        assert_eq!(segments(values, Cost::Mean, 1.0, 1), None);
        assert_eq!(Usual::of(values), None);
        assert_eq!(run_length(values, 0.1, Prior::STANDARD, 3), None);
    }
}

#[test]
fn two_values_have_a_direction_and_no_significance() {
    let found = mann_kendall(&[1.0, 2.0]).unwrap();
    assert_eq!((found.s, found.tau, found.z, found.p_value), (1.0, 1.0, 0.0, 1.0));
    assert_eq!(found.caveats, [Caveat::FewValues { n: 2, wanted: 10 }]);
    assert_eq!(hamed_rao(&[1.0, 2.0]), None);
    assert_eq!(theil_sen(&[1.0, 2.0], 0.95).unwrap().slope.estimate, 1.0);
    assert_eq!((pettitt(&[1.0, 2.0]).unwrap().at, shift(&[1.0, 2.0]).unwrap().f), (1, None));
}

#[test]
fn constant_values_do_nothing() {
    let values = [4.0; 24];
    for found in [mann_kendall(&values).unwrap(), hamed_rao(&values).unwrap()] {
        assert_eq!((found.s, found.z, found.p_value, found.correction), (0.0, 0.0, 1.0, 1.0));
        assert!(found.caveats.contains(&Caveat::NoSpread));
    }
    let line = theil_sen(&values, 0.95).unwrap();
    assert_eq!((line.slope.estimate, line.intercept), (0.0, 4.0));
    assert_eq!(pettitt(&values).unwrap().p_value, 1.0);
    let found = shift(&values).unwrap();
    assert_eq!((found.total, found.f, found.before, found.after), (0.0, None, 4.0, 4.0));
    assert!(segments(&values, Cost::Mean, 1.0, 1).unwrap().breaks.is_empty());
    let cost = Cost::MeanAndSpread { least_variance: 0.01 };
    assert!(segments(&values, cost, 1.0, 2).unwrap().breaks.is_empty());
    let usual = Usual::of(&values).unwrap();
    assert_eq!((usual.spread, usual.z(5.0, 0.0), usual.z(5.0, 0.5)), (0.0, None, Some(2.0)));
    let parts = parts(&values, 7, Season::Fixed, true).unwrap();
    assert!(parts.rest.iter().chain(&parts.season).all(|part| part.abs() < 1e-12));
    assert!(run_length(&values, 0.01, Prior::STANDARD, 3).unwrap().log_evidence.is_finite());
}

#[test]
fn a_straight_line_is_certain_and_not_dependent() {
    let values: Vec<f64> = (0..40).map(|at| 0.1 * f64::from(at) + 0.3).collect();
    let found = hamed_rao(&values).unwrap();
    assert_eq!((found.correction, found.tau), (1.0, 1.0));
    let line = theil_sen(&values, 0.95).unwrap();
    let interval = line.slope.interval.unwrap();
    assert!((line.slope.estimate - 0.1).abs() < 1e-12 && interval.low > 0.0999 && interval.high < 0.1001);
}

#[test]
fn a_factor_below_nothing_is_not_used() {
    // Up and down in turn: the autocorrelations cancel more than there is.
    let values: Vec<f64> =
        (0..60).map(|at| if at % 2 == 0 { f64::from(at) * 0.01 } else { 5.0 - f64::from(at) * 0.02 }).collect();
    let found = hamed_rao(&values).unwrap();
    assert!(found.variance > 0.0 && found.p_value.is_finite());
    assert!(found.correction == 1.0 || found.correction > 0.0);
}

#[test]
fn stretches_need_room() {
    let values: Vec<f64> = (0..30).map(|at| if at < 12 { 0.0 } else { 5.0 } + f64::from(at * 7 % 5) / 10.0).collect();
    assert_eq!(segments(&values, Cost::Mean, 6.8, 4).unwrap().breaks, [12]);
    assert_eq!((shift(&values).unwrap().at, pettitt(&values).unwrap().at), (12, 12));
    assert_eq!(segments(&values, Cost::Mean, 6.8, 31), None);
    assert_eq!(segments(&values, Cost::Mean, 6.8, 0), None);
    assert_eq!(segments(&values, Cost::Mean, f64::NAN, 1), None);
    assert_eq!(segments(&values, Cost::MeanAndSpread { least_variance: 0.0 }, 1.0, 2), None);
}

#[test]
fn a_chart_restarts_and_waits_over_gaps() {
    let chart = Chart { slack: 0.5, limit: 3.0, watch: Watch::Down, restarts: true };
    let z: Vec<Option<f64>> = [0.0, 1.0, -2.0, -2.5, -2.0, -2.0].map(Some).to_vec();
    let found = cusum(&z, chart).unwrap();
    // 1.5, 3.5: alarm at 3, sum from 0 again, then 1.5 and 3.0, which is not beyond 3.
    assert_eq!(found.alarms.iter().map(|alarm| (alarm.at, alarm.since)).collect::<Vec<_>>(), [(3, 2)]);
    assert_eq!(found.down[5], 3.0);
    let with_gap = [&z[..3], &[None], &z[3..]].concat();
    assert_eq!(cusum(&with_gap, chart).unwrap().alarms[0].at, 4);
    let forever = cusum(&z, Chart { restarts: false, ..chart }).unwrap();
    assert_eq!(forever.alarms.len(), 3);
    assert_eq!(cusum(&[], chart).unwrap().alarms.len(), 0);
    assert_eq!(cusum(&[Some(f64::INFINITY)], chart), None);
    assert_eq!(cusum(&z, Chart { limit: 0.0, ..chart }), None);
}

#[test]
fn run_times_out_of_reach_are_missing() {
    for (slack, limit, drift) in
        [(-0.1, 4.0, 0.0), (0.5, 0.0, 0.0), (0.5, 31.0, 0.0), (0.5, f64::NAN, 0.0), (0.5, 4.0, f64::NAN)]
    {
        assert_eq!(one_sided(slack, limit, drift), None);
        assert_eq!(two_sided(slack, limit, drift), None);
    }
    assert_eq!(one_sided(3.0, 20.0, -5.0), None, "never");
    // Without a limit worth the name the first value beyond the slack raises the alarm: 1 / Φ(-0.5).
    assert!((one_sided(0.5, 1e-9, 0.0).unwrap() - 3.241).abs() < 1e-3);
    assert_eq!(
        (limit(0.5, 3.0), limit(0.5, f64::NAN), limit(0.5, 1e13), limit(f64::NAN, 10.0)),
        (None, None, None, None)
    );
    assert!(limit(0.5, 4.0).is_some());
    assert_eq!(limit(0.0, 1e4), None, "without slack no limit up to 30 lasts as long");
    let far = limit(0.5, 1e10).unwrap();
    assert!((one_sided(0.5, far, 0.0).unwrap() / 1e10 - 1.0).abs() < 1e-3, "{far}");
}

#[test]
fn weekdays_are_compared_with_themselves() {
    // Ten weeks of 100 on weekdays and 10 at weekends; the last Monday half, one holiday masked.
    let mut days: Vec<Option<f64>> = (0..71).map(|day| Some(if day % 7 < 5 { 100.0 } else { 10.0 })).collect();
    days[56] = None;
    days[70] = Some(50.0);
    let weekdays = Weekdays { weeks: 8, least_days: 4 };
    let found = off_weekday(&days, weekdays).unwrap();
    assert!(found[..28].iter().all(Option::is_none) && found[56].is_none());
    assert_eq!((found[28], found[69]), (Some(0.0), Some(0.0)));
    assert!((found[70].unwrap() - (51.0_f64 / 101.0).ln()).abs() < 1e-12);
    assert_eq!(off_weekday(&[Some(-1.0)], weekdays), None);
    assert_eq!(off_weekday(&[Some(f64::NAN)], weekdays), None);
    assert_eq!(off_weekday(&days, Weekdays { least_days: 0, ..weekdays }), None);
    assert!(off_weekday(&days, Weekdays { weeks: usize::MAX, least_days: 4 }).is_some());
}

#[test]
fn a_drop_of_the_whole_book_is_no_drop_of_an_account() {
    let accounts = vec![vec![Some(-1.0), Some(0.0)], vec![Some(-1.1), None], vec![Some(-1.2), Some(-2.0)]];
    let found = off_book(&accounts, 3).unwrap();
    assert_eq!(found.book, [Some(-1.1), None]);
    assert!((found.accounts[0][0].unwrap() - 0.1).abs() < 1e-12);
    assert_eq!((found.accounts[1][1], found.accounts[2][1]), (None, Some(-2.0)));
    assert_eq!(off_book(&[vec![None], vec![]], 1), None);
    assert_eq!(off_book(&[], 1).unwrap().book, []);
}

#[test]
fn small_counts_have_exact_tails() {
    let found = tails(0, 3.0, None).unwrap();
    assert!((found.as_few - (-3.0_f64).exp()).abs() < 1e-15 && found.as_many == 1.0);
    // A negative binomial of size 1 is geometric: P(X ≤ 2) = 1 - (m / (1 + m))³.
    let found = tails(2, 4.0, Some(1.0)).unwrap();
    assert!((found.as_few - (1.0 - 0.512)).abs() < 1e-12 && (found.as_many - 0.64).abs() < 1e-12);
    assert_eq!(tails(0, 0.0, Some(2.0)).unwrap().as_few, 1.0);
    assert_eq!((tails(1, -1.0, None), tails(1, 1.0, Some(0.0)), tails(1, f64::NAN, Some(1.0))), (None, None, None));
    // Nothing after three days of two: (3/4)⁶, where a mean taken for the truth would say e⁻².
    let found = beside(0, &[2, 2, 2]).unwrap();
    assert!((found.as_few - 0.75_f64.powi(6)).abs() < 1e-12 && found.dispersion == 1.0);
    let wild = beside(0, &[0, 9, 1, 10]).unwrap();
    assert!(wild.dispersion > 2.0 && wild.as_few > beside(0, &[5, 5, 5, 5]).unwrap().as_few);
    assert_eq!(beside(1, &[]), None);
    assert_eq!(beside(0, &[0, 0]).unwrap().as_few, 1.0);
}

#[test]
fn seasons_with_impossible_settings_have_no_answer() {
    let values: Vec<f64> = (0..28).map(f64::from).collect();
    for (period, season) in
        [(1, Season::Fixed), (15, Season::Fixed), (7, Season::Changing(5)), (7, Season::Changing(8))]
    {
        assert_eq!(parts(&values, period, season, false), None);
    }
    assert_eq!(parts(&[1e200; 28], 7, Season::Fixed, true), None);
    assert!(parts(&values, 2, Season::Changing(7), true).is_some());
}

proptest! {
    #[test]
    fn any_values_have_finite_answers(values in proptest::collection::vec((-20_i32..20).prop_map(f64::from), 3..40)) {
        let (plain, corrected) = (mann_kendall(&values).unwrap(), hamed_rao(&values).unwrap());
        for found in [&plain, &corrected] {
            prop_assert!(found.z.is_finite() && (0.0..=1.0).contains(&found.p_value) && found.tau.abs() <= 1.0);
        }
        let backwards: Vec<f64> = values.iter().rev().copied().collect();
        prop_assert_eq!(mann_kendall(&backwards).unwrap().s, -plain.s);
        let (line, back) = (theil_sen(&values, 0.9).unwrap(), theil_sen(&backwards, 0.9).unwrap());
        prop_assert!((line.slope.estimate + back.slope.estimate).abs() < 1e-12);
        let interval = line.slope.interval.unwrap();
        prop_assert!(interval.low <= line.slope.estimate && line.slope.estimate <= interval.high);
        let found = shift(&values).unwrap();
        prop_assert!(found.rest <= found.total + 1e-9 && found.at > 0 && found.at < values.len());
        let levels = segments(&values, Cost::Mean, 0.0, 1).unwrap();
        prop_assert!(levels.cost.abs() < 1e-6, "without a penalty nothing is left");
        let run = run_length(&values, 0.05, Prior::STANDARD, 3).unwrap();
        prop_assert!((run.last.iter().sum::<f64>() - 1.0).abs() < 1e-9 && run.log_evidence.is_finite());
        prop_assert!(run.recent.iter().all(|chance| (0.0..=1.0).contains(chance)));
    }
}
