use std::sync::Arc;

use super::*;
use crate::trial::{Trial, Trials};

/// `n` accounts per chance of which that share leaves.
fn faithful(n: usize) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (place, chance) in [0.05, 0.2, 0.4, 0.7].into_iter().enumerate() {
        for account in 0..n {
            let happened = (account as f64) < chance * n as f64;
            let key = Arc::from(format!("{place}-{account}"));
            trials.push(Trial { key, cut_off: None, score: chance, happened, amount: 1.0, rivals: Vec::new() });
        }
    }
    trials
}

fn judged(trials: Vec<Trial>) -> Judgement {
    let share = trials.iter().filter(|trial| trial.happened).count() as f64 / trials.len() as f64;
    let trials = trials.into_iter().map(|trial| Trial { rivals: vec![share], ..trial }).collect();
    Judgement::of(&Trials::of(trials).unwrap(), &["the same chance for all"], Some(20))
}

#[test]
fn a_score_that_means_what_it_says_passes() {
    let judgement = judged(faithful(100));
    assert_eq!(judgement.verdict(), Verdict::Reliable, "{:#?}", judgement.gates());
    assert!((judgement.slope.as_ref().unwrap().estimate - 1.0).abs() < 1e-6);
    assert!(judgement.gates().iter().all(|gate| gate.holds == Some(true)));
    assert!(!judgement.is_suspicious());
}

#[test]
fn chances_that_are_too_extreme_are_good_for_the_order_only() {
    let extreme = |trial: Trial| {
        let odds = 2.0 * (trial.score / (1.0 - trial.score)).ln();
        Trial { score: 1.0 / (1.0 + (-odds).exp()), ..trial }
    };
    let judgement = judged(faithful(400).into_iter().map(extreme).collect());
    assert_eq!(judgement.verdict(), Verdict::OrderOnly, "{:#?}", judgement.gates());
    assert!((judgement.slope.unwrap().estimate - 0.5).abs() < 1e-6);
}

#[test]
fn a_level_that_chance_may_have_moved_is_not_called_wrong() {
    let timid = |trial: Trial| {
        let odds = (trial.score / (1.0 - trial.score)).ln() - 0.15;
        Trial { score: 1.0 / (1.0 + (-odds).exp()), ..trial }
    };
    let of = |n: usize| judged(faithful(n).into_iter().map(timid).collect());
    let (few, many) = (of(60), of(4_000));
    assert_eq!(few.verdict(), Verdict::LevelNotTold, "{:#?}", few.gates());
    assert_eq!(few.gates()[3].holds, None, "{:#?}", few.gates());
    assert_eq!(many.verdict(), Verdict::OrderOnly, "{:#?}", many.gates());
    assert!((many.in_the_large.unwrap().estimate - 0.15).abs() < 1e-6);
}

#[test]
fn points_are_good_for_the_order_only() {
    let points = faithful(100).into_iter().map(|trial| Trial { score: 100.0 * trial.score, ..trial }).collect();
    let judgement = judged(points);
    assert_eq!((judgement.verdict(), judgement.slope), (Verdict::OrderOnly, None));
}

#[test]
fn few_events_carry_no_verdict() {
    let judgement = judged(faithful(10));
    assert_eq!(judgement.events, 14);
    assert_eq!(judgement.verdict(), Verdict::TooFewEvents);
}

#[test]
fn the_same_score_for_all_is_no_better_than_dice() {
    let same = faithful(100).into_iter().map(|trial| Trial { score: 0.3375, ..trial }).collect();
    let judgement = judged(same);
    assert_eq!(judgement.verdict(), Verdict::NoBetterThanDice);
    assert_eq!(judgement.slope, None);
}

#[test]
fn a_score_that_points_the_other_way_is_called_that() {
    let turned = faithful(100).into_iter().map(|trial| Trial { score: 1.0 - trial.score, ..trial }).collect();
    let judgement = judged(turned);
    assert_eq!(judgement.verdict(), Verdict::Reversed);
    assert!(judgement.verdict().words().contains("the other way round"));
    let wholly =
        faithful(100).into_iter().map(|trial| Trial { score: f64::from(u8::from(!trial.happened)) * 50.0, ..trial });
    assert_eq!(judged(wholly.collect()).verdict(), Verdict::Reversed);
}

#[test]
fn chances_of_nothing_and_of_all_that_come_true_have_the_right_level() {
    let knows = |trial: Trial| Trial { score: f64::from(u8::from(trial.happened)), ..trial };
    let judgement = judged(faithful(100).into_iter().map(knows).collect());
    assert_eq!((judgement.in_the_large.as_ref(), judgement.slope.as_ref()), (None, None));
    assert_eq!(judgement.verdict(), Verdict::Reliable, "{:#?}", judgement.gates());
    assert!(judgement.gates().iter().all(|gate| gate.holds == Some(true)));
    let mut wrong: Vec<Trial> = faithful(100).into_iter().map(knows).collect();
    wrong[0].score = 1.0 - wrong[0].score;
    let judgement = judged(wrong);
    assert_eq!(judgement.certain.map(|certain| certain.wrong), Some(1));
    assert!(judgement.gates().iter().any(|gate| gate.holds == Some(false)));
    assert_ne!(judgement.verdict(), Verdict::Reliable);
}

#[test]
fn knowing_it_all_beforehand_is_suspicious() {
    let leak = |trial: Trial| Trial { score: if trial.happened { 0.99 } else { 0.01 }, ..trial };
    let judgement = judged(faithful(100).into_iter().map(leak).collect());
    assert!(judgement.is_suspicious());
}

#[test]
fn a_rival_that_says_the_same_is_not_beaten() {
    let itself = faithful(100).into_iter().map(|trial| Trial { rivals: vec![trial.score], ..trial }).collect();
    let judgement = Judgement::of(&Trials::of(itself).unwrap(), &["itself"], None);
    assert_eq!(judgement.verdict(), Verdict::NoBetterThanBaseline, "{:#?}", judgement.gates());
}
