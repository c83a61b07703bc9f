//! Text that a spreadsheet would take for a formula: marked on the way out, the mark taken off on the way in.

use std::borrow::Cow;

use crate::numbers::WrittenNumber;

/// What spreadsheets put before text that looks like a formula.
const MARK: char = '\'';

/// Whether a spreadsheet would calculate it; marks in front do not count.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches(MARK).starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text as it may stand in a file that a spreadsheet opens. Plain numbers stay as they are.
pub(crate) fn marked(text: &str) -> Cow<'_, str> {
    let harmless = !text.starts_with(MARK) && WrittenNumber::parse(text).is_some();
    if !harmless && looks_like_formula(text) { Cow::Owned(format!("{MARK}{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the mark.
pub(crate) fn unmarked(text: &str) -> &str {
    match text.strip_prefix(MARK) {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests;
