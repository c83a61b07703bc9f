use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::{Actor, Cell, Event, FactRecord, FactShape};
use ports::Outside;
use ports::store::{Appended, FactQuery, NewFact, Store, Transaction, Version};
use rust_decimal::Decimal;

pub(crate) static ACCOUNTS: &FactShape = &customers::account::SHAPE;
pub(crate) static LINKS: &FactShape = &customers::account_link::SHAPE;
pub(crate) static CONTRACTS: &FactShape = &customers::contract::SHAPE;
pub(crate) static OWNERSHIP: &FactShape = &customers::ownership::SHAPE;
pub(crate) static TICKETS: &FactShape = &customers::ticket::SHAPE;
pub(crate) static EXCLUSIONS: &FactShape = &customers::exclusion::SHAPE;
pub(crate) static PEOPLE: &FactShape = &people::person::SHAPE;

pub(crate) const FIRST: &str = "2025-01-10T09:00";
pub(crate) const SECOND: &str = "2025-02-10T09:00";
pub(crate) const THIRD: &str = "2025-03-10T09:00";
pub(crate) const FOURTH: &str = "2025-04-10T09:00";

pub(crate) fn at(moment: &str) -> DateTime {
    moment.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Cell {
    Cell::Day(text.parse().unwrap())
}

pub(crate) fn text(text: &str) -> Cell {
    Cell::text(text)
}

pub(crate) fn number(text: &str) -> Cell {
    Cell::Number(text.parse::<Decimal>().unwrap())
}

/// A row of the source `own` that tells only these cells.
pub(crate) fn fact(shape: &FactShape, id: &str, told: &[(&str, Cell)]) -> NewFact {
    let mut cells = vec![Cell::Empty; shape.columns.len()];
    for (column, cell) in told {
        cells[shape.position(column).unwrap()] = cell.clone();
    }
    NewFact { key: Arc::from(format!("own/{id}")), cells, file: Arc::from("rows.csv"), line: 2, known_at: None }
}

pub(crate) fn account(id: &str, name: &str) -> NewFact {
    fact(ACCOUNTS, id, &[("account_id", text(id)), ("name", text(name)), ("signed_up_on", day("2023-05-01"))])
}

/// A contract of A-1 in dollars since March 2024.
pub(crate) fn contract(id: &str, arr: &str) -> NewFact {
    contract_with(id, arr, &[])
}

pub(crate) fn contract_with(id: &str, arr: &str, more: &[(&str, Cell)]) -> NewFact {
    let mut told = vec![
        ("contract_id", text(id)),
        ("account_id", text("own/A-1")),
        ("starts_on", day("2024-03-01")),
        ("arr_amount", number(arr)),
        ("currency", text("USD")),
    ];
    told.extend_from_slice(more);
    fact(CONTRACTS, id, &told)
}

pub(crate) fn actor() -> Actor {
    Actor::new("ruth")
}

pub(crate) fn begin<'a>(store: &'a dyn Store, moment: &str) -> Box<dyn Transaction + 'a> {
    store.begin(at(moment), &actor()).unwrap()
}

pub(crate) fn end(mut transaction: Box<dyn Transaction + '_>) {
    transaction.record(&Event::new("tests.happened", "delivery", "something happened")).unwrap();
    transaction.commit().unwrap();
}

pub(crate) fn deliver(store: &dyn Store, moment: &str, shape: &'static FactShape, facts: &[NewFact]) -> Appended {
    let mut transaction = begin(store, moment);
    transaction.open_delivery("rows").unwrap();
    let appended = transaction.append(shape, facts).unwrap();
    end(transaction);
    appended
}

/// A delivery declared complete: what it does not hold has ended.
pub(crate) fn deliver_complete(store: &dyn Store, moment: &str, shape: &'static FactShape, facts: &[NewFact]) -> u64 {
    let mut transaction = begin(store, moment);
    transaction.open_delivery("all rows").unwrap();
    transaction.append(shape, facts).unwrap();
    let gone = transaction.withdraw_absent(shape, "own").unwrap();
    end(transaction);
    gone
}

pub(crate) fn undo(store: &dyn Store, moment: &str, delivery: i64) -> Outside<Vec<(String, u64)>> {
    let mut transaction = begin(store, moment);
    let taken_back = transaction.undo(delivery)?;
    end(transaction);
    Ok(taken_back)
}

pub(crate) fn now(store: &dyn Store, shape: &'static FactShape) -> Vec<FactRecord> {
    store.facts(&FactQuery::all(shape)).unwrap()
}

pub(crate) fn known_by(store: &dyn Store, shape: &'static FactShape, moment: &str) -> Vec<FactRecord> {
    store.facts(&FactQuery::all(shape).known_by(at(moment))).unwrap()
}

/// The one fact of an object that answers.
pub(crate) fn only(mut records: Vec<FactRecord>) -> FactRecord {
    assert_eq!(records.len(), 1, "{records:#?}");
    records.remove(0)
}

pub(crate) fn keys(records: &[FactRecord]) -> Vec<&str> {
    records.iter().map(|record| &*record.key).collect()
}

pub(crate) fn versions(store: &dyn Store, shape: &'static FactShape) -> Vec<Version> {
    let mut versions = Vec::new();
    let mut see = |version| {
        versions.push(version);
        true
    };
    store.each_version(shape, &mut see).unwrap();
    versions
}

/// The amounts of the contracts that answered at a moment.
pub(crate) fn arr_known_by(store: &dyn Store, moment: &str) -> Vec<String> {
    known_by(store, CONTRACTS, moment).iter().map(|record| record.cell("arr_amount").to_string()).collect()
}

pub(crate) fn arr_now(store: &dyn Store) -> Vec<String> {
    now(store, CONTRACTS).iter().map(|record| record.cell("arr_amount").to_string()).collect()
}
