use super::*;

#[test]
fn studies_at_the_edge_give_finite_numbers_single_nobody_out_and_say_what_is_odd() {
    let edges = edges().expect("every one of them can be compared");
    assert!(edges.iter().all(|edge| edge.holds), "{edges:?}");
    let of = |says: &str| edges.iter().find(|edge| edge.says == says).expect("an edge");
    assert!(of("One CSM only").no_verdict);
    assert_eq!(of("Nobody lost an account").caveats, [Caveat::OneOutcome]);
}

#[test]
fn an_owner_said_to_differ_or_a_caveat_left_out_breaks_an_edge() {
    let told: fn(&[Caveat]) -> bool = |caveats| caveats.contains(&Caveat::OneOutcome);
    let usual = study(6, |place| vec![number(place % 4)], |place| place % 5 > 0);
    assert!(!edge("", &usual, told).expect("an edge").holds);
    let mut lost = usual.clone();
    lost.cases.iter_mut().filter(|case| case.shares[0].0 == 2).for_each(|case| case.successes = 0.0);
    assert!(edge("", &usual, |_| true).expect("an edge").holds && !edge("", &lost, |_| true).expect("an edge").holds);
}

#[test]
fn the_same_thing_known_twice_changes_little() {
    let sound = |place: usize| !place.is_multiple_of(5);
    let once = study(6, |place| vec![number(place % 4)], sound);
    let twice = study(6, |place| vec![number(place % 4), number(place % 4)], sound);
    let expected = |study: &Study| compare(study, &Prior::default()).expect("a comparison").groups[0].expected;
    // The two slopes share one prior's room between them, which rows outweigh.
    assert!((expected(&once) - expected(&twice)).abs() < 0.01);
}
