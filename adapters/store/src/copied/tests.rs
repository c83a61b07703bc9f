use super::*;
use sea_orm::{ConnectOptions, Database};
use sea_orm_migration::MigratorTrait;
use tokio::runtime::Builder;

use crate::migrations::Migrations;

static SHAPES: std::sync::LazyLock<Vec<&'static FactShape>> =
    std::sync::LazyLock::new(|| [people::SHAPES, customers::SHAPES, usage::SHAPES].concat());

/// Worked out again, made again, or the engine's own.
const LEFT_OUT: [&str; 3] = ["kept_figures", "seaql_migrations", "sqlite_sequence"];

#[test]
fn every_table_that_is_made_is_copied() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let made: Vec<String> = runtime.block_on(async {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        Migrations::up(&db, None).await.unwrap();
        let session = Session::new(&db, "memory");
        let sql = session.sql("SELECT name FROM sqlite_master WHERE type = 'table'");
        let rows = session.list(sql, "testing").await.unwrap();
        rows.iter().map(|row| session.cell(row, 0, "testing").unwrap()).collect()
    });
    assert!(made.len() > 30, "{made:?}");
    for table in made.iter().filter(|table| !LEFT_OUT.contains(&table.as_str())) {
        assert!(
            names(&SHAPES).any(|(name, _)| name == table),
            "the table {table} would be missing in every backup: add it to HOUSE with what orders its rows"
        );
    }
}

#[test]
fn either_engine_s_row_becomes_the_same_line() {
    let kinds = [("a", Kind::Text), ("b", Kind::Flag), ("c", Kind::Whole), ("d", Kind::Bytes), ("e", Kind::Text)];
    let kinds = kinds.map(|(name, kind)| (name.to_owned(), kind));
    let mut line = String::new();
    canonical(r#"["\u0007 \"é\"",1,9223372036854775807,"00ff",null]"#, &kinds, &mut line).unwrap();
    let first = line.clone();
    canonical(r#"["\u0007 \"\u00e9\"", true, 9223372036854775807, "00ff", null]"#, &kinds, &mut line).unwrap();
    assert_eq!(line, first);
    let (only, mut found) = (kinds.map(|(_, kind)| kind), Vec::new());
    values(&line, &only, &mut found).unwrap();
    let bytes = Value::Bytes(Some(vec![0, 255]));
    assert_eq!((&found[1], &found[2], &found[3]), (&Value::Bool(Some(true)), &Value::BigInt(Some(i64::MAX)), &bytes));
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let kinds = [Kind::Whole, Kind::Bytes];
    for line in ["[1]", "[1,\"00\",2]", "[\"x\",\"00\"]", "[1,\"0\"]", "[1,\"zz\"]", "[1,\"é\"]", "{}", "[1,\"00\""] {
        assert!(values(line, &kinds, &mut Vec::new()).is_err(), "{line}");
    }
}
