//! Names of people written last name first: `Stone, Ada`.

use kernel::FactShape;

/// What stands behind a comma without being a first name.
const NO_FIRST_NAMES: [&str; 24] = [
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "cpa", "esq", "inc", "llc", "ltd", "gmbh", "corp", "co", "sa",
    "ag", "bv", "plc", "limited", "kg", "spa", "se",
];
/// So much of a column must be written that way before it is read so.
const MOSTLY: f64 = 0.8;

/// How the names of a column are written.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameTally {
    filled: u64,
    turned: u64,
    first: Option<(String, u32)>,
}

impl NameTally {
    pub(crate) fn see(&mut self, text: &str, line: u32) {
        self.filled += u64::from(!text.is_empty());
        if straightened(text).is_some() {
            self.turned += 1;
            self.first.get_or_insert_with(|| (text.to_owned(), line));
        }
    }

    /// Whether the column is mostly written last name first.
    pub(crate) fn is_turned(&self) -> bool {
        self.turned > 0 && self.turned as f64 >= MOSTLY * self.filled as f64
    }

    pub(crate) fn finding(&self, heading: &str) -> Option<String> {
        let (text, line) = self.first.as_ref().filter(|_| self.is_turned())?;
        let straight = straightened(text)?;
        Some(format!("{heading} is written last name first: `{text}` in line {line} is read as {straight}"))
    }
}

/// The column of the names of people, where rows are people.
pub(crate) fn column(shape: &FactShape) -> Option<usize> {
    shape.position("name").filter(|_| matches!(shape.object, "people" | "contacts"))
}

/// `Stone, Ada` as `Ada Stone`; nothing for a name that is not written so.
pub(crate) fn straightened(text: &str) -> Option<String> {
    let (last, first) = text.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let is_name = |part: &str| {
        let letters = part.chars().all(|letter| letter.is_alphabetic() || " .'’-".contains(letter));
        letters && part.starts_with(char::is_alphabetic) && part.split_whitespace().count() <= 4
    };
    let bare = first.trim_end_matches('.').to_lowercase();
    let fits = is_name(last) && is_name(first) && !NO_FIRST_NAMES.contains(&bare.as_str());
    fits.then(|| format!("{first} {last}"))
}

#[cfg(test)]
mod tests;
