use std::sync::Arc;

use super::compare_money;
use crate::{Case, Doubt, Study, Verdict};

/// Six owners with thirty accounts of equal size; each keeps nine tenths, the first only what is given.
fn study(first: f64) -> Study {
    let mut cases = Vec::new();
    for owner in 0..6_usize {
        for place in 0..30_usize {
            let usual = if place % 10 == 0 { 0.0 } else { 1.0 };
            let kept = if owner == 0 { f64::from(u8::from((place as f64) < first * 30.0)) } else { usual };
            cases.push(Case {
                key: Arc::from(format!("{owner}-{place}")),
                label: Arc::from("an account"),
                successes: kept,
                trials: 1.0,
                shares: vec![(owner, 1.0)],
                values: Vec::new(),
            });
        }
    }
    Study { groups: (0..6).map(|owner| Arc::from(format!("owner {owner}"))).collect(), covariates: Vec::new(), cases }
}

#[test]
fn who_keeps_half_where_others_keep_nine_tenths_is_below() {
    let study = study(0.4);
    let found = compare_money(&study, &[100.0; 180]).expect("money at stake");
    let first = &found[0];
    assert_eq!(first.verdict, Verdict::Below);
    assert!((first.observed - 1200.0).abs() < 1e-9 && (first.expected - 2700.0).abs() < 30.0, "{}", first.expected);
    assert!(first.difference_95.high < 0.0 && first.difference > -0.5, "{first:?}");
    assert!(found[1..].iter().all(|one| one.verdict == Verdict::NoEvidence));
    let plain = first.left * (first.observed - first.expected) / first.at_stake;
    assert!((plain - first.difference).abs() < 1e-12 && first.left < 1.0, "a part of the plain difference is left");
    for one in &found {
        assert!(one.working.convergence.reached && one.working.convergence.steps > 2, "ordinary books come to an end");
        assert!(one.working.doubts.is_empty() && one.working.n == 30 && one.working.method.contains("fractional"));
    }
}

#[test]
fn one_account_with_nine_tenths_of_the_money_decides_nothing() {
    let study = study(0.4);
    let mut amounts = vec![100.0; 180];
    amounts[29] = 26_100.0;
    let found = compare_money(&study, &amounts).expect("money at stake");
    assert_eq!(found[0].verdict, Verdict::TooFew);
    assert!(found[0].largest_share > 0.9 && found[0].effective_rows < 10.0);
    assert_eq!(found[0].working.doubts, [Doubt::FewRows, Doubt::OneAccount]);
}

#[test]
fn nobody_losing_anything_is_finite() {
    let mut study = study(1.0);
    study.cases.iter_mut().for_each(|case| case.successes = 1.0);
    for one in compare_money(&study, &[100.0; 180]).expect("money at stake") {
        assert!(
            [one.expected, one.difference, one.difference_95.low, one.difference_95.high]
                .iter()
                .all(|value| value.is_finite())
        );
        assert_eq!(one.verdict, Verdict::NoEvidence);
    }
    assert!(compare_money(&study, &[0.0; 180]).is_none());
}

#[test]
fn what_is_expected_of_all_adds_up_to_the_money_that_was_kept() {
    // Many owners, so that all learn from the same rows; the large accounts are the ones that leave.
    let (mut cases, mut amounts) = (Vec::new(), Vec::new());
    for row in 0..480_usize {
        let large = row % 4 == 0;
        cases.push(Case {
            key: Arc::from(format!("{row}")),
            label: Arc::from("an account"),
            successes: f64::from(u8::from(if large { row % 3 > 0 } else { row % 10 > 0 })),
            trials: 1.0,
            shares: vec![(row % 24, 1.0)],
            values: Vec::new(),
        });
        amounts.push(if large { 900.0 } else { 100.0 });
    }
    let groups = (0..24).map(|owner| Arc::from(format!("owner {owner:02}"))).collect();
    let found = compare_money(&Study { groups, covariates: Vec::new(), cases }, &amounts).expect("money at stake");
    let all = |read: fn(&super::Retained) -> f64| found.iter().map(read).sum::<f64>();
    let (observed, expected) = (all(|one| one.observed), all(|one| one.expected));
    assert!((expected / observed - 1.0).abs() < 1e-9, "{expected} {observed}");
}
