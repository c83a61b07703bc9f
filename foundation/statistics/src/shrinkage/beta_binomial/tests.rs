use proptest::prelude::*;

use super::*;

fn cases(pairs: &[(u64, u64)]) -> Vec<Cases> {
    pairs.iter().map(|(hits, n)| Cases { hits: *hits, n: *n }).collect()
}

#[test]
fn providers_that_are_alike_have_no_spread() {
    // Three of thirty each: less apart than chance would put them.
    assert_eq!(fit(&cases(&[(3, 30), (3, 30), (3, 30)])), Some(Likely::Alike(0.1)));
    assert_eq!(moments(&cases(&[(3, 30), (3, 30)])).unwrap().spread, None);
    // All renewed and none renewed say nothing of a spread.
    assert_eq!(fit(&cases(&[(5, 5), (9, 9)])), Some(Likely::Alike(1.0)));
    assert_eq!(fit(&cases(&[(0, 5), (0, 9)])), Some(Likely::Alike(0.0)));
    // Single cases cannot show one.
    assert_eq!(fit(&cases(&[(0, 1), (1, 1)])), Some(Likely::Alike(0.5)));
}

#[test]
fn providers_that_are_all_or_nothing_have_the_widest_spread() {
    // The likelihood rises for ever as alpha and beta go to 0.
    let found = fit(&cases(&[(10, 10), (0, 10), (10, 10), (0, 10)])).unwrap();
    let Likely::Spread(fit) = found else { panic!("{found:?}") };
    assert!(fit.spread.alpha > 0.0 && fit.spread.weight() < 1e-3, "{fit:?}");
    assert!((fit.spread.mean() - 0.5).abs() < 1e-6 && fit.convergence.reached);
    // So own cases count in full, and of somebody without any nothing is known.
    assert!((fit.spread.posterior(Cases { hits: 3, n: 4 }, 0.9).unwrap().centre - 0.75).abs() < 1e-3);
    let unknown = fit.spread.posterior(Cases { hits: 0, n: 0 }, 0.9).unwrap().interval;
    assert!(unknown.low < 1e-9 && unknown.high > 1.0 - 1e-9, "{unknown:?}");
    assert_eq!(moments(&cases(&[(10, 10), (0, 10)])).unwrap().correlation, 1.0);
}

#[test]
fn providers_without_cases_say_nothing() {
    let some = [(1, 20), (9, 20), (4, 30)];
    let more = [(1, 20), (0, 0), (9, 20), (4, 30), (0, 0)];
    assert_eq!(fit(&cases(&some)), fit(&cases(&more)));
    assert_eq!(moments(&cases(&some)), moments(&cases(&more)));
    assert_eq!(fit(&cases(&[(1, 20), (0, 0)])), None);
    assert_eq!(fit(&[]), None);
    assert_eq!(fit(&cases(&[(3, 2), (1, 2)])), None);
    assert_eq!(moments(&cases(&[(3, 2), (1, 2)])), None);
    assert_eq!(moments(&cases(&[(0, 1), (1, 1)])), None);
}

#[test]
fn a_belief_lies_between_own_cases_and_the_others() {
    let spread = Spread { alpha: 8.0, beta: 2.0 };
    let found = spread.posterior(Cases { hits: 0, n: 10 }, 0.9).unwrap();
    assert!((found.centre - 0.4).abs() < 1e-15);
    assert!(found.interval.low < 0.4 && found.interval.high > 0.4);
    assert_eq!(spread.reliability(10), 0.5);
    assert!((spread.cases_for(0.7).unwrap() - 70.0 / 3.0).abs() < 1e-12);
    assert_eq!(spread.cases_for(1.0), None);
    assert!((spread.posterior(Cases { hits: 0, n: 0 }, 0.9).unwrap().centre - 0.8).abs() < 1e-15);
    assert_eq!(spread.posterior(Cases { hits: 2, n: 1 }, 0.9), None);
    assert_eq!(spread.posterior(Cases { hits: 1, n: 1 }, 1.0), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_table_has_an_answer_or_none_but_never_nonsense(pairs in prop::collection::vec((0_u64..40, 0_u64..40), 0..20)) {
        let cases: Vec<Cases> = pairs.iter().map(|(hits, misses)| Cases { hits: *hits, n: hits + misses }).collect();
        if let Some(Likely::Spread(fit)) = fit(&cases) {
            prop_assert!(fit.spread.alpha > 0.0 && fit.spread.beta > 0.0 && fit.log_likelihood.is_finite(), "{fit:?}");
            prop_assert!(fit.convergence.reached && fit.spread.alpha.is_finite() && fit.spread.beta.is_finite(), "{fit:?}");
            for one in &cases {
                let belief = fit.spread.posterior(*one, 0.9).unwrap();
                prop_assert!(belief.interval.low <= belief.interval.high, "{belief:?}");
            }
        }
    }
}
