use std::sync::Arc;

use super::*;
use crate::scenes::{Ground, account, ground, leaves_and_returns, on, term};

fn of(history: &AccountHistory, seen_to: &str, ground: &Ground) -> Life {
    life(history, on(seen_to), &ground.basis()).unwrap().unwrap()
}

fn days(life: &Life) -> i32 {
    (life.until - life.began_on).get_days()
}

#[test]
fn a_life_ends_with_the_first_loss_and_a_return_begins_none() {
    let ground = Ground { as_of: on("2026-12-31"), ..ground() };
    let found = of(&leaves_and_returns(), "2026-12-31", &ground);
    assert_eq!((found.until, found.arr), (on("2026-04-15"), Decimal::from(100)));
    assert_eq!(found.loss, Some(Loss { object: "contracts", key: Arc::from("B-1") }));
    assert_eq!(days(&found), 469);
}

#[test]
fn who_still_pays_was_seen_to_the_last_day_on_record() {
    let ground = Ground { as_of: on("2026-12-31"), ..ground() };
    let pays = account("Pays", vec![term("A-1", "2026-01-01", "", 50), term("A-2", "2026-01-01", "2026-02-01", 20)]);
    let found = of(&pays, "2026-06-30", &ground);
    assert_eq!((found.until, found.loss, found.arr), (on("2026-06-30"), None, Decimal::from(70)));
    let later = account("Later", vec![term("A-1", "2026-07-01", "", 50)]);
    assert_eq!(life(&later, on("2026-06-30"), &ground.basis()), Ok(None));
    let trial = account("Trial", vec![term("A-1", "2026-01-01", "", 0)]);
    assert_eq!(life(&trial, on("2026-06-30"), &ground.basis()), Ok(None));
}

#[test]
fn a_lapse_that_is_still_open_is_the_last_that_was_seen() {
    let ground = Ground { as_of: on("2026-12-31"), ..ground() };
    let lapsed = account("Lapsed", vec![term("A-1", "2026-01-01", "2026-12-20", 50)]);
    let found = of(&lapsed, "2026-12-31", &ground);
    assert_eq!((found.until, found.loss), (on("2026-12-20"), None));
    let bridged =
        account("Bridged", vec![term("A-1", "2026-01-01", "2026-05-01", 50), term("A-2", "2026-05-20", "", 50)]);
    assert_eq!(of(&bridged, "2026-12-31", &ground).loss, None);
}

#[test]
fn where_records_end_before_the_lapse_rule_is_over_nothing_was_lost() {
    let ground = Ground { as_of: on("2026-12-31"), ..ground() };
    let lapse_days = ground.rules.lapse_days;
    let ended = account("Ended", vec![term("A-1", "2025-01-01", "2026-06-01", 50)]);
    let day = |days: i32| on("2026-06-01").checked_add(jiff::Span::new().days(days)).unwrap().to_string();
    for seen_to in [day(0), day(lapse_days)] {
        let found = of(&ended, &seen_to, &ground);
        assert_eq!((found.until, found.loss), (on("2026-06-01"), None), "{seen_to}");
    }
    assert!(of(&ended, &day(lapse_days + 1), &ground).loss.is_some());
}

#[test]
fn by_events_the_event_ends_it_and_contracts_alone_do_not() {
    let mut ground = Ground { as_of: on("2026-12-31"), ..ground() };
    ground.rules.churn_source = ChurnSource::Events;
    let mut history = leaves_and_returns();
    let found = of(&history, "2026-12-31", &ground);
    assert_eq!((found.until, found.loss), (on("2026-04-15"), None));
    history.churn_events = vec![(Arc::from("E-2"), on("2026-11-01")), (Arc::from("E-1"), on("2024-11-01"))];
    let found = of(&history, "2026-12-31", &ground);
    assert_eq!((found.until, found.loss.map(|loss| loss.key)), (on("2026-11-01"), Some(Arc::from("E-2"))));
    assert_eq!(of(&history, "2026-10-31", &ground).loss, None);
}
