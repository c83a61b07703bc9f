use faer::linalg::solvers::{DenseSolveCore as _, Llt, Solve as _};
use faer::{Mat, Side};

/// The Cholesky factor of many groups that hang together, by `faer`: cubic work in cache-sized pieces.
///
/// Its last digits depend on the processor, so that few groups are left to [`crate::linear`].
pub(crate) struct LargeCholesky {
    factor: Llt<f64>,
    order: usize,
}

impl LargeCholesky {
    /// Of a matrix stored row by row; only its lower triangle is read. `None` unless it is positive definite.
    pub(crate) fn of(matrix: &[f64], order: usize) -> Option<Self> {
        let view = faer::MatRef::from_row_major_slice(matrix, order, order);
        let factor = Llt::new(view, Side::Lower).ok()?;
        Some(Self { factor, order })
    }

    /// Solves A x = b in place, b being `width` right-hand sides stored row by row.
    pub(crate) fn solve_many(&self, right: &mut [f64], width: usize) {
        let mut solution = faer::MatRef::from_row_major_slice(right, self.order, width).to_owned();
        self.factor.solve_in_place(&mut solution);
        for row in 0..self.order {
            for column in 0..width {
                right[row * width + column] = solution[(row, column)];
            }
        }
    }

    /// The natural logarithm of the determinant of A.
    pub(crate) fn log_determinant(&self) -> f64 {
        let lower = self.factor.L();
        2.0 * (0..self.order).map(|place| libm::log(lower[(place, place)])).sum::<f64>()
    }

    /// The inverse of A, row by row.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let inverse: Mat<f64> = self.factor.inverse();
        let places = (0..self.order).flat_map(|row| (0..self.order).map(move |column| (row, column)));
        places.map(|(row, column)| inverse[(row.max(column), row.min(column))]).collect()
    }

    /// The diagonal of the inverse of A.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        let inverse: Mat<f64> = self.factor.inverse();
        (0..self.order).map(|place| inverse[(place, place)]).collect()
    }
}
