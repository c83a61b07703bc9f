use super::*;

#[test]
fn a_straight_line_has_its_slope() {
    assert_eq!(slope(&[1.0, 3.0, 5.0]), Some(2.0));
    assert_eq!(slope(&[4.0, 4.0, 4.0]), Some(0.0));
    assert_eq!(slope_over(&[(0.0, 10.0), (10.0, 5.0)]), Some(-0.5));
}

#[test]
fn four_quarters_by_hand() {
    // Offsets -1.5 -0.5 0.5 1.5 times values 74 76 78 82 sum to 13; their squares sum to 5.
    assert!((slope(&[74.0, 76.0, 78.0, 82.0]).unwrap() - 13.0 / 5.0).abs() < 1e-12);
}

#[test]
fn one_point_has_no_direction() {
    assert_eq!(slope(&[]), None);
    assert_eq!(slope(&[1.0]), None);
    assert_eq!(slope_over(&[(1.0, 2.0), (1.0, 3.0)]), None);
    assert_eq!(slope(&[1.0, f64::NAN]), None);
}
