use std::sync::Arc;

use super::*;
use crate::scenes::{account, ground, on, term, year};

fn with_event(mut history: AccountHistory, day: &str) -> AccountHistory {
    history.churn_events.push((Arc::from("E-1"), on(day)));
    history
}

#[test]
fn accounts_are_listed_where_contracts_and_events_disagree() {
    let stays = |name| account(name, vec![term("1", "2025-01-01", "", 100)]);
    let leaves = |name| account(name, vec![term("2", "2025-01-01", "2026-06-01", 100)]);
    let histories = [
        leaves("Both"),
        leaves("Silent"),
        with_event(stays("Flagged"), "2026-03-01"),
        with_event(stays("Long ago"), "2025-03-01"),
        stays("Neither"),
    ];
    let [both, rest @ ..] = histories;
    let histories: Vec<_> = [with_event(both, "2026-05-20")].into_iter().chain(rest).collect();
    let found = compare_churn_sources(&histories, year(), &ground().basis()).unwrap();
    let names = |list: &[AccountId]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&found.by_contracts), ["Both", "Silent"]);
    assert_eq!(names(&found.by_events), ["Both", "Flagged"]);
    assert_eq!(names(&found.only_contracts), ["Silent"]);
    assert_eq!(names(&found.only_events), ["Flagged"]);
    assert!(!found.is_empty());
}
