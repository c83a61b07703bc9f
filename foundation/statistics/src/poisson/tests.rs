use super::*;

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found / expected - 1.0).abs() <= 1e-12, "{found} is not {expected}");
}

#[test]
fn counts_have_their_digits() {
    // mpmath, 40 digits, from the factorial. Tolerance 1e-12.
    close(pmf(3, 2.5), 0.21376301724973645);
    close(pmf(40, 25.0), 0.0014079694484448917);
    close(cdf(3, 2.5), 0.757_576_133_133_065_9);
    close(cdf(40, 25.0), 0.997_964_400_719_017_8);
    close(cdf(0, 1.2482), 0.287_020_969_910_917_4);
}

#[test]
fn nothing_expected_and_nothing_seen_is_no_surprise() {
    assert_eq!(pmf(0, 0.0), Some(1.0));
    assert_eq!(pmf(2, 0.0), Some(0.0));
    assert_eq!(cdf(0, 0.0), Some(1.0));
    assert_eq!(mid_p(0, 0.0), Some(1.0));
    assert_eq!(mid_p(3, 0.0), Some(0.0));
}

#[test]
fn half_of_the_count_itself_weighs_by_hand() {
    // One seen, one expected: below 2 lie 2/e, half of P(1) is 1/2e, so the tails are 1.5/e and 1 - 1.5/e.
    close(mid_p(1, 1.0), 2.0 * (1.0 - 1.5 * libm::exp(-1.0)));
    for mean in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!((pmf(1, mean), cdf(1, mean), mid_p(1, mean)), (None, None, None));
    }
}
