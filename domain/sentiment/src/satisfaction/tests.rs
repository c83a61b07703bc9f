use jiff::civil::date;
use rust_decimal::Decimal;

use super::{Satisfaction, counted_once, mean_interval, mean_trace, share_interval, share_trace};

fn answer(at_ticket: bool, key: &str, account: &str, score: i64) -> Satisfaction {
    Satisfaction {
        at_ticket,
        key: key.into(),
        account: account.into(),
        name: account.into(),
        score: Decimal::from(score),
        on: date(2024, 11, 1),
    }
}

#[test]
fn what_a_ticket_and_a_survey_both_say_counts_once() {
    let all = vec![
        answer(false, "S1", "a", 4),
        answer(true, "T1", "a", 4),
        answer(false, "S2", "a", 4),
        answer(false, "S3", "b", 4),
        answer(false, "S4", "a", 5),
    ];
    let (counted, twice) = counted_once(all);
    let keys: Vec<&str> = counted.iter().map(|answer| &*answer.key).collect();
    assert_eq!((keys, twice), (vec!["T1", "S2", "S3", "S4"], 1));
}

#[test]
fn scores_off_the_scale_are_left_out() {
    assert_eq!(counted_once(vec![answer(false, "S", "a", 0), answer(false, "T", "a", 7)]).0, []);
}

#[test]
fn mean_and_share_are_two_things() {
    let (all, _) =
        counted_once([5, 5, 4, 1].iter().enumerate().map(|(n, s)| answer(false, &n.to_string(), "a", *s)).collect());
    assert_eq!(mean_trace(&all).value(), Some(Decimal::new(375, 2)));
    assert_eq!(share_trace(&all).value(), Some(Decimal::new(75, 2)));
    assert!(
        mean_interval(&all).is_some_and(|interval| interval.low == Decimal::ONE && interval.high == Decimal::from(5))
    );
    assert!(share_interval(&all).is_some_and(|interval| interval.low > Decimal::ZERO && interval.high < Decimal::ONE));
}

#[test]
fn one_answer_has_a_share_with_a_wide_range_and_a_mean_without_one() {
    let all = [answer(true, "T", "a", 5)];
    assert_eq!(mean_interval(&all), None);
    assert!(share_interval(&all).is_some_and(|interval| interval.low < Decimal::new(3, 1)));
}
