use super::*;

#[test]
fn the_run_ends_with_the_code_of_the_tests() {
    assert_eq!(outcome(100, &["lints"]), 100);
    assert_eq!(outcome(0, &[]), 0);
}

#[test]
fn a_step_that_failed_is_not_forgotten() {
    assert_eq!(outcome(0, &["formatting"]), 1);
}
