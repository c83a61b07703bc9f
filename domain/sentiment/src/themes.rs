use kernel::phrases::{is_said, words};

use crate::answer::{Answer, Stance};

mod lexicon;

pub use lexicon::THEMES;

/// What a comment can be about.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// The word that stands for it.
    pub key: &'static str,
    /// The words on screen.
    pub name: &'static str,
    /// Words and phrases in lower case and without accents; `*` at the end of a word stands for any ending.
    pub words: &'static [&'static str],
}

/// A theme with the answers whose comments are about it.
#[derive(Debug, Clone)]
pub struct Mention<'a> {
    /// What they are about.
    pub theme: &'static Theme,
    /// In the order in which they were handed in.
    pub answers: Vec<&'a Answer>,
}

/// What a comment is about, in the order of the list; empty where no word of it is known.
#[must_use]
pub fn themes_of(comment: &str) -> Vec<&'static Theme> {
    let words = words(comment);
    THEMES.iter().filter(|theme| theme.words.iter().any(|wanted| is_said(&words, wanted))).collect()
}

/// The themes of the comments of one stance, most often named first, and the answers whose comments have no theme.
#[must_use]
pub fn mentions<'a>(answers: &[&'a Answer], stance: Stance) -> (Vec<Mention<'a>>, Vec<&'a Answer>) {
    let mut found: Vec<Mention<'a>> = THEMES.iter().map(|theme| Mention { theme, answers: Vec::new() }).collect();
    let mut without = Vec::new();
    for answer in answers.iter().copied().filter(|answer| answer.stance() == Some(stance)) {
        let Some(comment) = answer.comment.as_deref().filter(|comment| !comment.trim().is_empty()) else { continue };
        let themes = themes_of(comment);
        if themes.is_empty() {
            without.push(answer);
        }
        for mention in found.iter_mut().filter(|mention| themes.contains(&mention.theme)) {
            mention.answers.push(answer);
        }
    }
    found.retain(|mention| !mention.answers.is_empty());
    // A stable sort: where two are named equally often, the order of the list holds.
    found.sort_by_key(|mention| std::cmp::Reverse(mention.answers.len()));
    (found, without)
}

#[cfg(test)]
mod tests;
