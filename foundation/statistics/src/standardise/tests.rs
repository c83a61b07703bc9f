use proptest::prelude::*;

use super::*;

#[test]
fn none_seen_has_limits_by_hand() {
    let found = standardise(0, 2.0, 0.95).unwrap();
    assert_eq!((found.ratio, found.exact.low, found.byar.low), (0.0, 0.0, 0.0));
    // e^-2E = 0.025.
    assert!((found.exact.high - -libm::log(0.025) / 2.0).abs() < 1e-12);
    assert!((found.z - -2.0 * libm::sqrt(2.0)).abs() < 1e-15);
}

#[test]
fn nothing_expected_has_no_ratio() {
    for expected in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(standardise(3, expected, 0.95), None);
    }
    assert_eq!(standardise(3, 1.0, 1.0), None);
}

#[test]
fn a_weighted_ratio_by_hand() {
    let cases = [
        WeightedCase { weight: 100.0, outcome: 1.0, expected: 0.5 },
        WeightedCase { weight: 50.0, outcome: 0.2, expected: 0.8 },
    ];
    let found = weighted(&cases, 2.0).unwrap();
    assert_eq!((found.observed, found.expected), (110.0, 90.0));
    // 2 x (10000 x 0.25 + 2500 x 0.16).
    assert!((found.variance - 5_800.0).abs() < 1e-9);
    assert!((found.z.unwrap() - 20.0 / libm::sqrt(5_800.0)).abs() < 1e-12);
    assert!((found.effective.unwrap() - 22_500.0 / 12_500.0).abs() < 1e-12);
    assert!((found.largest_share.unwrap() - 2_500.0 / 2_900.0).abs() < 1e-12);
}

#[test]
fn what_cannot_be_compared_says_so() {
    let nothing = weighted(&[], 1.0).unwrap();
    assert_eq!((nothing.observed, nothing.ratio, nothing.z, nothing.effective), (0.0, None, None, None));
    let certain = weighted(&[WeightedCase { weight: 1.0, outcome: 1.0, expected: 0.0 }], 1.0).unwrap();
    assert_eq!((certain.ratio, certain.z, certain.largest_share), (None, None, None));
    let one = WeightedCase { weight: 1.0, outcome: 0.5, expected: 0.5 };
    assert_eq!(weighted(&[WeightedCase { weight: -1.0, ..one }], 1.0), None);
    assert_eq!(weighted(&[WeightedCase { outcome: 1.5, ..one }], 1.0), None);
    assert_eq!(weighted(&[WeightedCase { expected: f64::NAN, ..one }], 1.0), None);
    assert_eq!(weighted(&[one], f64::NAN), None);
}

proptest! {
    #[test]
    fn limits_hold_the_ratio_and_grow_with_the_level(observed in 0_u64..500, expected in 0.01_f64..1e4) {
        let (narrow, wide) = (standardise(observed, expected, 0.8).unwrap(), standardise(observed, expected, 0.99).unwrap());
        for (inner, outer) in [(narrow.exact, wide.exact), (narrow.byar, wide.byar)] {
            prop_assert!(outer.low <= inner.low && inner.low <= narrow.ratio);
            prop_assert!(narrow.ratio <= inner.high && inner.high <= outer.high);
        }
        prop_assert!((0.0..=1.0).contains(&narrow.p_value));
    }
}
