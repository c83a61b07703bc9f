/// The ratio (0 to 1) of values that lie below `value`, those equal to it counting half:
/// (below + equal / 2) / n.
///
/// `among` holds every value compared with, the one asked about included if it is one of them: the middle of an odd
/// number of distinct values then stands at 0.5.
/// `None` for no values, or when any number is not finite.
///
/// ```
/// assert_eq!(statistics::rank::mid_rank_percentile(3.0, &[1.0, 3.0, 3.0, 5.0]), Some(0.5));
/// ```
#[must_use]
pub fn mid_rank_percentile(value: f64, among: &[f64]) -> Option<f64> {
    if among.is_empty() || !value.is_finite() || among.iter().any(|other| !other.is_finite()) {
        return None;
    }
    let below = among.iter().filter(|other| **other < value).count();
    let equal = among.iter().filter(|other| **other == value).count();
    Some((below as f64 + equal as f64 / 2.0) / among.len() as f64)
}

#[cfg(test)]
mod tests;
