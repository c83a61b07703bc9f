use std::collections::BTreeMap;

use jiff::civil::date;
use rust_decimal::Decimal;

use super::rank;
use crate::event::{Event, Happening};

fn event(account: &str, what: Happening, key: &str) -> Event {
    Event {
        what,
        account: account.into(),
        object: "tickets",
        key: key.into(),
        on: date(2024, 12, 31),
        says: key.into(),
    }
}

#[test]
fn what_does_not_wait_comes_first_and_then_what_is_most_at_stake() {
    let known = BTreeMap::from([
        ("a".into(), ("Large".into(), Decimal::from(100_000))),
        ("b".into(), ("Small".into(), Decimal::from(5_000))),
        ("c".into(), ("Middle".into(), Decimal::from(30_000))),
    ]);
    let events = vec![
        event("b", Happening::Notice, "1"),
        event("a", Happening::Ticket, "2"),
        event("c", Happening::Escalation, "3"),
        event("a", Happening::Answer, "4"),
        event("z", Happening::Notice, "5"),
    ];
    let mut backwards = events.clone();
    backwards.reverse();
    for events in [events, backwards] {
        let order: Vec<String> = rank(events, &known).iter().map(|day| day.name.to_string()).collect();
        assert_eq!(order, ["Middle", "Small", "z", "Large"]);
    }
}

#[test]
fn the_most_urgent_event_of_an_account_is_told_first() {
    let found = rank(vec![event("a", Happening::Ticket, "1"), event("a", Happening::Notice, "2")], &BTreeMap::new());
    assert_eq!(found[0].events[0].what, Happening::Notice);
    assert_eq!(found[0].urgency(), Decimal::TEN);
}

#[test]
fn urgency_goes_down_the_list() {
    let urgent: Vec<i64> = Happening::ALL.iter().map(|what| what.urgency()).collect();
    assert!(urgent.is_sorted_by(|a, b| a >= b), "{urgent:?}");
}
