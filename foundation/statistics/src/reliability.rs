use crate::describe::finite;

/// The reliability, 0 to 1, of a proportion over `n` cases at about rate `p`, where the true log-odds of providers have
/// standard deviation `sigma`: n p (1 - p) σ² / (1 + n p (1 - p) σ²).
///
/// The part of the differences between providers that is not chance. 0 without cases or spread.
/// `None` for a rate outside 0 to 1, or when `n` or `sigma` is negative or not finite.
/// Source: the signal part of the variance of a log-odds, whose error variance is 1 / (n p (1 - p)); J. Adams, "The
/// Reliability of Provider Profiling" (2009).
///
/// ```
/// // A year of one CSM's renewals: at 85 % and a spread of 0.4, little more than a third is not chance.
/// let reliability = statistics::reliability::of_proportion(30.0, 0.85, 0.4).unwrap();
/// assert!((reliability - 0.38).abs() < 0.005);
/// ```
#[must_use]
pub fn of_proportion(n: f64, p: f64, sigma: f64) -> Option<f64> {
    let inside = n >= 0.0 && n.is_finite();
    let signal = finite(n * signal(p, sigma)?)?;
    inside.then_some(signal / (1.0 + signal))
}

/// How many cases give a wanted `reliability`, rounded up: R / (1 - R) / (p (1 - p) σ²).
///
/// `None` for a reliability not within 0 to 1, 1 excluded, and where no number of cases suffices: p 0 or 1, or no spread.
#[must_use]
pub fn cases_for(reliability: f64, p: f64, sigma: f64) -> Option<f64> {
    if !(0.0..1.0).contains(&reliability) {
        return None;
    }
    finite(libm::ceil(reliability / (1.0 - reliability) / signal(p, sigma)?))
}

fn signal(p: f64, sigma: f64) -> Option<f64> {
    let inside = (0.0..=1.0).contains(&p) && sigma >= 0.0 && sigma.is_finite();
    if inside { finite(p * (1.0 - p) * sigma * sigma) } else { None }
}

#[cfg(test)]
mod tests;
