use crate::manifest::Ring;
use crate::outline::{Function, Outline};
use crate::repository::Source;
use crate::{Finding, Repository};

/// Words that say nothing about the thing they name.
const BANNED: [&str; 11] =
    ["util", "helper", "common", "misc", "manager", "processor", "service", "info", "data", "base", "impl"];
const WORDS: usize = 5;

/// Checks the names of functions, types and files.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let sources = repository.sources();
    let mut findings: Vec<Finding> = sources.iter().flat_map(file).collect();
    for (source, outline) in Outline::all(&sources) {
        for function in outline.functions.iter().filter(|function| !is_free(&source, function)) {
            findings.extend(
                complaints(&source, &function.name).map(|says| at(&source, &function.name, function.line, says)),
            );
        }
        for named in &outline.types {
            findings.extend(complaints(&source, &named.name).map(|says| at(&source, &named.name, named.line, says)));
        }
    }
    findings
}

fn at(source: &Source<'_>, name: &str, line: usize, says: String) -> Finding {
    Finding::new("names", source.path, name, says).at_line(line)
}

/// Tests are sentences, and so are the long names beside them; names a trait gave are judged at the trait.
fn is_free(source: &Source<'_>, function: &Function) -> bool {
    let is_sentence = source.is_test_code() && words(&function.name).len() > WORDS;
    function.is_test || function.given_by_trait || is_sentence
}

fn file(source: &Source<'_>) -> Vec<Finding> {
    let path = source.path_in_crate().trim_end_matches(".rs");
    let parts = path.split('/').filter(|part| !matches!(*part, "src" | "tests" | "lib" | "main" | "mod" | "build"));
    let found = parts.flat_map(|part| complaints(source, part).map(move |says| (part, says)));
    found.map(|(part, says)| Finding::new("names", source.path, part, says)).collect()
}

fn complaints(source: &Source<'_>, name: &str) -> impl Iterator<Item = String> {
    let words = words(name);
    let banned = words
        .iter()
        .find(|word| is_banned(word, source.ring))
        .map(|word| format!("`{name}` says `{word}`; name what it is"));
    let asks = name.starts_with("get_").then(|| format!("`{name}` begins with `get_`; say the thing, or find or list"));
    let long = (words.len() > WORDS).then(|| format!("`{name}` has {} words, the limit is {WORDS}", words.len()));
    banned.into_iter().chain(asks).chain(long)
}

fn is_banned(word: &str, ring: Ring) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    BANNED.contains(&word) || BANNED.contains(&one) || one == "handler" && ring != Ring::Faces
}

/// The words of a name in snake, kebab or camel case, in lower case.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| letters.get(before));
        let after_lower = before.is_some_and(|before| !before.is_uppercase());
        let before_lower = letters.get(place + 1).is_some_and(|next| next.is_lowercase());
        if !letter.is_alphanumeric() || letter.is_uppercase() && (after_lower || before_lower) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(last) = words.last_mut()
        {
            last.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests;
