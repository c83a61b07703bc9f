use std::sync::Arc;

use statistics::mixed::Unfit;

use super::plain::Plain;
use super::{Inquiry, Profile};
use crate::study::Incomparable;
use crate::{Case, Study, Value, Verdict};

/// Ten with as many cases each; the first loses half, the others one in five.
fn inquiry() -> Inquiry {
    let groups: Vec<Arc<str>> = (0..10).map(|group| Arc::from(format!("ward {group}"))).collect();
    let cases = (0..600_usize).map(|place| {
        let (group, patient) = (place % 10, place / 10);
        let lost = if group == 0 { patient % 2 == 0 } else { patient % 5 == 0 };
        Case {
            key: Arc::from(format!("{place}")),
            label: "a row".into(),
            successes: f64::from(u8::from(lost)),
            trials: 1.0,
            shares: vec![(group, 1.0)],
            values: vec![Value::Number((patient % 7) as f64)],
        }
    });
    let study = Study { groups, covariates: vec![Arc::from("age")], cases: cases.collect() };
    Inquiry { study, unwanted: true, ..Inquiry::default() }
}

fn plain(inquiry: &Inquiry) -> Plain {
    Profile::of(inquiry).expect("a profile").plain.expect("whole counts")
}

#[test]
fn the_plain_ratios_count_what_nobody_wants() {
    let found = plain(&inquiry());
    assert_eq!((found.groups[0].observed, found.groups[9].observed), (30, 12));
    let mut wanted = inquiry();
    wanted.unwanted = false;
    wanted.study.cases.iter_mut().for_each(|case| case.successes = 1.0 - case.successes);
    let other = plain(&wanted);
    for (one, other) in found.groups.iter().zip(&other.groups) {
        assert_eq!(one.observed, other.observed);
        assert!((one.expected - other.expected).abs() < 1e-6, "{} {}", one.expected, other.expected);
    }
}

#[test]
fn what_is_expected_of_all_is_what_happened_in_all() {
    // A logistic regression with an intercept, at its top, expects as many as there were.
    let expected: f64 = plain(&inquiry()).groups.iter().map(|group| group.expected).sum();
    assert!((expected - 138.0).abs() < 1e-6, "{expected}");
}

#[test]
fn one_who_loses_more_differs_in_both_ways_of_looking() {
    let found = Profile::of(&inquiry()).expect("a profile");
    let first = found.comparison.find("ward 0").expect("a ward");
    assert_eq!(first.verdict, Verdict::Above, "more of what is counted as success");
    let plain = found.plain.expect("whole counts");
    assert!(plain.groups[0].adjusted < 0.05 && plain.groups[1].adjusted > 0.2);
    assert!(plain.groups.iter().all(|group| group.mid_p <= group.adjusted));
}

#[test]
fn a_shared_row_is_counted_whole_for_the_larger_share() {
    let mut shared = inquiry();
    shared.study.covariates.clear();
    shared.study.cases.iter_mut().for_each(|case| {
        case.values.clear();
        case.shares = vec![(case.shares[0].0, 0.4), (9, 0.6)];
    });
    let found = Profile::of(&shared).expect("a profile");
    let plain = found.plain.expect("whole counts");
    assert_eq!((plain.counted_whole, plain.groups.len(), plain.groups[0].rows), (600, 1, 600));
    assert!(matches!(found.maxima.as_slice(), [("Laplace", Ok(_))]), "quadrature needs one owner per row");
}

#[test]
fn a_chance_of_half_changes_nothing_and_a_covariate_that_is_given_explains_itself() {
    let one = Profile::of(&inquiry()).expect("a profile");
    let even = Inquiry { given: vec![0.0; 600], ..inquiry() };
    assert_eq!(one.comparison, Profile::of(&even).expect("a profile").comparison);
    let odds: Vec<f64> =
        inquiry().study.cases.iter().map(|case| if case.shares[0].0 == 0 { 0.0 } else { -1.386 }).collect();
    let given = Profile::of(&Inquiry { given: odds, ..inquiry() }).expect("a profile");
    let first = given.comparison.find("ward 0").expect("a ward");
    assert!(first.effect.log_odds.abs() < 0.1, "what was known beforehand is no effect: {}", first.effect.log_odds);
}

#[test]
fn counts_alone_are_also_integrated_without_approximation() {
    assert_eq!(Profile::of(&inquiry()).expect("a profile").exact, None, "an age is known");
    let mut counts = inquiry();
    counts.study.covariates.clear();
    counts.study.cases.iter_mut().for_each(|case| case.values.clear());
    let found = Profile::of(&counts).expect("a profile");
    let exact = found.exact.as_ref().expect("nothing but counts").as_ref().expect("ten wards");
    for (place, group) in counts.study.groups.iter().enumerate() {
        let engine = &found.comparison.find(group).expect("a ward").effect;
        let effect = exact.effect(place).expect("a ward");
        assert!((effect.mean() - engine.log_odds).abs() < 0.1 * effect.deviation(), "{} {engine:?}", effect.mean());
        assert!((effect.below(-0.2) - engine.chance_below).abs() < 0.04, "{} {engine:?}", effect.below(-0.2));
    }
}

#[test]
fn parts_of_a_whole_are_compared_but_not_counted() {
    let mut parts = inquiry();
    parts.study.cases.iter_mut().for_each(|case| case.successes *= 0.5);
    let found = Profile::of(&parts).expect("a profile");
    assert!(found.plain.is_none() && found.comparison.groups.len() == 10);
}

#[test]
fn nothing_is_not_compared() {
    let nothing = Profile::of(&Inquiry::default());
    assert_eq!(nothing, Err(Incomparable::Unfit(Unfit::NoGroups)));
}
