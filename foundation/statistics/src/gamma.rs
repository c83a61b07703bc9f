use crate::describe::finite;
use crate::halving::last_low;
use crate::saddle;

/// Relative change at which a series or a fraction has settled.
const SETTLED: f64 = 1e-16;
const TINY: f64 = 1e-300;
/// More terms than any shape up to about 10⁸ needs.
const TERMS: u32 = 100_000;

/// Both tails of the gamma distribution of rate 1 at a value; each has its digits also when it is small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// The chance of lying at or below.
    pub lower: f64,
    /// The chance of lying above.
    pub upper: f64,
}

/// The chances that a gamma value of the given `shape` and rate 1 lies at or below `x`, and above it: the regularised
/// incomplete gamma functions P(shape, x) and Q(shape, x).
///
/// For a rate r ask at r x. Accurate to about 1e-12 in relation to the smaller tail.
/// Series below shape + 1, continued fraction above. Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical
/// Functions", 6.5.29 and 6.5.31.
/// `None` for a shape not above 0, a negative x, or one of them not finite.
#[must_use]
pub fn tails(shape: f64, x: f64) -> Option<Tails> {
    let inside = shape > 0.0 && shape.is_finite() && x >= 0.0 && x.is_finite();
    if !inside {
        return None;
    }
    if x == 0.0 {
        return Some(Tails { lower: 0.0, upper: 1.0 });
    }
    let front = saddle::poisson(shape, x);
    if x < shape + 1.0 {
        let lower = finite(front * series(shape, x)?)?.min(1.0);
        Some(Tails { lower, upper: 1.0 - lower })
    } else {
        let upper = finite(front * shape * fraction(shape, x)?)?.min(1.0);
        Some(Tails { lower: 1.0 - upper, upper })
    }
}

/// The value below which a gamma value of the given `shape` and rate 1 lies with chance `p`; divide by the rate for another.
///
/// By halving against [`tails`], so as accurate as they are. Half a chi-square quantile with 2 × shape degrees.
/// `None` for `p` not strictly between 0 and 1 or a shape not above 0.
///
/// ```
/// // The lower 95 % limit of a Poisson mean after 34 cases.
/// let limit = statistics::gamma::quantile(0.025, 34.0).unwrap();
/// assert!((limit - 23.545988384572).abs() < 1e-9);
/// ```
#[must_use]
pub fn quantile(p: f64, shape: f64) -> Option<f64> {
    let inside = p > 0.0 && p < 1.0;
    if !inside {
        return None;
    }
    let is_low = |x| tails(shape, x).map(|at| if p <= 0.5 { at.lower < p } else { at.upper > 1.0 - p });
    let mut high = 1.0;
    while is_low(high)? {
        high *= 2.0;
    }
    last_low(0.0, high, is_low)
}

/// The chance that a chi-square value with `df` degrees of freedom lies above `x`: Q(df / 2, x / 2).
///
/// `None` as [`tails`].
#[must_use]
pub fn chi_square_tail(x: f64, df: f64) -> Option<f64> {
    tails(df / 2.0, x / 2.0).map(|at| at.upper)
}

/// Σ xᵏ / ((shape + 1) … (shape + k)), k from 0.
fn series(shape: f64, x: f64) -> Option<f64> {
    let (mut term, mut total) = (1.0, 1.0);
    for step in 1..TERMS {
        term *= x / (shape + f64::from(step));
        total += term;
        if term < total * SETTLED {
            return Some(total);
        }
    }
    None
}

/// 1 / (x + 1 - shape - 1 (1 - shape) / (x + 3 - shape - …)), worked out forwards (Lentz).
fn fraction(shape: f64, x: f64) -> Option<f64> {
    let away = |number: f64| if number.abs() < TINY { TINY } else { number };
    let mut part = x + 1.0 - shape;
    let mut above = 1.0 / TINY;
    let mut below = 1.0 / away(part);
    let mut total = below;
    for step in 1..TERMS {
        let k = f64::from(step);
        let term = -k * (k - shape);
        part += 2.0;
        below = 1.0 / away(term * below + part);
        above = away(part + term / above);
        let change = above * below;
        total *= change;
        if (change - 1.0).abs() <= 2.0 * f64::EPSILON {
            return Some(total);
        }
    }
    None
}

#[cfg(test)]
mod tests;
