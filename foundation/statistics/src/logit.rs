/// The probability of log-odds: 1 / (1 + e⁻ˣ), without overflow.
#[must_use]
pub fn expit(log_odds: f64) -> f64 {
    let small = libm::exp(-log_odds.abs());
    if log_odds >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) }
}

/// log(1 + eˣ) without overflow: the integral of [`expit`].
pub(crate) fn soft_plus(log_odds: f64) -> f64 {
    log_odds.max(0.0) + libm::log1p(libm::exp(-log_odds.abs()))
}
