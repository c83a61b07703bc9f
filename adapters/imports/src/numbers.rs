//! Numbers and amounts as people write them, and the proof of their style.

mod marks;
mod tally;
mod units;

use std::str::FromStr;

use ports::deliveries::DecimalMark;
use rust_decimal::Decimal;

pub(crate) use self::marks::Mark;
pub(crate) use self::tally::{Holding, NumberTally, StyleVerdict};
pub(crate) use self::units::Span;
use self::units::{Marked, Unit};

/// Which sign stands before the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberStyle {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl From<DecimalMark> for NumberStyle {
    fn from(mark: DecimalMark) -> Self {
        match mark {
            DecimalMark::Comma => Self::Comma,
            DecimalMark::Point => Self::Point,
        }
    }
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

/// Whether a number may be shortened, as amounts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Units {
    Yes,
    No,
}

/// A number taken apart, its style possibly still open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WrittenNumber {
    negative: bool,
    percent: bool,
    pub(crate) mark: Option<Mark>,
    /// Digits, points and commas; other group signs are gone.
    body: String,
    /// Spaces or apostrophes stood between groups.
    grouped: bool,
    /// What a shortened amount is counted in.
    unit: Option<Unit>,
    /// For how long an amount says it is.
    pub(crate) span: Option<Span>,
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
        Self::default().taken_from(text.trim(), Units::No)
    }

    /// The same for an amount, which may be shortened (`12k`) and say for how long it is (`p.a.`).
    pub(crate) fn parse_amount(text: &str) -> Option<Self> {
        let (span, rest) = units::split_span(text.trim());
        Self { span, ..Self::default() }.taken_from(rest, Units::Yes)
    }

    fn taken_from(mut self, text: &str, units: Units) -> Option<Self> {
        let mut rest = text;
        if rest.len() > 80 {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            (self.negative, rest) = (true, inner.trim());
        }
        let mut dashed = None;
        rest = self.strip_signs(rest, units, &mut dashed)?;
        self.fill_body(rest)?;
        if let Some(sign) = dashed {
            if self.body.contains(sign) {
                return None;
            }
            self.body.extend([sign, '0', '0']);
        }
        Some(self)
    }

    /// Takes minus, percent, currency and unit off both ends, in whatever order they stand.
    fn strip_signs<'t>(&mut self, mut rest: &'t str, units: Units, dashed: &mut Option<char>) -> Option<&'t str> {
        let mut marked = Marked::None;
        for _ in 0..7 {
            let before = rest;
            if let Some((sign, inner)) = split_dash(rest).filter(|_| dashed.is_none()) {
                (*dashed, rest) = (Some(sign), inner);
            } else if let Some(inner) = rest.strip_prefix(['-', '\u{2212}']).or_else(|| rest.strip_suffix('-')) {
                rest = inner.trim();
                if std::mem::replace(&mut self.negative, true) {
                    return None;
                }
            } else if let Some(inner) = rest.strip_prefix('+') {
                rest = inner.trim();
            } else if let Some(inner) = rest.strip_suffix('%').filter(|_| !self.percent) {
                (self.percent, rest) = (true, inner.trim());
            } else if let Some((mark, inner)) = marks::split_mark(rest).filter(|_| self.mark.is_none()) {
                marked = if rest.starts_with(inner) { Marked::Behind } else { Marked::InFront };
                (self.mark, rest) = (Some(mark), inner.trim());
            } else if let Some((unit, inner)) = self.split_unit(rest, units, marked) {
                (self.unit, rest) = (Some(unit), inner.trim());
            }
            if rest == before {
                break;
            }
        }
        (self.unit.is_none() || !self.percent).then_some(rest)
    }

    fn split_unit<'t>(&self, rest: &'t str, units: Units, marked: Marked) -> Option<(Unit, &'t str)> {
        if units == Units::No || self.unit.is_some() {
            return None;
        }
        let in_front = || {
            let (unit, inner) = units::split_front_unit(rest).filter(|_| self.mark.is_none())?;
            let (_, digits) = marks::split_mark(inner)?;
            (!inner.starts_with(digits)).then_some((unit, inner))
        };
        units::split_unit(rest, marked).or_else(in_front)
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
        let number = match self.unit {
            Some(unit) => number.checked_mul(Decimal::from(unit.factor()))?,
            None => number,
        };
        let number = if self.percent { number.checked_div(Decimal::ONE_HUNDRED)? } else { number };
        Some(if self.negative { -number } else { number })
    }
}

/// The dash that stands for a fraction of nothing, `12.500,-` or `1'200.–`: the sign before it, and the text in front.
fn split_dash(text: &str) -> Option<(char, &str)> {
    let rest = text.trim_end_matches(['-', '\u{2013}', '\u{2014}']);
    let sign = rest.chars().next_back().filter(|sign| rest.len() < text.len() && matches!(sign, ',' | '.'))?;
    let inner = &rest[..rest.len() - 1];
    inner.ends_with(|last: char| last.is_ascii_digit()).then_some((sign, inner))
}

fn decimal_of(plain: &str) -> Option<Decimal> {
    let padded = if plain.starts_with('.') { format!("0{plain}") } else { plain.to_owned() };
    if padded.contains(['e', 'E']) { Decimal::from_scientific(&padded).ok() } else { Decimal::from_str(&padded).ok() }
}

#[cfg(test)]
mod tests;
