use super::*;

/// By hand: L = [[2, 0, 0], [6, 1, 0], [-8, 5, 3]].
const MATRIX: [f64; 9] = [4.0, 12.0, -16.0, 12.0, 37.0, -43.0, -16.0, -43.0, 98.0];

#[test]
fn a_textbook_matrix_is_factored_solved_and_inverted() {
    let cholesky = Cholesky::of(&MATRIX, 3).unwrap();
    // A (1, 2, 3)' = (-20, -43, 192)'.
    let mut right = [-20.0, -43.0, 192.0];
    cholesky.solve(&mut right);
    for (found, expected) in right.iter().zip([1.0, 2.0, 3.0]) {
        assert!((found - expected).abs() < 1e-12, "{right:?}");
    }
    // |A| = (2 x 1 x 3)^2.
    assert!((cholesky.log_determinant() - libm::log(36.0)).abs() < 1e-14);
    let inverse = cholesky.inverse();
    for row in 0..3 {
        for column in 0..3 {
            let found: f64 = (0..3).map(|at| MATRIX[row * 3 + at] * inverse[at * 3 + column]).sum();
            assert!((found - f64::from(row == column)).abs() < 1e-9, "{row} {column} {found}");
        }
    }
    assert_eq!(cholesky.inverse_diagonal(), [inverse[0], inverse[4], inverse[8]]);
}

#[test]
fn what_has_no_factor_is_refused() {
    assert!(Cholesky::of(&[1.0, 1.0, 1.0, 1.0], 2).is_none());
    assert!(Cholesky::of(&[1.0, 2.0, 2.0, 1.0], 2).is_none());
    assert!(Cholesky::of(&[0.0], 1).is_none());
    assert!(Cholesky::of(&[f64::NAN], 1).is_none());
    assert!(Cholesky::of(&[f64::INFINITY], 1).is_none());
    assert!(Cholesky::of(&[1.0, 2.0], 2).is_none());
}

#[test]
fn a_unit_of_measure_does_not_decide_whether_there_is_a_factor() {
    assert!(Cholesky::of(&[1e-20, 0.0, 0.0, 1e20], 2).is_some());
}

#[test]
fn an_outer_product_fills_the_matrix() {
    let mut matrix = vec![1.0; 4];
    add_outer(&mut matrix, &[1.0, 3.0], 2.0);
    assert_eq!(matrix, [3.0, 7.0, 7.0, 19.0]);
    assert_eq!(dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
}
