use super::*;

/// Scores from 0 to 99, of which the low ones leave; `per` accounts each.
fn seen(per: usize) -> Vec<(f64, bool)> {
    let mut all = Vec::new();
    for score in 0..100 {
        for account in 0..per {
            let chance = expit(-1.0 - 0.03 * f64::from(score));
            all.push((f64::from(score), (account as f64 + 0.5) / (per as f64) < chance));
        }
    }
    all
}

#[test]
fn many_outcomes_bring_a_score_to_the_chances_that_hold() {
    let lessons = seen(400);
    let scores: Vec<f64> = (0..100).map(f64::from).collect();
    let learned = Recalibration::learn(&lessons, &scores, 0.025);
    for score in [10.0, 50.0, 90.0] {
        let truth = expit(-1.0 - 0.03 * score);
        assert!((learned.chance(score) - truth).abs() < 0.01, "{score}: {} {truth}", learned.chance(score));
    }
}

#[test]
fn few_outcomes_move_the_level_alone_and_none_leave_what_was_assumed() {
    let scores = [40.0, 60.0, 80.0];
    let before = Recalibration::learn(&[], &scores, 0.025);
    assert!((before.chance(60.0) - 0.025).abs() < 1e-12);
    assert!(before.chance(40.0) > before.chance(80.0));
    let lessons: Vec<(f64, bool)> = (0..100).map(|row| (60.0, row < 10)).collect();
    let after = Recalibration::learn(&lessons, &scores, 0.025);
    assert!(after.chance(60.0) > 0.05 && after.chance(60.0) < 0.1);
    assert_eq!(after.slope, before.slope);
}

#[test]
fn a_score_that_is_the_same_for_all_says_the_same_of_all() {
    let lessons: Vec<(f64, bool)> = (0..200).map(|row| (70.0, row % 4 == 0)).collect();
    let learned = Recalibration::learn(&lessons, &[70.0, 70.0], 0.025);
    assert!((learned.chance(10.0) - learned.chance(90.0)).abs() < 1e-12);
    assert!(learned.chance(70.0).is_finite());
}

#[test]
fn where_high_scores_left_the_slope_is_held_at_none() {
    let lessons: Vec<(f64, bool)> = seen(100).into_iter().map(|(score, left)| (99.0 - score, left)).collect();
    let scores: Vec<f64> = (0..100).map(f64::from).collect();
    let learned = Recalibration::learn(&lessons, &scores, 0.025);
    assert!((learned.chance(10.0) - learned.chance(90.0)).abs() < 1e-9);
}
