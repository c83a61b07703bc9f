//! Which of the first rows are headings, also where two rows together are.

use crate::dates::Written;
use crate::numbers::{NumberStyle, WrittenNumber};

/// Columns are called `1` or `2024`; a longer number is a value.
const LONGEST_NUMBER: usize = 4;

/// Rows that may be headings: their cells, and the last line they stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeadingRows {
    pub(crate) line: u32,
    pub(crate) cells: Vec<String>,
}

/// What may be headings among the first rows of a table, in the order in which it is tried.
pub(crate) fn candidates(rows: &[(u32, Vec<String>)]) -> Vec<HeadingRows> {
    let widest = rows.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let (mut found, mut is_under_headings) = (Vec::new(), false);
    for (place, (line, cells)) in rows.iter().enumerate() {
        let values = cells.iter().filter(|cell| is_value(cell)).count();
        let is_data = cells.iter().any(|cell| is_telling_value(cell));
        found.extend(imported_labels(&rows[place..]).or_else(|| two_rows(&rows[place..], Pair::Answers)));
        // A column may be called by a date or a number; a row under names that holds values is a row.
        if values * 2 <= filled(cells) && !(is_data && is_under_headings) {
            found.push(HeadingRows { line: *line, cells: cells.clone() });
        }
        // A row of values must not be swallowed, so this is tried last.
        found.extend(two_rows(&rows[place..], Pair::Groups));
        is_under_headings |= !is_data && filled(cells) > 1 && filled(cells) * 2 >= widest;
    }
    found
}

/// The headings a table most likely has, for what is told of one that nothing recognises.
pub(crate) fn likeliest(rows: &[(u32, Vec<String>)]) -> Option<&(u32, Vec<String>)> {
    let widest = rows.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let is_wide = |(_, cells): &&(u32, Vec<String>)| filled(cells) * 2 >= widest;
    let is_named = |(_, cells): &&(u32, Vec<String>)| {
        let values = cells.iter().filter(|cell| is_value(cell)).count();
        values * 2 <= filled(cells) && !cells.iter().any(|cell| is_telling_value(cell))
    };
    // Where columns are called by days, as in a pivot, the first row that is no title has to do.
    let mut wide = rows.iter().filter(is_wide);
    wide.clone().find(is_named).or_else(|| wide.next()).or_else(|| rows.first())
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
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
    let [(above, upper), (line, lower), rest @ ..] = rows else { return None };
    // A title over the headings fills one cell, or says of which day the list is.
    if filled(upper) < 2 || upper.iter().any(|cell| cell.split_whitespace().any(is_dated)) {
        return None;
    }
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
        Pair::Groups => {
            gaps && is_right_above(*above, *line, upper) && (0..columns).all(|place| !cell(lower, place).is_empty())
        }
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

/// Whether no blank line stands between two rows; a cell of several lines makes its row longer.
fn is_right_above(above: u32, line: u32, upper: &[String]) -> bool {
    line <= above.saturating_add(1) || upper.iter().any(|cell| cell.contains('\n'))
}

fn is_dated(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ')']);
    word.len() >= 8 && !word.bytes().all(|byte| byte.is_ascii_digit()) && Written::parse(word).is_some()
}

fn number_in(cell: &str) -> Option<WrittenNumber> {
    let is_one = |written: &WrittenNumber| {
        [NumberStyle::Point, NumberStyle::Comma].into_iter().any(|style| written.value(style).is_some())
    };
    WrittenNumber::parse(cell).filter(is_one)
}

/// Names are neither numbers nor dates nor addresses.
pub(crate) fn is_value(cell: &str) -> bool {
    cell.contains('@') || Written::parse(cell).is_some() || number_in(cell).is_some()
}

/// What hardly a column is called: an address, a date, an amount, a long number.
fn is_telling_value(cell: &str) -> bool {
    let is_address = || {
        cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !cell.contains(' '))
    };
    let is_long = || cell.bytes().filter(u8::is_ascii_digit).count() > LONGEST_NUMBER || cell.contains(['.', ',']);
    is_address() || Written::parse(cell).is_some() || (number_in(cell).is_some() && is_long())
}

#[cfg(test)]
mod tests;
