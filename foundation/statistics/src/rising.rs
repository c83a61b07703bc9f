//! Rising factorials a (a + 1) … (a + n - 1) of many counts at once.

/// Longer tables than this are refused: they are no counts of cases of one provider.
const LARGEST: u64 = 10_000_000;

/// How many of the counts are greater than k, for k from 0: then Σ log(a (a + 1) … (a + n - 1)) = Σ aboveₖ log(a + k), without
/// the loss of digits that differences of log Γ bring.
///
/// Source: D. M. Smith, "Algorithm AS 189: Maximum Likelihood Estimation of the Parameters of the Beta Binomial
/// Distribution", Applied Statistics 32 (1983).
#[derive(Debug)]
pub(crate) struct Rising {
    above: Vec<f64>,
}

impl Rising {
    /// `None` for counts beyond ten million.
    pub(crate) fn of(counts: impl Iterator<Item = u64> + Clone) -> Option<Self> {
        let largest = counts.clone().max().unwrap_or(0);
        if largest > LARGEST {
            return None;
        }
        let mut above = vec![0.0; largest as usize];
        for last in counts.filter_map(|count| count.checked_sub(1)) {
            above[last as usize] += 1.0;
        }
        let mut so_far = 0.0;
        for cell in above.iter_mut().rev() {
            so_far += *cell;
            *cell = so_far;
        }
        Some(Self { above })
    }

    /// The sum of logarithms at `a` above 0, with its first and its second derivative.
    pub(crate) fn at(&self, a: f64) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for (k, above) in self.above.iter().enumerate() {
            let place = a + k as f64;
            sums[0] += above * libm::log(place);
            sums[1] += above / place;
            sums[2] -= above / (place * place);
        }
        sums
    }
}

#[cfg(test)]
mod tests;
