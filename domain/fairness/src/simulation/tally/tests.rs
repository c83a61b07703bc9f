use super::*;
use crate::simulation::team::Account;

/// Five people with one account each: clearly weak, weak, two good ones of whom one has the rescue desk, a very good one.
fn five() -> Team {
    let account = |owner| Account { owner, later: None, covariates: [0.0; 5], renewed: true };
    Team {
        effects: vec![-0.8, -0.2, 0.0, 0.3, 0.9],
        rescue: vec![true, false, false, true, false],
        accounts: (0..5).map(account).collect(),
    }
}

fn at(tally: &Tally, measure: Measure) -> (f64, f64) {
    (tally.at(measure).counted, tally.at(measure).of)
}

// Counted by hand.
#[test]
fn flags_are_counted_against_the_truth() {
    let tally = Tally::of_flags(&five(), &[true, true, false, true, false]);
    assert_eq!(at(&tally, Measure::FalseFlags), (1.0, 3.0));
    assert_eq!(at(&tally, Measure::FalseOnRescue), (1.0, 1.0));
    assert_eq!(at(&tally, Measure::Caught), (1.0, 1.0));
    assert_eq!(at(&tally, Measure::WrongFlags), (1.0, 3.0));
    assert_eq!(at(&tally, Measure::SaidToDiffer), (0.0, 0.0));
    assert_eq!(at(&tally.with_different(&five(), &[true; 5]), Measure::SaidToDiffer), (5.0, 5.0));
}

#[test]
fn truths_outside_their_intervals_are_counted_by_side() {
    let tally = Tally::of_flags(&five(), &[false; 5]).with_intervals(&[0.01, 0.05, 0.5, 0.96, 0.99], 6.0, 0.4);
    assert_eq!(at(&tally, Measure::BelowInterval), (1.0, 5.0));
    assert_eq!(at(&tally, Measure::AboveInterval), (2.0, 5.0));
    assert_eq!(at(&tally, Measure::Covered), (2.0, 5.0));
    assert_eq!((at(&tally, Measure::Width), at(&tally, Measure::Spread)), ((6.0, 5.0), (0.4, 1.0)));
}

#[test]
fn errors_are_squared() {
    let tally = Tally::of_flags(&five(), &[false; 5]).with_estimates(&five(), &[-0.8, 0.0, 0.0, 0.0, 0.9]);
    let (sum, people) = at(&tally, Measure::SquaredError);
    assert!((sum - 0.13).abs() < 1e-12 && people == 5.0);
}

// C. Spearman's own ranks: 1 - 6 Σ d² / (n (n² - 1)) without ties; with ties the correlation of shared ranks, here
// ranks (1.5, 1.5, 3) against (1, 2, 3): 1.5 / √(1.5 · 2) = 0.866.
#[test]
fn orders_are_compared_by_ranks() {
    let found = |left: &[f64], right: &[f64]| rank_correlation(left, right);
    let near = |found: Option<f64>, expected: f64| found.is_some_and(|value| (value - expected).abs() < 1e-12);
    assert!(near(found(&[1.0, 2.0, 30.0, 4.0], &[0.1, 0.3, 0.4, 0.2]), 1.0 - 6.0 * 2.0 / 60.0));
    assert!(near(found(&[5.0, 5.0, 9.0], &[1.0, 2.0, 3.0]), 0.75_f64.sqrt()));
    assert_eq!(found(&[1.0, 2.0], &[0.0, 0.0]), None);
}
