use super::*;

#[test]
fn a_sum_keeps_what_plain_addition_loses() {
    assert_eq!(sum(&[1.0, 1e100, 1.0, -1e100]), Some(2.0));
    assert_eq!(sum(&[]), Some(0.0));
}

#[test]
fn mean_and_variance_by_hand() {
    let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    assert_eq!(mean(&values), Some(5.0));
    // Squared distances sum to 32, divided by 7.
    assert!((variance(&values).unwrap() - 32.0 / 7.0).abs() < 1e-15);
}

#[test]
fn quantiles_lie_between_neighbours() {
    // h = 3 x 0.25 = 0.75: three quarters of the way from 1 to 2.
    assert_eq!(quantile(&[4.0, 2.0, 1.0, 3.0], 0.25), Some(1.75));
    assert_eq!(quantile(&[4.0, 2.0, 1.0, 3.0], 0.0), Some(1.0));
    assert_eq!(quantile(&[4.0, 2.0, 1.0, 3.0], 1.0), Some(4.0));
    assert_eq!(median(&[4.0, 2.0, 1.0, 3.0]), Some(2.5));
    assert_eq!(median(&[7.0]), Some(7.0));
}

#[test]
fn nothing_comes_of_nothing_or_of_what_is_not_a_number() {
    assert_eq!(mean(&[]), None);
    assert_eq!(median(&[]), None);
    assert_eq!(variance(&[1.0]), None);
    assert_eq!(mean(&[1.0, f64::NAN]), None);
    assert_eq!(median(&[1.0, f64::INFINITY]), None);
    assert_eq!(quantile(&[1.0], 1.1), None);
    assert_eq!(quantile(&[1.0], f64::NAN), None);
    assert_eq!(mean(&[f64::MAX, f64::MAX]), None);
    assert_eq!(median(&[f64::MAX, f64::MAX]), Some(f64::MAX));
}
