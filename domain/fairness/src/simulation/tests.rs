use super::*;

/// Sets of one world, in order.
fn some(world: World, sets: u32) -> Results {
    let judged = (0..sets).map(|set| simulate(world, 20, set).expect("every set can be judged"));
    let mut results = Results::default();
    results.add(world, judged.collect());
    results
}

#[test]
fn a_set_depends_on_its_world_seed_and_number_alone() {
    let set = |world, seed, set| simulate(world, seed, set).expect("a set");
    assert_eq!(set(World::HandOvers, 3, 8), set(World::HandOvers, 3, 8));
    assert_ne!(set(World::HandOvers, 3, 8), set(World::HandOvers, 3, 9));
    assert_ne!(set(World::HandOvers, 3, 8), set(World::HandOvers, 4, 8));
    assert_ne!(set(World::UsualDifferences, 3, 8)[0], set(World::SmallDifferences, 3, 8)[0]);
}

// The expected rates are those of an independent program in Python (NumPy, SciPy) with another generator, on 400 sets of
// the same world; both miss them by chance, so each is allowed four standard errors of ours and a tenth of theirs.
#[test]
fn rates_are_those_of_an_independent_simulation() {
    let results = some(World::UsualDifferences, 40);
    let expected = [
        (Method::LowestQuarter, Measure::FalseFlags, 0.099),
        (Method::LowestQuarter, Measure::FalseOnRescue, 0.258),
        (Method::LowestQuarter, Measure::Caught, 0.6025),
        (Method::CrudeScore, Measure::FalseFlags, 0.020),
        (Method::CrudeScore, Measure::Caught, 0.3328),
        (Method::OverExpected, Measure::Caught, 0.283),
        (Method::OverExpectedAdjusted, Measure::Caught, 0.1286),
        (Method::Pooled, Measure::Caught, 0.1302),
        (Method::LowestQuarter, Measure::RankCorrelation, 0.515),
        (Method::OverExpected, Measure::RankCorrelation, 0.5999),
        (Method::Pooled, Measure::RankCorrelation, 0.6011),
        (Method::Pooled, Measure::Covered, 0.8662),
        (Method::Pooled, Measure::SquaredError, 0.16),
        (Method::Pooled, Measure::Width, 1.2423),
        (Method::Pooled, Measure::Spread, 0.4725),
    ];
    for (method, measure, rate) in expected {
        let found = results.share(World::UsualDifferences, method, measure).expect("measured");
        let allowed = 4.0 * found.error + 0.1 * rate;
        assert!((found.value - rate).abs() < allowed, "{method:?} {measure:?}: {found:?}, expected {rate}");
    }
}

#[test]
fn nobody_is_singled_out_where_nobody_differs() {
    let results = some(World::NoDifference, 25);
    let share = |method, measure| results.share(World::NoDifference, method, measure).expect("measured").value;
    assert!(share(Method::Both, Measure::SaidToDiffer) < 0.005);
    // A quarter is always the lowest, whoever it is: that is what a quota does.
    assert!((share(Method::LowestQuarter, Measure::FalseFlags) - 0.25).abs() < 1e-12);
    assert!(share(Method::LowestQuarter, Measure::FalseOnRescue) > 0.4);
    assert_eq!(results.share(World::NoDifference, Method::Pooled, Measure::RankCorrelation), None);
    assert_eq!(results.share(World::NoDifference, Method::Pooled, Measure::Caught), None);
}

#[test]
fn our_verdict_never_flags_more_than_either_weighing() {
    let results = some(World::BiggerToBetter, 20);
    let caught = |method| results.share(World::BiggerToBetter, method, Measure::Caught).expect("measured").value;
    assert!(caught(Method::Both) <= caught(Method::Pooled) && caught(Method::Both) <= caught(Method::Within));
    assert!(caught(Method::Both) > 0.0);
}

#[test]
fn owner_takes_all_is_tried_only_where_accounts_changed_hands() {
    let (moved, stayed) = (some(World::HandOvers, 1), some(World::SmallTeam, 1));
    assert!(moved.methods(World::HandOvers).contains(&Method::OwnerTakesAll));
    assert!(!stayed.methods(World::SmallTeam).contains(&Method::OwnerTakesAll));
    assert_eq!(stayed.methods(World::HandOvers), []);
}
