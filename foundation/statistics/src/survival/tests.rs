use proptest::prelude::*;

use super::competing::{aalen_johansen, cause_specific};
use super::concordance::concordance;
use super::kaplan_meier::{Caveat, Limits, kaplan_meier, weighted};
use super::log_rank::{Weights, log_rank};
use super::nelson_aalen::nelson_aalen;
use super::periods::{self, Link, Period, periods};
use super::restricted::restricted_mean;
use super::{BadSpan, Span, Spans, Unfit};

pub(super) fn watched(spans: &[(Option<f64>, f64, bool)]) -> Spans {
    let span = |&(entry, exit, event): &(Option<f64>, f64, bool)| Span { entry, exit, event };
    Spans::new(spans.iter().map(span).collect()).unwrap()
}

fn until(spans: &[(f64, bool)]) -> Spans {
    Spans::new(spans.iter().map(|(exit, event)| Span::until(*exit, *event)).collect()).unwrap()
}

/// Whole times, so that many are shared; every third came late.
pub(super) fn any_spans(most: usize) -> impl Strategy<Value = Spans> {
    let span = (0_u8..3, 0_u8..6, 1_u8..8, any::<bool>()).prop_map(|(late, entry, length, event)| {
        let (entry, length) = (f64::from(entry), f64::from(length));
        if late == 0 {
            Span { entry: Some(entry), exit: entry + length, event }
        } else {
            Span::until(length - 1.0, event)
        }
    });
    prop::collection::vec(span, 1..most).prop_map(|spans| Spans::new(spans).unwrap())
}

fn reversed(spans: &Spans) -> Spans {
    Spans::new(spans.as_slice().iter().rev().copied().collect()).unwrap()
}

#[test]
fn impossible_spans_are_refused_by_place() {
    assert_eq!(Spans::new(vec![]), Err(BadSpan::Nothing));
    let good = Span::until(0.0, true);
    for wrong in [-1.0, f64::INFINITY] {
        let found = Spans::new(vec![good, Span::until(wrong, true)]);
        assert_eq!(found, Err(BadSpan::Time { row: 1, value: wrong }));
    }
    assert!(Spans::new(vec![Span::until(f64::NAN, true)]).is_err());
    let empty = Span { entry: Some(3.0), exit: 3.0, event: true };
    assert_eq!(Spans::new(vec![good, empty]), Err(BadSpan::Empty { row: 1, entry: 3.0, exit: 3.0 }));
}

#[test]
fn nothing_happened_to_anybody() {
    let spans = until(&[(3.0, false), (5.0, false)]);
    let curve = kaplan_meier(&spans);
    assert_eq!(curve.caveats, [Caveat::NoEvents]);
    assert_eq!(curve.at(5.0).unwrap().survival, 1.0);
    assert_eq!(curve.at(5.1), None);
    assert_eq!(curve.at(4.0).unwrap().limits(Limits::LogLog, 0.95), None);
    assert_eq!(curve.median(Limits::LogLog, 0.95).time, None);
    assert_eq!(restricted_mean(&curve, 4.0, 0.95).unwrap().mean, 4.0);
    assert_eq!(nelson_aalen(&spans).at(4.0, 0.95), None);
    assert_eq!(log_rank(&spans, &[0, 1], Weights::LogRank), Err(Unfit::NoEvents));
    assert_eq!(concordance(&spans, &[1.0, 2.0], None), Ok(None));
}

#[test]
fn one_observation_and_an_event_at_time_zero() {
    let curve = kaplan_meier(&until(&[(0.0, true)]));
    let step = curve.at(0.0).unwrap();
    assert_eq!((step.at_risk, step.events, step.survival, step.standard_error()), (1, 1, 0.0, None));
    assert_eq!(curve.at(9.0).unwrap().survival, 0.0);
    assert_eq!(restricted_mean(&curve, 2.0, 0.95).unwrap().mean, 0.0);
    let found = log_rank(&until(&[(0.0, true)]), &[7], Weights::Peto).unwrap();
    assert_eq!((found.test, found.groups[0].expected), (None, 1.0));
}

