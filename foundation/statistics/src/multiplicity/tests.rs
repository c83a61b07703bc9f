use proptest::prelude::*;

use super::*;

const ALL: [Adjustment; 5] = [
    Adjustment::BenjaminiHochberg,
    Adjustment::BenjaminiYekutieli,
    Adjustment::Holm,
    Adjustment::Hochberg,
    Adjustment::Bonferroni,
];

#[test]
fn one_comparison_needs_no_adjustment() {
    for adjustment in ALL {
        assert_eq!(adjust(&[0.03], adjustment), Some(vec![0.03]));
        assert_eq!(adjust(&[], adjustment), Some(vec![]));
        assert_eq!(adjust(&[0.1, 1.5], adjustment), None);
        assert_eq!(adjust(&[f64::NAN], adjustment), None);
    }
}

#[test]
fn three_comparisons_by_hand() {
    let p_values = [0.04, 0.01, 0.03];
    let adjusted = |adjustment| adjust(&p_values, adjustment).unwrap().map_rounded();
    assert_eq!(adjusted(Adjustment::BenjaminiHochberg), [400, 300, 400]);
    assert_eq!(adjusted(Adjustment::Holm), [600, 300, 600]);
    assert_eq!(adjusted(Adjustment::Hochberg), [400, 300, 400]);
    assert_eq!(adjusted(Adjustment::Bonferroni), [1200, 300, 900]);
}

trait Rounded {
    /// In ten thousandths.
    fn map_rounded(self) -> Vec<i64>;
}

impl Rounded for Vec<f64> {
    fn map_rounded(self) -> Vec<i64> {
        self.into_iter().map(|p| (p * 10_000.0).round() as i64).collect()
    }
}

proptest! {
    #[test]
    fn the_strict_ones_find_no_more_than_the_bold_ones(p_values in prop::collection::vec(0.0_f64..=1.0, 1..40)) {
        let [hochberg_share, dependent, holm, hochberg, bonferroni] = ALL.map(|by| adjust(&p_values, by).unwrap());
        for place in 0..p_values.len() {
            let speck = 1.0 + 1e-12;
            prop_assert!(p_values[place] <= hochberg_share[place] * speck);
            prop_assert!(hochberg_share[place] <= dependent[place] * speck);
            prop_assert!(hochberg_share[place] <= hochberg[place] * speck);
            prop_assert!(hochberg[place] <= holm[place] * speck && holm[place] <= bonferroni[place] * speck);
        }
    }

    #[test]
    fn the_order_of_comparisons_does_not_matter(p_values in prop::collection::vec(0.0_f64..=1.0, 1..40)) {
        let turned: Vec<f64> = p_values.iter().rev().copied().collect();
        for by in ALL {
            let mut back = adjust(&turned, by).unwrap();
            back.reverse();
            prop_assert_eq!(adjust(&p_values, by).unwrap(), back);
        }
    }
}
