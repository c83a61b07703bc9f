use super::*;

#[test]
fn codes_are_read_in_any_case_and_strangers_are_refused() {
    assert_eq!("usd".parse(), Ok(Currency::USD));
    assert_eq!("XYZ".parse::<Currency>(), Err(UnknownCurrency("XYZ".to_owned())));
    assert_eq!("US".parse::<Currency>(), Err(UnknownCurrency("US".to_owned())));
}

#[test]
fn minor_units_follow_the_currency() {
    let check = |amount: &str, code: &str| Money::new(amount.parse().unwrap(), code.parse().unwrap()).minor_units();
    assert_eq!(check("12.34", "USD"), Some(1234));
    assert_eq!(check("12", "JPY"), Some(12));
    assert_eq!(check("1.234", "KWD"), Some(1234));
    assert_eq!(check("1.234", "USD"), None);
}

#[test]
fn different_currencies_do_not_add() {
    let dollars = Money::new(Decimal::ONE, Currency::USD);
    assert_eq!(dollars.plus(Money::new(Decimal::ONE, "EUR".parse().unwrap())), None);
    assert_eq!(dollars.plus(dollars), Some(Money::new(Decimal::TWO, Currency::USD)));
}
