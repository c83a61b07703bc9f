use crate::describe::{finite, sum};

/// How many of several events happen that are independent and have chances of their own: which of these renewals renew.
///
/// Source of the recursion: exact convolution, one event after the other; for the tails of a discrete count, H. Lancaster,
/// "Significance Tests in Discrete Distributions", JASA 56 (1961).
///
/// ```
/// let renewals = statistics::poisson_binomial::PoissonBinomial::of(&[0.5, 0.5, 1.0]).unwrap();
/// assert_eq!(renewals.pmf(), [0.0, 0.25, 0.5, 0.25]);
/// assert_eq!(renewals.quantile(0.5), Some(2));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PoissonBinomial {
    pmf: Vec<f64>,
    mean: f64,
    variance: f64,
}

impl PoissonBinomial {
    /// The distribution for these chances. The order of the chances does not matter but for rounding.
    ///
    /// Without events the count is 0 for certain. `None` when a chance lies outside 0 to 1.
    #[must_use]
    pub fn of(chances: &[f64]) -> Option<Self> {
        if chances.iter().any(|chance| !(0.0..=1.0).contains(chance)) {
            return None;
        }
        let mut pmf = vec![1.0];
        for chance in chances {
            pmf.push(0.0);
            for count in (0..pmf.len()).rev() {
                let fewer = if count == 0 { 0.0 } else { pmf[count - 1] };
                pmf[count] = pmf[count] * (1.0 - chance) + fewer * chance;
            }
        }
        let variances: Vec<f64> = chances.iter().map(|chance| chance * (1.0 - chance)).collect();
        Some(Self { pmf, mean: sum(chances)?, variance: sum(&variances)? })
    }

    /// The chance of each count, from 0 to the number of events.
    #[must_use]
    pub fn pmf(&self) -> &[f64] {
        &self.pmf
    }

    /// The mean count: the sum of the chances.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance of the count: Σ p (1 - p), never more than that of a binomial with the mean chance.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// The chance of at most `count`.
    #[must_use]
    pub fn cdf(&self, count: usize) -> f64 {
        let upto = &self.pmf[..count.saturating_add(1).min(self.pmf.len())];
        sum(upto).unwrap_or(1.0).clamp(0.0, 1.0)
    }

    /// The smallest count that is reached or stayed below with a chance of at least `p`.
    ///
    /// `None` for `p` not strictly between 0 and 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<usize> {
        let inside = p > 0.0 && p < 1.0;
        let mut upto = 0.0;
        let found = self.pmf.iter().position(|chance| {
            upto += chance;
            upto >= p
        });
        // Rounding may leave the last sum a speck below 1.
        inside.then(|| found.unwrap_or(self.pmf.len() - 1))
    }

    /// The chance of fewer than `count`, and half that of `count` itself: small when the count is surprisingly low.
    #[must_use]
    pub fn mid_p_lower(&self, count: usize) -> f64 {
        let below = if count == 0 { 0.0 } else { self.cdf(count - 1) };
        (below + self.at(count) / 2.0).clamp(0.0, 1.0)
    }

    /// The chance of more than `count`, and half that of `count` itself: small when the count is surprisingly high.
    #[must_use]
    pub fn mid_p_upper(&self, count: usize) -> f64 {
        let above = self.pmf.get(count.saturating_add(1)..).unwrap_or_default();
        (sum(above).unwrap_or_default() + self.at(count) / 2.0).clamp(0.0, 1.0)
    }

    /// Twice the smaller of the two mid-p tails, at most 1.
    #[must_use]
    pub fn mid_p(&self, count: usize) -> f64 {
        (2.0 * self.mid_p_lower(count).min(self.mid_p_upper(count))).min(1.0)
    }

    /// The distance of `count` from the mean in standard deviations; `None` when the count is certain.
    #[must_use]
    pub fn z(&self, count: usize) -> Option<f64> {
        finite((count as f64 - self.mean) / libm::sqrt(self.variance))
    }

    fn at(&self, count: usize) -> f64 {
        self.pmf.get(count).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
