use super::mann_kendall::ranks;

/// Where values change their level for once, by ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pettitt {
    /// The place of the first value after the break that parts the ranks most.
    pub at: usize,
    /// K = max |2 Σ ranks before - t (n + 1)|.
    pub k: f64,
    /// 2 exp(-6 K² / (n³ + n²)), at most 1: close where it is below about 0.5, for independent values.
    pub p_value: f64,
}

/// Pettitt's test for one break anywhere.
///
/// `None` for fewer than two values or one that is not finite.
/// Source: A. Pettitt, "A Non-Parametric Approach to the Change-Point Problem", Applied Statistics 28 (1979).
#[must_use]
pub fn pettitt(values: &[f64]) -> Option<Pettitt> {
    if values.len() < 2 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let n = values.len() as f64;
    let (mut at, mut k, mut upto) = (1, 0.0, 0.0);
    for (place, rank) in ranks(values).into_iter().take(values.len() - 1).enumerate() {
        upto += rank;
        let apart = (2.0 * upto - (place + 1) as f64 * (n + 1.0)).abs();
        if apart > k {
            (at, k) = (place + 1, apart);
        }
    }
    let p_value = (2.0 * libm::exp(-6.0 * k * k / (n * n * n + n * n))).min(1.0);
    Some(Pettitt { at, k, p_value })
}
