use proptest::prelude::*;

use super::*;
use crate::survival::Span;
use crate::survival::log_rank::{Weights, log_rank};
use crate::survival::tests::{any_spans, watched};

const TIES: [Ties; 3] = [Ties::Efron, Ties::Breslow, Ties::Exact];

fn study<'a>(spans: &'a Spans, covariates: &'a [Vec<f64>], ties: Ties) -> Study<'a> {
    Study { spans, covariates, strata: None, ties, width: None }
}

/// Eight who were watched from the beginning, some of them gone together.
fn eight() -> (Spans, Vec<Vec<f64>>) {
    let times = [2.0, 3.0, 3.0, 5.0, 6.0, 6.0, 8.0, 9.0];
    let events = [true, true, true, false, true, true, true, false];
    let rows: Vec<_> = times.into_iter().zip(events).map(|(exit, event)| (None, exit, event)).collect();
    let covariates = [[1.0, 0.2], [0.0, 1.5], [1.0, -0.3], [0.0, 0.4], [0.0, 2.0], [1.0, 0.9], [0.0, 0.1], [1.0, 1.1]];
    (watched(&rows), covariates.iter().map(|row| row.to_vec()).collect())
}

fn near(left: &[f64], right: &[f64], allowed: f64) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(one, two)| (one - two).abs() <= allowed * (1.0 + one.abs()))
}

#[test]
fn a_span_cut_in_two_says_the_same() {
    let (spans, covariates) = eight();
    let mut pieces = Vec::new();
    let mut repeated = Vec::new();
    for (span, row) in spans.as_slice().iter().zip(&covariates) {
        pieces.extend([Span::until(span.exit / 2.0, false), Span { entry: Some(span.exit / 2.0), ..*span }]);
        repeated.extend([row.clone(), row.clone()]);
    }
    let pieces = Spans::new(pieces).unwrap();
    for ties in TIES {
        let whole = fit(study(&spans, &covariates, ties)).unwrap();
        let cut = fit(study(&pieces, &repeated, ties)).unwrap();
        assert!(near(&whole.coefficients, &cut.coefficients, 1e-8), "{ties:?}");
        assert!(near(&whole.standard_errors, &cut.standard_errors, 1e-8));
        assert!((whole.log_likelihood - cut.log_likelihood).abs() < 1e-9);
        let together: Vec<f64> = cut.expected.chunks(2).map(|pair| pair[0] + pair[1]).collect();
        assert!(near(&whole.expected, &together, 1e-8));
        assert_eq!(whole.concordance.unwrap().share, cut.concordance.unwrap().share);
    }
}

#[test]
fn late_entries_far_above_the_others_leave_their_digits_alone() {
    // One of enormous risk who comes last: when it leaves the risk set, hardly anything is left of the sums.
    let rows = [(None, 1.0, true), (None, 2.0, false), (None, 3.0, true), (None, 4.0, false), (Some(5.0), 6.0, true)];
    let spans = watched(&rows);
    let covariates: Vec<Vec<f64>> = [1.0, 0.0, 0.5, 2.0, 1e4].iter().map(|value| vec![*value]).collect();
    let design = Design::of(&covariates).unwrap();
    let walk = walk::Walk::new(&spans, design.rows().map(|row| &row[1..]).collect(), None, Ties::Efron);
    let score = |row: usize| 40.0 * design.rows().nth(row).unwrap()[1];
    let first = walk.moments(&[40.0]).unwrap().into_iter().find(|moment| moment.time == 1.0).unwrap();
    let weights: f64 = (0..4).map(|row| (score(row) - score(0)).exp()).sum();
    assert!((first.value + weights.ln()).abs() < 1e-12, "{}", first.value);
}

#[test]
fn without_ties_the_score_test_of_a_group_is_the_log_rank_test() {
    let events = [true, false, true, true, true, false, true, true];
    let rows: Vec<_> = events.iter().zip(1_u8..).map(|(event, exit)| (None, f64::from(exit), *event)).collect();
    let (spans, groups) = (watched(&rows), [0, 1, 0, 0, 1, 1, 0, 1]);
    let covariates: Vec<Vec<f64>> = groups.iter().map(|group| vec![f64::from(u8::from(*group == 1))]).collect();
    let compared = log_rank(&spans, &groups, Weights::LogRank).unwrap().test.unwrap();
    for ties in TIES {
        let score = fit(study(&spans, &covariates, ties)).unwrap().tests.unwrap().score;
        assert!((score.value - compared.value).abs() < 1e-10, "{ties:?}");
    }
}

