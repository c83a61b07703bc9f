use super::*;

#[test]
fn the_mean_of_amounts_comes_back_without_covariates() {
    // exp(mean log) times mean exp(residual) is the mean itself.
    let amounts = [0.1, 0.5, 2.0, 9.4];
    let found = fit(&vec![vec![]; 4], &amounts).unwrap();
    assert!((found.mean(&[]).unwrap() - 3.0).abs() < 1e-13);
    assert!(found.smearing > 1.0);
    assert_eq!(found.mean(&[1.0]), None);
}

#[test]
fn an_amount_of_nothing_has_no_logarithm() {
    for amount in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(fit(&vec![vec![]; 3], &[1.0, 2.0, amount]), None);
    }
    assert_eq!(fit(&[], &[]), None);
}
