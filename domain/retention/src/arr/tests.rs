use super::*;
use crate::scenes::{Ground, account, amount, ground, ground_with, on, quarter, term};

fn arr(history: &AccountHistory, day: &str, ground: &Ground) -> String {
    arr_on(history, on(day), &ground.basis()).unwrap().to_string()
}

#[test]
fn arr_is_the_sum_of_what_is_active_at_midnight() {
    let terms = vec![term("1", "2026-01-01", "2026-07-01", 100), term("2", "2026-03-01", "", 50)];
    let history = account("Acme", terms);
    let on_day = |day| arr(&history, day, &ground());
    assert_eq!(["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"].map(on_day), ["0", "100", "150", "50"]);
}

#[test]
fn trials_and_terms_without_days_do_not_count() {
    let terms = vec![
        term("trial", "2026-01-01", "", 0),
        term("no days", "2026-01-01", "2026-01-01", 100),
        term("backwards", "2026-01-01", "2025-01-01", 100),
    ];
    let history = account("Acme", terms);
    assert_eq!(arr(&history, "2026-01-01", &ground()), "0");
    assert!(history.contracts_on(on("2026-01-01")).is_empty());
}

#[test]
fn a_gap_of_thirty_days_is_a_billing_lapse_and_one_of_thirty_one_is_not() {
    let with_gap_to =
        |back: &str| account("Acme", vec![term("1", "2025-01-01", "2026-01-01", 100), term("2", back, "", 80)]);
    assert_eq!(arr(&with_gap_to("2026-01-31"), "2026-01-15", &ground()), "100");
    assert_eq!(arr(&with_gap_to("2026-02-01"), "2026-01-15", &ground()), "0");
    let none = ground_with(Rules { lapse_days: 0, ..Rules::default() });
    assert_eq!(arr(&with_gap_to("2026-01-31"), "2026-01-15", &none), "0");
}

#[test]
fn a_gap_that_could_still_be_bridged_is_listed_and_not_yet_lost() {
    let history = [account("Acme", vec![term("own/K-1", "2025-01-01", "2026-01-01", 100)])];
    let at = |day: &str| Ground { as_of: on(day), ..ground() };
    let open = open_lapses(&history, &at("2026-01-30").basis()).unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].since, open[0].arr, open[0].contracts[0].as_ref()),
        (on("2026-01-01"), amount("100"), "own/K-1")
    );
    assert_eq!(arr(&history[0], "2026-01-30", &at("2026-01-30")), "100");
    assert!(open_lapses(&history, &at("2026-01-31").basis()).unwrap().is_empty());
    assert_eq!(arr(&history[0], "2026-01-30", &at("2026-01-31")), "0");
    assert!(open_lapses(&history, &at("2025-12-31").basis()).unwrap().is_empty());
}

#[test]
fn a_window_ends_with_what_can_be_known() {
    let window = |as_of: &str| Window::of(quarter(3), on(as_of));
    assert_eq!(window("2027-01-01").closes_on, on("2026-10-01"));
    assert_eq!(window("2026-09-30").closes_on, on("2026-10-01"));
    assert_eq!(window("2026-08-15").closes_on, on("2026-08-16"));
    assert_eq!(window("2026-01-01").closes_on, on("2026-07-01"));
}

#[test]
fn an_amount_nobody_pays_is_refused() {
    let history = account("Acme", vec![term("own/K-1", "2026-01-01", "", i64::MAX)]);
    let refused = arr_on(&history, on("2026-01-01"), &ground().basis()).unwrap_err();
    assert!(refused.to_string().starts_with("contract own/K-1 has an ARR of 9223372036854775807"));
}

#[test]
fn every_contract_enters_at_the_cent() {
    let mut monthly = term("1", "2026-01-01", "", 0);
    monthly.arr = amount("9999.996");
    assert_eq!(arr(&account("Acme", vec![monthly]), "2026-01-01", &ground()), "10000.00");
}

#[test]
fn a_day_long_after_the_as_of_day_still_counts_what_has_not_ended_by_then() {
    let history = account("Acme", vec![term("1", "2025-01-01", "2026-02-01", 100)]);
    assert_eq!(arr(&history, "2026-12-01", &Ground { as_of: on("2026-01-15"), ..ground() }), "100");
}
