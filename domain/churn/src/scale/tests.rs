use rust_decimal::Decimal;

use super::*;
use crate::signal::place;
use crate::standing::Gap;

pub(crate) fn standing(silence: Option<i64>) -> Standing {
    let mut readings = [Err(Gap::NotRecorded); COUNT];
    readings[place::SILENCE] = silence.map(Decimal::from).ok_or(Gap::NothingOfAccount);
    Standing { readings, facts: Vec::new(), notice: None }
}

#[test]
fn what_is_not_known_stands_at_the_mean_and_nobody_is_too_far_from_it() {
    let book: Vec<Standing> = (0..20).map(|days| standing(Some(days))).collect();
    let scale = Scale::of(&book);
    assert_eq!(scale.distances(&standing(None)), [0.0; COUNT]);
    assert_eq!(scale.distances(&standing(Some(100_000)))[place::SILENCE], 3.0);
    assert!(scale.distances(&standing(Some(0)))[place::SILENCE] < -1.0);
}

#[test]
fn a_signal_known_of_a_few_or_the_same_for_all_is_left_out() {
    let few: Vec<Standing> = (0..9).map(|days| standing(Some(days))).collect();
    let same: Vec<Standing> = (0..30).map(|_| standing(Some(4))).collect();
    for book in [few, same, Vec::new()] {
        let scale = Scale::of(&book);
        assert!((0..COUNT).all(|of| !scale.tells(of)));
        assert_eq!(scale.distances(&standing(Some(7))), [0.0; COUNT]);
    }
}
