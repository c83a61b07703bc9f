//! Where a column of a shape is found in a file, and what its text becomes on the way.

use std::borrow::Cow;

use kernel::Currency;

use crate::formulas::unmarked;
use crate::recipes::{TextForm, Wanted};
use crate::rows::{CellSort, RawRow};

/// Where a column of the shape is found in the file.
#[derive(Debug, Clone)]
pub(crate) struct Filling {
    pub(crate) place: Option<usize>,
    pub(crate) wanted: Wanted,
    /// The currency the heading names.
    pub(crate) currency: Option<Currency>,
    /// Columns whose texts follow that of `place`.
    pub(crate) joined: Vec<usize>,
    /// Columns of which the first filled one is taken where the text is empty.
    pub(crate) instead: Vec<usize>,
    /// The column of a second name of what is pointed to.
    pub(crate) also: Option<usize>,
    /// Only rows of which this holds have anything here.
    pub(crate) when: Option<Test>,
}

/// Whether a cell of a row says one of some words.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    pub(crate) place: usize,
    /// In lower case.
    pub(crate) words: Vec<String>,
}

impl Test {
    pub(crate) fn holds(&self, row: &RawRow) -> bool {
        let said = row.cell(self.place).trim().to_lowercase();
        self.words.contains(&said)
    }
}

impl Filling {
    /// The text this column gets from a row.
    pub(crate) fn text<'t>(&'t self, row: &'t RawRow) -> Cow<'t, str> {
        if self.when.as_ref().is_some_and(|when| !when.holds(row)) {
            let instead = self.instead.iter().map(|place| row.cell(*place).trim()).find(|text| !text.is_empty());
            return Cow::Borrowed(instead.map_or("", unmarked));
        }
        let text = self.written(row);
        let wanted = &self.wanted;
        if text.is_empty() {
            return Cow::Borrowed(wanted.constant.as_deref().unwrap_or(""));
        }
        if !wanted.values.is_empty()
            && let Some(meant) = wanted.values.get(&text.to_lowercase()).or(wanted.otherwise.as_ref())
        {
            return Cow::Borrowed(meant);
        }
        match wanted.form {
            Some(form) => Cow::Owned(form.of(&text)),
            None => text,
        }
    }

    fn written<'t>(&self, row: &'t RawRow) -> Cow<'t, str> {
        let instead = || self.instead.iter().map(|place| row.cell(*place).trim()).find(|text| !text.is_empty());
        let first = self.place.map_or("", |place| unmarked(row.cell(place).trim()));
        if self.joined.is_empty() && first.is_empty() {
            return Cow::Borrowed(instead().map_or("", unmarked));
        }
        if self.joined.is_empty() {
            return Cow::Borrowed(first);
        }
        let rest = self.joined.iter().map(|place| row.cell(*place).trim());
        let words: Vec<&str> = std::iter::once(first).chain(rest).filter(|word| !word.is_empty()).collect();
        if words.is_empty() { Cow::Borrowed(instead().unwrap_or_default()) } else { Cow::Owned(words.join(" ")) }
    }

    pub(crate) fn sort(&self, row: &RawRow) -> CellSort {
        self.place.map_or(CellSort::Text, |place| row.sort(place))
    }
}

impl TextForm {
    pub(crate) fn of(self, text: &str) -> String {
        match self {
            Self::Domain => domain(text),
            Self::SalesforceId => salesforce_id(text),
            Self::FirstOfSeveral => text.split(';').next().unwrap_or_default().trim().to_owned(),
            Self::IdsOfJson => ids_of_json(text),
            Self::BeforeColon => text.split(':').next().unwrap_or_default().trim().to_owned(),
            Self::SecondsAsMinutes => in_minutes(text, |seconds| seconds.checked_div(rust_decimal::Decimal::from(60))),
            Self::ClockAsMinutes => clock_as_minutes(text).unwrap_or_else(|| text.to_owned()),
            Self::ThumbsAsFive | Self::ShareAsFive => as_five(text, 0, 1),
            Self::TenAsFive => as_five(text, 1, 10),
            Self::ZeroToTenAsFive => as_five(text, 0, 10),
            Self::PercentAsFive => as_five(text, 0, 100),
            Self::HoursAsMinutes => in_minutes(text, |hours| hours.checked_mul(rust_decimal::Decimal::from(60))),
        }
    }
}

/// A plain number brought to minutes; anything else as it stands, to be rejected with a reason.
fn in_minutes(text: &str, reckon: impl Fn(rust_decimal::Decimal) -> Option<rust_decimal::Decimal>) -> String {
    let minutes = text.replace(',', ".").parse().ok().and_then(reckon);
    minutes.map_or_else(|| text.to_owned(), |minutes| minutes.round_dp(2).normalize().to_string())
}

/// An answer on a scale from one number to another as one of 1 to 5; anything else as it stands, to be rejected.
fn as_five(text: &str, least: i64, most: i64) -> String {
    let (least, most) = (rust_decimal::Decimal::from(least), rust_decimal::Decimal::from(most));
    let number = text.trim_end_matches('%').trim().replace(',', ".").parse::<rust_decimal::Decimal>().ok();
    let within = number.filter(|number| (least..=most).contains(number));
    let five = within.and_then(|number| {
        let up = (number - least).checked_mul(rust_decimal::Decimal::from(4))?;
        up.checked_div(most - least)?.checked_add(rust_decimal::Decimal::ONE)
    });
    // What is off the scale must not pass for an answer that is on the other one.
    five.map_or_else(|| format!("{text} (not from {least} to {most})"), |five| five.round_dp(2).normalize().to_string())
}

/// `1:20:13` as 80.22, `20:13` as minutes and seconds of a length.
fn clock_as_minutes(text: &str) -> Option<String> {
    let parts: Vec<u32> = text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let seconds = match parts.as_slice() {
        [hours, minutes, seconds] => {
            hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(*seconds)?
        }
        [minutes, seconds] => minutes.checked_mul(60)?.checked_add(*seconds)?,
        _ => return None,
    };
    let minutes = rust_decimal::Decimal::from(seconds).checked_div(rust_decimal::Decimal::from(60))?;
    Some(minutes.round_dp(2).normalize().to_string())
}

/// The domain of a web or e-mail address; nothing for a provider's.
fn domain(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split(':').next().unwrap_or_default();
    matching::domains::telling(host).unwrap_or_default()
}

/// What systems write into their free fields to find an account elsewhere; nothing where it is no JSON object.
fn ids_of_json(text: &str) -> String {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    let id = |(name, value): (&String, &serde_json::Value)| {
        let value = value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()))?;
        (name.to_lowercase().ends_with("id") && !value.trim().is_empty()).then(|| value.trim().to_owned())
    };
    let mut ids: Vec<String> = fields.iter().filter_map(id).collect();
    ids.sort_unstable();
    ids.join("; ")
}

/// The 18 letters of a Salesforce id of 15, which are the same whether capitals count or not.
fn salesforce_id(text: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if text.len() != 15 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let sum =
        |five: &[u8]| (0..5).filter(|bit| five[*bit].is_ascii_uppercase()).map(|bit| 1_usize << bit).sum::<usize>();
    let suffix = text.as_bytes().chunks_exact(5).map(|five| char::from(LETTERS[sum(five) & 31]));
    text.chars().chain(suffix).collect()
}

#[cfg(test)]
mod tests;
