use proptest::prelude::*;

use crate::logit::expit;
use crate::mixed::exact::{Exact, GROUPS_MAX, Prior, SpreadPrior, integrate};
use crate::mixed::{self, Case, Caveat, Observations, Unfit, fit};

fn table(counts: &[(u32, u32)]) -> Observations {
    let mut rows = Observations::new(0, counts.len());
    for (group, (well, all)) in counts.iter().enumerate() {
        rows.push(case(f64::from(*well), f64::from(*all), &[(group, 1.0)])).expect("a good row");
    }
    rows
}

fn case<'a>(successes: f64, trials: f64, members: &'a [(usize, f64)]) -> Case<'a> {
    Case { covariates: &[], successes, trials, offset: 0.0, members }
}

fn usual() -> Prior {
    Prior::from(&mixed::Prior::default())
}

fn finite(found: &Exact) -> bool {
    (0..found.groups()).all(|group| {
        let (effect, standing) =
            (found.effect(group).expect("an announced group"), found.standing(group).expect("an announced group"));
        let interval = effect.interval(0.95);
        let numbers =
            [effect.mean(), effect.deviation(), interval.low, interval.high, effect.below(-0.2), standing.expected];
        numbers.iter().all(|number| number.is_finite()) && interval.low <= interval.high
    }) && [found.spread(), found.spread_deviation(), found.spread_quantile(0.5), found.mean().mean()]
        .iter()
        .all(|number| number.is_finite())
}

#[test]
fn a_group_without_rows_is_the_population() {
    // With nothing seen of a group its effect is only the spread: mean 0 and variance E spread².
    let found = integrate(&table(&[(5, 20), (8, 20), (2, 20), (0, 0)]), &usual()).expect("counts");
    let effect = found.effect(3).expect("a group");
    let squared: f64 = found.points.iter().map(|point| point.weight * point.spread * point.spread).sum();
    assert!(effect.mean().abs() < 1e-9, "{}", effect.mean());
    assert!((effect.deviation() - squared.sqrt()).abs() < 1e-6, "{} {squared}", effect.deviation());
    assert!((effect.below(0.0) - 0.5).abs() < 1e-6);
}

#[test]
fn without_a_spread_it_is_one_proportion() {
    // A spread of next to nothing makes all groups one: the mean's posterior is that of a binomial with a normal prior,
    // worked out here on a fine grid of its own.
    let prior = Prior { mean: 5.0, spread: SpreadPrior::HalfNormal(1e-5) };
    let found = integrate(&table(&[(3, 20), (4, 20), (5, 20)]), &prior).expect("counts");
    let grid: Vec<f64> = (0..60_000).map(|place| -6.0 + f64::from(place) / 10_000.0).collect();
    let log = |odds: &f64| 12.0 * odds - 60.0 * odds.exp().ln_1p() - odds * odds / 50.0;
    let heights: Vec<f64> = grid.iter().map(|odds| (log(odds) - log(&-1.386)).exp()).collect();
    let total: f64 = heights.iter().sum();
    let mean = grid.iter().zip(&heights).map(|(odds, height)| expit(*odds) * height).sum::<f64>() / total;
    assert!((found.mean().expected(expit) / mean - 1.0).abs() < 5e-5, "{} {mean}", found.mean().expected(expit));
    let below =
        grid.iter().zip(&heights).filter(|(odds, _)| **odds < -1.5).map(|(_, height)| height).sum::<f64>() / total;
    assert!((found.mean().below(-1.5) - below).abs() < 5e-4);
}

#[test]
fn extremes_are_finite_and_said() {
    let none = integrate(&table(&[(0, 10), (0, 20), (0, 5)]), &usual()).expect("counts");
    assert!(
        finite(&none) && none.caveats().contains(&Caveat::OneOutcome) && none.caveats().contains(&Caveat::FewGroups)
    );
    let one = integrate(&table(&[(7, 10)]), &usual()).expect("counts");
    assert!(finite(&one) && one.caveats().contains(&Caveat::OneGroup));
    let apart = table(&[(0, 1000), (1000, 1000), (0, 1000), (1000, 1000), (0, 1000), (1000, 1000)]);
    let bugs = SpreadPrior::InverseGamma { shape: 0.001, rate: 0.001 };
    let wide = integrate(&apart, &Prior { mean: 1000.0, spread: bugs }).expect("counts");
    assert!(finite(&wide) && wide.caveats().contains(&Caveat::SpreadAtEdge), "{:?}", wide.caveats());
    let large =
        integrate(&table(&[(400_000_000, 1_000_000_000), (500_000_000, 1_000_000_000)]), &usual()).expect("counts");
    assert!(finite(&large));
    assert!((large.log_odds(0).expect("a group").expected(expit) - 0.4).abs() < 1e-4);
    let flat = integrate(&table(&[(0, 10), (0, 20)]), &Prior { mean: 1e6, spread: bugs }).expect("counts");
    assert!(finite(&flat) && flat.caveats().contains(&Caveat::OneOutcome), "{:?}", flat.caveats());
}

