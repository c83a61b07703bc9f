use jiff::civil::date;
use rust_decimal::Decimal;

use super::Tally;
use crate::answer::{Answer, Stance};

fn answers(scores: impl IntoIterator<Item = i64>) -> Vec<Answer> {
    let one = |(place, score): (usize, i64)| Answer {
        key: format!("R-{place}").into(),
        account: "a".into(),
        name: "a".into(),
        contact: None,
        score: Decimal::from(score),
        on: date(2024, 11, 1),
        comment: None,
    };
    scores.into_iter().enumerate().map(one).collect()
}

/// 46 promoters, 33 passives and 21 detractors of 100 make 25 points with a plain half width of 15.3.
#[test]
fn the_published_example_comes_out() {
    let all = answers([9].repeat(46).into_iter().chain([8].repeat(33)).chain([2].repeat(21)));
    let tally = Tally::of(&all);
    assert_eq!(tally.score_trace().value(), Some(Decimal::from(25)));
    let variance: f64 = tally.variance_trace().value().unwrap_or_default().to_string().parse().unwrap_or_default();
    assert!((1.959_964 * libm::sqrt(variance) - 15.3).abs() < 0.05, "{variance}");
    assert_eq!(Stance::ALL.map(|stance| tally.count(stance)), [46, 33, 21]);
}

#[test]
fn one_answer_says_how_little_it_says() {
    let all = answers([10]);
    let tally = Tally::of(&all);
    assert_eq!(tally.score_trace().value(), Some(Decimal::ONE_HUNDRED));
    assert_eq!(tally.variance_trace().value(), Some(Decimal::ZERO));
    let interval = tally.interval().map(|interval| (interval.low, interval.high));
    assert!(interval.is_some_and(|(low, high)| low < Decimal::ZERO && high > Decimal::from(80)), "{interval:?}");
}

#[test]
fn all_promoters_still_have_an_interval_with_width() {
    let all = answers([10].repeat(20));
    let interval = Tally::of(&all).interval();
    assert!(interval.is_some_and(|interval| interval.low < Decimal::from(95) && interval.high == Decimal::ONE_HUNDRED));
}

#[test]
fn nobody_makes_no_score() {
    let tally = Tally::of(&[]);
    assert_eq!((tally.score_trace().value(), tally.interval()), (None, None));
}
