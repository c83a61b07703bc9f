use super::*;

#[test]
fn counts_near_and_far_from_their_mean_keep_their_digits() {
    // By hand: 2^3 e^-2 / 3!, and half a count by Gamma(3/2) = sqrt(pi) / 2.
    assert!((poisson(3.0, 2.0) / (8.0 / 6.0 * libm::exp(-2.0)) - 1.0).abs() < 1e-14);
    assert!((poisson(0.5, 1.0) / (2.0 / libm::sqrt(PI) * libm::exp(-1.0)) - 1.0).abs() < 1e-14);
    // Stirling's formula at its mean: 1 / sqrt(2 pi n) but for 1 / 12n.
    let large = 1e12;
    assert!((poisson(large, large) * libm::sqrt(2.0 * PI * large) - 1.0).abs() < 1e-12);
    assert!((binomial(2.0, 1.0, (0.25, 0.75)) / (3.0 * 0.0625 * 0.75) - 1.0).abs() < 1e-14);
}
