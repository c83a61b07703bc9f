//! `Rate Plan Charge: MRR`, `Opportunity.Amount`: headings with what their column belongs to in front.

use kernel::{Column, ColumnKind};

use super::fitting::Fitting;
use super::speech::{holds_word, speech};
use super::spoken::Spoken;
use super::{BOOK, Dictionary};
use crate::headings::words_of;

/// What stands behind a prefix is this much less sure than a heading of its own.
const PREFIX_COST: f64 = 0.03;
/// So much likelier is an object that prefixes name.
const NAMED_BY_PREFIX: f64 = 0.15;

/// A heading with a prefix.
#[derive(Debug)]
pub(super) struct Prefixed {
    prefix: Vec<String>,
    rest: Spoken,
    rest_words: Vec<String>,
}

impl Prefixed {
    pub(super) fn of(heading: &str) -> Option<Self> {
        // `Est. revenue` is shortened, and no revenue of an Est.
        let by_point = || heading.split_once('.').filter(|(_, rest)| !rest.starts_with(char::is_whitespace));
        let (prefix, rest) = heading.split_once(": ").or_else(by_point)?;
        let (prefix, rest) = (prefix.trim(), rest.trim());
        let is_name = |text: &str| {
            text.starts_with(char::is_alphabetic)
                && text.chars().all(|letter| letter.is_alphanumeric() || " _-()#%/€$".contains(letter))
        };
        let (words, rest_words) = (words_of(prefix), words_of(rest));
        let fits = is_name(prefix) && is_name(rest) && (1..=4).contains(&words.len()) && !rest_words.is_empty();
        fits.then(|| Self { prefix: words, rest: Spoken::of(rest), rest_words })
    }

    /// Whether what stands behind says too little by itself: `Deal Owner.id`.
    fn says_little(&self) -> bool {
        self.rest_words.iter().all(|word| holds_word(&speech().says_little, word))
    }
}

/// A word without the ending of several.
fn one(word: &str) -> String {
    word.strip_suffix("ies").map_or_else(|| word.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"))
}

impl Dictionary {
    /// The object whose rows are called so.
    fn object_called(&self, words: &[String]) -> Option<&str> {
        let said: Vec<String> = words.iter().map(|word| one(word)).collect();
        let is_called = |name: &String| words_of(name).iter().map(|word| one(word)).collect::<Vec<_>>() == said;
        self.objects.iter().find(|(_, names)| names.words.iter().any(is_called)).map(|(object, _)| object.as_str())
    }
}

impl Fitting<'_> {
    /// How sure a heading names a column, with its prefix or without.
    pub(super) fn likeness(&self, column: &Column, place: usize) -> f64 {
        let known = self.known(column);
        let whole = self.sight.spoken[place].likeness(column, known);
        match &self.sight.prefixed[place] {
            Some(prefixed) if self.heeds(prefixed, column) => {
                whole.max(prefixed.rest.likeness(column, known) - PREFIX_COST)
            }
            _ => whole,
        }
    }

    /// Whether what stands behind a prefix decides: not where the prefix says that it is of something else.
    fn heeds(&self, prefixed: &Prefixed, column: &Column) -> bool {
        // A rate plan is no rate.
        let estranges = |word: &String| word != "rate" && holds_word(&speech().estranges, word);
        if prefixed.prefix.iter().any(estranges) {
            return false;
        }
        match self.dictionary.object_called(&prefixed.prefix) {
            Some(object) if object == self.shape.object => true,
            Some(object) => {
                let is_it = matches!(column.kind, ColumnKind::Reference(pointed) if pointed == object);
                let in_book = BOOK.contains(&object) && BOOK.contains(&self.shape.object);
                (is_it || in_book) && !prefixed.says_little()
            }
            None => !prefixed.says_little(),
        }
    }

    /// What prefixes add to an object: `Opportunity.Amount` stands in lists of opportunities.
    pub(super) fn named_by_prefix(&self) -> f64 {
        let names = |prefixed: &Prefixed| self.dictionary.object_called(&prefixed.prefix) == Some(self.shape.object);
        if self.sight.prefixed.iter().flatten().any(names) { NAMED_BY_PREFIX } else { 0.0 }
    }
}

#[cfg(test)]
mod tests;
