use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::Trial;

#[test]
fn a_team_makes_its_list_anew_at_each_cut_off() {
    let at = |month: i8, key: &str, score: f64, happened: bool| Trial {
        key: Arc::from(key),
        cut_off: Some(date(2024, month, 1)),
        score,
        happened,
        amount: 10.0,
        rivals: Vec::new(),
    };
    // In January all stand high, so that one list over both months would hold nobody of February.
    let all = vec![
        at(1, "a", 0.9, true),
        at(1, "b", 0.8, false),
        at(1, "c", 0.7, false),
        at(2, "a", 0.3, false),
        at(2, "b", 0.2, true),
        at(2, "c", 0.1, false),
    ];
    let trials = Trials::of(all).unwrap();
    let found = list(&trials, Trials::forecasts, Length::Count(1)).unwrap();
    assert_eq!((found.taken, found.hits, found.precision, found.recall), (2, 1.0, 0.5, Some(0.5)));
    assert!((found.lift.unwrap() - 1.5).abs() < 1e-12);
    let by_amount = list(&trials, Trials::by_amount, Length::Count(2)).unwrap();
    assert_eq!(by_amount.weight_captured, Some(1.0));
}
