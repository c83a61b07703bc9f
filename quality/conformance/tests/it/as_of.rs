use kernel::Cell;
use ports::store::FactQuery;

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    closing_cells_are_empty_until_the_thing_ended,
    undated_cells_are_empty_until_their_import,
    an_undated_cell_that_did_not_change_keeps_its_clock,
    a_day_that_only_the_end_tells_is_hidden_with_it,
    a_hidden_day_does_not_narrow,
    an_as_of_holds_within_a_transaction_too,
    at_every_moment_at_most_one_version_answers,
];

fn closing_cells_are_empty_until_the_thing_ended(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract_with("C-1", "100", &[("ends_on", day("2024-09-01"))])]);
    assert!(known_by(&**home, CONTRACTS, "2024-02-29T23:59").is_empty());
    let running = only(known_by(&**home, CONTRACTS, "2024-08-31T23:59"));
    assert!(running.cell("ends_on").is_empty());
    assert_eq!(running.clocks.closing_known_at, None);
    assert_eq!(running.cell("arr_amount"), &number("100"));
    let ended = only(known_by(&**home, CONTRACTS, "2024-09-01T00:00"));
    assert_eq!(ended.cell("ends_on"), &day("2024-09-01"));
}

fn account_with_seats(seats: i64, name: &str) -> ports::store::NewFact {
    let mut told = account("A-1", name);
    told.cells[ACCOUNTS.position("seats").unwrap()] = Cell::Whole(seats);
    told
}

fn undated_cells_are_empty_until_their_import(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account_with_seats(40, "Brightwater")]);
    let before = only(known_by(&**home, ACCOUNTS, "2025-01-10T08:59"));
    assert_eq!(before.text("name").as_deref(), Some("Brightwater"));
    assert!(before.cell("seats").is_empty());
    assert_eq!(only(known_by(&**home, ACCOUNTS, FIRST)).whole("seats"), Some(40));
    assert_eq!(only(now(&**home, ACCOUNTS)).whole("seats"), Some(40));
}

fn an_undated_cell_that_did_not_change_keeps_its_clock(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account_with_seats(40, "Brightwater")]);
    deliver(&**home, SECOND, ACCOUNTS, &[account_with_seats(40, "Brightwater Foods")]);
    deliver(&**home, THIRD, ACCOUNTS, &[account_with_seats(60, "Brightwater Foods")]);
    let seats = |moment| only(known_by(&**home, ACCOUNTS, moment)).whole("seats");
    assert_eq!(seats("2025-02-01T00:00"), Some(40));
    assert_eq!(seats(SECOND), Some(40));
    assert_eq!(seats("2025-03-10T08:59"), Some(40));
    assert_eq!(seats(THIRD), Some(60));
}

fn leaver(id: &str) -> ports::store::NewFact {
    let mut told = fact(PEOPLE, id, &[("person_id", text(id)), ("name", text("Dan")), ("left_on", day("2024-06-01"))]);
    told.known_at = Some(at("2024-01-01T00:00"));
    told
}

fn a_day_that_only_the_end_tells_is_hidden_with_it(home: &Home) {
    deliver(&**home, FIRST, PEOPLE, &[leaver("P-1")]);
    assert_eq!(only(now(&**home, PEOPLE)).clocks.happened_on, Some("2024-06-01".parse().unwrap()));
    let before = only(known_by(&**home, PEOPLE, "2024-03-01T00:00"));
    assert!(before.cell("left_on").is_empty());
    assert_eq!(before.clocks.happened_on, None);
}

fn a_hidden_day_does_not_narrow(home: &Home) {
    deliver(&**home, FIRST, PEOPLE, &[leaver("P-1")]);
    let (from, to) = ("2024-01-01".parse().unwrap(), "2024-02-01".parse().unwrap());
    let january = FactQuery::all(PEOPLE).between(from, to);
    assert_eq!(home.facts(&january.clone().known_by(at("2024-03-01T00:00"))).unwrap().len(), 1);
    assert!(home.facts(&january.clone().known_by(at("2024-07-01T00:00"))).unwrap().is_empty());
    assert!(home.facts(&january).unwrap().is_empty());
}

fn an_as_of_holds_within_a_transaction_too(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &[contract("C-1", "100")]);
    let mut transaction = begin(&**home, SECOND);
    transaction.open_delivery("rows").unwrap();
    transaction.append(CONTRACTS, &[contract("C-1", "120")]).unwrap();
    let arr = |records: Vec<kernel::FactRecord>| only(records).cell("arr_amount").to_string();
    assert_eq!(arr(transaction.facts(&FactQuery::all(CONTRACTS)).unwrap()), "120");
    assert_eq!(arr(transaction.facts(&FactQuery::all(CONTRACTS).known_by(at(FIRST))).unwrap()), "100");
}

fn at_every_moment_at_most_one_version_answers(home: &Home) {
    for (moment, arr) in [(FIRST, "100"), (SECOND, "120"), (THIRD, "90")] {
        deliver(&**home, moment, CONTRACTS, &[contract("C-1", arr)]);
    }
    let told = |moment| arr_known_by(&**home, moment);
    assert!(told("2024-02-01T00:00").is_empty());
    assert_eq!(told("2024-03-01T00:00"), ["100"]);
    assert_eq!(told(SECOND), ["120"]);
    assert_eq!(told("2025-03-10T08:59:59.999999"), ["120"]);
    assert_eq!(told(THIRD), ["90"]);
    assert_eq!(told("9999-12-31T23:59"), ["90"]);
    assert!(told("0001-01-01T00:00").is_empty());
}
