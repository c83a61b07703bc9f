use crate::describe::{finite, mean, sum};

/// The least-squares slope per step of values at equal distances: [`slope_over`] with x = 0, 1, 2, …
///
/// `None` for fewer than two values, or when a value is not finite.
///
/// ```
/// assert_eq!(statistics::trend::slope(&[74.0, 76.0, 78.0, 82.0]), Some(2.6));
/// ```
#[must_use]
pub fn slope(values: &[f64]) -> Option<f64> {
    let points: Vec<(f64, f64)> = values.iter().enumerate().map(|(place, value)| (place as f64, *value)).collect();
    slope_over(&points)
}

/// The least-squares slope of y over x for points (x, y): Σ(x - x̄)(y - ȳ) / Σ(x - x̄)².
///
/// In units of y per unit of x.
/// `None` when fewer than two different x are given, or when a number is not finite.
#[must_use]
pub fn slope_over(points: &[(f64, f64)]) -> Option<f64> {
    let x: Vec<f64> = points.iter().map(|point| point.0).collect();
    let y: Vec<f64> = points.iter().map(|point| point.1).collect();
    let (x_mean, y_mean) = (mean(&x)?, mean(&y)?);
    let products: Vec<f64> = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).collect();
    let squares: Vec<f64> = x.iter().map(|x| (x - x_mean) * (x - x_mean)).collect();
    finite(sum(&products)? / sum(&squares)?)
}

#[cfg(test)]
mod tests;
