use jiff::civil::date;

use super::*;

fn call(key: &str, forecaster: &str, day: i8, percent: i64) -> Call {
    Call {
        key: Arc::from(key),
        forecaster: Arc::from(forecaster),
        on: date(2024, 10, day),
        chance: Decimal::new(percent, 2),
        expected_arr: None,
        reason: None,
    }
}

#[test]
fn the_latest_call_counts_of_each_forecaster() {
    let calls =
        [call("c1", "maya", 1, 90), call("c2", "dan", 3, 40), call("c3", "maya", 9, 70), call("c4", "dan", 3, 45)];
    assert_eq!(latest(&calls).map(|one| &*one.key), Some("c3"));
    let each: Vec<(&str, &str)> = latest_of_each(&calls).iter().map(|one| (&*one.forecaster, &*one.key)).collect();
    assert_eq!(each, [("dan", "c4"), ("maya", "c3")]);
    assert_eq!(latest(&[]), None);
}

#[test]
fn only_a_difference_worth_talking_about_is_pointed_out() {
    let percent = |number| Decimal::new(number, 2);
    assert_eq!(difference(percent(90), percent(71)), None);
    assert_eq!(difference(percent(90), percent(70)), Some(percent(20)));
    assert_eq!(difference(percent(40), percent(88)), Some(percent(-48)));
}