#[test]
fn one_who_comes_and_goes_alone_empties_the_curve_and_it_says_so() {
    let spans = watched(&[(None, 2.0, true), (Some(3.0), 8.0, true), (Some(3.0), 9.0, false)]);
    assert_eq!(kaplan_meier(&spans).caveats, [Caveat::EmptiedEarly(2.0)]);
}

#[test]
fn the_median_lies_in_the_middle_of_a_flat_half() {
    // By hand: 3/4, 1/2 from 2 to 6, then 1/4.
    let curve = kaplan_meier(&until(&[(1.0, true), (2.0, true), (6.0, true), (9.0, false)]));
    assert_eq!(curve.median(Limits::Plain, 0.95).time, Some(4.0));
    assert_eq!(curve.gone(0.4, Limits::Plain, 0.95).time, Some(2.0));
    assert_eq!(curve.gone(0.9, Limits::Plain, 0.95).time, None);
    // Area to 8: 1 + 3/4 + 4 x 1/2 + 2 x 1/4.
    assert!((restricted_mean(&curve, 8.0, 0.95).unwrap().mean - 4.25).abs() < 1e-12);
    assert_eq!(restricted_mean(&curve, 9.5, 0.95), None);
    let hazard = nelson_aalen(&until(&[(1.0, true), (2.0, true), (6.0, true), (9.0, false)]));
    // 1/4 + 1/3 + 1/2 with variance 1/16 + 1/9 + 1/4.
    assert!((hazard.steps[2].hazard - 13.0 / 12.0).abs() < 1e-12);
    assert!((hazard.steps[2].standard_error - (61.0_f64 / 144.0).sqrt()).abs() < 1e-12);
}

#[test]
fn groups_never_at_risk_together_cannot_be_compared() {
    let spans = watched(&[(None, 2.0, true), (None, 3.0, true), (Some(3.0), 8.0, true), (Some(3.0), 9.0, true)]);
    assert_eq!(log_rank(&spans, &[0, 0, 1, 1], Weights::LogRank).unwrap().test, None);
    let three = log_rank(&spans, &[0, 1, 2, 2], Weights::LogRank).unwrap();
    assert_eq!(three.test.unwrap().degrees, 1);
    assert!(matches!(log_rank(&spans, &[0], Weights::LogRank), Err(Unfit::Length { .. })));
}

#[test]
fn two_causes_by_hand() {
    let spans = until(&[(1.0, true), (2.0, true), (3.0, true), (4.0, false)]);
    let causes = [1, 2, 1, 0];
    // S before each time: 1, 3/4, 1/2. Cause 1: 1/4 and 1/2 x 1/2; cause 2: 3/4 x 1/3.
    let first = aalen_johansen(&spans, &causes, 1).unwrap();
    assert_eq!(first.events, 2);
    assert!((first.at(3.5, 0.95).unwrap().centre - 0.5).abs() < 1e-12);
    assert!((first.steps[1].incidence - 0.25).abs() < 1e-12);
    let second = aalen_johansen(&spans, &causes, 2).unwrap();
    assert!((second.at(4.0, 0.95).unwrap().centre - 0.25).abs() < 1e-12);
    assert_eq!(second.at(1.5, 0.95), None);
    assert_eq!(second.at(5.0, 0.95), None);
    // At the first event the share is a plain proportion: 1 of 4.
    assert!((first.steps[0].standard_error - (0.25_f64 * 0.75 / 4.0).sqrt()).abs() < 1e-12);
    assert_eq!(cause_specific(&spans, &causes, 2).unwrap().events(), 1);
    assert!(aalen_johansen(&spans, &[1], 1).is_err());
}

