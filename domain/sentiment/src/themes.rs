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

/// The words of a text in lower case, Latin letters without their accents; other scripts are left as they are.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_accent(*letter) && !is_apostrophe(*letter))
        .map(plain)
        .collect();
    plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Accents that stand beside their letter.
fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

/// Whether the words of a phrase follow one another somewhere.
fn is_said(words: &[String], phrase: &str) -> bool {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.windows(wanted.len()).any(|said| said.iter().zip(&wanted).all(|(said, wanted)| is_word(said, wanted)))
}

fn is_word(said: &str, wanted: &str) -> bool {
    wanted.strip_suffix('*').map_or(said == wanted, |stem| said.starts_with(stem))
}

#[cfg(test)]
mod tests;
