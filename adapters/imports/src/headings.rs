//! Headings as people write them, and the one form in which they are compared.

use kernel::Currency;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which headings are compared: letters and digits only, without accents, in lower case.
pub(crate) fn normal_form(heading: &str) -> String {
    words_of(heading).concat()
}

/// The words of a heading, without accents and in lower case.
pub(crate) fn words_of(heading: &str) -> Vec<String> {
    let plain: String = heading.nfkd().filter(|letter| !is_combining_mark(*letter)).collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A heading that ends in a currency, `refund_amount_usd` or `Amount (EUR)`: what is before it, and the currency.
pub(crate) fn currency_ending(heading: &str) -> Option<(String, Currency)> {
    let words = words_of(heading);
    let (last, before) = words.split_last()?;
    let currency = last.parse().ok()?;
    (!before.is_empty()).then(|| (before.concat(), currency))
}

/// The currency a heading names besides other words: `Annual value kEUR`, `ARR in k€`, `ARR (EUR) at signing`.
pub(crate) fn currency_said(heading: &str) -> Option<Currency> {
    let words = words_of(heading);
    let of = |word: &String| {
        let bare = word.strip_prefix(['k', 't']).filter(|bare| bare.len() == 3);
        bare.and_then(|bare| bare.parse().ok()).or_else(|| word.parse().ok().filter(|_| word.len() == 3))
    };
    let signs = [('€', "EUR"), ('£', "GBP")];
    let by_sign = || signs.iter().find(|(sign, _)| heading.contains(*sign)).and_then(|(_, code)| code.parse().ok());
    let by_name =
        || words.iter().any(|word| matches!(word.as_str(), "euro" | "euros")).then(|| "EUR".parse().ok()).flatten();
    words.iter().skip(1).find_map(of).or_else(by_sign).or_else(by_name)
}

#[cfg(test)]
mod tests;
