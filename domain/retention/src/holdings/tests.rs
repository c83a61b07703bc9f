use super::*;
use crate::scenes::{account, amount, holding, on};

#[test]
fn what_nobody_holds_is_unowned() {
    let histories = [account("Acme", Vec::new()), account("Bolt", Vec::new())];
    let held = [holding("Acme", "2026-01-01", "2026-02-01", "1"), holding("Acme", "2026-03-01", "", "0.4")];
    let found: Vec<String> = unowned(&histories, &held)
        .unwrap()
        .into_iter()
        .map(|stay| {
            let end = stay.to.map_or("open".to_owned(), |to| to.to_string());
            format!("{} {} {end} {}", stay.account, if stay.from == Date::MIN { "ever" } else { "later" }, stay.share)
        })
        .collect();
    assert_eq!(found, ["Acme ever 2026-01-01 1", "Acme later 2026-03-01 1", "Acme later open 0.6", "Bolt ever open 1"]);
}

#[test]
fn shares_that_make_no_sense_are_refused() {
    let histories = [account("Acme", Vec::new())];
    let twice = [holding("Acme", "2026-01-01", "", "0.7"), holding("Acme", "2026-02-01", "", "0.7")];
    let refused = unowned(&histories, &twice).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the shares of account Acme add up to 1.4 on 2026-02-01; they may add up to 1 at most"
    );
    let none = [holding("Acme", "2026-01-01", "", "0")];
    assert!(matches!(unowned(&histories, &none), Err(Refused::ShareOutOfRange { .. })));
}

#[test]
fn one_stay_may_follow_another_on_the_same_day() {
    let handed_over = [holding("Acme", "2026-01-01", "2026-02-01", "1"), holding("Acme", "2026-02-01", "", "1")];
    let shares = shares_by_account(&handed_over).unwrap();
    let acme = &shares[&handed_over[0].account];
    assert_eq!(["2025-12-31", "2026-01-31", "2026-02-01"].map(|day| acme.on(on(day))), ["0", "1", "1"].map(amount));
}
