use super::*;

#[test]
fn a_group_stands_between_what_it_showed_and_all() {
    let seen = (0..1000).map(|case| (if case < 900 { "large" } else { "small" }, case % 10 == 0));
    let shares = Shares::of(seen, 0.1);
    assert!((shares.of_group("large") - 0.1).abs() < 1e-9);
    assert!((shares.of_group("never seen") - 0.1).abs() < 1e-9);
    let unlucky = Shares::of([("a", true), ("a", true), ("b", false)], 0.1);
    let (a, b) = (unlucky.of_group("a"), unlucky.of_group("b"));
    assert!(b < a && a < 0.5, "{a} {b}");
}

#[test]
fn before_any_case_it_is_what_was_assumed() {
    assert!((Shares::of([], 0.03).of_group("any") - 0.03).abs() < 1e-12);
}
