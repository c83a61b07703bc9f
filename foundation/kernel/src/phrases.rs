/// The words of a text in lower case, Latin letters without their accents; other scripts are left as they are.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
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

/// Whether the words of a phrase follow one another somewhere. Phrases are in lower case and without accents; `*` at the end
/// of a word stands for any ending.
#[must_use]
pub fn is_said(words: &[String], phrase: &str) -> bool {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.windows(wanted.len()).any(|said| said.iter().zip(&wanted).all(|(said, wanted)| is_word(said, wanted)))
}

fn is_word(said: &str, wanted: &str) -> bool {
    wanted.strip_suffix('*').map_or(said == wanted, |stem| said.starts_with(stem))
}

#[cfg(test)]
mod tests;
