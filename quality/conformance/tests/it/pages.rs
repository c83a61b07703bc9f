use kernel::{AccountId, FactRecord};
use ports::store::{Appended, FactQuery, NewFact, Version};

use crate::company::*;
use crate::engines::Home;

on_both_engines![
    more_rows_than_a_chunk_and_a_page_come_back_in_order,
    more_names_than_a_list_holds_narrow_all_the_same,
    a_stream_in_any_order_shows_every_row_once,
    a_stream_stops_when_told,
    a_stream_over_pages_respects_days_and_as_of,
    versions_run_over_pages,
    a_stream_shows_one_state_though_another_writes,
    a_history_shows_one_state_though_another_writes,
];

/// More than two pages of a stream, and not a whole number of them.
const ROW_COUNT: usize = 4_321;

fn id(number: usize) -> String {
    format!("C-{number:05}")
}

fn rows(arr: &str) -> Vec<NewFact> {
    let row = |number: usize| {
        let mut told = contract(&id(number), arr);
        told.cells[CONTRACTS.position("account_id").unwrap()] = text(&format!("own/A-{number}"));
        told
    };
    (0..ROW_COUNT).rev().map(row).collect()
}

fn stream(home: &Home, query: &FactQuery<'_>) -> Vec<FactRecord> {
    let mut seen = Vec::new();
    let mut see = |record| {
        seen.push(record);
        true
    };
    home.each_fact(query, &mut see).unwrap();
    seen
}

fn more_rows_than_a_chunk_and_a_page_come_back_in_order(home: &Home) {
    let rows = rows("100");
    assert_eq!(deliver(&**home, FIRST, CONTRACTS, &rows).new, ROW_COUNT as u64);
    let expected: Vec<String> = (0..ROW_COUNT).map(|number| format!("own/{}", id(number))).collect();
    let found = now(&**home, CONTRACTS);
    assert_eq!(keys(&found), expected);
    assert_eq!(stream(home, &FactQuery::all(CONTRACTS)), found);
    assert_eq!(home.count(CONTRACTS).unwrap(), ROW_COUNT as u64);
    let again = Appended { unchanged: ROW_COUNT as u64, ..Appended::default() };
    assert_eq!(deliver(&**home, SECOND, CONTRACTS, &rows), again);
}

fn more_names_than_a_list_holds_narrow_all_the_same(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    let named: Vec<AccountId> = (0..1_777).map(|number| AccountId::new(&format!("own/A-{}", number * 2))).collect();
    let query = FactQuery::all(CONTRACTS).about_accounts(&named);
    let expected: Vec<String> = (0..1_777).map(|number| format!("own/{}", id(number * 2))).collect();
    assert_eq!(keys(&home.facts(&query).unwrap()), expected);
    assert_eq!(keys(&stream(home, &query)), expected);
}

/// Against what the same question answers in order; the second delivery lays its rows behind the first.
fn a_stream_in_any_order_shows_every_row_once(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    deliver(&**home, SECOND, CONTRACTS, &rows("120")[..777]);
    let days = ("2024-03-01".parse().unwrap(), "2024-03-02".parse().unwrap());
    let named: Vec<AccountId> = (0..333).map(|number| AccountId::new(&format!("own/A-{}", number % 222))).collect();
    assert_eq!(stream(home, &FactQuery::all(CONTRACTS).about_accounts(&named).in_any_order()).len(), 222);
    for query in [
        FactQuery::all(CONTRACTS),
        FactQuery::all(CONTRACTS).between(days.0, days.1),
        FactQuery::all(CONTRACTS).between(days.1, days.1),
        FactQuery::all(CONTRACTS).known_by(at(FIRST)),
        FactQuery::all(CONTRACTS).about_accounts(&named),
        FactQuery::all(CONTRACTS).about_accounts(&[]),
    ] {
        let mut seen = stream(home, &query.clone().in_any_order());
        seen.sort_by(|one, other| one.key.cmp(&other.key));
        assert_eq!(seen, home.facts(&query).unwrap());
    }
}

fn a_stream_stops_when_told(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    for limit in [1, 1_999, 2_000, 2_001] {
        let mut seen = 0;
        let mut see = |_: FactRecord| {
            seen += 1;
            seen < limit
        };
        home.each_fact(&FactQuery::all(CONTRACTS), &mut see).unwrap();
        assert_eq!(seen, limit);
        let mut told = 0;
        let mut see = |_: Version| {
            told += 1;
            told < limit
        };
        home.each_version(CONTRACTS, &mut see).unwrap();
        assert_eq!(told, limit);
    }
}

fn a_stream_over_pages_respects_days_and_as_of(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    deliver(&**home, SECOND, CONTRACTS, &rows("120"));
    let query = FactQuery::all(CONTRACTS).known_by(at(FIRST));
    let query = query.between("2024-03-01".parse().unwrap(), "2024-03-02".parse().unwrap());
    let seen = stream(home, &query);
    assert_eq!(seen.len(), ROW_COUNT);
    assert!(seen.iter().all(|record| record.cell("arr_amount") == &number("100")));
    assert_eq!(seen, home.facts(&query).unwrap());
    let later = FactQuery::all(CONTRACTS).between("2024-03-02".parse().unwrap(), "2025-01-01".parse().unwrap());
    assert!(stream(home, &later).is_empty());
}

fn versions_run_over_pages(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    deliver(&**home, SECOND, CONTRACTS, &rows("120"));
    let versions = versions(&**home, CONTRACTS);
    assert_eq!(versions.len(), 2 * ROW_COUNT);
    for (number, pair) in versions.chunks(2).enumerate() {
        assert_eq!(&*pair[0].record.key, format!("own/{}", id(number)));
        assert_eq!(pair[0].record.key, pair[1].record.key);
        assert_eq!((pair[0].recorded_at, pair[1].recorded_at), (at(FIRST), at(SECOND)));
    }
}

/// The last of the rows changes when the first is seen.
fn a_stream_shows_one_state_though_another_writes(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    let other = home.another();
    let mut seen: Vec<FactRecord> = Vec::new();
    let mut see = |record| {
        if seen.is_empty() {
            deliver(&other, SECOND, CONTRACTS, &rows("120"));
        }
        seen.push(record);
        true
    };
    home.each_fact(&FactQuery::all(CONTRACTS), &mut see).unwrap();
    assert_eq!(seen.len(), ROW_COUNT);
    assert!(seen.iter().all(|record| record.cell("arr_amount") == &number("100")));
    assert_eq!(only_amount(home), "120");
}

fn a_history_shows_one_state_though_another_writes(home: &Home) {
    deliver(&**home, FIRST, CONTRACTS, &rows("100"));
    let other = home.another();
    let mut seen: Vec<Version> = Vec::new();
    let mut see = |version| {
        if seen.is_empty() {
            deliver(&other, SECOND, CONTRACTS, &rows("120"));
        }
        seen.push(version);
        true
    };
    home.each_version(CONTRACTS, &mut see).unwrap();
    assert_eq!(seen.len(), ROW_COUNT);
    assert!(seen.iter().all(|version| version.superseded_at.is_none()));
}

fn only_amount(home: &Home) -> String {
    let mut amounts = arr_now(&**home);
    amounts.dedup();
    assert_eq!(amounts.len(), 1);
    amounts.remove(0)
}
