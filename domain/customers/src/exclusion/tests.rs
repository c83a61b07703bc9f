use jiff::civil::{DateTime, date};
use kernel::{Cell, Clocks, Origin};

use super::*;

const DECIDED: Date = date(2024, 11, 20);

fn record(to: Cell, reason: Cell) -> FactRecord {
    let day = |text: &str| Cell::Day(text.parse().unwrap());
    FactRecord {
        shape: &SHAPE,
        key: Arc::from("own/exclusion-1"),
        cells: vec![
            Cell::text("exclusion-1"),
            Cell::text("own/A-06"),
            day("2024-10-01"),
            to,
            reason,
            Cell::text("ruth.falk@tidewater.example"),
            Cell::Day(DECIDED),
        ],
        clocks: Clocks { happened_on: None, known_at: DateTime::ZERO, closing_known_at: None, assumed: false },
        origin: Origin { source: Arc::from("own"), delivery: 1, file: Arc::from("exclusions.csv"), line: 2 },
    }
}

fn until(to: Option<Date>) -> Exclusion {
    Exclusion::from_record(&record(to.map_or(Cell::Empty, Cell::Day), Cell::text("bankruptcy"))).unwrap()
}

#[test]
fn it_says_whose_when_why_and_by_whom() {
    let exclusion = until(Some(date(2025, 1, 1)));
    assert_eq!(exclusion.account, AccountId::new("own/A-06"));
    assert_eq!((exclusion.from, exclusion.to), (date(2024, 10, 1), Some(date(2025, 1, 1))));
    assert_eq!((&*exclusion.reason, &*exclusion.excluded_by), ("bankruptcy", "ruth.falk@tidewater.example"));
    assert_eq!(exclusion.excluded_on, DECIDED);
}

#[test]
fn without_a_reason_it_is_none() {
    assert_eq!(Exclusion::from_record(&record(Cell::Empty, Cell::Empty)), None);
}

#[test]
fn it_covers_its_first_day_and_not_the_day_it_ends() {
    let (ours, exclusion) = (AccountId::new("own/A-06"), until(Some(date(2025, 1, 1))));
    let covered = |day| exclusion.covers(&ours, day);
    assert!(!covered(date(2024, 9, 30)) && covered(date(2024, 10, 1)));
    assert!(covered(date(2024, 12, 31)) && !covered(date(2025, 1, 1)));
}

#[test]
fn without_an_end_it_covers_every_later_day() {
    let (ours, exclusion) = (AccountId::new("own/A-06"), until(None));
    assert!(exclusion.covers(&ours, date(2099, 12, 31)) && !exclusion.covers(&ours, date(2024, 9, 30)));
}

#[test]
fn it_covers_no_other_account() {
    assert!(!until(None).covers(&AccountId::new("own/A-07"), date(2024, 10, 1)));
}

#[test]
fn what_ends_on_its_first_day_or_before_covers_nothing() {
    assert!(until(Some(date(2024, 10, 1))).covers_nothing() && until(Some(date(2024, 9, 1))).covers_nothing());
    assert!(!until(Some(date(2024, 10, 2))).covers_nothing() && !until(None).covers_nothing());
}

#[test]
fn it_is_known_since_it_was_decided_and_not_since_its_first_day() {
    assert_eq!((SHAPE.opened_by, SHAPE.closed_by), (Some("excluded_on"), None));
    assert!(SHAPE.columns.iter().all(|column| column.stage == kernel::fact::Stage::Opening));
}

fn of(key: &str, from: Date, to: Option<Date>) -> Exclusion {
    Exclusion { key: Arc::from(key), from, ..until(to) }
}

#[test]
fn two_overlap_where_both_cover_a_day_of_the_same_account() {
    let autumn = of("a", date(2024, 10, 1), Some(date(2025, 1, 1)));
    for (from, to, wanted) in [
        (date(2024, 10, 1), Some(date(2025, 1, 1)), true),
        (date(2024, 12, 31), Some(date(2025, 6, 1)), true),
        (date(2025, 1, 1), None, false),
        (date(2024, 1, 1), Some(date(2024, 10, 1)), false),
        (date(2024, 1, 1), None, true),
    ] {
        let other = of("b", from, to);
        assert_eq!((autumn.overlaps(&other), other.overlaps(&autumn)), (wanted, wanted), "{from} {to:?}");
    }
    let elsewhere = Exclusion { account: AccountId::new("own/A-07"), ..autumn.clone() };
    assert!(!autumn.overlaps(&elsewhere));
}

#[test]
fn of_those_that_overlap_the_one_known_stands_else_the_earliest() {
    let (autumn, winter) =
        (of("b", date(2024, 10, 1), Some(date(2025, 1, 1))), of("a", date(2024, 12, 1), Some(date(2025, 3, 1))));
    let keys = |known: &[Exclusion], new: &[Exclusion]| -> Vec<String> {
        contradictions(known, new).into_keys().map(|key| key.to_string()).collect()
    };
    assert_eq!(keys(&[], &[winter.clone(), autumn.clone()]), ["a"]);
    assert_eq!(keys(std::slice::from_ref(&winter), std::slice::from_ref(&autumn)), ["b"]);
    assert!(keys(&[], &[autumn, of("c", date(2025, 1, 1), None)]).is_empty());
    let empty = of("d", date(2024, 10, 1), Some(date(2024, 10, 1)));
    assert_eq!(keys(&[], &[empty]), ["d"]);
}
