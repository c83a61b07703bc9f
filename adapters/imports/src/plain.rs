//! Columns of a table that is no delivery.

use std::path::Path;

use kernel::Refusal;
use ports::deliveries::{PlainCell, PlainColumn, PlainTable, RejectedRow};
use ports::{Fault, Outside};

use crate::encoding::Encoding;
use crate::headings::normal_form;
use crate::numbers::{Holding, NumberStyle, NumberTally, StyleVerdict, WrittenNumber};
use crate::rows::{CellSort, RawRow};
use crate::table::{Form, More, Table, file_name, tables_of, unreadable};

/// More rows than this are not held at once.
const ROWS_MAX: usize = 1_000_000;

/// Reads the columns with these headings from the first table of a file that holds anything.
pub(crate) fn read(path: &Path, wanted: &[&str]) -> Outside<PlainTable> {
    let about = std::fs::metadata(path).map_err(|problem| unreadable(path, &problem))?;
    if about.is_dir() {
        return Err(refused(format!("{} is a folder; name one file of it", path.display())));
    }
    let tables = tables_of(path, true)?;
    let sheets = tables.len();
    for table in tables {
        let mut taking = Taking::new(&table, wanted);
        table.each_row(&mut |row| taking.see(row))?;
        if let Some(mut found) = taking.finish() {
            found.findings = findings(&table, sheets);
            return Ok(found);
        }
    }
    Err(refused(format!("{} is empty", file_name(path))))
}

fn refused(words: String) -> Fault {
    Fault::Refused(Refusal::Rejected(words))
}

fn findings(table: &Table, sheets: usize) -> Vec<String> {
    match &table.form {
        Form::Text { detected, separator } => {
            let parted = match separator {
                b'\t' => "columns parted by tabs".to_owned(),
                sign => format!("columns parted by `{}`", char::from(*sign)),
            };
            [Some(detected.words.clone()), Some(parted), detected.caution.clone()].into_iter().flatten().collect()
        }
        Form::Sheet { name, .. } if sheets > 1 => vec![format!("sheet {name}, one of {sheets}")],
        Form::Sheet { name, .. } => vec![format!("sheet {name}")],
    }
}

/// The rows seen so far.
struct Taking<'a> {
    table: &'a Table,
    wanted: &'a [&'a str],
    headings: Option<Vec<String>>,
    /// Where each wanted column stands.
    places: Vec<Option<usize>>,
    /// The cells of each wanted column.
    cells: Vec<Vec<(String, CellSort)>>,
    lines: Vec<u32>,
    rejected: Vec<RejectedRow>,
}

impl<'a> Taking<'a> {
    fn new(table: &'a Table, wanted: &'a [&'a str]) -> Self {
        let cells = vec![Vec::new(); wanted.len()];
        let (lines, rejected) = (Vec::new(), Vec::new());
        Self { table, wanted, headings: None, places: Vec::new(), cells, lines, rejected }
    }

    fn see(&mut self, row: &RawRow) -> Outside<More> {
        let Some(headings) = &self.headings else {
            let mut headings: Vec<String> = row.cells().map(|cell| cell.trim().to_owned()).collect();
            while headings.last().is_some_and(String::is_empty) {
                headings.pop();
            }
            self.places = self.wanted.iter().map(|name| place(&headings, name)).collect::<Outside<_>>()?;
            self.headings = Some(headings);
            return Ok(More::Yes);
        };
        if let Some(reason) = self.fault(row, headings.len()) {
            self.rejected.push(RejectedRow { line: row.line, column: None, value: None, reason });
            return Ok(More::Yes);
        }
        if self.lines.len() == ROWS_MAX {
            let name = file_name(self.table.path());
            return Err(refused(format!("{name} holds more than {ROWS_MAX} rows; take a part of it")));
        }
        self.lines.push(row.line);
        for (place, cells) in self.places.iter().zip(&mut self.cells) {
            if let Some(place) = place {
                cells.push((row.cell(*place).trim().to_owned(), row.sort(*place)));
            }
        }
        Ok(More::Yes)
    }

    /// Why a row cannot be cut into cells.
    fn fault(&self, row: &RawRow, headings: usize) -> Option<String> {
        if row.unclosed {
            return Some("a quote is opened and never closed".to_owned());
        }
        let Form::Text { detected, .. } = &self.table.form else { return None };
        if row.len() < headings {
            return Some(format!("too few cells: {} where the headings are {headings}", row.len()));
        }
        if (headings..row.len()).any(|place| !row.cell(place).trim().is_empty()) {
            return Some(format!("too many cells: {} where the headings are {headings}", row.len()));
        }
        let damaged = detected.encoding == Encoding::DamagedUtf8 && row.cells().any(|cell| cell.contains('\u{FFFD}'));
        damaged.then(|| "holds bytes that are not UTF-8 while the rest of the file is".to_owned())
    }

    /// What was taken; `None` where not even headings were seen.
    fn finish(self) -> Option<PlainTable> {
        let headings = self.headings?;
        let (places, lines) = (self.places, self.lines);
        let column = |(place, cells): (&Option<usize>, Vec<(String, CellSort)>)| {
            place.map(|place| column(&headings[place], cells, &lines))
        };
        let columns = places.iter().zip(self.cells).map(column).collect();
        Some(PlainTable { columns, headings, lines, rejected: self.rejected, findings: Vec::new() })
    }
}

/// Where a heading stands: as it was typed, else in the form in which headings are compared.
fn place(headings: &[String], name: &str) -> Outside<Option<usize>> {
    let places = |is: &dyn Fn(&String) -> bool| (0..headings.len()).filter(|place| is(&headings[*place])).collect();
    let mut found: Vec<usize> = places(&|heading| heading == name.trim());
    let form = normal_form(name);
    if found.is_empty() && !form.is_empty() {
        found = places(&|heading| normal_form(heading) == form);
    }
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(refused(format!("there is more than one column `{name}`: rename all but one of them"))),
    }
}

fn column(heading: &str, cells: Vec<(String, CellSort)>, lines: &[u32]) -> PlainColumn {
    let mut tally = NumberTally::default();
    for ((text, _), line) in cells.iter().zip(lines).filter(|((_, sort), _)| *sort == CellSort::Text) {
        tally.see(text, *line, |_| true);
    }
    let (style, question) = match tally.verdict(heading, Holding::Unsaid, None) {
        StyleVerdict::Settled(style) => (style, None),
        StyleVerdict::Question(words) => (NumberStyle::Point, Some(words)),
    };
    let mixed = tally.marks.iter().map(|(_, proof)| proof.words()).collect::<Vec<_>>();
    let mixed = (mixed.len() > 1).then(|| format!("column {heading} mixes currencies: {}", mixed.join(", ")));
    let cell = |(text, sort): (String, CellSort)| {
        let style = if sort == CellSort::Number { NumberStyle::Point } else { style };
        let number = WrittenNumber::parse(&text).and_then(|written| written.value(style));
        PlainCell { text, number }
    };
    PlainColumn {
        heading: heading.to_owned(),
        cells: cells.into_iter().map(cell).collect(),
        question: question.or(mixed),
    }
}

#[cfg(test)]
mod tests;
