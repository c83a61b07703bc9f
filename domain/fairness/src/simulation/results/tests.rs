use super::*;
use crate::simulation::tally::Tally;

// By hand: (1 + 3) / (2 + 4); rests -1/3 and 1/3, so √(2/9 · 2/1) / 6 = 1/9.
#[test]
fn ratios_are_of_sums_and_their_errors_of_sets() {
    let found = ratio(&[Pair { counted: 1.0, of: 2.0 }, Pair { counted: 3.0, of: 4.0 }]).expect("a ratio");
    assert!((found.value - 2.0 / 3.0).abs() < 1e-15 && (found.error - 1.0 / 9.0).abs() < 1e-15);
    assert_eq!(ratio(&[Pair::default()]), None);
    assert_eq!(ratio(&[]), None);
}

#[test]
fn nothing_is_known_of_a_world_that_was_not_simulated() {
    let results = Results::default();
    assert_eq!(results.share(World::SmallTeam, Method::Both, Measure::Caught), None);
    assert_eq!(results.methods(World::SmallTeam), []);
}

#[test]
fn being_ahead_is_measured_set_by_set() {
    let team =
        crate::simulation::team::Team::draw(&World::SmallTeam.recipe(), &mut crate::simulation::dice::Dice::of(1, 1));
    let people = team.people();
    let tally = |inside: usize| {
        let below: Vec<f64> = (0..people).map(|person| if person < inside { 0.5 } else { 0.0 }).collect();
        Tally::of_flags(&team, &vec![false; people]).with_intervals(&below, 0.0, 0.0)
    };
    let mut results = Results::default();
    let set = |one, other| vec![(Method::Pooled, tally(one)), (Method::OwnerTakesAll, tally(other))];
    results.add(World::HandOvers, vec![set(9, 8), set(5, 4)]);
    let of = (Method::Pooled, Method::OwnerTakesAll);
    let ahead = results.ahead(World::HandOvers, of, Measure::Covered).expect("measured");
    // Always one in ten ahead, so without any error, though the shares themselves vary.
    assert!((ahead.value - 0.1).abs() < 1e-12 && ahead.error < 1e-12);
    assert!(results.share(World::HandOvers, Method::Pooled, Measure::Covered).expect("measured").error > 0.1);
}
