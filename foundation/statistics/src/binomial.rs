use crate::{beta, saddle};

/// The chance of exactly `hits` among `n` tries that each succeed with chance `p`.
///
/// Accurate to about 1e-13. 0 for more hits than tries. `None` for `p` outside 0 to 1.
#[must_use]
pub fn pmf(hits: u64, n: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let Some(misses) = n.checked_sub(hits) else { return Some(0.0) };
    // p^n by its logarithm keeps the digits of a p close to 1.
    let none_of = |tries: u64, log_chance: f64| if tries == 0 { 1.0 } else { libm::exp(tries as f64 * log_chance) };
    Some(match (hits, misses) {
        (0, _) => none_of(n, libm::log1p(-p)),
        (_, 0) => none_of(n, libm::log(p)),
        _ if p == 0.0 || p == 1.0 => 0.0,
        _ => saddle::binomial(hits as f64, misses as f64, (p, 1.0 - p)),
    })
}

/// The chance of at most `hits` among `n` tries that each succeed with chance `p`: I(1 - p; n - hits, hits + 1).
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.5.24.
/// `None` for `p` outside 0 to 1.
#[must_use]
pub fn cdf(hits: u64, n: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if hits >= n {
        return Some(1.0);
    }
    beta::lower_tail((1.0 - p, p), (n - hits) as f64, hits as f64 + 1.0)
}

/// The smallest number of hits that is reached or stayed below with a chance of at least `at`.
///
/// `None` for `at` not strictly between 0 and 1 or `p` outside 0 to 1.
#[must_use]
pub fn quantile(at: f64, n: u64, p: f64) -> Option<u64> {
    let inside = at > 0.0 && at < 1.0;
    if !inside {
        return None;
    }
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if cdf(middle, n, p)? >= at {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

#[cfg(test)]
mod tests;
