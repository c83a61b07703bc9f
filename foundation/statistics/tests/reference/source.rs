use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A table: rows of named cells.
pub(crate) type Table = Vec<HashMap<String, String>>;

/// Results that lie beside the tests.
pub(crate) fn results(name: &str) -> Value {
    serde_json::from_str(&beside(name)).expect("results are JSON")
}

/// A table that lies beside the tests.
pub(crate) fn table(name: &str) -> Table {
    parsed(&beside(name))
}

/// Results and a table that may not be copied into the repository, from the folder named by `EVENKEEL_REFERENCE`; says so
/// and gives nothing when there is no such folder.
pub(crate) fn elsewhere(results: &str, table: &str) -> Option<(Value, Table)> {
    let folder = std::env::var_os("EVENKEEL_REFERENCE").map(PathBuf::from);
    let read = |part: &str, name: &str| std::fs::read_to_string(folder.as_ref()?.join(part).join(name)).ok();
    let found = read("values", results).zip(read("data/fetched", table));
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {results} and {table} are not there; set EVENKEEL_REFERENCE");
    }
    found.map(|(results, table)| (serde_json::from_str(&results).expect("results are JSON"), parsed(&table)))
}

/// A table that is better not copied here, from the same folder.
pub(crate) fn anywhere(table: &str) -> Option<Table> {
    let folder = std::env::var_os("EVENKEEL_REFERENCE").map(PathBuf::from);
    let found = folder.and_then(|folder| std::fs::read_to_string(folder.join("data").join(table)).ok());
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {table} is not there; set EVENKEEL_REFERENCE");
    }
    found.map(|text| parsed(&text))
}

fn beside(name: &str) -> String {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    std::fs::read_to_string(Path::new(&here).join("tests/data").join(name)).expect("the file lies beside the tests")
}

fn parsed(text: &str) -> Table {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row of cells")).collect()
}

pub(crate) fn number(row: &HashMap<String, String>, column: &str) -> f64 {
    row[column].trim().parse().expect("a number")
}

pub(crate) fn count(row: &HashMap<String, String>, column: &str) -> u64 {
    row[column].trim().parse().expect("a number")
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|value| value.as_f64().expect("a number")).collect()
}

/// Fails unless `found` is `expected` but for a part of `tolerance`; printed results have about 11 digits.
pub(crate) fn close(found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().expect("a number");
    // A quantity that is 0 but for rounding has no digits of its own.
    let allowed = tolerance * expected.abs().max(1e-3);
    assert!((found - expected).abs() <= allowed, "{found} is not {expected}");
}

pub(crate) fn all_close(found: &[f64], expected: &Value, tolerance: f64) {
    let expected = expected.as_array().expect("a list");
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(found, expected)| close(*found, expected, tolerance));
}
