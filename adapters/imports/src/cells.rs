//! From the text of a cell to what the column holds.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use kernel::money::UnknownCurrency;
use kernel::period::is_plausible;
use kernel::{Cell, ColumnKind, Currency, FiscalYear, Period};
use ports::deliveries::DateOrder;
use rust_decimal::Decimal;

use crate::dates::Written;
use crate::numbers::{Mark, NumberStyle, Span, WrittenNumber};
use crate::proof::shortened;
use crate::rows::CellSort;

/// As spreadsheets write them, also German and French ones.
const SPREADSHEET_ERRORS: [&str; 19] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "#ZAHL!",
    "#VALEUR!",
    "#NOM?",
    "#NOMBRE!",
    "#NUL!",
    "#ÜBERLAUF!",
];

/// How the cells of a column are written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    pub(crate) order: Option<DateOrder>,
    /// `None` is a decimal point.
    pub(crate) style: Option<NumberStyle>,
    /// For how long an amount is; `None` is a year.
    pub(crate) span: Option<Span>,
}

/// A cell to be understood.
pub(crate) struct CellText<'a> {
    pub(crate) text: &'a str,
    pub(crate) sort: CellSort,
    pub(crate) manner: Manner,
    pub(crate) zone: &'a TimeZone,
}

impl CellText<'_> {
    /// The cell a column of this kind makes of the text, and the currency it was marked with.
    pub(crate) fn understand(&self, kind: ColumnKind) -> Result<(Cell, Option<Mark>), String> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok((Cell::Empty, None));
        }
        if text.contains('\0') {
            return Err("holds a zero character, which no text has; save the file again".to_owned());
        }
        if is_spreadsheet_error(text) {
            return Err(format!("{text} is an error of the spreadsheet; mend it there"));
        }
        let cell = match kind {
            ColumnKind::Text | ColumnKind::Reference(_) => Cell::text(text),
            ColumnKind::Word(words) => word(text, words)?,
            ColumnKind::Day => Cell::Day(self.day(text)?),
            ColumnKind::Moment => Cell::Moment(self.moment(text)?),
            ColumnKind::Whole(least, most) => self.whole(text, least, most)?,
            ColumnKind::Number(least, most) => self.bounded(text, least, most)?,
            ColumnKind::Amount => return self.amount(text),
            ColumnKind::CurrencyCode => Cell::text(currency_of(text).map_err(|unknown| unknown.to_string())?.code()),
            ColumnKind::Flag => Cell::Flag(flag(text)?),
            ColumnKind::PeriodName => period(text)?,
        };
        Ok((cell, None))
    }

    fn day(&self, text: &str) -> Result<Date, String> {
        let day = dated(text, Written::parse_day(text))?
            .day(self.manner.order, self.zone)
            .ok_or_else(|| self.no_such_day(text))?;
        plausible(day)
    }

    fn moment(&self, text: &str) -> Result<DateTime, String> {
        let written = dated(text, Written::parse(text))?;
        let moment = written.moment(self.manner.order, self.zone).ok_or_else(|| self.no_such_day(text))?;
        plausible(moment.date()).map(|_| moment)
    }

    fn no_such_day(&self, text: &str) -> String {
        let order = self.manner.order.map_or("", DateOrder::words);
        format!(
            "{} is not a date{}{order}; write it as 2024-12-31",
            shortened(text),
            if order.is_empty() { "" } else { ", " }
        )
    }

    fn style(&self) -> NumberStyle {
        match self.sort {
            CellSort::Number => NumberStyle::Point,
            _ => self.manner.style.unwrap_or(NumberStyle::Point),
        }
    }

    fn number(&self, text: &str) -> Result<Decimal, String> {
        let number = WrittenNumber::parse(text).and_then(|written| written.value(self.style()));
        number.ok_or_else(|| not_a_number(text))
    }

    fn whole(&self, text: &str, least: i64, most: i64) -> Result<Cell, String> {
        let number = self.number(text)?;
        let whole = if number.fract().is_zero() { i64::try_from(number.trunc()).ok() } else { None };
        let whole = whole.ok_or_else(|| format!("{} is not a whole number", shortened(text)))?;
        within(Decimal::from(whole), least, most)?;
        Ok(Cell::Whole(whole))
    }

    fn bounded(&self, text: &str, least: i64, most: i64) -> Result<Cell, String> {
        let number = self.number(text)?;
        within(number, least, most)?;
        Ok(Cell::Number(number))
    }

    fn amount(&self, text: &str) -> Result<(Cell, Option<Mark>), String> {
        let written = WrittenNumber::parse_amount(text).ok_or_else(|| not_a_number(text))?;
        let number = written.value(self.style()).ok_or_else(|| not_a_number(text))?;
        let wanted = self.manner.span.unwrap_or(Span::Year);
        if let Some(span) = written.span.filter(|span| *span != wanted) {
            let (span, wanted) = (span.words(), wanted.words());
            return Err(format!("{} is an amount of {span} where that of {wanted} is wanted", shortened(text)));
        }
        if number.is_sign_negative() && !number.is_zero() {
            return Err(format!("negative amount: {}", shortened(text)));
        }
        Ok((Cell::Number(number.abs()), written.mark))
    }
}

