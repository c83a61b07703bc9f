use super::theil_sen::pairwise_slope;
use crate::describe::{finite, mean, sum};
use crate::measured::{Caveat, few_values};
use crate::normal;

/// With fewer values the normal approximation is rough.
const ENOUGH: usize = 10;
/// A spread this small beside the values is rounding.
const CONSTANT: f64 = 1e-10;

/// Whether values drift.
#[derive(Debug, Clone, PartialEq)]
pub struct MannKendall {
    /// Pairs that rise with time less pairs that fall.
    pub s: f64,
    /// The variance of S without drift, ties and correction allowed for.
    pub variance: f64,
    /// By how much dependence between neighbours widens that variance; 1 without correction.
    pub correction: f64,
    /// (S ∓ 1) / √variance; 0 when nothing varies.
    pub z: f64,
    /// The two-sided chance of as much without drift.
    pub p_value: f64,
    /// S as a ratio of all pairs, -1 to 1.
    pub tau: f64,
    /// How many values.
    pub n: usize,
    /// What a reader has to know.
    pub caveats: Vec<Caveat>,
}

/// Mann and Kendall's test for drift in either direction. Takes values as independent. In order n².
///
/// `None` for fewer than two values or one that is not finite.
/// Source: H. Mann, Econometrica 13 (1945); M. Kendall, "Rank Correlation Methods" (4th ed., 1975), with ties.
#[must_use]
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    judged(values, 1.0, Vec::new())
}

/// The same where values depend on those before: the variance is multiplied by a factor from the autocorrelations of the
/// ranks, once Sen's slope is taken out, at all lags where they are significant at 5 %.
///
/// Where the factor comes out at 0 or below, the plain variance stands, with a caveat.
/// `None` for fewer than three values or one that is not finite.
/// Source: K. Hamed and A. Rao, "A Modified Mann-Kendall Trend Test for Autocorrelated Data", J. Hydrology 204 (1998).
#[must_use]
pub fn hamed_rao(values: &[f64]) -> Option<MannKendall> {
    let slope = pairwise_slope(values).filter(|_| values.len() >= 3)?;
    let level: Vec<f64> = values.iter().enumerate().map(|(place, value)| value - slope * place as f64).collect();
    let found = finite(factor(&level)?)?;
    if found > 0.0 { judged(values, found, Vec::new()) } else { judged(values, 1.0, vec![Caveat::Uncorrected]) }
}

fn judged(values: &[f64], correction: f64, mut caveats: Vec<Caveat>) -> Option<MannKendall> {
    let n = values.len();
    if n < 2 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let count = n as f64;
    let later = |place: usize| values[place + 1..].iter().map(move |after| sign(*after, values[place]));
    let s: f64 = (0..n).flat_map(later).sum();
    let tied: f64 = tie_sizes(values).map(|size| size * (size - 1.0) * (2.0 * size + 5.0)).sum();
    let variance = correction * ((count * (count - 1.0) * (2.0 * count + 5.0) - tied) / 18.0).max(0.0);
    let z = if s == 0.0 { 0.0 } else { finite((s - s.signum()) / libm::sqrt(variance)).unwrap_or(0.0) };
    caveats.extend(few_values(n, ENOUGH));
    caveats.extend((variance <= 0.0).then_some(Caveat::NoSpread));
    let p_value = (2.0 * normal::below(-z.abs())).min(1.0);
    Some(MannKendall { s, variance, correction, z, p_value, tau: s / (count * (count - 1.0) / 2.0), n, caveats })
}

/// By comparison, as a difference of huge values may overflow.
fn sign(after: f64, before: f64) -> f64 {
    f64::from(i8::from(after > before) - i8::from(after < before))
}

/// How many values share each value.
pub(super) fn tie_sizes(values: &[f64]) -> impl Iterator<Item = f64> {
    let mut ordered = values.to_vec();
    ordered.sort_unstable_by(f64::total_cmp);
    let sizes: Vec<f64> = ordered.chunk_by(|left, right| left == right).map(|tied| tied.len() as f64).collect();
    sizes.into_iter()
}

/// Ranks from 1, ties sharing the middle one.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*left].total_cmp(&values[*right]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|left, right| values[*left] == values[*right]) {
        tied.iter().for_each(|place| ranks[*place] = before as f64 + (tied.len() + 1) as f64 / 2.0);
        before += tied.len();
    }
    ranks
}

fn factor(level: &[f64]) -> Option<f64> {
    let (low, high) = level.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    // What a straight line leaves over is rounding and has no ranks.
    if high - low <= CONSTANT * low.abs().max(high.abs()) {
        return Some(1.0);
    }
    let ranks = ranks(level);
    let (n, middle) = (ranks.len(), mean(&ranks)?);
    let apart: Vec<f64> = ranks.iter().map(|rank| rank - middle).collect();
    let whole: f64 = apart.iter().map(|apart| apart * apart).sum();
    let bound = normal::two_sided(0.95)? / libm::sqrt(n as f64);
    let part = |lag: usize| {
        let together: f64 = apart.iter().zip(&apart[lag..]).map(|(one, later)| one * later).sum();
        let left = (n - lag) as f64;
        if (together / whole).abs() > bound { left * (left - 1.0) * (left - 2.0) * together / whole } else { 0.0 }
    };
    let count = n as f64;
    let total = sum(&(1..n).map(part).collect::<Vec<f64>>())?;
    finite(1.0 + 2.0 / (count * (count - 1.0) * (count - 2.0)) * total)
}
