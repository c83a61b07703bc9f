use std::fmt::Write as _;

use kernel::fact::Stage;
use kernel::{Cell, FactShape};

const DIGEST_BYTES: usize = 16;

type Digest = [u8; DIGEST_BYTES];

/// What a version says, one digest per stage: equal when every cell is. A stage that says nothing is all zeros, and
/// empty cells do not count, so a column added later leaves the digest of old rows alone. What is known on its own day
/// comes after the beginning, so it counts with the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Content {
    pub(crate) opening: Digest,
    pub(crate) closing: Digest,
    pub(crate) undated: Digest,
}

impl Content {
    pub(crate) fn of(shape: &FactShape, cells: &[Cell]) -> Self {
        let mut text = String::new();
        let mut digest = |stages: &[Stage]| {
            text.clear();
            for (column, cell) in shape.columns.iter().zip(cells) {
                if stages.contains(&column.stage) && !cell.is_empty() {
                    write_cell(&mut text, column.name, cell);
                }
            }
            digest_of(&text)
        };
        Self {
            opening: digest(&[Stage::Opening]),
            closing: digest(&[Stage::Closing, Stage::OwnDay]),
            undated: digest(&[Stage::Undated]),
        }
    }

    /// As it is stored: silent stages at the end are left out.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let stages = [self.opening, self.closing, self.undated];
        let last = stages.iter().rposition(|digest| digest != &Digest::default()).map_or(0, |place| place + 1);
        stages[..last].concat()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let digest = |place: usize| {
            let from = place * DIGEST_BYTES;
            bytes.get(from..from + DIGEST_BYTES).and_then(|part| part.try_into().ok()).unwrap_or_default()
        };
        Self { opening: digest(0), closing: digest(1), undated: digest(2) }
    }
}

/// Name, length and text, so that no text can pass for two cells.
fn write_cell(text: &mut String, column: &str, cell: &Cell) {
    let start = text.len();
    // Writing to a string cannot fail.
    let _ = write!(text, "{column}\u{1f}{cell}");
    let length = text.len() - start;
    let _ = write!(text, "\u{1f}{length}\u{1e}");
}

fn digest_of(text: &str) -> Digest {
    let mut digest = Digest::default();
    if !text.is_empty() {
        digest.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..DIGEST_BYTES]);
    }
    digest
}

#[cfg(test)]
mod tests;
