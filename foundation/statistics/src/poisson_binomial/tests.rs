use proptest::prelude::*;

use super::*;

#[test]
fn two_even_chances_by_hand() {
    let two = PoissonBinomial::of(&[0.5, 0.5]).unwrap();
    assert_eq!(two.pmf(), [0.25, 0.5, 0.25]);
    assert_eq!((two.mean(), two.variance()), (1.0, 0.5));
    assert_eq!((two.cdf(0), two.cdf(1), two.cdf(9)), (0.25, 0.75, 1.0));
    assert_eq!((two.mid_p_lower(0), two.mid_p_upper(0), two.mid_p(0)), (0.125, 0.875, 0.25));
    assert_eq!(two.mid_p(1), 1.0);
    assert_eq!((two.quantile(0.25), two.quantile(0.26), two.quantile(0.99)), (Some(0), Some(1), Some(2)));
    assert_eq!(two.z(1), Some(0.0));
}

#[test]
fn no_events_never_happen_and_certain_ones_always() {
    let none = PoissonBinomial::of(&[]).unwrap();
    assert_eq!((none.pmf(), none.quantile(0.5), none.z(0)), (&[1.0][..], Some(0), None));
    let sure = PoissonBinomial::of(&[1.0, 1.0, 0.0]).unwrap();
    assert_eq!(sure.pmf(), [0.0, 0.0, 1.0, 0.0]);
    assert_eq!(sure.quantile(0.01), Some(2));
}

#[test]
fn more_than_there_are_cannot_be_and_is_called_surprising() {
    let two = PoissonBinomial::of(&[0.5, 0.5]).unwrap();
    assert_eq!((two.mid_p_upper(3), two.mid_p_lower(3), two.mid_p(usize::MAX)), (0.0, 1.0, 0.0));
}

#[test]
fn what_is_no_chance_is_refused() {
    for chance in [-0.1, 1.1, f64::NAN] {
        assert_eq!(PoissonBinomial::of(&[0.5, chance]), None);
    }
    let one = PoissonBinomial::of(&[0.5]).unwrap();
    assert_eq!((one.quantile(0.0), one.quantile(1.0), one.quantile(f64::NAN)), (None, None, None));
}

proptest! {
    #[test]
    fn all_counts_together_are_certain(mut chances in prop::collection::vec(0.0_f64..=1.0, 0..60)) {
        let found = PoissonBinomial::of(&chances).unwrap();
        prop_assert!((found.pmf().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let mean: f64 = found.pmf().iter().enumerate().map(|(count, chance)| count as f64 * chance).sum();
        prop_assert!((mean - found.mean()).abs() < 1e-10);
        chances.reverse();
        let turned = PoissonBinomial::of(&chances).unwrap();
        prop_assert!(found.pmf().iter().zip(turned.pmf()).all(|(one, other)| (one - other).abs() < 1e-13));
    }

    #[test]
    fn chances_that_are_alike_are_binomial(n in 1_usize..80, p in 0.01_f64..0.99, count in 0_usize..80) {
        let found = PoissonBinomial::of(&vec![p; n]).unwrap();
        let expected = crate::binomial::cdf(count as u64, n as u64, p).unwrap();
        prop_assert!((found.cdf(count) - expected).abs() < 1e-11);
    }
}
