//! What a heading says: its words, the unit in it, and what speaks against taking it for something.

use kernel::{Column, ColumnKind, Currency};

use crate::headings::{normal_form, words_of};
use crate::recipes::TextForm;

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

/// What says that a column holds identifiers.
const ID_WORDS: [&str; 23] = [
    "oid",
    "id",
    "ids",
    "no",
    "nr",
    "number",
    "nummer",
    "num",
    "code",
    "key",
    "ref",
    "reference",
    "uuid",
    "guid",
    "numero",
    "identifiant",
    "identifier",
    "kennung",
    "referenz",
    "schlussel",
    "datensatz",
    "row",
    "vorgang",
];
/// What may stand beside it without saying of what.
const OF_ITSELF: [&str; 14] = [
    "record", "row", "entry", "object", "system", "internal", "unique", "source", "primary", "eintrag", "the", "of",
    "external", "own",
];
/// What makes another thing of what it stands beside: somebody else's, another time's, a part or a rate of it.
const ESTRANGING: [&str; 68] = [
    "top",
    "street",
    "city",
    "zip",
    "postal",
    "address",
    "town",
    "commit",
    "risk",
    "competitor",
    "win",
    "owner",
    "manager",
    "csm",
    "rep",
    "agent",
    "assignee",
    "assigned",
    "parent",
    "creator",
    "reporter",
    "previous",
    "prior",
    "old",
    "former",
    "expected",
    "est",
    "estimated",
    "forecast",
    "forecasted",
    "projected",
    "target",
    "planned",
    "used",
    "active",
    "inactive",
    "utilized",
    "utilised",
    "utilization",
    "utilisation",
    "consumed",
    "percent",
    "pct",
    "prozent",
    "rate",
    "ratio",
    "average",
    "avg",
    "mean",
    "max",
    "count",
    "change",
    "growth",
    "delta",
    "last",
    "next",
    "first",
    "interactions",
    "logo",
    "image",
    "picture",
    "erwartet",
    "voraussichtlich",
    "prevu",
    "prevue",
    "genutzt",
    "open",
    "lifetime",
];
/// What may stand beside the name of a thing that is pointed to.
const BENIGN: [&str; 20] = [
    "id",
    "name",
    "number",
    "no",
    "nr",
    "nummer",
    "code",
    "key",
    "ref",
    "reference",
    "email",
    "mail",
    "e",
    "of",
    "the",
    "full",
    "external",
    "internal",
    "address",
    "company",
];
/// What says that something ends, so that it is no beginning.
const ENDING: [&str; 38] = [
    "created",
    "modified",
    "changed",
    "commit",
    "planned",
    "target",
    "notice",
    "received",
    "end",
    "ends",
    "ende",
    "bis",
    "fin",
    "until",
    "to",
    "expiry",
    "expires",
    "expiration",
    "expire",
    "renewal",
    "renews",
    "due",
    "close",
    "closed",
    "closing",
    "cancel",
    "canceled",
    "cancelled",
    "termination",
    "terminated",
    "left",
    "leaving",
    "ablauf",
    "kundigung",
    "echeance",
    "resiliation",
    "birthday",
    "updated",
];

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

    fn has(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.as_str()))
    }

    /// Whether it is called an identifier, whatever of.
    pub(super) fn is_identifier(&self) -> bool {
        let ends = |word: &String| ["nummer", "number", "nr", "kennung"].iter().any(|end| word.ends_with(end));
        self.has(&ID_WORDS) || self.words.iter().any(ends)
    }

    /// Whether it is called the identifier of the row itself: `ID`, `Record Id`, `Deal ID` in a file of deals.
    pub(super) fn is_own_identifier(&self, called: &[String]) -> bool {
        let called: Vec<String> = called.iter().flat_map(|name| words_of(name)).collect();
        let is_own = |word: &String| {
            let one = word.trim_end_matches('s');
            ID_WORDS.contains(&word.as_str())
                || OF_ITSELF.contains(&word.as_str())
                || called.iter().any(|name| name.trim_end_matches('s') == one)
        };
        self.is_identifier() && self.words.iter().all(is_own)
    }

    /// Whether it says that something ends or is expected rather than begins.
    pub(super) fn is_no_beginning(&self) -> bool {
        let ends = |word: &String| ["ende", "ablauf", "kundigung"].iter().any(|end| word.ends_with(end));
        self.has(&ENDING) || self.has(&ESTRANGING) || self.words.iter().any(ends)
    }

    /// Whether one of these stands in it, also as the beginning of a longer word.
    pub(super) fn mentions(&self, stems: &[String]) -> bool {
        stems.iter().any(|stem| self.words.iter().any(|word| word.starts_with(stem.as_str())))
    }

    /// How sure it names a column, 0 to about 1.
    pub(super) fn likeness(&self, column: &Column, known: &[String]) -> f64 {
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
            let estranged = beside.iter().any(|word| ESTRANGING.contains(word));
            let elsewhere = points && !beside.iter().all(|word| BENIGN.contains(word));
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
            || (column.name.ends_with("_seconds") && (self.has(&MINUTES) || self.has(&HOURS)))
            || (column.name.ends_with("_days") && (months || self.has(&HOURS) || self.has(&["weeks", "wochen"])))
            || (column.name == "hours" && (self.has(&MINUTES) || self.has(&SECONDS)))
            || (column.name.ends_with("_minutes") && (self.has(&DAYS) || months))
    }

    /// What its values have to go through before they are what the column holds.
    pub(super) fn unit(&self, column: &Column) -> Vec<Unit> {
        let mut units = Vec::new();
        if column.name.ends_with("_minutes") {
            if self.has(&SECONDS) {
                units.push(Unit::Form(TextForm::SecondsAsMinutes));
            } else if self.has(&HOURS) {
                units.push(Unit::Form(TextForm::HoursAsMinutes));
            }
        }
        if column.name == "arr_amount" {
            if self.has(&MONTHLY) {
                units.push(Unit::Each("month"));
            } else if self.has(&QUARTERLY) {
                units.push(Unit::Each("quarter"));
            } else if self.has(&["weekly", "week"]) {
                units.push(Unit::Each("week"));
            }
        }
        if column.kind == ColumnKind::Amount && self.has(&THOUSANDS) {
            units.push(Unit::Thousands);
        }
        units
    }
}

const SECONDS: [&str; 6] = ["sec", "secs", "second", "seconds", "sekunden", "secondes"];
const MINUTES: [&str; 5] = ["min", "mins", "minute", "minutes", "minuten"];
const HOURS: [&str; 8] = ["h", "hr", "hrs", "hour", "hours", "std", "stunden", "heures"];
const DAYS: [&str; 5] = ["day", "days", "tage", "jours", "d"];
const MONTHLY: [&str; 10] =
    ["mrr", "monthly", "month", "monatlich", "monatlicher", "monatsbetrag", "mensuel", "mensuelle", "mtl", "rmr"];
const QUARTERLY: [&str; 6] = ["quarterly", "quarter", "quartal", "quartalsweise", "trimestriel", "trimestrielle"];
const THOUSANDS: [&str; 11] =
    ["000s", "000", "k", "keur", "kusd", "kgbp", "kchf", "teur", "tsd", "thousand", "thousands"];

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
    SECONDS.contains(&word)
        || MINUTES.contains(&word)
        || HOURS.contains(&word)
        || THOUSANDS.contains(&word)
        || QUARTERLY.contains(&word)
        || matches!(word, "in" | "per" | "a" | "p")
}

#[cfg(test)]
mod tests;
