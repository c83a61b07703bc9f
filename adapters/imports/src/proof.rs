//! The value that settles how a column is written, and where it stands.

/// Letters of a value that are shown.
const SHOWN_LETTERS: usize = 60;

/// A value, shortened so that it fits a line.
pub(crate) fn shortened(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(SHOWN_LETTERS) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}

/// Where a value stands that proves something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) value: String,
    pub(crate) line: u32,
}

impl Proof {
    pub(crate) fn new(value: &str, line: u32) -> Self {
        Self { value: shortened(value), line }
    }

    /// `27-10-2024 in line 2`; values of samples have no line.
    pub(crate) fn words(&self) -> String {
        match self.line {
            0 => format!("{} further down", self.value),
            line => format!("{} in line {line}", self.value),
        }
    }
}
