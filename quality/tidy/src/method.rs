use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::repository::Source;
use crate::{Finding, Repository};

/// What a number in code or in a table says.
pub mod number;

const FOLDER: &str = "docs/method/";
const MARK: &str = "// method:";

/// Checks that thresholds in code and in `docs/method` say the same. Nothing is said while there are no tables.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let (rows, mut findings) = rows(repository);
    if rows.is_empty() {
        return findings;
    }
    let sources = repository.sources();
    let marks: Vec<Mark<'_>> = sources.iter().filter(|source| !source.is_test_code()).flat_map(marks).collect();
    findings.extend(marks.iter().filter_map(|mark| against(&rows, mark)));
    let used: BTreeSet<&str> = marks.iter().map(|mark| mark.key).collect();
    let unused = rows.values().filter(|row| !row.is_text && !used.contains(row.key));
    findings.extend(unused.map(|row| {
        row.finding("is in no code; write `// method: KEY` over its constant, or `text` in a column of its own")
    }));
    findings
}

struct Row<'a> {
    path: &'a str,
    line: usize,
    key: &'a str,
    value: &'a str,
    is_text: bool,
}

impl Row<'_> {
    fn finding(&self, says: &str) -> Finding {
        Finding::new("method", self.path, self.key, format!("`{}` {says}", self.key)).at_line(self.line)
    }
}

/// The rows of all tables whose first heading is `key`; keys that stand twice are findings.
fn rows(repository: &Repository) -> (BTreeMap<&str, Row<'_>>, Vec<Finding>) {
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    let tables = repository.texts().filter(|(path, _)| path.starts_with(FOLDER) && path.ends_with(".md"));
    for row in tables.flat_map(|(path, text)| rows_of(path, text)) {
        if let Some(first) = rows.get(row.key) {
            findings.push(row.finding(&format!("stands in {} already", first.path)));
        } else {
            rows.insert(row.key, row);
        }
    }
    (rows, findings)
}

fn rows_of<'a>(path: &'a str, text: &'a str) -> Vec<Row<'a>> {
    let mut found = Vec::new();
    let mut in_table = false;
    for (place, line) in text.lines().enumerate() {
        let Some(cells) = cells(line) else {
            in_table = false;
            continue;
        };
        let is_heading = cells[0].eq_ignore_ascii_case("key");
        let is_rule = cells[0].trim_matches(['-', ':']).is_empty();
        if in_table && !is_rule && !is_heading {
            let is_text = cells.iter().skip(1).any(|cell| *cell == "text");
            let value = cells.get(1).copied().unwrap_or_default();
            found.push(Row { path, line: place + 1, key: cells[0], value, is_text });
        }
        in_table |= is_heading;
    }
    found
}

/// The cells of a table row, without their backticks; `None` when the line is no table row.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?;
    let inside = inside.strip_suffix('|').unwrap_or(inside);
    Some(inside.split('|').map(|cell| cell.trim().trim_matches('`').trim()).collect())
}

struct Mark<'a> {
    path: &'a str,
    line: usize,
    key: &'a str,
    /// Of the constant it stands at, if that is a plain number.
    value: Option<Decimal>,
}

impl Mark<'_> {
    fn finding(&self, says: &str) -> Finding {
        Finding::new("method", self.path, self.key, format!("`{}` {says}", self.key)).at_line(self.line)
    }
}

/// The marks of a source. A line with several keys, parted by commas, is not compared with a constant.
fn marks<'a>(source: &Source<'a>) -> Vec<Mark<'a>> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Some((before, told)) = line.split_once(MARK) else { continue };
        if before.matches('"').count() % 2 == 1 {
            continue;
        }
        let keys: Vec<&str> = told.split(',').filter_map(|key| key.split_whitespace().next()).collect();
        let value = if keys.len() == 1 { constant_at(&lines, place, before) } else { None };
        found.extend(keys.iter().map(|key| Mark { path: source.path, line: place + 1, key, value }));
        if keys.is_empty() {
            found.push(Mark { path: source.path, line: place + 1, key: "", value: None });
        }
    }
    found
}

/// The number of the constant on the line of a mark, or on the first line of code under it.
fn constant_at(lines: &[&str], place: usize, before: &str) -> Option<Decimal> {
    if !before.trim_end_matches('/').trim().is_empty() {
        return number::of_constant(before);
    }
    let code: Vec<&str> =
        lines[place + 1..].iter().map(|line| line.trim()).filter(|line| is_code(line)).take(4).collect();
    number::of_constant(&code.join(" "))
}

fn is_code(line: &str) -> bool {
    !line.is_empty() && !line.starts_with("//") && !line.starts_with("#[")
}

fn against(rows: &BTreeMap<&str, Row<'_>>, mark: &Mark<'_>) -> Option<Finding> {
    let Some(row) = rows.get(mark.key) else {
        return Some(mark.finding("has no row in docs/method; add it with its value and the reason for it"));
    };
    let value = mark.value?;
    let documented = number::of_cell(row.value);
    if documented.contains(&value) {
        return None;
    }
    let says = format!("is {} here and `{}` in {}", value.normalize(), row.value, row.path);
    Some(mark.finding(&says))
}

#[cfg(test)]
mod tests;
