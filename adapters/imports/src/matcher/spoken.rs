//! What a heading says: its words, the unit in it, and what speaks against taking it for something.

use kernel::{Column, ColumnKind, Currency};

use crate::headings::{normal_form, words_of};
use crate::recipes::TextForm;

use super::speech::{holds_word, speech};

/// A name that is one of those known for a column.
pub(super) const EXACT: f64 = 1.0;
/// A name that holds all words of a known one.
const ALIKE: f64 = 0.6;
/// The same name with a unit beside it.
const UNIT_COST: f64 = 0.02;
/// `ID` alone says less than `Company ID`.
const BARE_COST: f64 = 0.03;
/// So much a name stands behind the one before it in a list.
const ORDER_COST: f64 = 0.0005;
/// An identifier where one is wanted, and a name where that is, are surer than the other way round.
const FITTING: f64 = 0.05;

/// A heading taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    form: String,
    /// Its words without currency and unit.
    core: Vec<String>,
    words: Vec<String>,
}

/// What has to be done with a value for its heading's sake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    Form(TextForm),
    /// It is for one of these.
    Each(&'static str),
    Thousands,
}

impl Unit {
    /// How a value is brought to what is wanted.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Form(TextForm::HoursAsMinutes) => "hours times 60".to_owned(),
            Self::Form(TextForm::ClockAsMinutes) => "hours, minutes and seconds as minutes".to_owned(),
            Self::Form(_) => "seconds by 60".to_owned(),
            Self::Each(each) => format!("one amount for each {each}, made one for a year"),
            Self::Thousands => "times 1000".to_owned(),
        }
    }
}

impl Spoken {
    pub(crate) fn of(heading: &str) -> Self {
        let plain = heading.replace('%', " percent ").replace("T€", " teur ").replace("k€", " keur ");
        let words = words_of(&with_gaps(&plain));
        let core = words.iter().filter(|word| !is_currency(word) && !is_unit(word)).cloned().collect();
        Self { form: normal_form(heading), core, words }
    }

    /// Its words without unit and currency, in one.
    pub(super) fn plain(&self) -> String {
        self.core.concat()
    }

    fn has<S: AsRef<str>>(&self, list: &[S]) -> bool {
        self.words.iter().any(|word| list.iter().any(|known| known.as_ref() == word))
    }

    /// Whether it is called an identifier, whatever of.
    pub(super) fn is_identifier(&self) -> bool {
        let ends = |word: &String| ["nummer", "number", "nr", "kennung", "番号"].iter().any(|end| word.ends_with(end));
        self.has(&speech().identifies) || self.words.iter().any(ends)
    }

    /// Whether it is called the identifier of the row itself: `ID`, `Record Id`, `Deal ID` in a file of deals.
    pub(super) fn is_own_identifier(&self, called: &[String]) -> bool {
        let called: Vec<String> = called.iter().flat_map(|name| words_of(name)).collect();
        let is_own = |word: &String| {
            let one = word.trim_end_matches('s');
            holds_word(&speech().identifies, word)
                || holds_word(&speech().of_itself, word)
                || called.iter().any(|name| name.trim_end_matches('s') == one)
        };
        self.is_identifier() && self.words.iter().all(is_own)
    }

    /// Whether it says that something ends or is expected rather than begins.
    pub(super) fn is_no_beginning(&self) -> bool {
        let ends = |word: &String| ["ende", "ablauf", "kundigung"].iter().any(|end| word.ends_with(end));
        self.has(&speech().ends) || self.has(&speech().estranges) || self.words.iter().any(ends)
    }

    /// Whether one of these stands in it, also as the beginning of a longer word.
    pub(super) fn mentions(&self, stems: &[String]) -> bool {
        stems.iter().any(|stem| self.words.iter().any(|word| word.starts_with(stem.as_str())))
    }

