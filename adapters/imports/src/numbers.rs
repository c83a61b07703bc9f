//! Numbers and amounts as people write them, and the proof of their style.

use std::str::FromStr;

use kernel::Currency;
use rust_decimal::Decimal;

use crate::proof::Proof;

/// Which sign stands before the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberStyle {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl NumberStyle {
    fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Point => "decimal point",
            Self::Comma => "decimal comma",
        }
    }
}

/// What a cell says its amount is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Code(Currency),
    /// A sign that several currencies share: `$`, `¥`.
    Shared(char),
}

/// A number taken apart, its style possibly still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenNumber {
    negative: bool,
    percent: bool,
    pub(crate) mark: Option<Mark>,
    /// Digits, points and commas; other group signs are gone.
    body: String,
    /// Spaces or apostrophes stood between groups.
    grouped: bool,
}

/// What a value tells about the style of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    Style(NumberStyle),
    /// `1,234` or `1.234`: a fraction in one style, thousands in the other.
    Open(char),
    Nothing,
}

impl WrittenNumber {
    /// Takes a text apart; `None` when it is no number.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        if rest.len() > 80 {
            return None;
        }
        let mut found = Self { negative: false, percent: false, mark: None, body: String::new(), grouped: false };
        if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            (found.negative, rest) = (true, inner.trim());
        }
        rest = found.strip_signs(rest)?;
        found.fill_body(rest)?;
        Some(found)
    }

    /// Takes minus, percent and currency off both ends, in whatever order they stand.
    fn strip_signs<'t>(&mut self, mut rest: &'t str) -> Option<&'t str> {
        for _ in 0..6 {
            let before = rest;
            if let Some(inner) = rest.strip_prefix(['-', '\u{2212}']).or_else(|| rest.strip_suffix('-')) {
                rest = inner.trim();
                if std::mem::replace(&mut self.negative, true) {
                    return None;
                }
            } else if let Some(inner) = rest.strip_prefix('+') {
                rest = inner.trim();
            } else if let Some(inner) = rest.strip_suffix('%').filter(|_| !self.percent) {
                (self.percent, rest) = (true, inner.trim());
            } else if let Some((mark, inner)) = split_mark(rest).filter(|_| self.mark.is_none()) {
                (self.mark, rest) = (Some(mark), inner.trim());
            }
            if rest == before {
                break;
            }
        }
        Some(rest)
    }

    fn fill_body(&mut self, rest: &str) -> Option<()> {
        let mut since_group: Option<u32> = None;
        for letter in rest.chars() {
            match letter {
                '0'..='9' => {
                    since_group = since_group.map(|count| count + 1);
                    self.body.push(letter);
                }
                '.' | ',' => {
                    if since_group.is_some_and(|count| count != 3) {
                        return None;
                    }
                    since_group = None;
                    self.body.push(letter);
                }
                ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\'' | '\u{2019}' => {
                    let whole_before = !self.body.is_empty() && !self.body.contains(['.', ',']);
                    let first_fits = since_group.is_some() || self.body.len() <= 3;
                    if !whole_before || !first_fits || since_group.is_some_and(|count| count != 3) {
                        return None;
                    }
                    since_group = Some(0);
                    self.grouped = true;
                }
                // A power of ten, as spreadsheets shorten long numbers.
                'e' | 'E' | '+' | '-' => self.body.push(letter),
                _ => return None,
            }
        }
        let fits = since_group.is_none_or(|count| count == 3)
            && self.body.starts_with(|first: char| first.is_ascii_digit() || first == '.' || first == ',');
        fits.then_some(())
    }

    pub(crate) fn telling(&self) -> Telling {
        let last = self.body.rfind(['.', ',']);
        let Some(last) = last else { return Telling::Nothing };
        let sign = if self.body.as_bytes()[last] == b'.' { '.' } else { ',' };
        let (same, other) = if sign == '.' {
            (NumberStyle::Point, NumberStyle::Comma)
        } else {
            (NumberStyle::Comma, NumberStyle::Point)
        };
        let before = &self.body[..last];
        if before.contains(['.', ',']) {
            // Two different signs: the last is before the fraction. The same sign twice: both are between groups.
            return Telling::Style(if before.contains(sign) { other } else { same });
        }
        let after = self.body.len() - last - 1;
        let can_be_group = after == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0') && !self.grouped;
        if can_be_group { Telling::Open(sign) } else { Telling::Style(same) }
    }

    /// The number in a style; a percentage becomes a fraction of one. `None` when it does not fit the style.
    pub(crate) fn value(&self, style: NumberStyle) -> Option<Decimal> {
        let (whole, fraction) = match self.body.split_once(style.sign()) {
            Some((whole, fraction)) => (whole, fraction),
            None => (self.body.as_str(), ""),
        };
        let groups: Vec<&str> = whole.split(['.', ',']).collect();
        let groups_fit = groups.len() == 1
            || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
        if !groups_fit || fraction.contains(['.', ',']) || (groups.len() > 1 && self.grouped) {
            return None;
        }
        let plain = format!("{}{}{fraction}", groups.concat(), if fraction.is_empty() { "" } else { "." });
        let number = decimal_of(&plain)?;
        let number = if self.percent { number.checked_div(Decimal::ONE_HUNDRED)? } else { number };
        Some(if self.negative { -number } else { number })
    }
}