#[test]
fn periods_count_from_entry_to_exit() {
    let spans = watched(&[(None, 2.0, true), (Some(1.0), 3.0, false), (None, 0.0, true)]);
    let rows = periods(&spans, 1.0).unwrap();
    let period = |row, number, event| Period { row, number, event };
    let expected =
        [period(0, 1, false), period(0, 2, true), period(1, 2, false), period(1, 3, false), period(2, 1, true)];
    assert_eq!(rows, expected);
    assert_eq!(periods(&spans, 2.0).unwrap().len(), 4);
    for length in [0.0, -1.0, f64::NAN, 1e-9] {
        assert_eq!(periods(&spans, length), Err(Unfit::Period));
    }
}

#[test]
fn the_hazard_of_a_period_is_refused_where_it_has_no_maximum() {
    let covariates: Vec<Vec<f64>> = (0..8).map(|place| vec![f64::from(place % 2), f64::from(place)]).collect();
    let split: Vec<bool> = (0..8).map(|place| place >= 5).collect();
    for link in [Link::Logit, Link::ComplementaryLogLog] {
        assert_eq!(periods::fit(&covariates, &[false; 8], link), Err(Unfit::NoEvents));
        assert_eq!(periods::fit(&covariates, &[true; 8], link), Err(Unfit::NoEvents));
        assert!(matches!(periods::fit(&covariates, &split, link), Err(Unfit::Monotone(_))), "{link:?}");
        let twice: Vec<Vec<f64>> = covariates.iter().map(|row| vec![row[0], 2.0 * row[0]]).collect();
        assert_eq!(periods::fit(&twice, &split, link), Err(Unfit::Dependent(1)));
        // Without covariates the chance is the share.
        let none = periods::fit(&vec![vec![]; 8], &split, link).unwrap();
        assert!((none.chance(&[]).unwrap() - 0.375).abs() < 1e-12);
    }
}

/// Every pair for itself.
fn pairs(spans: &Spans, scores: &[f64]) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for (one, mine) in spans.as_slice().iter().zip(scores).filter(|(one, _)| one.event) {
        for (other, theirs) in spans.as_slice().iter().zip(scores) {
            let later = other.exit > one.exit || other.exit == one.exit && !other.event;
            if later && other.entry.is_none_or(|entry| entry < one.exit) {
                counts[if mine > theirs {
                    0
                } else if mine < theirs {
                    1
                } else {
                    2
                }] += 1.0;
            }
        }
    }
    counts
}

