//! Which coefficient ran away, where a likelihood has no maximum.

use crate::linear::Cholesky;

/// How much wider a coefficient may be known than where nothing is explained before it counts as running away.
const WIDER: f64 = 1e8;

/// The column whose variance grew most over that of a fit that explains nothing, if any grew beyond all measure; where the
/// equations cannot be solved any more, the one that went farthest.
///
/// `found` and `flat` are information matrices at the end and at the start of the climb, `at` is where it ended. An intercept
/// runs wherever a slope runs: columns before `first` are not named while there is another.
pub(crate) fn runaway(found: &[f64], flat: &Cholesky, at: &[f64], first: usize) -> Option<usize> {
    let flat = flat.inverse_diagonal();
    let strides: Vec<f64> = match Cholesky::of(found, at.len()) {
        None => at.iter().zip(&flat).map(|(at, flat)| at * at / flat).collect(),
        Some(found) => {
            let wider = found.inverse_diagonal().into_iter().zip(&flat).map(|(found, flat)| found / flat);
            let wider: Vec<f64> = wider.collect();
            if wider.iter().all(|wider| *wider <= WIDER) {
                return None;
            }
            wider
        }
    };
    let named = strides.iter().enumerate().skip(first.min(strides.len().saturating_sub(1)));
    named.max_by(|left, right| left.1.total_cmp(right.1)).map(|(column, _)| column)
}

/// The first column that follows from those before it; `None` when all stand alone.
pub(crate) fn dependent(products: &[f64], order: usize) -> Option<usize> {
    let leading = |count: usize| -> Vec<f64> {
        products.chunks(order.max(1)).take(count).flat_map(|line| line.iter().take(count).copied()).collect()
    };
    (1..=order).find(|count| Cholesky::of(&leading(*count), *count).is_none()).map(|count| count - 1)
}

#[cfg(test)]
mod tests;
