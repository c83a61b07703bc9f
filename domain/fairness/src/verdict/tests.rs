use statistics::mixed::{Case, Observations, Posterior, Prior, fit};

use super::{Verdict, verdict};

/// The effect of the first of six, five of whom renew 85 of 100.
fn effect(renewed: f64) -> Posterior {
    let mut rows = Observations::new(0, 6);
    for group in 0..6 {
        let successes = if group == 0 { renewed } else { 85.0 };
        let case = Case { covariates: &[], successes, trials: 100.0, offset: 0.0, members: &[(group, 1.0)] };
        rows.push(case).expect("a row");
    }
    fit(&rows, &Prior::default()).expect("a fit").effect(0).expect("the first")
}

#[test]
fn a_large_difference_is_called_one_and_a_small_one_is_not() {
    assert_eq!(verdict(&effect(60.0), 100.0, 6), Verdict::Below);
    assert_eq!(verdict(&effect(82.0), 100.0, 6), Verdict::NoEvidence);
    assert_eq!(verdict(&effect(99.0), 100.0, 6), Verdict::Above);
}

#[test]
fn few_rows_or_few_owners_carry_no_verdict() {
    assert_eq!(verdict(&effect(60.0), 9.0, 6), Verdict::TooFew);
    assert_eq!(verdict(&effect(60.0), 100.0, 4), Verdict::TooFew);
}

#[test]
fn two_weighings_that_disagree_settle_nothing() {
    assert_eq!(Verdict::Below.and(Verdict::Below), Verdict::Below);
    assert_eq!(Verdict::Below.and(Verdict::NoEvidence), Verdict::Depends);
    assert_eq!(Verdict::Above.and(Verdict::TooFew), Verdict::TooFew);
}
