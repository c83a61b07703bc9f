use super::*;

#[test]
fn a_rate_has_one_decimal_and_no_space() {
    assert_eq!(percent(Decimal::new(32, 3)), "3.2%");
    assert_eq!(percent(Decimal::new(5, 2)), "5.0%");
    assert_eq!(percent(Decimal::ZERO), "0.0%");
}

#[test]
fn numbers_are_numbers() {
    let as_json = |number: Decimal| serde_json::to_string(&Plain(number)).unwrap();
    assert_eq!(as_json(Decimal::new(820, 1)), "82");
    assert_eq!(as_json(Decimal::new(823, 1)), "82.3");
    assert_eq!(as_json(Decimal::new(-5, 0)), "-5");
}
