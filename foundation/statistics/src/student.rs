use crate::describe::finite;
use crate::{beta, normal};

/// From so many degrees of freedom on, the expansion in 1 / df is closer than the incomplete beta function.
const MANY_DEGREES: f64 = 1_000.0;

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
    beta::lower_tail((part, 1.0 / (1.0 + (df / t) / t)), df / 2.0, 0.5).map(|tail| tail / 2.0)
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

#[cfg(test)]
mod tests;
