use super::*;
use crate::describe::mean;

const PLAN: Plan = Plan { draws: 500, seed: 11 };

fn alone(count: usize) -> Vec<Vec<usize>> {
    (0..count).map(|row| vec![row]).collect()
}

#[test]
fn a_seed_draws_the_same_again_and_another_seed_does_not() {
    let values = [1.0, 4.0, 2.0, 8.0, 5.0];
    let of = |rows: &[usize]| mean(&rows.iter().map(|row| values[*row]).collect::<Vec<_>>());
    let draw = |seed| bootstrap(&alone(5), Plan { seed, ..PLAN }, 0.9, of).unwrap();
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
    assert_eq!(draw(1).estimate, 4.0);
    let label = |labels: &[u8]| Some(labels.iter().zip(values).map(|(label, value)| f64::from(*label) * value).sum());
    let shuffle = |seed| permute(&[0, 0, 1, 1, 1], Plan { seed, ..PLAN }, label).unwrap();
    assert_eq!(shuffle(1), shuffle(1));
}

#[test]
fn clusters_are_drawn_whole() {
    let of = |rows: &[usize]| {
        // Rows 0 and 1 belong together, and 2 to 4.
        let times = |row: usize| rows.iter().filter(|drawn| **drawn == row).count();
        assert!(times(0) == times(1) && times(2) == times(3) && times(3) == times(4));
        assert_eq!(times(0) + times(2), 2);
        Some(rows.len() as f64)
    };
    let found = bootstrap(&[vec![0, 1], vec![2, 3, 4]], PLAN, 0.95, of).unwrap();
    assert_eq!((found.interval.low, found.interval.high), (4.0, 6.0));
}

#[test]
fn draws_without_a_statistic_are_counted_out() {
    let of = |rows: &[usize]| rows.contains(&0).then_some(rows.len() as f64);
    let found = bootstrap(&alone(3), PLAN, 0.95, of).unwrap();
    // (2/3)^3 of the draws miss row 0: 148 of 500, give or take 10.
    assert!((100..200).contains(&found.undefined), "{found:?}");
    assert_eq!(found.standard_error, 0.0);
}

#[test]
fn too_little_to_draw_from_has_no_interval() {
    let of = |rows: &[usize]| Some(rows.len() as f64);
    assert_eq!(bootstrap(&[], PLAN, 0.95, of), None);
    assert_eq!(bootstrap(&alone(1), PLAN, 0.95, of), None);
    assert_eq!(bootstrap(&alone(3), Plan { draws: 0, seed: 1 }, 0.95, of), None);
    assert_eq!(bootstrap(&alone(3), PLAN, 1.0, of), None);
    assert_eq!(bootstrap(&alone(3), PLAN, 0.95, |_| Some(f64::NAN)), None);
    assert_eq!(permute(&[1, 2], PLAN, |_| None), None);
}

#[test]
fn labels_that_mean_nothing_are_never_surprising_and_never_impossible() {
    let found =
        permute(&[1, 1, 1], PLAN, |labels| Some(labels.iter().map(|label| f64::from(*label) * 0.1).sum())).unwrap();
    assert_eq!((found.as_large, found.p_value), (500, 1.0));
    let none = permute(&[1], Plan { draws: 0, seed: 1 }, |_| Some(1.0)).unwrap();
    assert_eq!(none.p_value, 1.0);
    // Only the order seen is ordered: of 10! orders the draws find none, and yet p is not 0.
    let ordered = |labels: &[i32]| Some(f64::from(u8::from(labels.is_sorted())));
    let rare = permute(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], PLAN, ordered).unwrap();
    assert_eq!((rare.as_large, rare.p_value), (0, 1.0 / 501.0));
}

#[test]
fn sums_of_clusters_are_drawn_as_their_rows_are() {
    let values = [3.0, -1.0, 2.5, 7.0, 0.5, 4.0];
    let clusters = vec![vec![0, 1], vec![2], vec![3, 4], vec![5]];
    let total = |rows: &[usize]| rows.iter().map(|row| values[*row]).sum::<f64>();
    let totals: Vec<f64> = clusters.iter().map(|rows| total(rows)).collect();
    let both = bootstrap_sums(&totals, PLAN, [0.8, 0.95]).unwrap();
    for (found, level) in both.into_iter().zip([0.8, 0.95]) {
        let rows = bootstrap(&clusters, PLAN, level, |rows| Some(total(rows))).unwrap();
        assert!((found.interval.low - rows.interval.low).abs() < 1e-12);
        assert!((found.interval.high - rows.interval.high).abs() < 1e-12);
        assert!((found.standard_error - rows.standard_error).abs() < 1e-12 && found.estimate == rows.estimate);
    }
    assert!(bootstrap_sums(&totals[..1], PLAN, [0.8]).is_none(), "one cluster cannot be drawn apart");
    assert!(bootstrap_sums(&totals, PLAN, [1.0]).is_none(), "certainty has no interval");
}
