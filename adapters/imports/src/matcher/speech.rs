//! What words in a heading say, whatever the column: data, as the names of columns are.

use std::sync::LazyLock;

use serde::Deserialize;

const WORDS: &str = include_str!("../../presets/speech.toml");

/// Words by what they say, in lower case and without accents.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Speech {
    pub(super) identifies: Vec<String>,
    pub(super) of_itself: Vec<String>,
    pub(super) estranges: Vec<String>,
    pub(super) benign: Vec<String>,
    pub(super) ends: Vec<String>,
    pub(super) seconds: Vec<String>,
    pub(super) minutes: Vec<String>,
    pub(super) hours: Vec<String>,
    pub(super) days: Vec<String>,
    pub(super) monthly: Vec<String>,
    pub(super) quarterly: Vec<String>,
    pub(super) thousands: Vec<String>,
    pub(super) ended: Vec<String>,
    pub(super) paid: Vec<String>,
    pub(super) scales: Vec<String>,
    pub(super) whole_term: Vec<String>,
    pub(super) term_months: Vec<String>,
    pub(super) term_years: Vec<String>,
    pub(super) says_little: Vec<String>,
    pub(super) contacts: Vec<String>,
}

/// The words that come with the program.
pub(super) fn speech() -> &'static Speech {
    static OWN: LazyLock<Speech> = LazyLock::new(|| parse().unwrap_or_default());
    &OWN
}

fn parse() -> Result<Speech, toml::de::Error> {
    toml::from_str(WORDS)
}

/// Whether a word is one of these.
pub(super) fn holds_word(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

#[cfg(test)]
mod tests;
