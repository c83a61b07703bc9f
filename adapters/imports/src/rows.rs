//! Rows of cells, cut out of a text by separators, quotes and line ends.
//!
//! Cut by our own hand because the line a row begins on must be exact, also behind blank lines, lone carriage returns
//! and line breaks within quotes.

use std::io::{self, Read};

use crate::encoding::TextReader;

/// A row longer than this has a quote that was never closed.
const LONGEST_ROW_BYTES: usize = 16 * 1024 * 1024;

/// What a spreadsheet says a cell is. Cells of text files are all `Text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellSort {
    Text,
    /// A number in plain notation, decimal point.
    Number,
    /// A day or moment in ISO form.
    Moment,
}

/// One row as it stands in the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawRow {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Empty for rows of text files.
    sorts: Vec<CellSort>,
    /// The line it begins on, counted from 1; 0 when nobody counted.
    pub(crate) line: u32,
    /// A quote was opened and the file ended before it was closed.
    pub(crate) unclosed: bool,
}

impl RawRow {
    /// An empty row that begins on a line.
    pub(crate) fn on_line(line: u32) -> Self {
        Self { line, ..Self::default() }
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.sorts.clear();
        self.unclosed = false;
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a cell; empty beyond the last one.
    pub(crate) fn cell(&self, place: usize) -> &str {
        let Some(end) = self.ends.get(place) else { return "" };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        std::str::from_utf8(&self.bytes[start..*end]).unwrap_or("\u{FFFD}")
    }

    pub(crate) fn sort(&self, place: usize) -> CellSort {
        self.sorts.get(place).copied().unwrap_or(CellSort::Text)
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.cell(place))
    }

    pub(crate) fn is_blank(&self) -> bool {
        !self.unclosed && self.cells().all(|cell| cell.trim().is_empty())
    }

    pub(crate) fn push(&mut self, text: &str, sort: CellSort) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.end_cell();
        self.sorts.push(sort);
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote within quotes: the end of the cell, or the first half of a doubled quote.
    QuoteSeen,
}

/// Cuts a text into rows.
pub(crate) struct Splitter<R> {
    reader: TextReader<R>,
    separator: u8,
    line: u32,
    behind_return: bool,
}

impl<R: Read> Splitter<R> {
    pub(crate) fn new(reader: TextReader<R>, separator: u8) -> Self {
        Self { reader, separator, line: 1, behind_return: false }
    }

    /// Reads the next row that is not blank; `false` at the end.
    pub(crate) fn next_row(&mut self, row: &mut RawRow) -> io::Result<bool> {
        loop {
            row.clear();
            self.skip_line_feed()?;
            row.line = self.line;
            if !self.read_row(row)? {
                return Ok(false);
            }
            if !row.is_blank() {
                return Ok(true);
            }
        }
    }

    fn skip_line_feed(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.behind_return) && self.reader.chunk()?.first() == Some(&b'\n') {
            self.reader.consume(1);
        }
        Ok(())
    }

    fn read_row(&mut self, row: &mut RawRow) -> io::Result<bool> {
        let mut state = State::CellStart;
        loop {
            let chunk = self.reader.chunk()?;
            if chunk.is_empty() {
                let begun = state != State::CellStart || row.len() > 0;
                row.unclosed = state == State::Quoted;
                row.end_cell();
                return Ok(begun);
            }
            let (used, ended) = take_from(chunk, self.separator, &mut state, row);
            let breaks = chunk[..used].iter().filter(|byte| **byte == b'\n').count();
            let last = chunk[..used].last().copied();
            self.reader.consume(used);
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            if ended {
                self.behind_return = last == Some(b'\r');
                self.line = self.line.saturating_add(u32::from(self.behind_return));
                return Ok(true);
            }
            if row.bytes.len() > LONGEST_ROW_BYTES {
                let words = format!("the row that begins in line {} has a quote that is never closed", row.line);
                return Err(io::Error::new(io::ErrorKind::InvalidData, words));
            }
        }
    }
}

/// Moves bytes of a chunk into the row; returns how many were used and whether the row ended.
fn take_from(chunk: &[u8], separator: u8, state: &mut State, row: &mut RawRow) -> (usize, bool) {
    let mut at = 0;
    while at < chunk.len() {
        let rest = &chunk[at..];
        match *state {
            State::Quoted => {
                let run = rest.iter().position(|byte| *byte == b'"').unwrap_or(rest.len());
                row.bytes.extend_from_slice(&rest[..run]);
                at += run;
                if run < rest.len() {
                    at += 1;
                    *state = State::QuoteSeen;
                }
            }
            State::Plain => {
                let ends = |byte: &u8| *byte == separator || *byte == b'\n' || *byte == b'\r';
                let run = rest.iter().position(ends).unwrap_or(rest.len());
                row.bytes.extend_from_slice(&rest[..run]);
                at += run;
                if run < rest.len() {
                    *state = State::CellStart;
                    at += 1;
                    row.end_cell();
                    if rest[run] != separator {
                        return (at, true);
                    }
                }
            }
            State::CellStart if rest[0] == b'"' => {
                at += 1;
                *state = State::Quoted;
            }
            State::QuoteSeen if rest[0] == b'"' => {
                row.bytes.push(b'"');
                at += 1;
                *state = State::Quoted;
            }
            State::CellStart | State::QuoteSeen => *state = State::Plain,
        }
    }
    (at, false)
}

#[cfg(test)]
mod tests;
