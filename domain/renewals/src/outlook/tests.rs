use proptest::prelude::*;

use super::*;

fn whole(chance: f64, amount: f64) -> Promise {
    Promise { chance, amount, signed: None }
}

/// Three hundred accounts as in the research: chances spread evenly from .70 to .99.
fn three_hundred() -> Vec<Promise> {
    (0..300).map(|at| whole(0.70 + 0.29 * f64::from(at) / 299.0, 1.0)).collect()
}

#[test]
fn a_shock_they_share_widens_the_count_of_three_hundred() {
    let promises = three_hundred();
    let spread = |shock| Outlook::of(&promises, None, shock).unwrap().count.deviation;
    let alone: f64 = promises.iter().map(|one| one.chance * (1.0 - one.chance)).sum();
    assert!((spread(0.0) - alone.sqrt()).abs() < 1e-9);
    // To first order a shock s adds (s V)² to the variance V: 5.9 becomes 9.1 and 12.0 in the research.
    for shock in [0.2, 0.3] {
        let expected = (alone + (shock * alone) * (shock * alone)).sqrt();
        assert!((spread(shock) / expected - 1.0).abs() < 0.02, "{} {expected}", spread(shock));
    }
    assert!(spread(0.2) > 1.5 * spread(0.0) && spread(0.3) > 1.95 * spread(0.0));
}

#[test]
fn convolution_agrees_with_every_way_it_can_end() {
    let promises = [whole(0.9, 40.0), whole(0.6, 70.0), whole(0.3, 25.0), whole(0.8, 110.0)];
    let habits = Habits { renewed: 40, contracted: 0.25, kept_then: 0.5 };
    let found = Outlook::of(&promises, Some(&habits), 0.0).unwrap();
    // Each is lost, kept at half or kept whole: 3 to the power of 4 ways.
    let mut ways = vec![(0.0, 1.0)];
    for one in &promises {
        let ends = [(0.0, 1.0 - one.chance), (one.amount / 2.0, one.chance * 0.25), (one.amount, one.chance * 0.75)];
        ways = ways.iter().flat_map(|(sum, p)| ends.map(|(amount, chance)| (sum + amount, p * chance))).collect();
    }
    let mean: f64 = ways.iter().map(|(sum, p)| sum * p).sum();
    let square: f64 = ways.iter().map(|(sum, p)| (sum - mean) * (sum - mean) * p).sum();
    assert!((found.money.mean - mean).abs() < 1e-9 && (found.money.deviation - square.sqrt()).abs() < 1e-9);
    for amount in [50.0, 120.0, 200.0, 245.0] {
        let exact: f64 = ways.iter().filter(|(sum, _)| *sum >= amount).map(|(_, p)| p).sum();
        // Half a unit is moved by rounding 12.5 to 13.
        assert!((found.at_least(amount).unwrap() - exact).abs() < 0.02, "{amount} {exact}");
    }
    assert!(
        (found.money.mean - promises.iter().map(|one| one.chance * one.amount * habits.kept()).sum::<f64>()).abs()
            < 1e-9
    );
}

#[test]
fn what_is_signed_is_certain() {
    let promises = [Promise { chance: 0.1, amount: 100.0, signed: Some(80.0) }, whole(0.0, 50.0)];
    let found = Outlook::of(&promises, None, 0.5).unwrap();
    assert!((found.money.mean - 80.0).abs() < 1e-9 && (found.count.mean - 1.0).abs() < 1e-9);
    assert_eq!((found.money.quantile(0.01), found.money.quantile(0.99)), (Some(80.0), Some(80.0)));
}

#[test]
fn nothing_to_renew_and_one_with_nearly_everything_are_finite() {
    let none = Outlook::of(&[], None, 0.2).unwrap();
    assert_eq!((none.money.mean, none.money_range(0.9)), (0.0, Some(Interval { low: 0.0, high: 0.0 })));
    let mut promises = vec![whole(0.8, 95_000_000.0)];
    promises.extend((0..50).map(|_| whole(0.8, 100_000.0)));
    let found = Outlook::of(&promises, None, 0.2).unwrap();
    assert!(found.money.largest_share.unwrap() > 0.99);
    let range = found.money_range(0.9).unwrap();
    // It stays or it leaves: the range holds both.
    assert!(range.low < 5_000_000.0 && range.high > 95_000_000.0, "{range:?}");
}

#[test]
fn habits_need_enough_renewals() {
    assert_eq!(Habits::of(vec![1.0; HABITS_LEAST - 1]), None);
    assert_eq!(Habits::of([0.0; 50]), None);
    let mut kept = vec![1.0; 15];
    kept.extend([0.5; 5]);
    kept.extend([0.0; 7]);
    let found = Habits::of(kept).unwrap();
    assert_eq!((found.renewed, found.contracted, found.kept_then), (20, 0.25, 0.5));
    assert!((found.kept() - 0.875).abs() < 1e-12);
    assert_eq!(Habits::of(vec![1.0; 20]).unwrap().kept(), 1.0);
}

#[test]
fn the_shock_is_assumed_until_eight_quarters_are_over() {
    let quarter = |apart: f64| Quarter { expected: 90.0, variance: 9.0, observed: 90.0 + apart };
    let few = Shock::of(&[quarter(9.0); 7], 0.3);
    assert_eq!((few.shared, few.periods), (shock::ASSUMED, 0));
    assert!((few.whole() - 0.13_f64.sqrt()).abs() < 1e-12 && few.words().contains("assumed"));
    let many = Shock::of(&[9.0, -9.0, 9.0, -9.0, 9.0, -9.0, 9.0, -9.0].map(quarter), 0.0);
    // The top is where V + V² s² is the mean square: 9 + 81 s² = 81.
    assert!((many.shared - (72.0_f64 / 81.0).sqrt()).abs() < 1e-6 && many.periods == 8, "{many:?}");
    assert_eq!(Shock::of(&[], f64::NAN).whole(), shock::ASSUMED);
}

proptest! {
    #[test]
    fn wider_levels_hold_narrower_ones(
        promises in proptest::collection::vec((0.0_f64..=1.0, 0.0_f64..500.0), 0..20),
        shock in 0.0_f64..1.0,
    ) {
        let promises: Vec<Promise> = promises.into_iter().map(|(chance, amount)| whole(chance, amount)).collect();
        let found = Outlook::of(&promises, None, shock).unwrap();
        let ranges: Vec<Interval> = LEVELS.iter().map(|level| found.money_range(*level).unwrap()).collect();
        for pair in ranges.windows(2) {
            prop_assert!(pair[1].low <= pair[0].low && pair[0].high <= pair[1].high);
        }
    }
}

#[test]
fn one_giant_does_not_turn_what_all_others_bring_into_nothing() {
    let mut promises = vec![whole(0.02, 1e9)];
    promises.extend((0..50).map(|at| whole(0.9, 1_000.0 + f64::from(at))));
    let found = Outlook::of(&promises, None, 0.2).unwrap();
    let range = found.money_range(0.8).unwrap();
    assert!(range.low > 40_000.0 && range.low < 46_000.0, "{range:?}");
    assert!(range.high > 46_000.0 && range.high < 52_000.0, "{range:?}");
}