fn dated(text: &str, written: Option<Written>) -> Result<Written, String> {
    written.ok_or_else(|| format!("{} is not a date; write it as 2024-12-31", shortened(text)))
}

fn not_a_number(text: &str) -> String {
    format!("{} is not a number", shortened(text))
}

fn is_spreadsheet_error(text: &str) -> bool {
    let numbered = |rest: &str| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    SPREADSHEET_ERRORS.contains(&text) || text.strip_prefix("Err:").is_some_and(numbered)
}

/// Whether a number can stand in a column of this kind.
pub(crate) fn can_hold(kind: ColumnKind, number: Decimal) -> bool {
    match kind {
        ColumnKind::Whole(least, most) => number.fract().is_zero() && within(number, least, most).is_ok(),
        ColumnKind::Number(least, most) => within(number, least, most).is_ok(),
        _ => true,
    }
}

fn within(number: Decimal, least: i64, most: i64) -> Result<(), String> {
    if number < Decimal::from(least) || number > Decimal::from(most) {
        return Err(format!("{number} is outside {least} to {most}"));
    }
    Ok(())
}

fn plausible(day: Date) -> Result<Date, String> {
    if is_plausible(day) { Ok(day) } else { Err(format!("{day} is outside 1970 to 2100")) }
}

fn word(text: &str, words: &[&str]) -> Result<Cell, String> {
    let lower = text.to_lowercase();
    if words.contains(&lower.as_str()) {
        return Ok(Cell::text(&lower));
    }
    Err(format!("{} is none of {}", shortened(text), words.join(", ")))
}

fn flag(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "t" | "y" | "ja" | "wahr" | "oui" | "vrai" | "sí" | "verdadero" => Ok(true),
        "false" | "no" | "0" | "f" | "n" | "nein" | "falsch" | "non" | "faux" | "falso" => Ok(false),
        _ => Err(format!("{} is neither true nor false", shortened(text))),
    }
}

fn period(text: &str) -> Result<Cell, String> {
    // What `last-quarter` means changes from day to day; a fact must not.
    let relative = text.to_ascii_lowercase().starts_with("last");
    let named = Period::parse(text, FiscalYear::CALENDAR, Date::ZERO).ok().filter(|_| !relative);
    let named = named.ok_or_else(|| format!("{} is not a period; write 2026-Q3, 2026-09 or 2026", shortened(text)))?;
    Ok(Cell::text(&named.to_string()))
}

/// A currency by its code, or by the name that only one goes by.
pub(crate) fn currency_of(text: &str) -> Result<Currency, UnknownCurrency> {
    let code = match text.trim().to_lowercase().as_str() {
        "euro" | "euros" | "€" => "EUR",
        "us dollar" | "us-dollar" | "us dollars" | "us$" => "USD",
        "pound sterling" | "british pound" | "£" => "GBP",
        "swiss franc" | "schweizer franken" => "CHF",
        _ => text.trim(),
    };
    code.parse()
}

#[cfg(test)]
mod tests;
