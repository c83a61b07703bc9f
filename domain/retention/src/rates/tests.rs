use super::*;
use crate::scenes::{EUR, amount, on};

fn euro() -> Currency {
    EUR.parse().unwrap()
}

fn row(day: &str, rate: &str) -> RateRow {
    RateRow { from: euro(), to: Currency::USD, on: on(day), rate: amount(rate) }
}

#[test]
fn the_latest_rate_on_or_before_the_day_holds() {
    let rates = Rates::new([row("2026-02-01", "1.2"), row("2026-01-01", "1.1")]);
    assert_eq!(rates.rate(euro(), Currency::USD, on("2026-01-31")), Ok(amount("1.1")));
    assert_eq!(rates.rate(euro(), Currency::USD, on("2026-02-01")), Ok(amount("1.2")));
}

#[test]
fn within_one_currency_no_rate_is_needed() {
    assert_eq!(Rates::default().rate(euro(), euro(), on("2026-01-01")), Ok(Decimal::ONE));
}

#[test]
fn a_missing_rate_names_the_pair_and_the_day() {
    let refused = Rates::new([row("2026-02-01", "1.2")]).rate(euro(), Currency::USD, on("2026-01-31")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "no exchange rate from EUR to USD on or before 2026-01-31; import one in exchange_rates"
    );
}

#[test]
fn zero_is_no_rate_and_order_does_not_matter() {
    let forwards = Rates::new([row("2026-01-01", "1.1"), row("2026-01-01", "1.3"), row("2026-01-02", "0")]);
    let backwards = Rates::new([row("2026-01-02", "0"), row("2026-01-01", "1.3"), row("2026-01-01", "1.1")]);
    assert_eq!(forwards, backwards);
    assert_eq!(forwards.rate(euro(), Currency::USD, on("2026-01-05")), Ok(amount("1.3")));
}
