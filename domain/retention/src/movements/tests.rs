use super::*;
use crate::scenes::{EUR, Ground, account, amount, ground, leaves_and_returns, on, quarter, term, up_then_down, year};
use crate::{RateRow, Rates};

fn told(history: &AccountHistory, period: Period, ground: &Ground) -> Vec<String> {
    let told = |movement: Movement| {
        format!("{} {} {} {}", movement.on, movement.kind.name(), movement.amount, movement.facts.join("+"))
    };
    movements(history, period, &ground.basis()).unwrap().into_iter().map(told).collect()
}

#[test]
fn a_renewal_on_one_day_is_one_movement_of_the_difference() {
    assert_eq!(
        told(&up_then_down(), year(), &ground()),
        ["2026-03-15 expansion 40 A-1+A-2", "2026-09-15 contraction -30 A-2+A-3"]
    );
}

#[test]
fn who_leaves_and_returns_is_churn_and_reactivation() {
    assert_eq!(
        told(&leaves_and_returns(), year(), &ground()),
        ["2026-04-15 churn -100 B-1", "2026-08-15 reactivation 80 B-2"]
    );
}

#[test]
fn a_billing_lapse_leaves_only_the_change_of_price() {
    let terms = vec![term("1", "2025-01-01", "2026-02-01", 100), term("2", "2026-02-20", "", 90)];
    assert_eq!(told(&account("Acme", terms), year(), &ground()), ["2026-02-20 contraction -10 1+2"]);
}

#[test]
fn the_first_contract_is_new_even_after_a_trial() {
    let terms = vec![term("trial", "2026-01-05", "2026-02-01", 0), term("paid", "2026-02-01", "", 100)];
    assert_eq!(told(&account("Acme", terms), year(), &ground()), ["2026-02-01 new 100 paid"]);
}

#[test]
fn an_agreed_rise_is_told_apart_from_what_was_sold_on_the_same_day() {
    let mut second_year = term("2", "2026-06-01", "", 105);
    second_year.escalator = true;
    let terms = vec![term("1", "2025-06-01", "2026-06-01", 100), second_year, term("3", "2026-06-01", "", 50)];
    assert_eq!(
        told(&account("Acme", terms), year(), &ground()),
        ["2026-06-01 escalator 5 1+2+3", "2026-06-01 expansion 50 1+2+3"]
    );
}

#[test]
fn one_of_several_contracts_that_ends_is_contraction() {
    let terms = vec![term("1", "2025-01-01", "2026-06-01", 100), term("2", "2025-01-01", "", 20)];
    assert_eq!(told(&account("Acme", terms), year(), &ground()), ["2026-06-01 contraction -100 1"]);
}

#[test]
fn paid_through_the_last_day_of_a_quarter_is_lost_in_that_quarter() {
    let history = account("Acme", vec![term("1", "2025-01-01", "2026-10-01", 100)]);
    assert_eq!(told(&history, quarter(3), &ground()), ["2026-10-01 churn -100 1"]);
    assert!(told(&history, quarter(4), &ground()).is_empty());
}

#[test]
fn an_end_that_lies_ahead_is_not_a_loss_yet() {
    let history = account("Acme", vec![term("1", "2025-01-01", "2026-10-01", 100)]);
    let before = Ground { as_of: on("2026-09-30"), ..ground() };
    assert!(told(&history, quarter(3), &before).is_empty());
}

#[test]
fn movements_convert_at_the_opening_rate_and_the_rest_is_currency() {
    let euro = EUR.parse().unwrap();
    let in_euro = |mut term: crate::Term| {
        term.currency = euro;
        term
    };
    let rate =
        |day: &str, rate: &str| RateRow { from: euro, to: kernel::Currency::USD, on: on(day), rate: amount(rate) };
    let rates = Rates::new([rate("2026-01-01", "1.10"), rate("2026-12-01", "1.20")]);
    let terms = vec![
        in_euro(term("1", "2025-01-01", "2026-06-01", 100)),
        in_euro(term("2", "2026-06-01", "", 150)),
        term("3", "2025-01-01", "", 10),
    ];
    assert_eq!(
        told(&account("Acme", terms), year(), &Ground { rates, ..ground() }),
        ["2026-06-01 expansion 55.00 1+2", "2027-01-01 currency 15.00 2+3"]
    );
}

#[test]
fn a_contract_that_ended_long_before_needs_no_rate() {
    let mut old = term("1", "2019-01-01", "2020-01-01", 100);
    old.currency = EUR.parse().unwrap();
    let history = account("Acme", vec![old, term("2", "2026-05-01", "", 100)]);
    assert_eq!(told(&history, year(), &ground()), ["2026-05-01 reactivation 100 2"]);
}

#[test]
fn a_contract_that_goes_on_at_the_same_price_leaves_the_agreed_rise_of_another_alone() {
    let mut ramp = term("2", "2026-06-01", "", 5);
    ramp.escalator = true;
    let terms = vec![term("1", "2025-06-01", "2026-06-01", 100), term("1", "2026-06-01", "", 100), ramp];
    assert_eq!(told(&account("Acme", terms), year(), &ground()), ["2026-06-01 escalator 5 1+2"]);
}
