//! What an amount says it is in: a sign, a code or a word at either end.

use kernel::Currency;

/// What a cell says its amount is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Code(Currency),
    /// A sign that several currencies share: `$`, `¥`.
    Shared(char),
}

/// Words that stand for one currency only; the longer ones first.
const WORDS: [(&str, &str); 6] = [
    ("us-dollars", "USD"),
    ("us dollars", "USD"),
    ("us-dollar", "USD"),
    ("us dollar", "USD"),
    ("euros", "EUR"),
    ("euro", "EUR"),
];
/// Several currencies are called that.
const SHARED_WORDS: [&str; 2] = ["dollars", "dollar"];

/// Signs that stand for one currency only.
const SIGNS: [(&str, &str); 8] = [
    ("€", "EUR"),
    ("£", "GBP"),
    ("₹", "INR"),
    ("₩", "KRW"),
    ("US$", "USD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("R$", "BRL"),
];

/// A currency at either end of a text.
pub(super) fn split_mark(text: &str) -> Option<(Mark, &str)> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ')) {
        return None;
    }
    for (sign, code) in SIGNS {
        let Some(inner) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) else { continue };
        if let Ok(currency) = code.parse() {
            return Some((Mark::Code(currency), inner));
        }
    }
    for sign in ['$', '¥'] {
        if let Some(inner) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some((Mark::Shared(sign), inner));
        }
    }
    for (word, code) in WORDS {
        let Some(inner) = without_word(text, word) else { continue };
        if let Ok(currency) = code.parse() {
            return Some((Mark::Code(currency), inner));
        }
    }
    if let Some(inner) = SHARED_WORDS.iter().find_map(|word| without_word(text, word)) {
        return Some((Mark::Shared('$'), inner));
    }
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let front = text.get(..3).filter(|part| letters(part)).and_then(|part| part.parse().ok());
    if let Some(currency) = front {
        return Some((Mark::Code(currency), &text[3..]));
    }
    let at = text.len().checked_sub(3)?;
    let back = text.get(at..).filter(|part| letters(part))?.parse().ok()?;
    Some((Mark::Code(back), &text[..at]))
}

/// The text without a word at its start or end, however it is capitalised.
fn without_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let is_word = |part: &str| part.eq_ignore_ascii_case(word);
    if text.get(..word.len()).is_some_and(is_word) {
        return Some(&text[word.len()..]);
    }
    let at = text.len().checked_sub(word.len())?;
    text.get(at..).is_some_and(is_word).then(|| &text[..at])
}
