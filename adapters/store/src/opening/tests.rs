use std::sync::Arc;

use jiff::civil::date;
use kernel::{Actor, Cell, Event};
use ports::store::{NewFact, Store};

use super::*;

static SHAPES: &[&FactShape] = &[&customers::account::SHAPE];

const LIMIT: u64 = 256 << 10;

/// So many accounts, in one delivery.
fn deliver(store: &SeaStore, name: &str, count: usize) {
    let shape = SHAPES[0];
    let fact = |place: usize| {
        let mut cells = vec![Cell::Empty; shape.columns.len()];
        cells[shape.position("account_id").unwrap()] = Cell::text(&format!("{name}-{place}"));
        cells[shape.position("name").unwrap()] =
            Cell::text(&format!("{name} {place} {}", "of many letters ".repeat(100)));
        let key = Arc::from(format!("own/{name}-{place}"));
        NewFact { key, cells, file: Arc::from("accounts.csv"), line: 2, known_at: None }
    };
    let facts: Vec<NewFact> = (0..count).map(fact).collect();
    let mut transaction = store.begin(date(2025, 1, 10).at(9, 0, 0, 0), &Actor::new("ruth")).unwrap();
    transaction.open_delivery(name).unwrap();
    transaction.append(shape, &facts).unwrap();
    transaction.record(&Event::new("tests.delivered", "accounts", "accounts were delivered")).unwrap();
    transaction.commit().unwrap();
}

#[test]
fn the_journal_is_cut_back_after_a_large_import() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evenkeel.db");
    let store = open_limited(&path, SHAPES, LIMIT).unwrap();
    let journal = || std::fs::metadata(folder.path().join("evenkeel.db-wal")).unwrap().len();
    deliver(&store, "large", 4000);
    let grown = journal();
    assert!(grown > 4 * LIMIT, "the import was too small to tell: {grown}");
    // The next program to write begins the journal anew, once all of it stands in the database.
    deliver(&store, "small", 1);
    assert!(journal() <= LIMIT, "{} of {grown} are left", journal());
}
