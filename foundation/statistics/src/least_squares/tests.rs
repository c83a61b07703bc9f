use super::*;

#[test]
fn a_line_through_three_points_by_hand() {
    // x 0, 1, 2 and y 1, 3, 4: slope 3/2, intercept 7/6, residuals -1/6, 1/3, -1/6, so s^2 = 1/6.
    let found = fit(&[vec![0.0], vec![1.0], vec![2.0]], &[1.0, 3.0, 4.0]).unwrap();
    assert!((found.coefficients[0] - 7.0 / 6.0).abs() < 1e-14);
    assert!((found.coefficients[1] - 1.5).abs() < 1e-14);
    assert!((found.deviation - libm::sqrt(1.0 / 6.0)).abs() < 1e-14);
    // s / sqrt(2) and s sqrt(1/3 + 1/2).
    assert!((found.errors[1] - libm::sqrt(1.0 / 12.0)).abs() < 1e-14);
    assert!((found.errors[0] - libm::sqrt(5.0 / 36.0)).abs() < 1e-14);
    assert!((found.at(&[4.0]).unwrap() - (7.0 / 6.0 + 6.0)).abs() < 1e-13);
    assert_eq!(found.at(&[1.0, 2.0]), None);
}

#[test]
fn years_far_from_zero_lose_no_digits() {
    // The same line, moved by two thousand years.
    let found = fit(&[vec![2024.0], vec![2025.0], vec![2026.0]], &[1.0, 3.0, 4.0]).unwrap();
    assert!((found.coefficients[1] - 1.5).abs() < 1e-13);
    assert!((found.at(&[2024.0]).unwrap() - 7.0 / 6.0).abs() < 1e-11);
}

#[test]
fn without_covariates_it_is_the_mean() {
    let found = fit(&[vec![], vec![], vec![]], &[1.0, 2.0, 6.0]).unwrap();
    assert_eq!(found.coefficients, [3.0]);
}

#[test]
fn what_has_no_single_line_is_refused() {
    let twice: Vec<Vec<f64>> = (0..6).map(|x| vec![f64::from(x * x), f64::from(2 * x * x)]).collect();
    let values = [1.0, 2.0, 1.0, 4.0, 3.0, 2.0];
    assert_eq!(fit(&twice, &values), None);
    let still: Vec<Vec<f64>> = (0..6).map(|_| vec![0.1]).collect();
    assert_eq!(fit(&still, &values), None);
    assert_eq!(fit(&[vec![1.0], vec![2.0]], &[1.0, 2.0]), None);
    assert_eq!(fit(&[], &[]), None);
    assert_eq!(fit(&[vec![1.0], vec![2.0, 3.0], vec![4.0]], &[1.0, 2.0, 3.0]), None);
    assert_eq!(fit(&[vec![1.0], vec![2.0], vec![f64::NAN]], &[1.0, 2.0, 3.0]), None);
    assert_eq!(fit(&[vec![1.0], vec![2.0], vec![4.0]], &[1.0, 2.0, f64::INFINITY]), None);
    assert_eq!(fit(&[vec![1.0], vec![2.0], vec![4.0]], &[1.0, 2.0]), None);
}