fn decimal_of(plain: &str) -> Option<Decimal> {
    let padded = if plain.starts_with('.') { format!("0{plain}") } else { plain.to_owned() };
    if padded.contains(['e', 'E']) { Decimal::from_scientific(&padded).ok() } else { Decimal::from_str(&padded).ok() }
}

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

/// A currency sign or code at either end of a text.
fn split_mark(text: &str) -> Option<(Mark, &str)> {
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
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let front = text.get(..3).filter(|part| letters(part)).and_then(|part| part.parse().ok());
    if let Some(currency) = front {
        return Some((Mark::Code(currency), &text[3..]));
    }
    let at = text.len().checked_sub(3)?;
    let back = text.get(at..).filter(|part| letters(part))?.parse().ok()?;
    Some((Mark::Code(back), &text[..at]))
}

/// What the values of a column tell about their style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NumberTally {
    point: Option<Proof>,
    comma: Option<Proof>,
    open_point: Option<Proof>,
    open_comma: Option<Proof>,
    /// A number of more than three digits without groups: then the others need no groups either.
    ungrouped: Option<Proof>,
    /// The first currency of each kind.
    pub(crate) marks: Vec<(Mark, Proof)>,
}

/// What is to be done about the style of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StyleVerdict {
    Settled(NumberStyle),
    Question(String),
}

impl NumberTally {
    /// Counts a value in. `fits` says whether a number can stand in the column at all, which can decide between two
    /// readings.
    pub(crate) fn see(&mut self, value: &str, line: u32, fits: impl Fn(Decimal) -> bool) {
        let Some(written) = WrittenNumber::parse(value) else { return };
        if let Some(mark) =
            written.mark.filter(|mark| self.marks.len() < 8 && !self.marks.iter().any(|(known, _)| known == mark))
        {
            self.marks.push((mark, Proof::new(value, line)));
        }
        let telling = match written.telling() {
            Telling::Open(sign) => {
                let fitting = |style| written.value(style).is_some_and(&fits);
                match (fitting(NumberStyle::Point), fitting(NumberStyle::Comma)) {
                    (true, false) => Telling::Style(NumberStyle::Point),
                    (false, true) => Telling::Style(NumberStyle::Comma),
                    _ => Telling::Open(sign),
                }
            }
            known => known,
        };
        let slot = match telling {
            Telling::Style(NumberStyle::Point) => &mut self.point,
            Telling::Style(NumberStyle::Comma) => &mut self.comma,
            Telling::Open('.') => &mut self.open_point,
            Telling::Open(_) => &mut self.open_comma,
            Telling::Nothing if written.body.len() > 3 && !written.grouped => &mut self.ungrouped,
            Telling::Nothing => return,
        };
        if slot.is_none() {
            *slot = Some(Proof::new(value.trim(), line));
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.point.is_none() && self.comma.is_none() && (self.open_point.is_some() || self.open_comma.is_some())
    }

    /// The style of the column. Where all that is known is `1,234`, commas are taken for thousands only in amounts
    /// that are grouped throughout; every other open case is a question.
    pub(crate) fn verdict(&self, heading: &str, amounts: bool) -> StyleVerdict {
        match (&self.point, &self.comma, &self.open_point, &self.open_comma) {
            (Some(point), Some(comma), ..) => StyleVerdict::Question(format!(
                "column {heading} holds {} (decimal point) and {} (decimal comma): write its numbers in one way",
                point.words(),
                comma.words()
            )),
            (Some(_), None, ..) | (None, None, None, None) => StyleVerdict::Settled(NumberStyle::Point),
            (None, Some(_), ..) => StyleVerdict::Settled(NumberStyle::Comma),
            (None, None, None, Some(_)) if amounts && self.ungrouped.is_none() => {
                StyleVerdict::Settled(NumberStyle::Point)
            }
            (None, None, Some(open), _) | (None, None, None, Some(open)) => {
                let whole: String = open.value.chars().filter(char::is_ascii_digit).collect();
                let part = open.value.replace(',', ".");
                StyleVerdict::Question(format!(
                    "{} in column {heading} (line {}) can be {whole} or {part}: write it as {whole} or {part}0",
                    open.value, open.line
                ))
            }
        }
    }

    /// What was found, with its proof.
    pub(crate) fn finding(&self, heading: &str) -> Option<String> {
        let found = |words: &str, proof: &Proof| format!("{words}: {}, column {heading}", proof.words());
        match (&self.point, &self.comma, &self.open_comma) {
            (None, Some(comma), _) => Some(found(NumberStyle::Comma.words(), comma)),
            (Some(point), None, _) if point.value.contains(',') => Some(found(NumberStyle::Point.words(), point)),
            (None, None, Some(open)) if self.open_point.is_none() => {
                Some(found("commas taken for thousands", open)).filter(|_| self.ungrouped.is_none())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