#[test]
fn strata_have_hazards_of_their_own_and_one_effect() {
    let (spans, covariates) = eight();
    let twice = |times: f64| spans.as_slice().iter().map(move |span| Span::until(span.exit * times, span.event));
    // The same history at another pace.
    let both = Spans::new(twice(1.0).chain(twice(7.0)).collect()).unwrap();
    let repeated: Vec<Vec<f64>> = covariates.iter().chain(&covariates).cloned().collect();
    let strata: Vec<usize> = (0..16).map(|row| row / 8 * 5).collect();
    for ties in TIES {
        let one = fit(study(&spans, &covariates, ties)).unwrap();
        let two = fit(Study { strata: Some(&strata), ..study(&both, &repeated, ties) }).unwrap();
        assert!(near(&one.coefficients, &two.coefficients, 1e-8));
        assert!((2.0 * one.log_likelihood - two.log_likelihood).abs() < 1e-9);
        assert_eq!(two.baseline.strata.keys().collect::<Vec<_>>(), [&0, &5]);
        let hazards = [two.baseline.hazard(0, &[0.0, 0.0], 6.0), two.baseline.hazard(5, &[0.0, 0.0], 42.0)];
        assert!((hazards[0].unwrap() - hazards[1].unwrap()).abs() < 1e-9);
        assert_eq!(two.baseline.hazard(1, &[0.0, 0.0], 6.0), None);
    }
}

#[test]
fn a_covariate_that_tells_all_apart_is_named_and_held_by_a_prior() {
    let (spans, mut covariates) = eight();
    // Who has it is gone first, always.
    covariates.iter_mut().enumerate().for_each(|(row, cells)| cells[1] = f64::from(u8::from(row < 3)));
    for ties in TIES {
        assert_eq!(fit(study(&spans, &covariates, ties)), Err(Unfit::Monotone(1)), "{ties:?}");
        let held = fit(Study { width: Some(1.0), ..study(&spans, &covariates, ties) }).unwrap();
        assert!(held.coefficients[1] > 0.0 && held.convergence.reached && held.tests.is_none());
        assert!(held.coefficients.iter().chain(&held.standard_errors).chain(&held.expected).all(|one| one.is_finite()));
    }
}

#[test]
fn two_who_hardly_differ_among_many_who_left_are_told_apart_as_well() {
    // Those who left would stand e^745 times as high before the two part: weights beside theirs vanish.
    let rows =
        [(1.0, false), (4.0, true), (1.0, false), (1.0, false), (2.0, true)].map(|(exit, event)| (None, exit, event));
    let covariates: Vec<Vec<f64>> = [0.0, 1.1751, 0.0, 0.359, 1.1678].iter().map(|cell| vec![*cell]).collect();
    for ties in TIES {
        assert_eq!(fit(study(&watched(&rows), &covariates, ties)), Err(Unfit::Monotone(0)), "{ties:?}");
    }
}

#[test]
fn what_says_nothing_is_left_out_or_named() {
    let (spans, covariates) = eight();
    let with = |more: fn(&[f64]) -> f64| -> Vec<Vec<f64>> {
        covariates.iter().map(|row| vec![row[0], more(row), row[1]]).collect()
    };
    let plain = fit(study(&spans, &covariates, Ties::Efron)).unwrap();
    let constant = with(|_| 3.7);
    let found = fit(study(&spans, &constant, Ties::Efron)).unwrap();
    assert_eq!(found.caveats, [Caveat::ConstantCovariate(1)]);
    assert_eq!((found.coefficients[1], found.standard_errors[1], found.hazard_ratio(1, 0.9)), (0.0, 0.0, None));
    assert!(near(
        &[plain.coefficients[0], plain.coefficients[1]],
        &[found.coefficients[0], found.coefficients[2]],
        1e-9
    ));
    assert_eq!(found.tests.unwrap().score.degrees, 2);
    assert_eq!(found.proportionality.as_ref().unwrap().covariates[1], None);
    assert!((found.proportionality.unwrap().all.value - plain.proportionality.unwrap().all.value).abs() < 1e-9);
    let twice = with(|row| 1.0 - 2.0 * row[0]);
    assert_eq!(fit(study(&spans, &twice, Ties::Efron)), Err(Unfit::Dependent(1)));
    let none = vec![vec![]; 8];
    let empty = fit(study(&spans, &none, Ties::Efron)).unwrap();
    assert!(empty.tests.is_none() && empty.log_likelihood == empty.log_likelihood_null);
}

