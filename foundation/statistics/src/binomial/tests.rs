use proptest::prelude::*;

use super::*;

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found / expected - 1.0).abs() <= 1e-11, "{found} is not {expected}");
}

#[test]
fn single_counts_have_their_digits() {
    // mpmath, 40 digits, from the binomial coefficient. Tolerance 1e-11.
    close(pmf(50, 1000, 0.1), 3.2084573299187948e-9);
    close(pmf(3, 10, 0.25), 0.25028228759765625);
    close(pmf(999_999, 1_000_000, 0.999999), 0.367_879_625_111_270_2);
    close(pmf(0, 30, 0.02), 0.545_484_319_382_437_1);
    close(cdf(50, 1000, 0.1), 5.995_167_632_379_602e-9);
    close(cdf(2, 10, 0.25), 0.525_592_803_955_078_1);
    close(cdf(130, 1000, 0.1), 0.999_030_558_509_204_3);
}

#[test]
fn certainties_are_certain() {
    assert_eq!(pmf(0, 5, 0.0), Some(1.0));
    assert_eq!(pmf(5, 5, 1.0), Some(1.0));
    assert_eq!(pmf(2, 5, 1.0), Some(0.0));
    assert_eq!(pmf(6, 5, 0.5), Some(0.0));
    assert_eq!(pmf(0, 0, 0.5), Some(1.0));
    assert_eq!(cdf(5, 5, 0.5), Some(1.0));
    assert_eq!(cdf(4, 5, 1.0), Some(0.0));
    assert_eq!(quantile(0.5, 0, 0.5), Some(0));
}

#[test]
fn what_is_no_chance_is_refused() {
    for p in [-0.1, 1.1, f64::NAN] {
        assert_eq!(pmf(1, 2, p), None);
        assert_eq!(cdf(1, 2, p), None);
    }
    assert_eq!(quantile(0.0, 2, 0.5), None);
    assert_eq!(quantile(1.0, 2, 0.5), None);
}

proptest! {
    #[test]
    fn all_counts_together_are_certain(n in 0_u64..200, p in 0.0_f64..1.0) {
        let total: f64 = (0..=n).map(|hits| pmf(hits, n, p).unwrap()).sum();
        prop_assert!((total - 1.0).abs() < 1e-12, "{total}");
    }

    #[test]
    fn the_quantile_is_the_first_count_that_reaches(n in 1_u64..300, p in 0.001_f64..0.999, at in 0.001_f64..0.999) {
        let found = quantile(at, n, p).unwrap();
        prop_assert!(cdf(found, n, p).unwrap() >= at);
        prop_assert!(found == 0 || cdf(found - 1, n, p).unwrap() < at);
    }
}
