use super::*;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn the_worked_examples_of_the_source_come_out() {
    assert_eq!(save_value(dec("50000"), dec("0.55"), dec("10000")), Some(dec("58750")));
    let days = days_left(dec("55"), dec("-1.2")).unwrap();
    assert_eq!((days.round_dp(1), urgency(days)), (dec("45.8"), "30 to 60 days"));
}

#[test]
fn what_does_not_fall_has_no_end_and_impossible_numbers_no_value() {
    assert_eq!(days_left(dec("55"), Decimal::ZERO), None);
    assert_eq!(days_left(dec("55"), dec("0.3")), None);
    assert_eq!(days_left(dec("-1"), dec("-0.3")), None);
    assert_eq!(save_value(dec("-1"), dec("0.5"), Decimal::ZERO), None);
    assert_eq!(save_value(dec("1"), dec("1.5"), Decimal::ZERO), None);
    assert_eq!(save_value(Decimal::MAX, dec("1"), Decimal::ZERO), None);
}
