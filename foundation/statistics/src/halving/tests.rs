use super::*;

#[test]
fn every_digit_of_a_root_is_found() {
    let root = last_low(0.0, 10.0, |x| Some(x * x <= 2.0)).unwrap();
    assert!((root - core::f64::consts::SQRT_2).abs() <= 3e-16);
    let small = last_low(0.0, 1.0, |x| Some(x < 1e-250)).unwrap();
    assert!((small / 1e-250 - 1.0).abs() < 1e-15);
}

#[test]
fn a_question_without_answer_has_no_root() {
    assert_eq!(last_low(0.0, 1.0, |_| None), None);
    assert_eq!(last_low(0.25, 1.0, |_| Some(false)), Some(0.25));
}
