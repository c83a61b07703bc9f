use statistics::describe::mean;
use statistics::resample::{Plan, bootstrap, permute};

use crate::source::{number, table};

#[test]
fn the_bootstrap_of_a_mean_meets_its_standard_error() {
    // Known result: over all possible draws the bootstrap variance of a mean is (n - 1) / n x s^2 / n. 20,000 draws leave
    // about half a percent of chance in a standard deviation; tolerance 2 %.
    let values: Vec<f64> = table("efron_morris.csv").iter().map(|row| number(row, "p")).collect();
    let clusters: Vec<Vec<usize>> = (0..values.len()).map(|row| vec![row]).collect();
    let plan = Plan { draws: 20_000, seed: 7 };
    let of = |rows: &[usize]| mean(&rows.iter().map(|row| values[*row]).collect::<Vec<_>>());
    let found = bootstrap(&clusters, plan, 0.95, of).unwrap();
    let n = values.len() as f64;
    let expected = (statistics::describe::variance(&values).unwrap() * (n - 1.0) / n / n).sqrt();
    assert!((found.standard_error / expected - 1.0).abs() < 0.02, "{found:?} {expected}");
    assert!((found.interval.low - (found.estimate - 1.96 * expected)).abs() < 0.15 * expected);
    assert!((found.interval.high - (found.estimate + 1.96 * expected)).abs() < 0.15 * expected);
}

#[test]
fn accounts_of_one_csm_are_drawn_together() {
    // The bootstrap of whole clusters knows that CSMs differ and that accounts of one are alike: its error of the
    // renewal rate is that of the sum over clusters, worked out by linearisation. Tolerance 5 %.
    let accounts = table("csm_world_a.csv");
    let mut clusters = vec![Vec::new(); 40];
    accounts.iter().enumerate().for_each(|(place, row)| clusters[number(row, "csm") as usize].push(place));
    let renewed: Vec<f64> = accounts.iter().map(|row| number(row, "renewed")).collect();
    let rate = mean(&renewed).unwrap();
    let of = |rows: &[usize]| mean(&rows.iter().map(|row| renewed[*row]).collect::<Vec<_>>());
    let found = bootstrap(&clusters, Plan { draws: 4_000, seed: 1 }, 0.9, of).unwrap();
    let apart = |rows: &Vec<usize>| rows.iter().map(|row| renewed[*row] - rate).sum::<f64>();
    let squares: f64 = clusters.iter().map(|rows| apart(rows).powi(2)).sum();
    let expected = squares.sqrt() / renewed.len() as f64;
    let alone = (rate * (1.0 - rate) / renewed.len() as f64).sqrt();
    assert!((found.standard_error / expected - 1.0).abs() < 0.05, "{found:?} {expected}");
    assert!(expected > 1.2 * alone, "clusters matter here: {expected} {alone}");
}

#[test]
fn shuffled_labels_meet_the_exact_test() {
    // Four against four, values 1 to 8, seen: the four largest on one side. One of 70 ways gives a difference this large,
    // so p is 1/70 but for the draws; 20,000 leave a standard error of 0.0008.
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let labels = [false, false, false, false, true, true, true, true];
    let upper = |labels: &[bool]| Some(labels.iter().zip(values).filter(|(label, _)| **label).map(|(_, v)| v).sum());
    let found = permute(&labels, Plan { draws: 20_000, seed: 3 }, upper).unwrap();
    assert_eq!(found.observed, 26.0);
    assert!((found.p_value - 1.0 / 70.0).abs() < 0.003, "{found:?}");
}
