use proptest::prelude::*;

use super::*;

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() <= tolerance, "{found} is not {expected}");
}

#[test]
fn both_tails_have_their_digits() {
    // mpmath, 50 digits: gammainc(a, 0, x) and gammainc(a, x), regularised. Tolerance 1e-11 of the smaller tail.
    for (shape, x, lower, upper) in [
        (1e5, 1.01e5, 0.999_191_578_487_074_4, 8.084_215_129_255_907e-4),
        (0.01, 1e-5, 0.8963367982671972, 0.1036632017328028),
        (0.001, 2.0, 0.999_951_023_082_169, 4.897_691_783_098_148e-5),
        (500.0, 700.0, 0.9999999999999993, 7.032_145_641_828_589e-16),
        (3000.0, 2600.0, 1.0108700107112336e-14, 0.999_999_999_999_989_9),
        (34.0, 20.0, 0.0026884381862248914, 0.997_311_561_813_775_1),
        (10.0, 100.0, 1.0, 1.1253473960842734e-31),
    ] {
        let found = tails(shape, x).unwrap();
        close(found.lower, lower, 1e-11);
        close(found.upper, upper, 1e-11);
    }
}

#[test]
fn quantiles_are_found_however_small_they_are() {
    // mpmath, 50 digits, by halving. Tolerance 1e-11.
    for (p, shape, expected) in [
        (1e-6, 0.05, 5.844_632_057_286_494e-121),
        (0.025, 0.05, 5.315661889914287e-33),
        (0.975, 0.05, 0.567_173_761_753_858_4),
        (0.025, 34.0, 23.545_988_384_572_27),
        (1e-9, 7.37, 0.217_234_981_146_186_3),
    ] {
        close(quantile(p, shape).unwrap(), expected, 1e-11);
    }
    // So close to 1 the probability itself has only seven digits.
    close(quantile(0.999999999, 0.05).unwrap(), 15.116740106874813, 1e-7);
}

#[test]
fn one_exponential_wait_by_hand() {
    close(tails(1.0, 3.0).unwrap().upper, libm::exp(-3.0), 1e-14);
    // Chi-square with two degrees.
    close(chi_square_tail(5.0, 2.0).unwrap(), libm::exp(-2.5), 1e-14);
    assert_eq!(tails(2.0, 0.0), Some(Tails { lower: 0.0, upper: 1.0 }));
}

#[test]
fn what_is_no_gamma_value_has_no_tails() {
    for (shape, x) in [(0.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (f64::NAN, 1.0), (1.0, f64::NAN), (1.0, f64::INFINITY)] {
        assert_eq!(tails(shape, x), None);
    }
    for p in [0.0, 1.0, -0.5, f64::NAN] {
        assert_eq!(quantile(p, 2.0), None);
    }
    assert_eq!(quantile(0.5, 0.0), None);
}

proptest! {
    #[test]
    fn the_quantile_undoes_the_tails(shape in 0.5_f64..500.0, p in 0.001_f64..0.999) {
        let at = tails(shape, quantile(p, shape).unwrap()).unwrap();
        prop_assert!((at.lower - p).abs() < 1e-11, "{at:?}");
    }

    #[test]
    fn any_shape_and_place_has_tails_between_nothing_and_all(shape in 1e-9_f64..1e7, part in 0.0_f64..3.0) {
        let at = tails(shape, shape * part).unwrap();
        prop_assert!((0.0..=1.0).contains(&at.lower) && (at.lower + at.upper - 1.0).abs() < 1e-12, "{at:?}");
    }
}
