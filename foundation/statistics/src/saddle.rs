//! Densities of counts without the loss of digits that large factorials bring.
//!
//! Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).

use core::f64::consts::PI;

/// m^x e^-m / Γ(x + 1) for x and m above 0: the Poisson probability, for any real x.
pub(crate) fn poisson(x: f64, m: f64) -> f64 {
    libm::exp(-stirling_error(x) - deviance_part(x, m)) / libm::sqrt(2.0 * PI * x)
}

/// Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) × p^a × rest^b for a, b, p and `rest` = 1 - p above 0: the binomial probability of
/// `a` hits and `b` misses, for any real a and b.
pub(crate) fn binomial(a: f64, b: f64, (p, rest): (f64, f64)) -> f64 {
    let n = a + b;
    let errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let parts = deviance_part(a, n * p) + deviance_part(b, n * rest);
    libm::exp(errors - parts) / libm::sqrt(2.0 * PI * a * (b / n))
}

/// log Γ(x + 1) - ((x + 1/2) log x - x + log √2π), what Stirling's formula leaves out.
fn stirling_error(x: f64) -> f64 {
    if x <= 15.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - libm::log(2.0 * PI) / 2.0;
    }
    let square = 1.0 / (x * x);
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    series.iter().rev().fold(0.0, |rest, term| rest * square + term) / x
}

/// x log(x / m) + m - x without cancellation where x and m are close.
fn deviance_part(x: f64, m: f64) -> f64 {
    let apart = x - m;
    if apart.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - apart;
    }
    let v = apart / (x + m);
    let mut total = apart * v;
    let mut term = 2.0 * x * v;
    for step in 1..1_000 {
        term *= v * v;
        let next = total + term / f64::from(2 * step + 1);
        if next == total {
            break;
        }
        total = next;
    }
    total
}

#[cfg(test)]
mod tests;
