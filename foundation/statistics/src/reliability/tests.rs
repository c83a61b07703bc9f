use proptest::prelude::*;

use super::*;

#[test]
fn a_year_of_renewals_is_mostly_noise() {
    // By hand, renewal rate 85 %, spread 0.4: p (1 - p) sigma^2 = 0.0204.
    assert!((of_proportion(30.0, 0.85, 0.4).unwrap() - 0.612 / 1.612).abs() < 1e-12);
    assert!((of_proportion(60.0, 0.85, 0.4).unwrap() - 1.224 / 2.224).abs() < 1e-12);
    assert_eq!(cases_for(0.7, 0.85, 0.4), Some(115.0));
    assert_eq!(cases_for(0.7, 0.9, 0.4), Some(163.0));
}

#[test]
fn where_nothing_differs_no_number_suffices() {
    assert_eq!(of_proportion(0.0, 0.5, 1.0), Some(0.0));
    assert_eq!(of_proportion(10.0, 1.0, 1.0), Some(0.0));
    assert_eq!(cases_for(0.7, 1.0, 0.4), None);
    assert_eq!(cases_for(0.7, 0.5, 0.0), None);
    assert_eq!(cases_for(1.0, 0.5, 0.4), None);
    for (n, p, sigma) in [(-1.0, 0.5, 1.0), (1.0, 1.5, 1.0), (1.0, 0.5, -1.0), (f64::NAN, 0.5, 1.0)] {
        assert_eq!(of_proportion(n, p, sigma), None);
    }
}

proptest! {
    #[test]
    fn the_cases_asked_for_suffice_and_one_fewer_does_not(wanted in 0.05_f64..0.95, p in 0.05_f64..0.95, sigma in 0.1_f64..1.5) {
        let n = cases_for(wanted, p, sigma).unwrap();
        prop_assert!(of_proportion(n, p, sigma).unwrap() >= wanted - 1e-12);
        prop_assert!(of_proportion((n - 1.0).max(0.0), p, sigma).unwrap() < wanted);
    }
}
