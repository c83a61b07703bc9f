use super::*;

#[test]
fn sums_of_logarithms_by_hand() {
    // Counts 0, 1 and 3 at a = 2: nothing, log 2, log 2 + log 3 + log 4.
    let [value, first, second] = Rising::of([0, 1, 3].into_iter()).unwrap().at(2.0);
    assert!((value - libm::log(48.0)).abs() < 1e-14);
    assert!((first - (2.0 / 2.0 + 1.0 / 3.0 + 1.0 / 4.0)).abs() < 1e-14);
    assert!((second + (2.0 / 4.0 + 1.0 / 9.0 + 1.0 / 16.0)).abs() < 1e-14);
}

#[test]
fn counts_of_nothing_sum_to_nothing_and_absurd_ones_are_refused() {
    assert_eq!(Rising::of([0, 0].into_iter()).unwrap().at(1.0), [0.0; 3]);
    assert!(Rising::of([u64::MAX].into_iter()).is_none());
}
