use crate::describe::finite;
use crate::halving::last_low;
use crate::saddle;

const TINY: f64 = 1e-300;
/// More terms than parameters up to about 10⁸ need.
const TERMS: u32 = 100_000;

/// The chance that a beta value with parameters `a` and `b` lies at or below `x`, 0 to 1: the regularised incomplete beta
/// function. Above `x` it lies with chance `cdf(1 - x, b, a)`.
///
/// Accurate to about 1e-12. Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.5.8.
/// `None` for parameters not above 0, an x outside 0 to 1, or one of them not finite.
#[must_use]
pub fn cdf(x: f64, a: f64, b: f64) -> Option<f64> {
    let inside = (0.0..=1.0).contains(&x) && a > 0.0 && a.is_finite() && b > 0.0 && b.is_finite();
    if inside { lower_tail((x, 1.0 - x), a, b) } else { None }
}

/// The value below which a beta value with parameters `a` and `b` lies with chance `p`.
///
/// By halving against [`cdf`]. `None` for `p` not strictly between 0 and 1 or parameters not above 0.
///
/// ```
/// // The lower end of Jeffreys' interval after 3 of 12.
/// let low = statistics::beta::quantile(0.025, 3.5, 9.5).unwrap();
/// assert!((low - 0.075942328919).abs() < 1e-11);
/// ```
#[must_use]
pub fn quantile(p: f64, a: f64, b: f64) -> Option<f64> {
    let inside = p > 0.0 && p < 1.0 && a > 0.0 && a.is_finite() && b > 0.0 && b.is_finite();
    if !inside {
        return None;
    }
    last_low(0.0, 1.0, |x| {
        if p <= 0.5 { cdf(x, a, b).map(|at| at < p) } else { lower_tail((1.0 - x, x), b, a).map(|at| at > 1.0 - p) }
    })
}

/// [`cdf`] where x and 1 - x are both given with all their digits.
pub(crate) fn lower_tail((x, rest): (f64, f64), a: f64, b: f64) -> Option<f64> {
    if x <= 0.0 {
        return Some(0.0);
    }
    if rest <= 0.0 {
        return Some(1.0);
    }
    // x^a (1 - x)^b / B(a, b).
    let front = saddle::binomial(a, b, (x, rest)) * a * (b / (a + b));
    // The fraction settles quickly only on this side of the middle; the other side is its mirror.
    let tail = if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b)? / a
    } else {
        1.0 - front * fraction(rest, b, a)? / b
    };
    Some(finite(tail)?.clamp(0.0, 1.0))
}

/// The continued fraction of the incomplete beta function, worked out forwards (Lentz).
fn fraction(x: f64, a: f64, b: f64) -> Option<f64> {
    let away = |number: f64| if number.abs() < TINY { TINY } else { number };
    let mut above = 1.0;
    let mut below = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut total = below;
    for step in 1..TERMS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            below = 1.0 / away(1.0 + term * below);
            above = away(1.0 + term / above);
            change = above * below;
            total *= change;
        }
        if (change - 1.0).abs() <= 2.0 * f64::EPSILON {
            return Some(total);
        }
    }
    None
}

#[cfg(test)]
mod tests;
