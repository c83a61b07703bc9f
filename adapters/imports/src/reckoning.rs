//! From what a billing system writes to an amount of a year.

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
        }
    }

    /// The places whose columns have a say.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        [self.times, self.interval, self.count].into_iter().flatten()
    }

    /// For how long the amounts are that are reckoned from.
    pub(crate) fn span(&self) -> Span {
        match (&self.each, self.interval) {
            (Some(each), None) => Span::of_interval(each),
            (None, None) => Span::Year,
            (_, Some(_)) => Span::OfRow,
        }
    }

    /// The amount of a year, or why it cannot be told.
    pub(crate) fn of(&self, cell: Cell, row: &RawRow, currency: Option<Currency>) -> Result<Cell, String> {
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
        Ok(Cell::Number(yearly.round_dp(2).normalize()))
    }
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
