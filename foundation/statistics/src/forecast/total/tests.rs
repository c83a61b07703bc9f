use proptest::prelude::*;

use super::*;
use crate::forecast::coverage::kupiec;
use crate::forecast::score::{crps, crps_normal, interval_score, pinball, transform};
use crate::forecast::shock::{ASSUMED, Period, deviation};
use crate::measured::Caveat;

fn partly() -> Renewal {
    let kept = vec![
        Kept { chance: 0.25, amount: 40.0 },
        Kept { chance: 0.5, amount: 100.0 },
        Kept { chance: 0.25, amount: 140.0 },
    ];
    Renewal { chance: 0.8, kept }
}

#[test]
fn nothing_brings_nothing_for_certain() {
    let found = total(&[], 1.0, 0.2).unwrap();
    assert_eq!((found.mean, found.deviation, found.quantile(0.5), found.effective), (0.0, 0.0, Some(0.0), None));
    assert!((found.at_least(0.0).unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(found.at_least(1.0), Some(0.0));
}

#[test]
fn one_renewal_with_four_ways_to_end() {
    let found = total(&[partly()], 20.0, 0.0).unwrap();
    let likely: Vec<(f64, f64)> = found.cells().filter(|cell| cell.1 > 0.0).collect();
    assert_eq!(likely.iter().map(|cell| cell.0).collect::<Vec<_>>(), [0.0, 40.0, 100.0, 140.0]);
    [0.2, 0.2, 0.4, 0.2].iter().zip(&likely).for_each(|(chance, cell)| assert!((chance - cell.1).abs() < 1e-15));
    // 0.2 × 40 + 0.4 × 100 + 0.2 × 140; squares 0.2 × 1600 + 0.4 × 10000 + 0.2 × 19600.
    assert!((found.mean - 76.0).abs() < 1e-12 && (found.deviation - (8240.0_f64 - 76.0 * 76.0).sqrt()).abs() < 1e-9);
    assert_eq!(found.cases(0.9).unwrap(), Cases { worst: 0.0, base: 100.0, best: 140.0 });
    assert_eq!((found.bounds.low, found.bounds.high, found.largest_share), (0.0, 140.0, Some(1.0)));
}

#[test]
fn what_is_impossible_is_refused_by_name() {
    let whole = |chance, amount| total(&[Renewal::whole(chance, amount)], 1.0, 0.0);
    assert_eq!(whole(1.2, 1.0), Err(Refusal::Chance { place: 0, chance: 1.2 }));
    assert!(matches!(whole(f64::NAN, 1.0), Err(Refusal::Chance { .. })));
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(matches!(whole(0.5, bad), Err(Refusal::Amount { .. })));
        assert!(matches!(total(&[partly()], bad, 0.0), Err(Refusal::Unit { .. })));
        assert!(matches!(total(&[partly()], 1.0, bad), Err(Refusal::Shock { .. })));
    }
    assert!(matches!(total(&[partly()], 0.0, 0.0), Err(Refusal::Unit { .. })));
    assert!(matches!(whole(0.5, f64::MAX), Err(Refusal::Unit { .. })));
    let half = Renewal { chance: 0.5, kept: vec![Kept { chance: 0.5, amount: 1.0 }] };
    assert_eq!(total(&[half], 1.0, 0.0), Err(Refusal::Parts { place: 0, total: 0.5 }));
}

#[test]
fn a_shock_widens_and_none_is_independence() {
    let renewals: Vec<Renewal> = (0..60).map(|at| Renewal::whole(0.7 + f64::from(at) / 300.0, 10.0)).collect();
    let found: Vec<Total> = [0.0, 1e-9, 0.2, 0.5].iter().map(|shock| total(&renewals, 1.0, *shock).unwrap()).collect();
    assert!((found[0].deviation - found[1].deviation).abs() < 1e-6);
    assert!(found.windows(2).all(|pair| pair[0].deviation <= pair[1].deviation + 1e-9));
    let width = |one: &Total| one.interval(0.9).map(|interval| interval.high - interval.low).unwrap();
    assert!(width(&found[0]) < width(&found[2]) && width(&found[2]) < width(&found[3]));
    let plain =
        crate::poisson_binomial::PoissonBinomial::of(&renewals.iter().map(|one| one.chance).collect::<Vec<_>>())
            .unwrap();
    for p in [0.05, 0.5, 0.95] {
        assert_eq!(found[0].quantile(p), plain.quantile(p).map(|count| 10.0 * count as f64));
    }
    // Certainty does not move.
    let certain = total(&[Renewal::whole(1.0, 5.0), Renewal::whole(0.0, 7.0)], 1.0, 0.5).unwrap();
    assert_eq!((certain.quantile(0.01), certain.quantile(0.99)), (Some(5.0), Some(5.0)));
    assert!((certain.mean - 5.0).abs() < 1e-12);
    assert!(certain.deviation < 1e-6);
}

#[test]
fn the_mean_of_the_total_is_the_sum_of_the_chances_whatever_the_shock() {
    let chances: Vec<f64> = (0..200).map(|at| 0.75 + f64::from(at % 25) / 100.0).collect();
    let stated: f64 = chances.iter().sum();
    for shock in [0.0, 0.2, 0.6, 1.0, 3.0, 5.0] {
        let found = count(&chances, shock).unwrap();
        assert!((found.mean - stated).abs() < 1e-8, "shock {shock}: {} for {stated}", found.mean);
        let drawn: f64 = found.cells().map(|(total, chance)| total * chance).sum();
        assert!((drawn - stated).abs() < 1e-5, "shock {shock}: {drawn} for {stated}");
    }
    let edges = [1e-15, 1e-9, 0.01, 0.99, 1.0 - 1e-9, 0.0, 1.0];
    let found = count(&edges, 5.0).unwrap();
    assert!((found.mean - edges.iter().sum::<f64>()).abs() < 1e-9);
}

#[test]
fn a_unit_too_fine_is_made_coarser_and_the_mean_stays() {
    let amount = |at: u32| 5_000.0 + f64::from(at * 7_919 % 9_973) * 31.0;
    let renewals: Vec<Renewal> =
        (0..1_000).map(|at| Renewal::whole(0.8 + f64::from(at % 19) / 100.0, amount(at))).collect();
    let (fine, coarse) = (total(&renewals, 1.0, 0.2).unwrap(), total(&renewals, 100_000.0, 0.2).unwrap());
    assert!(fine.unit > 1.0 && fine.rounding > 0.0, "{} {}", fine.unit, fine.rounding);
    for one in [&fine, &coarse] {
        let mean: f64 = one.cells().map(|(value, chance)| value * chance).sum();
        assert!((mean / one.mean - 1.0).abs() < 1e-9, "{mean} {}", one.mean);
    }
    // A unit of twice the mean account still gives about the same interval.
    let (narrow, wide) = (fine.interval(0.9).unwrap(), coarse.interval(0.9).unwrap());
    assert!(
        (narrow.low - wide.low).abs() < 150_000.0 && (narrow.high - wide.high).abs() < 150_000.0,
        "{narrow:?} {wide:?}"
    );
}

#[test]
fn scores_of_what_is_impossible_are_missing() {
    assert_eq!(pinball(1.0, 2.0, 1.0), None);
    assert_eq!(interval_score(1.0, Interval { low: 2.0, high: 1.0 }, 0.9), None);
    assert_eq!(crps_normal(1.0, f64::NAN, 1.0), None);
    assert_eq!(crps_normal(3.0, 1.0, 0.0), Some(2.0));
    assert_eq!(crps(1.0, &[]), None);
    assert_eq!(crps(1.0, &[(0.0, 0.5), (0.0, 0.5)]), None);
    assert_eq!(crps(3.0, &[(1.0, 1.0)]), Some(2.0));
    // (1/2)² × 2 on either side of the middle.
    assert_eq!(crps(2.0, &[(0.0, 0.5), (4.0, 0.5)]), Some(1.0));
    assert_eq!(crps(-1.0, &[(0.0, 0.5), (4.0, 0.5)]), Some(2.0));
    assert_eq!(transform(0.0, &[(0.0, 0.5), (4.0, 0.5)]), Some(0.25));
    assert_eq!((transform(9.0, &[(0.0, 1.0)]), transform(f64::NAN, &[(0.0, 1.0)])), (Some(1.0), None));
    assert_eq!((kupiec(0, 0, 0.1), kupiec(5, 6, 0.1), kupiec(5, 1, 1.0)), (None, None, None));
    assert_eq!(kupiec(10, 1, 0.1).unwrap().likelihood_ratio, 0.0);
    assert_eq!(kupiec(10, 10, 0.5).unwrap().covered, 0.0);
}

#[test]
fn the_shock_is_learned_from_periods_that_are_over() {
    let period = |apart: f64| Period { expected: 250.0, variance: 36.0, observed: 250.0 + apart };
    let few = deviation(&[period(9.0); 7]).unwrap();
    assert_eq!((few.estimate, few.interval), (ASSUMED, None));
    assert!(few.caveats.contains(&Caveat::Assumed));
    // With one variance the top is where V + V² s² is the mean square: 36 + 1296 s² = 144.
    let wide = [12.0, -12.0, 12.0, -12.0, 12.0, -12.0, 12.0, -12.0].map(period);
    let found = deviation(&wide).unwrap();
    assert!((found.estimate - (108.0_f64 / 1296.0).sqrt()).abs() < 1e-6, "{found:?}");
    let interval = found.interval.unwrap();
    assert!(interval.low < found.estimate && interval.high > found.estimate && interval.high < 1.0);
    // No more spread than chance: no shock, and what few periods cannot rule out.
    let narrow = deviation(&[period(1.0); 12]).unwrap();
    assert_eq!(narrow.estimate, 0.0);
    assert!(narrow.interval.unwrap().high > 0.0);
    assert_eq!(deviation(&[Period { expected: f64::NAN, variance: 1.0, observed: 1.0 }]), None);
    assert_eq!(deviation(&[]).unwrap().estimate, ASSUMED);
}

proptest! {
    #[test]
    fn chances_add_up_and_quantiles_rise(
        renewals in proptest::collection::vec((0.0_f64..=1.0, 0.0_f64..500.0), 0..30),
        unit in 1.0_f64..90.0,
        shock in prop_oneof![Just(0.0), 0.01_f64..1.0],
    ) {
        let mut all: Vec<Renewal> = renewals.iter().map(|(chance, amount)| Renewal::whole(*chance, *amount)).collect();
        let found = total(&all, unit, shock).unwrap();
        let whole: f64 = found.cells().map(|cell| cell.1).sum();
        prop_assert!((whole - 1.0).abs() < 1e-12);
        let quantiles: Vec<f64> = (1..20).map(|at| found.quantile(f64::from(at) / 20.0).unwrap()).collect();
        prop_assert!(quantiles.is_sorted());
        prop_assert!(quantiles[0] >= found.bounds.low - unit && quantiles[18] <= found.bounds.high + unit);
        all.reverse();
        let other = total(&all, unit, shock).unwrap();
        prop_assert!((found.deviation - other.deviation).abs() <= 1e-9 * found.deviation.max(1.0));
        let (one, other) = (found.at_least(found.mean).unwrap(), other.at_least(found.mean).unwrap());
        prop_assert!((one - other).abs() < 1e-9 || found.deviation == 0.0);
    }
}

#[test]
fn no_quantile_leaves_what_is_possible() {
    // 7 amounts of 10,571 come to 73,997; in units of 7 they round to more.
    let renewals: Vec<Renewal> = (0..7).map(|_| Renewal::whole(0.99, 10_571.0)).collect();
    let found = total(&renewals, 9.0, 0.0).unwrap();
    for level in [0.5, 0.8, 0.9, 0.99] {
        let range = found.interval(level).unwrap();
        assert!(range.low >= 0.0 && range.high <= found.bounds.high, "{range:?}");
    }
    assert!(found.cases(0.8).unwrap().best <= found.bounds.high);
}
