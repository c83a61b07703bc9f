use proptest::prelude::*;

use super::*;

fn measured(pairs: &[(f64, f64)]) -> Vec<Measured> {
    pairs.iter().map(|(value, variance)| Measured { value: *value, variance: *variance }).collect()
}

#[test]
fn two_values_by_hand() {
    // 0 and 10 with variance 1 each: Q = 50, and both methods give 50 - 1 = 49.
    let two = measured(&[(0.0, 1.0), (10.0, 1.0)]);
    assert!((heterogeneity(&two).unwrap().q - 50.0).abs() < 1e-12);
    assert!((heterogeneity(&two).unwrap().i_squared - 0.98).abs() < 1e-12);
    assert!((dersimonian_laird(&two).unwrap() - 49.0).abs() < 1e-12);
    assert!((restricted_likelihood(&two).unwrap() - 49.0).abs() < 1e-12);
    let drawn = shrink(&two, 49.0).unwrap();
    assert!((drawn.values[0] - 0.1).abs() < 1e-12 && (drawn.values[1] - 9.9).abs() < 1e-12);
    assert!((drawn.reliabilities[0] - 0.98).abs() < 1e-15);
}

#[test]
fn what_has_no_mean_is_refused() {
    let fine = (1.0, 1.0);
    for wrong in [&[][..], &[fine], &[fine, (f64::NAN, 1.0)], &[fine, (1.0, 0.0)], &[fine, (1.0, f64::INFINITY)]] {
        let values = measured(wrong);
        assert_eq!(heterogeneity(&values), None);
        assert_eq!(dersimonian_laird(&values), None);
        assert_eq!(restricted_likelihood(&values), None);
        assert_eq!(shrink(&values, 1.0), None);
    }
    assert_eq!(shrink(&measured(&[fine, fine]), -1.0), None);
}

#[test]
fn values_no_further_apart_than_chance_fall_on_their_mean() {
    let found = james_stein(&[1.0, 2.0, 3.0, 2.0], 100.0).unwrap();
    assert_eq!((found.kept, found.values), (0.0, vec![2.0; 4]));
    // Squares of 20 about the mean, one of them expected: 0.95 of each distance is kept.
    let found = james_stein(&[-3.0, -1.0, 1.0, 3.0], 1.0).unwrap();
    assert!((found.kept - 0.95).abs() < 1e-15);
    assert_eq!(james_stein(&[1.0, 2.0, 3.0], 1.0), None);
    assert_eq!(james_stein(&[1.0, 2.0, 3.0, f64::NAN], 1.0), None);
    assert_eq!(james_stein(&[1.0, 2.0, 3.0, 4.0], 0.0), None);
}

proptest! {
    #[test]
    fn the_order_of_values_does_not_matter(mut pairs in prop::collection::vec((-50.0_f64..50.0, 0.1_f64..30.0), 2..20)) {
        let of = |pairs: &[(f64, f64)]| {
            let values = measured(pairs);
            [dersimonian_laird(&values).unwrap(), restricted_likelihood(&values).unwrap(), heterogeneity(&values).unwrap().q]
        };
        let one = of(&pairs);
        pairs.reverse();
        for (one, other) in one.into_iter().zip(of(&pairs)) {
            prop_assert!((one - other).abs() <= 1e-9 * (1.0 + one), "{} {}", one, other);
        }
    }

    #[test]
    fn the_restricted_likelihood_is_greatest_there(pairs in prop::collection::vec((-50.0_f64..50.0, 0.1_f64..30.0), 3..12)) {
        // The criterion itself, which the root-finding never sees: -2 log L is the sum of log(v + t), log of the sum of
        // weights, and Q.
        let values = measured(&pairs);
        let lacking = |variance: f64| {
            let weights: Vec<f64> = values.iter().map(|one| 1.0 / (one.variance + variance)).collect();
            let total: f64 = weights.iter().sum();
            let mean = values.iter().zip(&weights).map(|(one, weight)| weight * one.value).sum::<f64>() / total;
            let q: f64 = values.iter().zip(&weights).map(|(one, weight)| weight * (one.value - mean).powi(2)).sum();
            q + libm::log(total) - weights.iter().map(|weight| libm::log(*weight)).sum::<f64>()
        };
        let found = restricted_likelihood(&values).unwrap();
        for beside in [found * 0.99, found * 1.01 + 0.001] {
            prop_assert!(lacking(found) <= lacking(beside) + 1e-9, "{} {}", found, beside);
        }
    }
}
