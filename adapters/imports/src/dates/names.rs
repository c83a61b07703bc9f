//! Months by their names in English, German, French and Spanish, and months and quarters alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Parts, Whole, digits, year_of};

/// As we say them.
pub(super) const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// As exports say them, in small letters without accents; shortened they keep at least three letters.
const NAMES: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "enero"],
    &["february", "februar", "feber", "fevrier", "febrero"],
    &["march", "marz", "maerz", "mrz", "mars", "marzo"],
    &["april", "avril", "abril"],
    &["may", "mai", "mayo"],
    &["june", "juni", "juin", "junio"],
    &["july", "juli", "juillet", "julio"],
    &["august", "aout", "agosto"],
    &["september", "septembre", "septiembre", "setiembre"],
    &["october", "oktober", "octobre", "octubre"],
    &["november", "novembre", "noviembre"],
    &["december", "dezember", "decembre", "diciembre"],
];
const WEEKDAYS: [&str; 28] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
];
/// Germans shorten to two letters.
const SHORT_WEEKDAYS: [&str; 7] = ["mo", "di", "mi", "do", "fr", "sa", "so"];
/// Words between the parts of a date: `5 de enero de 2024`.
const BETWEEN: [&str; 3] = ["de", "del", "of"];

/// In small letters without accents.
fn plain(word: &str) -> String {
    word.nfkd().filter(|letter| !is_combining_mark(*letter)).collect::<String>().to_lowercase()
}

fn month_of(word: &str) -> Option<i8> {
    let word = plain(word);
    if word.len() < 3 {
        return None;
    }
    let mut months = (1..).zip(NAMES).filter(|(_, names)| names.iter().any(|name| name.starts_with(&word)));
    let (month, _) = months.next()?;
    // `jui` is June as well as July.
    months.next().is_none().then_some(month)
}

/// `Mon 15 Jan 2024` without the day of the week.
pub(super) fn without_weekday(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_alphabetic())?;
    let (word, rest) = (plain(&text[..end]), &text[end..]);
    let is_short = word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&word));
    let is_weekday = is_short || SHORT_WEEKDAYS.contains(&word.as_str());
    is_weekday.then(|| rest.trim_start_matches(['.', ',', ' ']))
}

/// `5`, `05`, `1er`, `2nd`.
fn day_of(word: &str) -> Option<i8> {
    let (number, ending) = digits(word)?;
    let ending = ending.to_ascii_lowercase();
    let fits = number.len() <= 2 && ["", "er", "st", "nd", "rd", "th"].contains(&ending.as_str());
    fits.then(|| number.parse().ok()).flatten()
}

/// `12 Jan 2024`, `12-Jan-24`, `January 12, 2024`, `31. Dezember 2023`, `1er janvier 2024`.
pub(super) fn named_parts(text: &str) -> Option<(Parts, &str)> {
    let mut rest = text;
    let mut words = [""; 3];
    for word in &mut words {
        while word.is_empty() || BETWEEN.contains(word) {
            rest = rest.trim_start_matches([' ', ',', '-', '/', '.']);
            let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
            (*word, rest) = rest.split_at_checked(end).filter(|_| end > 0)?;
        }
    }
    let (day, month, year) = match (month_of(words[0]), month_of(words[1])) {
        (Some(month), _) => (day_of(words[1])?, month, year_of(words[2])?),
        (None, Some(month)) if day_of(words[0]).is_none() => (day_of(words[2])?, month, year_of(words[0])?),
        (None, Some(month)) => (day_of(words[0])?, month, year_of(words[2])?),
        _ => return None,
    };
    Some((Parts::Known { year, month, day, year_first: false }, rest))
}

/// `2024年1月5日`.
pub(super) fn marked_parts(text: &str) -> Option<(Parts, &str)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let (month, day) = (month.trim().parse().ok()?, day.trim().parse().ok()?);
    Some((Parts::Known { year: whole_year(year)?, month, day, year_first: false }, rest))
}

/// A year of four digits that a book can speak of; a number with such an end is rarely anything else.
fn whole_year(text: &str) -> Option<i16> {
    let text = text.trim();
    year_of(text).filter(|year| text.len() == 4 && (1970..=2100).contains(year))
}

/// A month or quarter alone, which stands for its first day: `Nov 2024`, `Jan-24`, `2024-11`, `11/2024`, `Q1 2024`.
pub(super) fn first_day(text: &str) -> Option<(Parts, Whole)> {
    let known = |year: i16, month: i8| Parts::Known { year, month, day: 1, year_first: false };
    if let Some((year, rest)) = text.split_once('年') {
        let month = rest.strip_suffix('月')?.trim().parse().ok()?;
        return Some((known(whole_year(year)?, month), Whole::Month));
    }
    let is_mark = |letter: char| matches!(letter, ' ' | '-' | '/' | '.' | '\'' | '\u{2019}');
    let end = text.find(is_mark).or_else(|| text.find(['Q', 'q']).filter(|at| *at > 0))?;
    let (first, rest) = text.split_at(end);
    let second = rest.trim_start_matches(is_mark);
    let marks = &rest[..rest.len() - second.len()];
    let quarter = |word: &str| {
        let number: i8 = word.strip_prefix(['Q', 'q'])?.parse().ok()?;
        (1..=4).contains(&number).then_some(number * 3 - 2)
    };
    // `Jan 24` is a day as well as a month.
    let year = |word: &str| whole_year(word).or_else(|| year_of(word).filter(|_| word.len() == 2 && marks != " "));
    if let Some(month) = quarter(first) {
        return Some((known(year(second)?, month), Whole::Quarter));
    }
    if let Some(month) = quarter(second) {
        return Some((known(whole_year(first)?, month), Whole::Quarter));
    }
    if let Some(month) = month_of(first) {
        return Some((known(year(second)?, month), Whole::Month));
    }
    let number = |word: &str| word.parse::<i8>().ok().filter(|month| word.len() <= 2 && (1..=12).contains(month));
    if marks.chars().count() != 1 || marks == " " {
        return None;
    }
    let (year, month) = match number(first) {
        Some(month) => (whole_year(second)?, month),
        None => (whole_year(first).filter(|_| marks != ".")?, number(second)?),
    };
    Some((known(year, month), Whole::Month))
}