    /// How sure it names a column, 0 to about 1.
    pub(super) fn likeness(&self, column: &Column, known: &[String]) -> f64 {
        let whole = self.likeness_as_written(column, known);
        let plain = self.without_scale(column);
        plain.map_or(whole, |plain| whole.max(plain.likeness_as_written(column, known) - UNIT_COST))
    }

    fn likeness_as_written(&self, column: &Column, known: &[String]) -> f64 {
        if self.form.is_empty() || self.is_other_unit(column) {
            return 0.0;
        }
        if self.form == normal_form(column.name) {
            return EXACT + 2.0 * FITTING;
        }
        let place = |same: &dyn Fn(&str) -> bool| known.iter().position(|name| same(name));
        let found = place(&|name| normal_form(name) == self.form).map(|place| (EXACT, place)).or_else(|| {
            let core = self.core.concat();
            let is_core = |name: &str| !core.is_empty() && normal_form(name) == core;
            let own = is_core(column.name).then_some(0);
            own.or_else(|| place(&is_core)).map(|place| (EXACT - UNIT_COST, place))
        });
        if let Some((sure, place)) = found {
            let wants_id = column.name.ends_with("_id") || matches!(column.kind, ColumnKind::Reference(_));
            // Of several people beside an account, the one who looks after it is meant.
            let looks_after = matches!(column.kind, ColumnKind::Reference("people")) && self.has(&["csm", "success"]);
            let bare = if wants_id && self.words.len() == 1 && sure == EXACT { BARE_COST } else { 0.0 };
            // An amount of a year needs no reckoning.
            let sure = sure - bare - if self.unit(column).is_empty() { 0.0 } else { FITTING };
            let fits = if (wants_id && self.is_identifier()) || looks_after { FITTING } else { 0.0 };
            return sure + fits - ORDER_COST * place as f64;
        }
        self.holds(column, known)
    }

    /// `CSAT (1-10)`, `CSAT %` without the scale, which says how answers are read and not what they are.
    fn without_scale(&self, column: &Column) -> Option<Self> {
        let is_scale =
            |word: &String| holds_word(&speech().scales, word) || word.bytes().all(|byte| byte.is_ascii_digit());
        let is_rating = matches!(column.name, "satisfaction" | "score");
        if !is_rating || !self.words.iter().any(is_scale) || self.words.iter().all(is_scale) {
            return None;
        }
        let words: Vec<String> = self.words.iter().filter(|word| !is_scale(word)).cloned().collect();
        Some(Self { form: words.concat(), core: words.clone(), words })
    }

    /// The scale of answers that stands in it: `1-10`, `out of 10`, `%`.
    pub(super) fn scale(&self) -> Option<(u8, u8)> {
        let numbers: Vec<u8> = self.words.iter().filter_map(|word| word.parse().ok()).collect();
        match numbers.as_slice() {
            [least, most] if least < most => Some((*least, *most)),
            [] if self.has(&["percent", "pct", "prozent"]) => Some((0, 100)),
            _ => None,
        }
    }

    /// Whether it speaks of what a contract is worth over its whole term.
    pub(super) fn is_of_whole_term(&self) -> bool {
        let core = self.core.concat();
        speech().whole_term.iter().any(|name| normal_form(name) == core)
    }

    /// Whether it says how long a contract lasts, in months or in years: months in one of these.
    pub(super) fn months_of_term(&self) -> Option<u8> {
        let form = |name: &String| normal_form(name) == self.form;
        match () {
            () if speech().term_months.iter().any(form) => Some(1),
            () if speech().term_years.iter().any(form) => Some(12),
            () => None,
        }
    }

