//! From what a billing system writes to an amount of a year.

use jiff::civil::Date;
use kernel::{Cell, Currency};
use rust_decimal::Decimal;

use crate::numbers::Span;
use crate::recipes::{OneOrMore, ReckoningText};
use crate::rows::RawRow;

/// How an amount of a billing period becomes one of a year, with the places of its columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reckoning {
    minor: bool,
    thousands: bool,
    times: Option<usize>,
    interval: Option<usize>,
    each: Option<String>,
    count: Option<usize>,
    /// It is for a whole term, from the day a row begins to the day it ends, unless a column says how long.
    whole_term: bool,
    term: Option<usize>,
    term_months: u8,
}

impl Reckoning {
    pub(crate) fn bind(text: &ReckoningText, forms: &[String]) -> Self {
        let place = |headings: &Option<OneOrMore>| {
            let wanted = headings.as_ref().map(OneOrMore::normal_forms).unwrap_or_default();
            wanted.iter().find_map(|form| forms.iter().position(|known| known == form))
        };
        Self {
            minor: text.minor,
            thousands: text.thousands,
            times: place(&text.times),
            interval: place(&text.interval),
            each: text.each.clone(),
            count: place(&text.count),
            whole_term: text.whole_term,
            term: place(&text.term),
            term_months: text.term_months.unwrap_or(1),
        }
    }

    /// The places whose columns have a say.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        [self.times, self.interval, self.count, self.term].into_iter().flatten()
    }

    /// For how long the amounts are that are reckoned from.
    pub(crate) fn span(&self) -> Span {
        match (&self.each, self.interval) {
            _ if self.whole_term => Span::OfRow,
            (Some(each), None) => Span::of_interval(each),
            (None, None) => Span::Year,
            (_, Some(_)) => Span::OfRow,
        }
    }

    /// How many months the term of a row has.
    fn months(&self, row: &RawRow, days: Option<(Date, Date)>) -> Option<Decimal> {
        let told = self.term.map(|place| row.cell(place).trim()).filter(|text| !text.is_empty());
        let told = told.map(|text| text.split_whitespace().next().unwrap_or_default().replace(',', "."));
        let length = match told {
            Some(text) => text.parse::<Decimal>().ok()?.checked_mul(Decimal::from(self.term_months)),
            None => days.and_then(|(begins, ends)| months_between(begins, ends)),
        };
        length.filter(|months| *months > Decimal::ZERO)
    }

    /// The amount of a year, or why it cannot be told; `days` are those on which the row begins and ends.
    pub(crate) fn of(
        &self,
        cell: Cell,
        row: &RawRow,
        currency: Option<Currency>,
        days: Option<(Date, Date)>,
    ) -> Result<Cell, String> {
        let Cell::Number(amount) = cell else { return Ok(cell) };
        let number = |place: Option<usize>, column: &str| match place.map(|place| row.cell(place).trim()) {
            None | Some("") => Ok(Decimal::ONE),
            Some(text) => text.parse::<Decimal>().map_err(|_| format!("{column} {text} is not a number")),
        };
        let thousands = Decimal::from(if self.thousands { 1_000 } else { 1 });
        let times = number(self.times, "quantity")?;
        let count = number(self.count, "interval count")?;
        let told = self.interval.map(|place| row.cell(place).trim()).filter(|text| !text.is_empty());
        let per_year = match told.or(self.each.as_deref()) {
            Some(interval) => intervals_per_year(interval)
                .ok_or_else(|| format!("{interval} is no billing interval; write day, week, month, quarter or year"))?,
            None => Decimal::ONE,
        };
        let digits = if self.minor { currency.map_or(2, |currency| currency.minor_digits()) } else { 0 };
        let too_large = || format!("{amount} makes no amount of a year");
        let major = amount.checked_div(Decimal::from(10_u64.pow(digits))).ok_or_else(too_large)?;
        let all = major.checked_mul(times).and_then(|all| all.checked_mul(thousands));
        let all = all.and_then(|all| all.checked_mul(per_year)).ok_or_else(too_large)?;
        let yearly = all.checked_div(count).ok_or_else(|| "an interval count of zero".to_owned())?;
        let yearly = match self.whole_term {
            true => yearly
                .checked_mul(Decimal::from(12))
                .and_then(|all| all.checked_div(self.months(row, days)?))
                .ok_or_else(|| NO_TERM.to_owned())?,
            false => yearly,
        };
        Ok(Cell::Number(yearly.round_dp(2).normalize()))
    }
}

/// Why an amount of a whole term makes none of a year.
const NO_TERM: &str =
    "is for a whole term, and the row does not say how long that is: fill in its length, or start and end";

/// Months from a day to the last day of a term or the one after it: whole ones where the days of the month agree.
fn months_between(begins: Date, ends: Date) -> Option<Decimal> {
    let is_whole = |last: &Date| last.day() == begins.day();
    let last = [Some(ends), ends.tomorrow().ok()].into_iter().flatten().find(is_whole);
    let months = match last {
        Some(last) => {
            let years = i64::from(last.year()) - i64::from(begins.year());
            Decimal::from(years * 12 + i64::from(last.month()) - i64::from(begins.month()))
        }
        None => {
            let days = begins.until(ends).ok()?.get_days() + 1;
            Decimal::from(days).checked_mul(Decimal::from(12))?.checked_div(Decimal::new(36525, 2))?
        }
    };
    (months > Decimal::ZERO).then_some(months)
}

/// Whether a word says for how long an amount is.
pub(crate) fn is_interval(word: &str) -> bool {
    intervals_per_year(word).is_some()
}

fn intervals_per_year(word: &str) -> Option<Decimal> {
    let number = match word.to_lowercase().as_str() {
        "day" | "daily" | "days" | "täglich" | "quotidien" => 365,
        "week" | "weekly" | "weeks" | "wöchentlich" | "hebdomadaire" => 52,
        "month" | "monthly" | "months" | "1 month" | "1 months" | "monatlich" | "mtl." | "monat" | "mensuel"
        | "mensuelle" | "mois" => 12,
        "quarter" | "quarterly" | "3 months" | "3 month" | "quartalsweise" | "vierteljährlich" | "quartal"
        | "trimestriel" | "trimestrielle" => 4,
        "semiannual" | "semi-annual" | "semiannually" | "half-yearly" | "6 months" | "6 month" | "halbjährlich"
        | "semestriel" => 2,
        "year" | "yearly" | "annual" | "annually" | "years" | "1 year" | "1 years" | "12 months" | "jährlich"
        | "jahr" | "annuel" | "annuelle" => 1,
        _ => return None,
    };
    Some(Decimal::from(number))
}
