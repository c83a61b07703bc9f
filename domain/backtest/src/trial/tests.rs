use super::*;

fn trial(key: &str, score: f64, happened: bool) -> Trial {
    Trial { key: Arc::from(key), cut_off: None, score, happened, amount: 1.0, rivals: Vec::new() }
}

#[test]
fn scores_from_0_to_1_are_chances_and_others_are_points() {
    let chances = Trials::of(vec![trial("a", 0.0, false), trial("b", 1.0, true)]).unwrap();
    let points = Trials::of(vec![trial("a", 20.0, false), trial("b", 0.7, true)]).unwrap();
    assert_eq!((chances.kind(), points.kind()), (Kind::Chances, Kind::Points));
}

#[test]
fn the_order_they_came_in_changes_nothing() {
    let one = vec![trial("b", 0.3, false), trial("a", 0.2, true), trial("a", 0.1, false)];
    let other = one.iter().rev().cloned().collect();
    assert_eq!(Trials::of(one).unwrap(), Trials::of(other).unwrap());
}

#[test]
fn what_cannot_be_judged_is_refused_by_name() {
    assert_eq!(Trials::of(Vec::new()), Err(TrialsRefused::Empty));
    let nothing = Trials::of(vec![trial("acme", f64::NAN, true)]).unwrap_err();
    assert_eq!(nothing.to_string(), "the score of acme is not a finite number");
    let owing = Trials::of(vec![Trial { amount: -1.0, ..trial("acme", 0.5, true) }]).unwrap_err();
    assert!(owing.to_string().contains("at stake for acme is -1"), "{owing}");
}

#[test]
fn chances_turned_round_are_what_is_left_to_one() {
    let trials = Trials::of(vec![trial("a", 0.25, true), trial("b", 1.0, false)]).unwrap().turned_round();
    let scores: Vec<f64> = trials.all().iter().map(|one| one.score).collect();
    assert_eq!((trials.kind(), scores), (Kind::Chances, vec![0.75, 0.0]));
}

#[test]
fn points_keep_their_order_and_their_ties() {
    let trials = Trials::of(vec![trial("a", 70.0, false), trial("b", 10.0, true), trial("c", 70.0, true)]).unwrap();
    let chances: Vec<f64> = trials.forecasts().unwrap().all().iter().map(|one| one.chance).collect();
    assert!(chances[0] > chances[1] && chances[0] == chances[2], "{chances:?}");
    let turned: Vec<f64> = trials.turned_round().forecasts().unwrap().all().iter().map(|one| one.chance).collect();
    assert!(turned[0] < turned[1] && turned[0] == turned[2], "{turned:?}");
}
