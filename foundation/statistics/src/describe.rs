/// The sum in the order of the slice, with Neumaier's compensation for what rounding loses.
///
/// `None` when a value or the sum is not finite; 0 for no values.
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
#[must_use]
pub fn sum(values: &[f64]) -> Option<f64> {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for &value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    finite(total + lost)
}

/// The arithmetic mean: sum divided by count.
///
/// `None` for no values, or when a value or the sum is not finite.
///
/// ```
/// assert_eq!(statistics::describe::mean(&[1.0, 2.0, 6.0]), Some(3.0));
/// ```
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    finite(sum(values)? / values.len() as f64)
}

/// The sample variance: squared distances from the mean, summed and divided by n - 1 (two passes).
///
/// `None` for fewer than two values, or when a value is not finite.
#[must_use]
pub fn variance(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values)?;
    let squares: Vec<f64> = values.iter().map(|value| (value - centre) * (value - centre)).collect();
    finite(sum(&squares)? / (values.len() - 1) as f64)
}

/// The middle value, or the mean of the two middle ones: the quantile at 0.5.
///
/// `None` for no values, or when a value is not finite.
///
/// ```
/// assert_eq!(statistics::describe::median(&[9.0, 1.0, 2.0, 4.0]), Some(3.0));
/// ```
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The value below which a ratio `at` (0 to 1) of the values lies, by type 7: with the values in order
/// x₀ … xₙ₋₁ and h = (n - 1) `at`, the answer lies between x at ⌊h⌋ and the next one, in proportion to h - ⌊h⌋.
///
/// `None` for no values, for `at` outside 0 to 1, or when a value is not finite.
/// Source: R. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
#[must_use]
pub fn quantile(values: &[f64], at: f64) -> Option<f64> {
    let in_range = (0.0..=1.0).contains(&at);
    if values.is_empty() || !in_range || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut ordered = values.to_vec();
    ordered.sort_unstable_by(f64::total_cmp);
    let place = (ordered.len() - 1) as f64 * at;
    let below = libm::floor(place);
    let lower = *ordered.get(below as usize)?;
    let upper = *ordered.get(below as usize + 1).unwrap_or(&lower);
    let part = place - below;
    // Weighting both ends, not adding a difference, cannot overflow.
    finite(lower * (1.0 - part) + upper * part)
}

/// The number itself unless it is NaN or infinite.
pub(crate) fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests;
