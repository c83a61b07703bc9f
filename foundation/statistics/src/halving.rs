//! Where a monotone question changes its answer.

/// The largest x found in `low` to `high` (both 0 or more) at which `is_low` still says yes, by halving the bit patterns:
/// positive floats and their bits have one order, so 64 steps give every digit, however small the answer is.
///
/// `low` itself when the answer is never yes; `None` when `is_low` has no answer on the way.
pub(crate) fn last_low(low: f64, high: f64, is_low: impl Fn(f64) -> Option<bool>) -> Option<f64> {
    let (mut low, mut high) = (low.to_bits(), high.to_bits());
    while high > low + 1 {
        let middle = low + (high - low) / 2;
        if is_low(f64::from_bits(middle))? {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::from_bits(low))
}

#[cfg(test)]
mod tests;
