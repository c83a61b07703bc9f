use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use kernel::{Actor, Cell, Event, FactShape};
use ports::store::{FactQuery, NewFact, Store};
use sea_orm::Database;

use super::*;

/// A home as the first edition made it, before there were exclusions.
fn first_edition(path: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Database::connect(format!("sqlite://{}?mode=rwc", path.display())).await.unwrap();
        Migrations::up(&db, Some(1)).await.unwrap();
        let pending = Migrations::get_pending_migrations(&db).await.unwrap();
        assert_eq!(
            pending.iter().map(|one| one.name().to_owned()).collect::<Vec<_>>(),
            ["exclusions", "account_intelligence", "days", "account_links", "told_today", "acknowledged", "withdrawn"]
        );
        db.close().await.unwrap();
    });
}

fn fact(shape: &FactShape, id: &str, told: &[(&str, Cell)]) -> NewFact {
    let mut cells = vec![Cell::Empty; shape.columns.len()];
    told.iter().for_each(|(column, cell)| cells[shape.position(column).unwrap()] = cell.clone());
    NewFact { key: Arc::from(format!("own/{id}")), cells, file: Arc::from("rows.csv"), line: 2, known_at: None }
}

#[test]
fn a_home_of_the_first_edition_gets_the_table_of_exclusions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evenkeel.db");
    first_edition(&path);
    let store = crate::open_file(&path, customers::SHAPES).unwrap();
    let shape = &customers::exclusion::SHAPE;
    let told = [
        ("exclusion_id", Cell::text("X-1")),
        ("account_id", Cell::text("own/A-1")),
        ("from", Cell::Day(date(2024, 10, 1))),
        ("to", Cell::Day(date(2025, 1, 1))),
        ("reason", Cell::text("bankruptcy")),
        ("excluded_by", Cell::text("ruth")),
        ("excluded_on", Cell::Day(date(2025, 1, 10))),
    ];
    let mut change = store.begin(date(2025, 1, 10).at(9, 0, 0, 0), &Actor::new("ruth")).unwrap();
    change.open_delivery("rows").unwrap();
    change.append(shape, &[fact(shape, "X-1", &told)]).unwrap();
    change.record(&Event::new("tests.happened", "delivery 1", "something happened")).unwrap();
    change.commit().unwrap();
    drop(store);
    let again = crate::open_file(&path, customers::SHAPES).unwrap();
    let held = again.facts(&FactQuery::all(shape)).unwrap();
    assert_eq!(held.len(), 1);
    told.iter().for_each(|(column, cell)| assert_eq!(held[0].cell(column), cell, "{column}"));
}

#[test]
fn a_home_of_the_first_edition_keeps_its_contracts_and_learns_their_notice_period() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evenkeel.db");
    first_edition(&path);
    let store = crate::open_file(&path, customers::SHAPES).unwrap();
    let shape = &customers::contract::SHAPE;
    let told = [
        ("contract_id", Cell::text("C-1")),
        ("account_id", Cell::text("own/A-1")),
        ("starts_on", Cell::Day(date(2024, 1, 1))),
        ("notice_on", Cell::Day(date(2024, 9, 1))),
        ("notice_days", Cell::Whole(60)),
    ];
    let mut change = store.begin(date(2025, 1, 10).at(9, 0, 0, 0), &Actor::new("ruth")).unwrap();
    change.open_delivery("rows").unwrap();
    change.append(shape, &[fact(shape, "C-1", &told)]).unwrap();
    change.record(&Event::new("tests.happened", "delivery 1", "something happened")).unwrap();
    change.commit().unwrap();
    let notice = |known_by| {
        let held = store.facts(&FactQuery::all(shape).known_by(known_by)).unwrap();
        (held[0].day("notice_on"), held[0].whole("notice_days"))
    };
    assert_eq!(notice(date(2024, 8, 31).at(12, 0, 0, 0)), (None, Some(60)));
    assert_eq!(notice(date(2024, 9, 1).at(12, 0, 0, 0)), (Some(date(2024, 9, 1)), Some(60)));
}
