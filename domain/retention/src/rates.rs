use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Currency;
use rust_decimal::Decimal;

use crate::arr::Refused;

/// One dated exchange rate: what one unit of `from` is worth in `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateRow {
    /// The currency that is changed.
    pub from: Currency,
    /// The currency it is changed into.
    pub to: Currency,
    /// The first day the rate holds.
    pub on: Date,
    /// Units of `to` for one unit of `from`; above zero.
    pub rate: Decimal,
}

/// All rates there are. No rates at all is fine as long as everything is in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<(Currency, Currency), BTreeMap<Date, Decimal>>);

impl Rates {
    /// The rates of these rows, in any order. Rows of zero or less are no rates and are left out;
    /// of two rates for one pair and day the larger holds, so that order never matters.
    pub fn new(rows: impl IntoIterator<Item = RateRow>) -> Self {
        let mut pairs: BTreeMap<_, BTreeMap<Date, Decimal>> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| row.rate > Decimal::ZERO) {
            let known = pairs.entry((row.from, row.to)).or_default().entry(row.on).or_insert(row.rate);
            *known = row.rate.max(*known);
        }
        Self(pairs)
    }

    /// The latest rate on or before a day; 1 within one currency. A pair is never turned around.
    ///
    /// # Errors
    /// When there is no such rate.
    pub fn rate(&self, from: Currency, to: Currency, on: Date) -> Result<Decimal, Refused> {
        if from == to {
            return Ok(Decimal::ONE);
        }
        let dated = self.0.get(&(from, to)).and_then(|rates| rates.range(..=on).next_back());
        dated.map(|(_, rate)| *rate).ok_or(Refused::MissingRate { from, to, on })
    }
}

#[cfg(test)]
mod tests;
