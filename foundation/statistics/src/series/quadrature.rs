//! Gauss–Legendre nodes, and linear equations without symmetry.

use core::f64::consts::PI;

/// Nodes and weights on 0 to 1; weights sum to 1. By Newton's method from Chebyshev's guess.
pub(super) fn legendre(count: usize) -> Vec<(f64, f64)> {
    let n = count as f64;
    (0..count)
        .map(|place| {
            let mut at = libm::cos(PI * (place as f64 + 0.75) / (n + 0.5));
            let mut slope = 1.0;
            for _ in 0..100 {
                let (before, value) = polynomial(count, at);
                slope = n * (before - at * value) / (1.0 - at * at);
                let step = value / slope;
                at -= step;
                if step.abs() <= 1e-15 {
                    break;
                }
            }
            ((1.0 - at) / 2.0, 1.0 / ((1.0 - at * at) * slope * slope))
        })
        .collect()
}

/// Legendre's polynomials of the degree before and of this degree.
fn polynomial(degree: usize, at: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for step in 1..=degree {
        let k = step as f64;
        (before, value) = (value, ((2.0 * k - 1.0) * at * value - (k - 1.0) * before) / k);
    }
    (before, value)
}

/// The x with A x = `right`, by elimination with the largest pivot of each column; `None` when there is no pivot.
pub(super) fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let order = right.len();
    for column in 0..order {
        let size = |row: &usize| rows[*row][column].abs();
        let pivot = (column..order).reduce(|best, row| if size(&row) > size(&best) { row } else { best })?;
        rows.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let lead = &above[column];
        if lead[column] == 0.0 || !lead[column].is_finite() {
            return None;
        }
        for (offset, row) in below.iter_mut().enumerate() {
            let factor = row[column] / lead[column];
            row[column..].iter_mut().zip(&lead[column..]).for_each(|(cell, lead)| *cell -= factor * lead);
            right[column + 1 + offset] -= factor * right[column];
        }
    }
    for row in (0..order).rev() {
        let known: f64 = rows[row][row + 1..].iter().zip(&right[row + 1..]).map(|(cell, x)| cell * x).sum();
        right[row] = (right[row] - known) / rows[row][row];
    }
    Some(right)
}
