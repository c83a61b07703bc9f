use super::*;
use crate::scenes::{Ground, account, amount, ground, on, percent, quarter, term, year};

fn due(mut term: Term, day: &str) -> Term {
    term.renewal_on = Some(on(day));
    term
}

fn of(histories: &[AccountHistory], period: Period) -> Renewals {
    renewals(histories, period, &ground().basis()).unwrap()
}

/// Gross and net renewal rate and what was available.
fn told(renewals: &Renewals) -> [String; 3] {
    let available = renewals.available_to_renew().unwrap().value().unwrap();
    [
        percent(renewals.gross_rate().unwrap().value()),
        percent(renewals.net_rate().unwrap().value()),
        available.to_string(),
    ]
}

#[test]
fn kept_is_capped_in_gross_and_not_in_net() {
    let grows = account(
        "Grows",
        vec![due(term("1", "2025-06-01", "2026-06-01", 100), "2026-06-01"), term("2", "2026-06-01", "", 150)],
    );
    let leaves = account("Leaves", vec![due(term("3", "2025-06-01", "2026-06-01", 100), "2026-06-01")]);
    assert_eq!(told(&of(&[grows, leaves], quarter(2))), ["50", "75", "200"]);
}

#[test]
fn other_contracts_of_the_account_are_no_part_of_the_outcome() {
    let terms = vec![due(term("1", "2025-06-01", "2026-06-01", 100), "2026-06-01"), term("2", "2025-01-01", "", 900)];
    assert_eq!(told(&of(&[account("Acme", terms)], quarter(2))), ["0", "0", "100"]);
}

#[test]
fn what_comes_up_is_the_run_rate_and_not_the_first_order() {
    let terms = vec![
        due(term("1", "2025-06-01", "2026-01-15", 100), "2026-06-01"),
        due(term("1", "2026-01-15", "2026-06-01", 140), "2026-06-01"),
        term("2", "2026-06-01", "", 140),
    ];
    assert_eq!(told(&of(&[account("Acme", terms)], quarter(2))), ["100", "100", "140"]);
}

#[test]
fn a_renewal_signed_late_counts_with_what_it_was_signed_at() {
    let terms = vec![due(term("1", "2025-06-20", "2026-06-20", 100), "2026-06-20"), term("2", "2026-07-10", "", 80)];
    assert_eq!(told(&of(&[account("Acme", terms)], quarter(2))), ["80", "80", "100"]);
}

#[test]
fn an_opt_out_that_is_not_used_is_a_renewal() {
    let terms = vec![due(term("1", "2025-06-01", "2028-06-01", 100), "2026-06-01")];
    assert_eq!(told(&of(&[account("Acme", terms)], year())), ["100", "100", "100"]);
}

#[test]
fn open_decisions_are_listed_and_in_no_rate() {
    let history = [account("Acme", vec![due(term("1", "2025-06-20", "2026-06-20", 100), "2026-06-20")])];
    let early = Ground { as_of: on("2026-06-25"), ..ground() };
    let found = renewals(&history, quarter(2), &early.basis()).unwrap();
    assert_eq!(found.gross_rate(), Err(NoRate::AllPending));
    assert_eq!((found.pending.len(), found.pending[0].available), (1, amount("100")));
    assert_eq!(found.available_to_renew().unwrap().value(), Some(amount("100")));
}

#[test]
fn a_contract_that_had_already_ended_does_not_come_up() {
    let history = [account("Acme", vec![due(term("1", "2025-06-01", "2026-02-01", 100), "2026-06-01")])];
    let found = of(&history, quarter(2));
    assert_eq!(found.gross_rate(), Err(NoRate::NoneInPeriod));
    assert_eq!(found.ended_before.len(), 1);
}

#[test]
fn without_decision_dates_there_is_no_rate_and_it_is_said_why() {
    let found = of(&[account("Acme", vec![term("1", "2025-06-01", "2026-06-01", 100)])], quarter(2));
    assert_eq!(found.net_rate().unwrap_err().to_string(), "contracts carry no decision dates");
}
