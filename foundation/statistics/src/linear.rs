//! Dense linear algebra for few columns.

/// A pivot this small beside its diagonal is rounding: the columns depend on each other.
const DEPENDENT: f64 = 1e-12;

/// The lower triangle L with L L' = A, for a symmetric positive definite A stored row by row.
///
/// Source: G. Golub and C. Van Loan, "Matrix Computations" (4th ed.), algorithm 4.2.1.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    factor: Vec<f64>,
    order: usize,
}

impl Cholesky {
    /// Only the lower triangle is read.
    ///
    /// `None` unless `matrix` holds `order`² numbers and is positive definite with room for rounding: each pivot must be
    /// more than 1e-12 of its diagonal, so that columns that depend on each other are refused and not divided by.
    pub(crate) fn of(matrix: &[f64], order: usize) -> Option<Self> {
        if matrix.len() != order * order {
            return None;
        }
        let mut factor = vec![0.0; order * order];
        for row in 0..order {
            for column in 0..=row {
                let (left, above) = (&factor[row * order..][..column], &factor[column * order..][..column]);
                let rest = matrix[row * order + column] - dot(left, above);
                factor[row * order + column] = if row == column {
                    let least = DEPENDENT * matrix[row * order + row];
                    // NaN fails this as well.
                    if !(rest > least && rest > 0.0 && rest.is_finite()) {
                        return None;
                    }
                    libm::sqrt(rest)
                } else {
                    rest / factor[column * order + column]
                };
            }
        }
        Some(Self { factor, order })
    }

    /// Puts A⁻¹ `right` in the place of `right`, which holds as many numbers as A has rows.
    pub(crate) fn solve(&self, right: &mut [f64]) {
        let order = self.order;
        for row in 0..order {
            right[row] = (right[row] - dot(&self.factor[row * order..][..row], right)) / self.factor[row * order + row];
        }
        for row in (0..order).rev() {
            let below: f64 = (row + 1..order).map(|at| self.factor[at * order + row] * right[at]).sum();
            right[row] = (right[row] - below) / self.factor[row * order + row];
        }
    }

    /// The same for `width` right-hand sides at once, stored row by row.
    pub(crate) fn solve_many(&self, right: &mut [f64], width: usize) {
        let mut column = vec![0.0; self.order];
        for place in 0..width {
            column.iter_mut().zip(right.chunks(width)).for_each(|(number, row)| *number = row[place]);
            self.solve(&mut column);
            right.chunks_mut(width).zip(&column).for_each(|(row, number)| row[place] = *number);
        }
    }

    /// log |A|.
    pub(crate) fn log_determinant(&self) -> f64 {
        (0..self.order).map(|row| 2.0 * libm::log(self.factor[row * self.order + row])).sum()
    }

    /// A⁻¹, row by row.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let mut inverse = vec![0.0; self.order * self.order];
        for (place, row) in inverse.chunks_mut(self.order.max(1)).enumerate() {
            row[place] = 1.0;
            self.solve(row);
        }
        inverse
    }

    /// The diagonal of A⁻¹.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        self.inverse().into_iter().step_by(self.order + 1).collect()
    }
}

/// Σ left × right over the shorter of the two.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Adds `weight` × row row' to a symmetric matrix stored row by row.
pub(crate) fn add_outer(matrix: &mut [f64], row: &[f64], weight: f64) {
    for (line, left) in matrix.chunks_mut(row.len().max(1)).zip(row) {
        for (cell, right) in line.iter_mut().zip(row) {
            *cell += weight * left * right;
        }
    }
}

#[cfg(test)]
mod tests;