#[test]
fn what_cannot_be_integrated_is_refused() {
    let refused = |rows: &Observations| integrate(rows, &usual()).expect_err("a refusal");
    assert_eq!(refused(&Observations::new(0, 0)), Unfit::NoGroups);
    assert_eq!(refused(&Observations::new(0, 2)), Unfit::Empty);
    assert_eq!(refused(&Observations::new(1, 2)), Unfit::Covariates);
    let many = Unfit::TooMany { groups: GROUPS_MAX + 1, most: GROUPS_MAX };
    assert_eq!(refused(&Observations::new(0, GROUPS_MAX + 1)), many);
    let mut shared = table(&[(1, 2), (1, 2)]);
    shared.push(case(1.0, 1.0, &[(0, 0.5), (1, 0.5)])).expect("a good row");
    assert_eq!(refused(&shared), Unfit::Shared);
    let mut offset = table(&[(1, 2), (1, 2)]);
    offset.push(Case { offset: 0.1, ..case(1.0, 1.0, &[(0, 1.0)]) }).expect("a good row");
    assert_eq!(refused(&offset), Unfit::Covariates);
    let narrow = Prior { mean: 5.0, spread: SpreadPrior::HalfNormal(0.0) };
    assert_eq!(integrate(&table(&[(1, 2)]), &narrow), Err(Unfit::Prior));
}

#[test]
fn rows_of_nobody_tell_of_the_mean_alone() {
    let mut rows = table(&[(5, 20), (8, 20), (2, 20)]);
    let before = integrate(&rows, &usual()).expect("counts");
    rows.push(case(10.0, 1000.0, &[])).expect("a good row");
    let after = integrate(&rows, &usual()).expect("counts");
    assert!(after.mean().mean() < before.mean().mean() - 1.0);
    assert!(after.effect(1).expect("a group").mean() > before.effect(1).expect("a group").mean());
}

/// A table of groups whose chances lie around one, however rare, few or far apart.
fn tables() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let group = (1_u32..150, 0.0_f64..1.0);
    (prop::collection::vec(group, 5..25), 0.05_f64..0.95, 0.0_f64..1.2).prop_map(|(groups, usual, apart)| {
        let middle = (usual / (1.0 - usual)).ln();
        let count = |(trials, place): (u32, f64)| {
            let chance = expit(middle + apart * 2.0 * (place - 0.5));
            ((f64::from(trials) * chance).round() as u32, trials)
        };
        groups.into_iter().map(count).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn laplace_is_close_to_the_exact_answer(counts in tables()) {
        let rows = table(&counts);
        let (exact, laplace) = (integrate(&rows, &usual()).expect("counts"), fit(&rows, &mixed::Prior::default()).expect("a fit"));
        // Where the table shows a spread of more than 0.25 they are nearly equal: means of effects within a fifth and standard
        // deviations within a tenth of a standard deviation, the spread within a tenth. Where it shows none the engine, whose
        // grid begins at 0.03, takes the spread for wider by up to 0.03, and its effects are by so much less certain.
        let told = exact.spread() > 0.25;
        let (mean, width) = if told { (0.2, 0.1) } else { (0.35, 0.35) };
        let apart = laplace.spread() - exact.spread();
        let range = if told { -0.1 * exact.spread()..0.1 * exact.spread() } else { -0.01..0.03 };
        prop_assert!(range.contains(&apart), "{} {}", exact.spread(), apart);
        for group in 0..counts.len() {
            let (one, other) = (exact.effect(group).expect("a group"), laplace.effect(group).expect("a group"));
            let deviation = one.deviation();
            prop_assert!((one.mean() - other.mean()).abs() < mean * deviation, "{} {} {}", one.mean(), other.mean(), deviation);
            prop_assert!((other.deviation() / deviation - 1.0).abs() < width, "{} {}", deviation, other.deviation());
            for value in [-0.2, 0.2] {
                prop_assert!((one.below(value) - other.below(value)).abs() < 0.05, "{} {}", one.below(value), other.below(value));
            }
        }
    }

    #[test]
    fn beliefs_of_any_counts_are_finite_and_sum_up(counts in prop::collection::vec((0_u32..50, 0_u32..50), 1..8)) {
        let counts: Vec<(u32, u32)> = counts.into_iter().map(|(well, bad)| (well, well + bad)).collect();
        prop_assume!(counts.iter().any(|count| count.1 > 0));
        let found = integrate(&table(&counts), &usual()).expect("counts");
        prop_assert!(finite(&found));
        let expected: f64 = (0..counts.len()).map(|group| found.standing(group).expect("a group").expected).sum();
        let positions = (counts.len() * (counts.len() + 1)) as f64 / 2.0;
        prop_assert!((expected - positions).abs() < 1e-3, "{} {}", expected, positions);
    }

    #[test]
    fn the_order_of_rows_changes_nothing(counts in prop::collection::vec((0_u32..9, 0_u32..9, 0_usize..4), 1..20)) {
        let rows = |turned: bool| {
            let mut rows = Observations::new(0, 4);
            let mut counts = counts.clone();
            if turned { counts.reverse() }
            for (well, bad, group) in counts {
                rows.push(case(f64::from(well), f64::from(well + bad + 1), &[(group, 1.0)])).expect("a good row");
            }
            rows
        };
        prop_assert_eq!(integrate(&rows(false), &usual()), integrate(&rows(true), &usual()));
    }
}
