//! Which sign stands between the cells of a text file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::encoding::{Detected, TextReader};
use crate::rows::{RawRow, Splitter};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const SAMPLE_BYTES: u64 = 256 * 1024;
const SAMPLE_ROWS: usize = 200;

/// Finds the separator that cuts the beginning of a file into rows of the same length; a comma where none does.
pub(crate) fn sniff(path: &Path, detected: &Detected) -> io::Result<u8> {
    let mut best = (b',', 0.0);
    for candidate in CANDIDATES {
        let rows = first_rows(path, detected, candidate)?;
        if let Some(hinted) = rows.first().and_then(|first| hint(first)) {
            return Ok(hinted);
        }
        let score = consistency(&rows);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    Ok(best.0)
}

/// Whether the row is a line such as `sep=;`, which some spreadsheets put before the headings.
pub(crate) fn is_hint(row: &RawRow) -> bool {
    row.cell(0).to_ascii_lowercase().starts_with("sep=") && row.len() <= 2 && row.cell(0).len() <= 5
}

/// The lengths of the first rows do not tell everything: the separator itself is cut off when it is the right one.
fn hint(first: &[String]) -> Option<u8> {
    let sign = first.first()?.to_ascii_lowercase().strip_prefix("sep=")?.bytes().next();
    sign.filter(|sign| CANDIDATES.contains(sign) && first.len() == 1)
}

fn first_rows(path: &Path, detected: &Detected, separator: u8) -> io::Result<Vec<Vec<String>>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(detected.mark))?;
    let mut splitter = Splitter::new(TextReader::new(file.take(SAMPLE_BYTES), detected.encoding), separator);
    let (mut rows, mut row) = (Vec::new(), RawRow::default());
    while rows.len() < SAMPLE_ROWS && splitter.next_row(&mut row)? {
        // Only the lengths count, and the first cells for the hint.
        rows.push(row.cells().map(|cell| cell.chars().take(6).collect()).collect());
    }
    if rows.len() > 1 && rows.len() < SAMPLE_ROWS && length > SAMPLE_BYTES {
        rows.pop();
    }
    Ok(rows)
}

/// The share of rows of the most frequent length, more where the headings have it too; 0 when rows are not cut at all.
fn consistency(rows: &[Vec<String>]) -> f64 {
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.len() > 1) {
        *lengths.entry(row.len()).or_default() += 1;
    }
    let Some((length, count)) = lengths.into_iter().max_by_key(|(length, count)| (*count, *length)) else {
        return 0.0;
    };
    let headings = rows.first().is_some_and(|first| first.len() == length);
    let share = count as f64 / rows.len() as f64;
    // Among equals the sign that cuts more often wins.
    share + if headings { 1.0 } else { 0.0 } + (length.min(1000) as f64) / 10_000.0
}
