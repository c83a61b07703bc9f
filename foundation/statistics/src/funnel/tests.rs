use proptest::prelude::*;

use super::*;

#[test]
fn drawing_in_the_tails_lowers_the_mean_square() {
    // D. Spiegelhalter's case of a tenth at either end, by numerical integration 0.6786545588 (R 4.2.2). Tolerance 1e-9.
    assert!((winsorised_mean_square(0.1).unwrap() - 0.6786545588).abs() < 1e-9);
    assert_eq!(winsorised_mean_square(0.0), Some(1.0));
    // Nearly all drawn in to nearly nothing.
    assert!(winsorised_mean_square(0.499999).unwrap() < 1e-10);
    for share in [-0.1, 0.5, f64::NAN] {
        assert_eq!(winsorised_mean_square(share), None);
    }
}

#[test]
fn chance_alone_has_limits_by_hand() {
    // E = 100: 1 ± 1.96 / 20 on the square-root scale.
    let limits = ratio_limits(100.0, 0.0, 0.95).unwrap();
    let z = normal::two_sided(0.95).unwrap();
    assert!((limits.high - (1.0 + z / 20.0) * (1.0 + z / 20.0)).abs() < 1e-14);
    assert!((limits.low - (1.0 - z / 20.0) * (1.0 - z / 20.0)).abs() < 1e-14);
    // Where little is expected nobody can be too low.
    assert_eq!(ratio_limits(0.1, 0.0, 0.95).unwrap().low, 0.0);
}

#[test]
fn providers_that_are_all_as_expected_leave_no_variance() {
    let ratios = [Ratio { observed: 4, expected: 4.0 }, Ratio { observed: 9, expected: 9.0 }];
    let found = dispersion(&ratios, 0.1).unwrap();
    assert_eq!((found.phi, found.p_value, found.variance), (0.0, 1.0, 0.0));
    assert_eq!(ratio_z(ratios[0], 0.0), Some(0.0));
}

#[test]
fn what_has_no_funnel_is_refused() {
    assert_eq!(binomial_limit(0.025, 0.1, 0), None);
    assert_eq!(binomial_limit(0.0, 0.1, 10), None);
    assert_eq!(binomial_limit(0.025, 0.0, 10), None);
    assert_eq!(binomial_limit(0.025, 1.0, 10), None);
    assert_eq!(ratio_limits(0.0, 0.0, 0.95), None);
    assert_eq!(ratio_limits(1.0, -1.0, 0.95), None);
    assert_eq!(dispersion(&[], 0.1), None);
    assert_eq!(dispersion(&[Ratio { observed: 1, expected: 1.0 }], 0.1), None);
    let two = [Ratio { observed: 1, expected: 1.0 }, Ratio { observed: 1, expected: 0.0 }];
    assert_eq!(dispersion(&two, 0.1), None);
    assert_eq!(dispersion(&two[..1].repeat(3), 0.7), None);
    assert!(dispersion(&two[..1].repeat(3), 0.49999999999999994).is_some());
}

proptest! {
    #[test]
    fn limits_widen_with_the_tail(n in 1_u64..2_000, target in 0.01_f64..0.99) {
        let limits = [0.001, 0.025, 0.5, 0.975, 0.999].map(|at| binomial_limit(at, target, n).unwrap());
        prop_assert!(limits.is_sorted(), "{limits:?}");
        prop_assert!(limits[4] <= 1.0 && limits[0] > -1.0 / n as f64 - 1e-12);
    }

    #[test]
    fn limits_narrow_with_what_is_expected(expected in 0.01_f64..1e5, more in 1.01_f64..10.0, variance in 0.0_f64..1.0) {
        let (few, many) = (ratio_limits(expected, variance, 0.95), ratio_limits(expected * more, variance, 0.95));
        let (few, many) = (few.unwrap(), many.unwrap());
        prop_assert!(few.low <= many.low && many.high <= few.high);
    }

    #[test]
    fn the_order_of_providers_does_not_matter(counts in prop::collection::vec((0_u64..60, 0.5_f64..60.0), 2..30)) {
        let mut ratios: Vec<Ratio> =
            counts.into_iter().map(|(observed, expected)| Ratio { observed, expected }).collect();
        let one = dispersion(&ratios, 0.1).unwrap();
        ratios.reverse();
        let other = dispersion(&ratios, 0.1).unwrap();
        prop_assert!((one.phi - other.phi).abs() <= 1e-12 * (1.0 + one.phi));
        prop_assert!((one.variance - other.variance).abs() <= 1e-12 * (1.0 + one.variance));
    }
}
