use crate::describe::finite;
use crate::normal;

/// From so many degrees of freedom on, the expansion in 1 / df is closer than the incomplete beta function.
const MANY_DEGREES: f64 = 1_000.0;
/// Relative change at which the continued fraction has settled.
const SETTLED: f64 = 1e-16;
const TINY: f64 = 1e-300;

/// The chance that a t value with `df` degrees of freedom lies above `t`, for t of 0 or more:
/// half the regularised incomplete beta function at df / (df + t²) with parameters df / 2 and 1 / 2.
///
/// Source: M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 26.7.1 and 26.5.8.
/// Accurate to about 1e-12 up to 1,000 degrees of freedom and 1e-9 up to a million.
/// `None` for a negative or infinite `t`, one so far out that t² / df cannot be written, or a `df` not above 0.
#[must_use]
pub fn upper_tail(t: f64, df: f64) -> Option<f64> {
    let inside = t >= 0.0 && t.is_finite() && df > 0.0 && df.is_finite();
    if !inside {
        return None;
    }
    let part = 1.0 / (1.0 + (t / df) * t);
    if part < f64::MIN_POSITIVE {
        return None;
    }
    finite(incomplete_beta(part, 1.0 / (1.0 + (df / t) / t), df / 2.0) / 2.0)
}

/// The value below which a t value with `df` degrees of freedom lies with chance `p`.
///
/// Up to 1,000 degrees of freedom by halving an interval against [`upper_tail`] (accurate to about 1e-10 in relation to
/// the answer), beyond by the expansion in powers of 1 / df around the normal quantile (Abramowitz and Stegun 26.7.5;
/// accurate to 1e-10 for p between 0.0005 and 0.9995).
/// `None` for `p` not strictly between 0 and 1, `df` not above 0, or an answer too large to state.
///
/// ```
/// let t = statistics::student::quantile(0.975, 10.0).unwrap();
/// assert!((t - 2.228138851964939).abs() < 1e-9);
/// ```
#[must_use]
pub fn quantile(p: f64, df: f64) -> Option<f64> {
    let inside = p > 0.0 && p < 1.0 && df > 0.0;
    if !inside {
        return None;
    }
    if df > MANY_DEGREES {
        return expansion(normal::quantile(p)?, df);
    }
    if p < 0.5 { upper_quantile(p, df).map(|t| -t) } else { upper_quantile(1.0 - p, df) }
}

fn expansion(z: f64, df: f64) -> Option<f64> {
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * (square * (5.0 * square + 16.0) + 3.0) / 96.0;
    let third = z * (square * (square * (3.0 * square + 19.0) + 17.0) - 15.0) / 384.0;
    finite(z + (first + (second + third / df) / df) / df)
}

fn upper_quantile(tail: f64, df: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    while upper_tail(high, df)? > tail {
        low = high;
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = low + (high - low) / 2.0;
        if upper_tail(middle, df)? > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    finite(low + (high - low) / 2.0)
}

/// The regularised incomplete beta function with parameters `a` and 1/2 at `x`; `rest` is 1 - x with all its digits.
fn incomplete_beta(x: f64, rest: f64, a: f64) -> f64 {
    let b = 0.5;
    if rest <= 0.0 {
        return 1.0;
    }
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log(rest);
    let front = libm::exp(log_front);
    // The fraction settles quickly only on this side of the middle; the other side is its mirror.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(rest, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function, worked out forwards (Lentz).
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let away = |number: f64| if number.abs() < TINY { TINY } else { number };
    let mut above = 1.0;
    let mut below = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = below;
    for step in 1..1_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            below = 1.0 / away(1.0 + term * below);
            above = away(1.0 + term / above);
            change = above * below;
            fraction *= change;
        }
        if (change - 1.0).abs() < SETTLED {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests;