    /// A known name with other words beside it, as far as these do not make another thing of it.
    fn holds(&self, column: &Column, known: &[String]) -> f64 {
        if matches!(column.name, "from" | "to") {
            return 0.0;
        }
        // The day of a month says nothing of a day.
        if column.name == "day" && self.has(&["month", "monat", "mois", "mes", "maand", "mese"]) {
            return 0.0;
        }
        let points =
            matches!(column.kind, ColumnKind::Reference(_)) || column.name.ends_with("_id") || column.name == "name";
        let mut best = 0.0_f64;
        for name in known.iter().map(String::as_str).chain([column.name]) {
            let words = words_of(name);
            let letters: usize = words.iter().map(|word| word.chars().count()).sum();
            if letters < 3 || words.is_empty() || !words.iter().all(|word| self.core.contains(word)) {
                continue;
            }
            let beside: Vec<&str> =
                self.words.iter().filter(|word| !words.contains(word)).map(String::as_str).collect();
            let estranged = beside.iter().any(|word| holds_word(&speech().estranges, word));
            let elsewhere = points && !beside.iter().all(|word| holds_word(&speech().benign, word));
            if estranged || elsewhere || (letters < 5 && beside.len() > 1) {
                continue;
            }
            let share = words.len() as f64 / self.core.len().max(1) as f64;
            best = best.max(ALIKE * (0.5 + share / 2.0));
        }
        best
    }

    /// A rate where a number is wanted, or a stretch of time that cannot be brought to the one wanted.
    fn is_other_unit(&self, column: &Column) -> bool {
        let counts = matches!(column.kind, ColumnKind::Whole(..) | ColumnKind::Amount);
        let is_rate = self.words.iter().any(|word| matches!(word.as_str(), "percent" | "pct" | "prozent"));
        let months = self.has(&["months", "monate", "mois"]);
        (counts && is_rate)
            // What a contract is worth over its term is no amount of a year.
            || (column.name == "arr_amount" && self.is_of_whole_term())
            || (column.name.ends_with("_seconds") && (self.has(&speech().minutes) || self.has(&speech().hours)))
            || (column.name.ends_with("_days") && (months || self.has(&speech().hours) || self.has(&["weeks", "wochen"])))
            || (column.name == "hours" && (self.has(&speech().minutes) || self.has(&speech().seconds)))
            || (column.name.ends_with("_minutes") && (self.has(&speech().days) || months))
    }

    /// What its values have to go through before they are what the column holds.
    pub(super) fn unit(&self, column: &Column) -> Vec<Unit> {
        let mut units = Vec::new();
        if column.name.ends_with("_minutes") {
            if self.has(&speech().seconds) {
                units.push(Unit::Form(TextForm::SecondsAsMinutes));
            } else if self.has(&speech().hours) {
                units.push(Unit::Form(TextForm::HoursAsMinutes));
            }
        }
        if column.name == "arr_amount" {
            if self.has(&speech().monthly) {
                units.push(Unit::Each("month"));
            } else if self.has(&speech().quarterly) {
                units.push(Unit::Each("quarter"));
            } else if self.has(&["weekly", "week"]) {
                units.push(Unit::Each("week"));
            }
        }
        if column.kind == ColumnKind::Amount && self.has(&speech().thousands) {
            units.push(Unit::Thousands);
        }
        units
    }
}

/// `accountId` as `account Id`.
fn with_gaps(heading: &str) -> String {
    let mut gapped = String::with_capacity(heading.len() + 4);
    let mut was_small = false;
    for letter in heading.chars() {
        if was_small && letter.is_uppercase() {
            gapped.push(' ');
        }
        was_small = letter.is_lowercase();
        gapped.push(letter);
    }
    gapped
}

fn is_currency(word: &str) -> bool {
    word.parse::<Currency>().is_ok() || matches!(word, "keur" | "kusd" | "kgbp" | "kchf" | "teur" | "euro" | "euros")
}

/// Words that say in what something is told rather than what it is.
fn is_unit(word: &str) -> bool {
    holds_word(&speech().seconds, word)
        || holds_word(&speech().minutes, word)
        || holds_word(&speech().hours, word)
        || holds_word(&speech().thousands, word)
        || holds_word(&speech().quarterly, word)
        || matches!(word, "in" | "per" | "a" | "p")
}

#[cfg(test)]
mod tests;
