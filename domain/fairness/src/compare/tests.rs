use std::sync::Arc;

use proptest::prelude::*;
use statistics::mixed::Prior;

use super::compare;
use crate::{Case, Study, Value, Verdict};

/// Eight owners with forty accounts each. The last two have only troubled accounts, of which half renew under anyone; of
/// the others nine in ten renew. The first loses six in ten.
fn rescue_desk() -> Study {
    let groups: Vec<Arc<str>> = (0..8).map(|owner| Arc::from(format!("owner {owner}"))).collect();
    let mut cases = Vec::new();
    for owner in 0..8_usize {
        for place in 0..40_usize {
            let troubled = owner >= 6 || place % 4 == 0;
            let renewed = match (owner, troubled) {
                (0, true) => place % 8 == 0,
                (0, false) => place % 10 > 5,
                (_, true) => (place / 4 + place) % 2 == 0,
                (_, false) => place % 10 > 0,
            };
            cases.push(Case {
                key: Arc::from(format!("{owner}-{place}")),
                label: Arc::from("an account"),
                successes: f64::from(u8::from(renewed)),
                trials: 1.0,
                shares: vec![(owner, 1.0)],
                values: vec![Value::Word(Arc::from(if troubled { "troubled" } else { "sound" }))],
            });
        }
    }
    Study { groups, covariates: vec![Arc::from("state at hand-over")], cases }
}

#[test]
fn those_given_troubled_accounts_are_expected_to_lose_more() {
    let found = compare(&rescue_desk(), &Prior::default()).expect("a comparison");
    let of = |name: &str| found.find(name).expect("an owner");
    let (rescue, usual) = (of("owner 7"), of("owner 3"));
    assert!(rescue.expected < 25.0 && usual.expected > 29.0, "{} {}", rescue.expected, usual.expected);
    assert_eq!(rescue.verdict, Verdict::NoEvidence);
    assert_eq!(of("owner 0").pooled_verdict, Verdict::Below);
    assert!(of("owner 0").effect.difference_95.high < of("owner 3").effect.difference_95.high);
}

#[test]
fn the_expected_of_all_books_is_near_what_happened_in_all() {
    let found = compare(&rescue_desk(), &Prior::default()).expect("a comparison");
    let expected: f64 = found.groups.iter().map(|one| one.expected).sum();
    let observed: f64 = found.groups.iter().map(|one| one.observed).sum();
    assert!((expected - observed).abs() < 0.05 * observed, "{expected} {observed}");
}

#[test]
fn a_difference_lies_inside_its_intervals() {
    for one in compare(&rescue_desk(), &Prior::default()).expect("a comparison").groups {
        let effect = one.effect;
        assert!(effect.difference_95.low <= effect.difference_80.low && effect.difference_80.low <= effect.difference);
        assert!(
            effect.difference <= effect.difference_80.high && effect.difference_80.high <= effect.difference_95.high
        );
    }
}

#[test]
fn fewer_than_five_owners_get_no_verdict() {
    let mut study = rescue_desk();
    study.cases.retain(|case| case.shares[0].0 < 3);
    study.groups.truncate(3);
    let found = compare(&study, &Prior::default()).expect("a comparison");
    assert!(found.groups.iter().all(|one| one.verdict == Verdict::TooFew));
}

#[test]
fn an_impossible_row_is_named() {
    let mut study = rescue_desk();
    study.cases[3].successes = 2.0;
    let refused = compare(&study, &Prior::default()).expect_err("two successes of one trial");
    assert_eq!(refused.to_string(), "row 0-3: successes must lie between 0 and the number of trials");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn order_and_names_change_nothing(turn in 0..320_usize) {
        let study = rescue_desk();
        let mut other = study.clone();
        other.cases.rotate_left(turn);
        other.groups = study.groups.iter().rev().cloned().collect();
        other.cases.iter_mut().for_each(|case| case.shares[0].0 = 7 - case.shares[0].0);
        let (one, other) = (compare(&study, &Prior::default()), compare(&other, &Prior::default()));
        for (one, other) in one.expect("one").groups.iter().zip(&other.expect("other").groups) {
            prop_assert_eq!(&one.group, &other.group);
            prop_assert!((one.expected - other.expected).abs() < 1e-9 && (one.effect.log_odds - other.effect.log_odds).abs() < 1e-9);
            prop_assert_eq!(one.verdict, other.verdict);
        }
    }
}