#[test]
fn a_study_that_cannot_be_is_refused() {
    let (spans, covariates) = eight();
    let good = study(&spans, &covariates, Ties::Efron);
    let still = spans.narrowed(|_| false);
    assert_eq!(fit(Study { spans: &still, ..good }), Err(Unfit::NoEvents));
    assert!(matches!(fit(Study { covariates: &covariates[1..], ..good }), Err(Unfit::Length { .. })));
    assert!(matches!(fit(Study { strata: Some(&[1]), ..good }), Err(Unfit::Length { .. })));
    assert_eq!(fit(Study { width: Some(0.0), ..good }), Err(Unfit::Prior));
    let mut wrong = covariates.clone();
    wrong[2][0] = f64::NAN;
    assert_eq!(fit(study(&spans, &wrong, Ties::Efron)), Err(Unfit::Covariates));
    // One observation: its covariates never differ from anybody's.
    let one = fit(study(&watched(&[(None, 0.0, true)]), &[vec![2.0]], Ties::Exact)).unwrap();
    assert_eq!((one.coefficients[0], one.log_likelihood, one.expected[0]), (0.0, 0.0, 1.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn always_finite_or_a_refusal_and_all_that_happened_was_expected(
        spans in any_spans(30),
        cells in prop::collection::vec((-2_i8..3, any::<bool>()), 30),
        width in prop::option::of(0.3_f64..3.0),
    ) {
        let covariates: Vec<Vec<f64>> =
            cells.iter().take(spans.len()).map(|(one, two)| vec![f64::from(*one), f64::from(u8::from(*two))]).collect();
        let strata: Vec<usize> = (0..spans.len()).map(|row| row % 2).collect();
        for ties in TIES {
            let asked = Study { strata: Some(&strata), width, ..study(&spans, &covariates, ties) };
            let Ok(found) = fit(asked) else {
                prop_assert!(width.is_none() || spans.events() == 0);
                continue;
            };
            let numbers = found.coefficients.iter().chain(&found.standard_errors).chain(&found.expected);
            prop_assert!(numbers.chain([&found.log_likelihood]).all(|number| number.is_finite()));
            prop_assert!(found.log_likelihood >= found.log_likelihood_null - 1e-9 && found.convergence.reached);
            for stratum in 0..2 {
                let mine = (0..spans.len()).filter(|row| row % 2 == stratum);
                let expected: f64 = mine.clone().map(|row| found.expected[row]).sum();
                let seen = mine.filter(|row| spans.as_slice()[*row].event).count() as f64;
                prop_assert!((expected - seen).abs() < 1e-8, "{ties:?} {expected} {seen}");
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(spans in any_spans(30), cells in prop::collection::vec(-2.0_f64..2.0, 30)) {
        let covariates: Vec<Vec<f64>> = cells.iter().take(spans.len()).map(|cell| vec![*cell]).collect();
        let turned = Spans::new(spans.as_slice().iter().rev().copied().collect()).unwrap();
        let turned_covariates: Vec<Vec<f64>> = covariates.iter().rev().cloned().collect();
        for ties in TIES {
            let one = fit(study(&spans, &covariates, ties));
            let other = fit(study(&turned, &turned_covariates, ties));
            prop_assert_eq!(one.is_ok(), other.is_ok());
            if let (Ok(one), Ok(other)) = (one, other) {
                prop_assert!(near(&one.coefficients, &other.coefficients, 1e-9));
                prop_assert!(near(&one.standard_errors, &other.standard_errors, 1e-9));
                let back: Vec<f64> = other.expected.into_iter().rev().collect();
                prop_assert!(near(&one.expected, &back, 1e-9));
            }
        }
    }
}
