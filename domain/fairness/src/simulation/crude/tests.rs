use super::*;

// Three fair coins, one head: 1/8 below and half of 3/8.
#[test]
fn the_chance_of_so_few_renewals_counts_half_of_as_many() {
    let book = |renewed| Book { renewed, chances: vec![0.5; 3] };
    assert!((book(1).p_value() - 0.3125).abs() < 1e-15);
    assert!((book(3).p_value() - 0.9375).abs() < 1e-15);
    let uneven = Book { renewed: 1, chances: vec![0.5, 1.0] };
    assert!((uneven.p_value() - 0.25).abs() < 1e-15);
}

// The fifteen p-values of the example in Benjamini and Hochberg (1995), section 3.2: at 5 % four are found.
#[test]
fn few_finds_are_false() {
    let p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let mut turned = p_values;
    turned.rotate_left(7);
    let found = few_false(&turned, 0.05);
    let kept: Vec<f64> = turned.iter().zip(&found).filter(|(_, found)| **found).map(|(p, _)| *p).collect();
    assert_eq!(kept, [0.0001, 0.0004, 0.0019, 0.0095]);
    assert_eq!(few_false(&[0.2, 0.9], 0.1), [false, false]);
}

#[test]
fn the_lowest_quarter_is_a_quarter() {
    assert_eq!(
        lowest_quarter(&[0.9, 0.2, 0.5, 0.8, 0.1, 0.7, 0.6, 0.4, 0.3]),
        [false, true, false, false, true, false, false, false, false]
    );
}
