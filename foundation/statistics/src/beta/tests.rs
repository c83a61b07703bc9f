use proptest::prelude::*;

use super::*;

fn close(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap();
    assert!((found / expected - 1.0).abs() <= tolerance, "{found} is not {expected}");
}

#[test]
fn both_tails_have_their_digits() {
    // mpmath, 50 digits: betainc regularised. Tolerance 1e-11 of each tail.
    for (a, b, x, lower, upper) in [
        (0.001, 5.0, 1e-9, 0.981_532_018_372_101_8, 0.018467981627898183),
        (2000.0, 30000.0, 0.07, 0.999_999_957_454_076, 4.254_592_401_436_345e-8),
        (0.5, 500.0, 1e-6, 0.025220823043776378, 0.974_779_176_956_223_6),
        (12.0, 3.0, 0.2, 2.4788992000000016e-7, 0.99999975211008),
        (300.0, 700.0, 0.5, 1.0, 5.286_647_207_660_586e-38),
    ] {
        close(cdf(x, a, b), lower, 1e-11);
        close(lower_tail((1.0 - x, x), b, a), upper, 1e-11);
    }
}

#[test]
fn quantiles_are_found_however_small_they_are() {
    // mpmath, 50 digits, by halving. Tolerance 1e-11.
    close(quantile(1e-6, 0.05, 3.0), 2.300047000664827e-121, 1e-11);
    close(quantile(0.025, 0.05, 3.0), 2.091_880_560_933_379e-33, 1e-11);
    close(quantile(0.975, 8.25, 146.6), 0.093_607_310_515_128_31, 1e-11);
}

#[test]
fn one_and_one_is_even() {
    close(cdf(0.3, 1.0, 1.0), 0.3, 1e-14);
    close(quantile(0.3, 1.0, 1.0), 0.3, 1e-14);
    assert_eq!(cdf(0.0, 2.0, 3.0), Some(0.0));
    assert_eq!(cdf(1.0, 2.0, 3.0), Some(1.0));
}

#[test]
fn what_is_no_beta_value_has_no_chance() {
    for (x, a, b) in [(-0.1, 1.0, 1.0), (1.1, 1.0, 1.0), (0.5, 0.0, 1.0), (0.5, 1.0, -1.0), (f64::NAN, 1.0, 1.0)] {
        assert_eq!(cdf(x, a, b), None);
    }
    for (p, a) in [(0.0, 1.0), (1.0, 1.0), (f64::NAN, 1.0), (0.5, 0.0), (0.5, f64::INFINITY)] {
        assert_eq!(quantile(p, a, 1.0), None);
    }
}

proptest! {
    #[test]
    fn the_quantile_undoes_the_chance(a in 0.5_f64..500.0, b in 0.5_f64..500.0, p in 0.001_f64..0.999) {
        let back = cdf(quantile(p, a, b).unwrap(), a, b).unwrap();
        prop_assert!((back - p).abs() < 1e-10, "{back}");
    }

    #[test]
    fn the_tails_mirror(a in 1e-6_f64..1e6, b in 1e-6_f64..1e6, x in 0.0_f64..1.0) {
        let both = cdf(x, a, b).unwrap() + lower_tail((1.0 - x, x), b, a).unwrap();
        prop_assert!((both - 1.0).abs() < 1e-10, "{both}");
    }
}
