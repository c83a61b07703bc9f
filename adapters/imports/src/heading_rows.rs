//! Which of the first rows are headings, also where two rows together are.

use crate::dates::Written;
use crate::numbers::WrittenNumber;

/// Rows that may be headings: their cells, and the last line they stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeadingRows {
    pub(crate) line: u32,
    pub(crate) cells: Vec<String>,
}

/// What may be headings among the first rows of a table, in the order in which it is tried.
pub(crate) fn candidates(rows: &[(u32, Vec<String>)]) -> Vec<HeadingRows> {
    let mut found = Vec::new();
    for (place, (line, cells)) in rows.iter().enumerate() {
        found.extend(imported_labels(&rows[place..]).or_else(|| two_rows(&rows[place..], Pair::Answers)));
        found.push(HeadingRows { line: *line, cells: cells.clone() });
        // A row of values must not be swallowed, so this is tried last.
        found.extend(two_rows(&rows[place..], Pair::Groups));
    }
    found
}

/// Qualtrics: names, then labels, then `{"ImportId":…}`. The label says what was asked.
fn imported_labels(rows: &[(u32, Vec<String>)]) -> Option<HeadingRows> {
    let [(_, names), (_, labels), (line, imports), ..] = rows else { return None };
    let is_import = |cell: &String| cell.starts_with("{\"ImportId\"");
    if imports.is_empty() || !imports.iter().all(|cell| cell.is_empty() || is_import(cell)) {
        return None;
    }
    let is_question = |name: &str| {
        let rest = name.strip_prefix(['Q', 'q']).unwrap_or_default();
        rest.starts_with(|letter: char| letter.is_ascii_digit()) || name.to_lowercase().contains("nps")
    };
    let cells = names.iter().enumerate().map(|(place, name)| match labels.get(place) {
        Some(label) if is_question(name) => format!("{name} {label}"),
        _ => name.clone(),
    });
    Some(HeadingRows { line: *line, cells: cells.collect() })
}

/// How two rows are headings together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    /// Questions, and under some of them the part of the answer.
    Answers,
    /// Groups with gaps between them, and a name under every one.
    Groups,
}

/// What surveys write under a question with one answer.
const ANSWERS: [&str; 4] = ["response", "antwort", "réponse", "respuesta"];

/// A row of groups over a row of names, as merged cells and SurveyMonkey write them.
fn two_rows(rows: &[(u32, Vec<String>)], pair: Pair) -> Option<HeadingRows> {
    let [(_, upper), (line, lower), rest @ ..] = rows else { return None };
    let cell = |row: &[String], place: usize| row.get(place).cloned().unwrap_or_default();
    let columns = upper.len().max(lower.len());
    if columns < 2 || lower.iter().any(|cell| is_value(cell)) || lower.iter().all(String::is_empty) {
        return None;
    }
    let below = rest.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    let gaps = (0..columns).any(|place| cell(upper, place).is_empty());
    let fits = match pair {
        Pair::Answers => {
            let says_so = || lower.iter().any(|cell| ANSWERS.iter().any(|word| cell.to_lowercase().contains(word)));
            cell(lower, 0).is_empty() && !cell(below, 0).is_empty() && (gaps || says_so())
        }
        Pair::Groups => gaps && (0..columns).all(|place| !cell(lower, place).is_empty()),
    };
    if !fits || cell(upper, 0).is_empty() {
        return None;
    }
    let mut group = String::new();
    let mut cells = Vec::with_capacity(columns);
    for place in 0..columns {
        let (above, under) = (cell(upper, place), cell(lower, place));
        if !above.is_empty() {
            group.clone_from(&above);
        }
        let words = if under.is_empty() { above } else { format!("{group} {under}") };
        cells.push(words.trim().to_owned());
    }
    Some(HeadingRows { line: *line, cells })
}

/// Names are neither numbers nor dates nor addresses.
fn is_value(cell: &str) -> bool {
    cell.contains('@') || Written::parse(cell).is_some() || WrittenNumber::parse(cell).is_some()
}

#[cfg(test)]
mod tests;
