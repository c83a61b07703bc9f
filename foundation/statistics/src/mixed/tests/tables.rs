use std::path::PathBuf;

use serde_json::Value;

use crate::mixed::{Case, Observations};

/// A reference file: beside these tests where it may be kept there, else in the folder that EVENKEEL_REFERENCE names.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn read(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let elsewhere = std::env::var_os("EVENKEEL_REFERENCE").map(|folder| PathBuf::from(folder).join(path));
    let found = std::fs::read_to_string(beside).ok().or_else(|| std::fs::read_to_string(elsewhere?).ok());
    if found.is_none() {
        eprintln!("SKIPPED: {path} is not here; set EVENKEEL_REFERENCE to the folder with the reference values");
    }
    found
}

/// Reference values of tables that may not be copied here.
pub(crate) fn values_elsewhere(name: &str) -> Option<Value> {
    let folder = std::env::var_os("EVENKEEL_REFERENCE").map(PathBuf::from)?;
    let text = std::fs::read_to_string(folder.join(format!("values/{name}.json"))).ok()?;
    Some(serde_json::from_str(&text).expect("reference values are JSON"))
}

pub(crate) fn values(name: &str) -> Option<Value> {
    read(&format!("values/{name}.json")).map(|text| serde_json::from_str(&text).expect("reference values are JSON"))
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_f64).collect(),
        _ => Vec::new(),
    }
}

pub(crate) struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

pub(crate) fn table(name: &str) -> Option<Table> {
    let text = read(&format!("data/{name}"))?;
    let cells = |line: &str| line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
    let mut lines = text.lines();
    Some(Table { heads: cells(lines.next()?), rows: lines.map(cells).collect() })
}

impl Table {
    pub(crate) fn words(&self, head: &str) -> Vec<String> {
        let column = self.heads.iter().position(|name| name == head).unwrap_or_else(|| panic!("no column {head}"));
        self.rows.iter().map(|row| row[column].clone()).collect()
    }

    pub(crate) fn column(&self, head: &str) -> Vec<f64> {
        self.words(head).iter().map(|cell| cell.parse().expect("a number")).collect()
    }
}

/// World A as the reference scripts read it: segment, tenure up to five years, risk and onboarding at hand-over.
pub(crate) fn world_a(shared: bool) -> Option<Observations> {
    let table = table("csm_world_a.csv")?;
    let segments = table.words("segment");
    let (tenure, risk, onboarded) = (table.column("tenure_years"), table.column("risk0"), table.column("onboarded"));
    let (first, second, share) = (table.column("csm"), table.column("csm2"), table.column("w1"));
    let mut rows = Observations::new(5, 40);
    for (row, renewed) in table.column("renewed").into_iter().enumerate() {
        let is = |segment: &str| f64::from(u8::from(segments[row] == segment));
        let covariates = [is("MM"), is("ENT"), tenure[row].min(5.0), risk[row], onboarded[row]];
        let owner = first[row] as usize;
        let members = if shared && second[row] >= 0.0 {
            vec![(owner, share[row]), (second[row] as usize, 1.0 - share[row])]
        } else {
            vec![(owner, 1.0)]
        };
        let case = Case { covariates: &covariates, successes: renewed, trials: 1.0, offset: 0.0, members: &members };
        rows.push(case).expect("a row of the reference world");
    }
    Some(rows)
}

/// Rows of counts: good among trials, group by group, with dummies of one column of words.
pub(crate) fn counts(good: &[f64], trials: &[f64], groups: &[String], dummies: &[String]) -> Observations {
    let names = |words: &[String]| {
        let mut names: Vec<String> = words.to_vec();
        names.sort_by_key(|name| (name.parse::<u32>().unwrap_or(u32::MAX), name.clone()));
        names.dedup();
        names
    };
    let (group_names, levels) = (names(groups), names(dummies));
    let width = levels.len().saturating_sub(1);
    let mut rows = Observations::new(width, group_names.len());
    for row in 0..good.len() {
        let level = |name: &String| f64::from(u8::from(dummies.get(row) == Some(name)));
        let covariates: Vec<f64> = levels.iter().skip(1).map(level).collect();
        let group = group_names.iter().position(|name| *name == groups[row]).expect("a group");
        let members = [(group, 1.0)];
        let case =
            Case { covariates: &covariates, successes: good[row], trials: trials[row], offset: 0.0, members: &members };
        rows.push(case).expect("a row of counts");
    }
    rows
}