proptest! {
    #[test]
    fn curves_fall_within_bounds_whatever_the_order(spans in any_spans(40)) {
        let curve = kaplan_meier(&spans);
        prop_assert_eq!(&curve, &kaplan_meier(&reversed(&spans)));
        let mut before = 1.0;
        for step in &curve.steps {
            prop_assert!(step.survival <= before && step.survival >= 0.0 && step.events <= step.at_risk);
            for limits in [Limits::LogLog, Limits::Plain] {
                if let Some(limits) = step.limits(limits, 0.9) {
                    prop_assert!(0.0 <= limits.low && limits.low <= step.survival + 1e-12);
                    prop_assert!(step.survival <= limits.high + 1e-12 && limits.high <= 1.0);
                }
            }
            before = step.survival;
        }
        prop_assert_eq!(curve.steps.iter().map(|step| step.events).sum::<usize>(), spans.events());
        if let Some(mean) = restricted_mean(&curve, 4.0, 0.9) {
            prop_assert!((0.0..=4.0).contains(&mean.mean) && mean.standard_error.is_finite());
        }
        prop_assert!(nelson_aalen(&spans).steps.iter().all(|rise| rise.hazard.is_finite() && rise.hazard > 0.0));
    }

    #[test]
    fn shares_of_all_causes_and_of_those_still_there_sum_to_one(spans in any_spans(40), turn in 1_usize..5) {
        let causes: Vec<usize> = (0..spans.len()).map(|row| row / turn % 3).collect();
        let curve = kaplan_meier(&spans);
        let shares: Vec<_> = (0..3).map(|cause| aalen_johansen(&spans, &causes, cause).unwrap()).collect();
        for (place, step) in curve.steps.iter().enumerate() {
            let gone: f64 = shares.iter().map(|share| share.steps[place].incidence).sum();
            prop_assert!((gone + step.survival - 1.0).abs() < 1e-9);
            prop_assert!(shares.iter().all(|share| share.steps[place].standard_error.is_finite()));
        }
        let one = aalen_johansen(&spans, &vec![4; spans.len()], 4).unwrap();
        for (step, share) in curve.steps.iter().zip(&one.steps) {
            prop_assert!((step.survival - (1.0 - share.incidence)).abs() < 1e-9);
            if let Some(error) = step.standard_error() {
                prop_assert!((error - share.standard_error).abs() < 1e-7, "{} {}", error, share.standard_error);
            }
        }
    }

    #[test]
    fn expected_events_of_groups_sum_to_the_observed(spans in any_spans(40), turn in 1_usize..5) {
        let groups: Vec<usize> = (0..spans.len()).map(|row| row / turn % 3).collect();
        for weights in [Weights::LogRank, Weights::Peto] {
            let Ok(found) = log_rank(&spans, &groups, weights) else { continue };
            let apart: f64 = found.groups.iter().map(|group| group.observed - group.expected).sum();
            prop_assert!(apart.abs() < 1e-9);
            let turned: Vec<usize> = groups.iter().rev().copied().collect();
            let other = log_rank(&reversed(&spans), &turned, weights).unwrap();
            prop_assert_eq!(found.test.is_some(), other.test.is_some());
            if let Some((one, other)) = found.test.zip(other.test) {
                prop_assert!((one.value - other.value).abs() < 1e-9 && (0.0..=1.0).contains(&one.p_value));
            }
        }
    }

    #[test]
    fn pairs_counted_by_a_tree_are_those_counted_one_by_one(spans in any_spans(40), scores in prop::collection::vec(-3_i8..3, 40)) {
        let scores: Vec<f64> = scores.iter().take(spans.len()).map(|score| f64::from(*score)).collect();
        let counted = pairs(&spans, &scores);
        match concordance(&spans, &scores, None).unwrap() {
            Some(found) => prop_assert_eq!([found.concordant, found.discordant, found.tied], counted),
            None => prop_assert_eq!(counted, [0.0; 3]),
        }
    }
}

#[test]
fn a_weighted_curve_is_the_share_of_the_weight_that_is_left() {
    // 100 and 300 go on day 2, 600 stays; then 200 of it goes on day 5.
    let spans = until(&[(2.0, true), (2.0, true), (5.0, true), (8.0, false)]);
    let curve = weighted(&spans, &[100.0, 300.0, 200.0, 400.0]).unwrap();
    let left: Vec<f64> = curve.steps.iter().map(|step| step.survival).collect();
    assert!((left[0] - 0.6).abs() < 1e-12 && (left[1] - 0.4).abs() < 1e-12, "{left:?}");
    // 1000² / (100² + 300² + 200² + 400²) = 3.33 accounts of one size: (1 - 0.6) / (3.33 x 0.6).
    assert!((curve.steps[0].greenwood.unwrap() - 0.4 / (1e6 / 3e5 * 0.6)).abs() < 1e-12);
    assert_eq!(weighted(&spans, &[1.0, 1.0, 1.0]), Err(Unfit::Length { what: "weights", found: 3, wanted: 4 }));
    assert_eq!(weighted(&spans, &[1.0, 1.0, 1.0, 0.0]), Err(Unfit::Weight));
}

proptest! {
    #[test]
    fn equal_weights_change_nothing(spans in any_spans(30), weight in 0.5_f64..9.0) {
        let (plain, heavy) = (kaplan_meier(&spans), weighted(&spans, &vec![weight; spans.len()]).unwrap());
        for (plain, heavy) in plain.steps.iter().zip(&heavy.steps) {
            prop_assert!((plain.survival - heavy.survival).abs() < 1e-9);
            match (plain.greenwood, heavy.greenwood) {
                (Some(plain), Some(heavy)) => prop_assert!((plain - heavy).abs() < 1e-9 * (1.0 + plain)),
                (plain, heavy) => prop_assert_eq!(plain, heavy),
            }
        }
    }
}
