use crate::describe::finite;
use crate::gamma::chi_square_tail;
use crate::interval::{Interval, wilson};

/// How many outcomes lay outside their intervals, beside how many should have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coverage {
    /// The ratio that lay inside.
    pub covered: f64,
    /// Wilson's 95 % interval of that ratio.
    pub interval: Interval,
    /// Kupiec's likelihood ratio: -2 log(likelihood of the promised rate / likelihood of the rate seen).
    pub likelihood_ratio: f64,
    /// The chance of as large a ratio, by chi-square with one degree: rough below about 30 outcomes.
    pub p_value: f64,
}

/// Kupiec's test whether `outside` of `n` outcomes lying outside goes with a promised `rate` of it: 0.1 for 90 % intervals.
///
/// Misses that heap up in time are not looked for. A handful of periods can find gross failure only.
/// `None` for no outcomes, more outside than there are, or a rate not strictly between 0 and 1.
/// Source: P. Kupiec, "Techniques for Verifying the Accuracy of Risk Measurement Models", Journal of Derivatives 3 (1995).
#[must_use]
pub fn kupiec(n: u64, outside: u64, rate: f64) -> Option<Coverage> {
    let inside = n.checked_sub(outside)?;
    let possible = n > 0 && rate > 0.0 && rate < 1.0;
    if !possible {
        return None;
    }
    let (n_all, n_out, n_in) = (n as f64, outside as f64, inside as f64);
    let part = |count: f64, seen: f64, promised: f64| if count > 0.0 { count * (seen - promised) } else { 0.0 };
    let outer = part(n_out, libm::log(n_out / n_all), libm::log(rate));
    let inner = part(n_in, libm::log1p(-n_out / n_all), libm::log1p(-rate));
    let likelihood_ratio = finite(2.0 * (outer + inner))?.max(0.0);
    Some(Coverage {
        covered: n_in / n_all,
        interval: wilson(inside, n, 0.95)?,
        likelihood_ratio,
        p_value: chi_square_tail(likelihood_ratio, 1.0)?,
    })
}
