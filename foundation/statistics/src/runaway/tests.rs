use super::*;

#[test]
fn the_column_that_cannot_be_told_is_named() {
    let flat = Cholesky::of(&[4.0, 0.0, 0.0, 9.0], 2).unwrap();
    assert_eq!(runaway(&[3.0, 0.0, 0.0, 8.0], &flat, &[1.0, 2.0], 0), None);
    assert_eq!(runaway(&[3.0, 0.0, 0.0, 1e-12], &flat, &[1.0, 40.0], 0), Some(1));
    assert_eq!(runaway(&[0.0, 0.0, 0.0, 1.0], &flat, &[-40.0, 2.0], 0), Some(0));
    assert_eq!(runaway(&[1e-12, 0.0, 0.0, 1e-11], &flat, &[-40.0, 30.0], 0), Some(0));
    assert_eq!(runaway(&[1e-12, 0.0, 0.0, 1e-11], &flat, &[-40.0, 30.0], 1), Some(1));
    let one = Cholesky::of(&[4.0], 1).unwrap();
    assert_eq!(runaway(&[1e-12], &one, &[40.0], 1), Some(0));
    let none = Cholesky::of(&[], 0).unwrap();
    assert_eq!(runaway(&[], &none, &[], 0), None);
}

#[test]
fn the_first_column_that_follows_from_others_is_named() {
    assert_eq!(dependent(&[1.0, 0.5, 0.5, 1.0], 2), None);
    assert_eq!(dependent(&[1.0, 1.0, 1.0, 1.0], 2), Some(1));
    assert_eq!(dependent(&[0.0, 0.0, 0.0, 1.0], 2), Some(0));
    assert_eq!(dependent(&[], 0), None);
}
