use std::str::FromStr;
use std::sync::Arc;

use kernel::fact::ColumnKind;
use kernel::{Cell, Currency, FactShape, Money, Refusal};
use rust_decimal::Decimal;
use sea_orm::{DbErr, Value};

use crate::answers::Row;

/// Whose digits count when nobody named a currency.
const UNNAMED: Currency = Currency::USD;

/// How a kind of cell lies in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    Text,
    Whole,
    Flag,
}

impl Storage {
    pub(crate) fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Whole(..) | ColumnKind::Amount => Self::Whole,
            ColumnKind::Flag => Self::Flag,
            _ => Self::Text,
        }
    }
}

/// The cells of a row as values, one per column of the shape; a missing cell is empty.
pub(crate) fn encode(shape: &FactShape, cells: &[Cell], values: &mut Vec<Value>) -> Result<(), Refusal> {
    let currency = shape.position("currency").and_then(|place| cells.get(place)).and_then(currency_of);
    for (place, column) in shape.columns.iter().enumerate() {
        let cell = cells.get(place).unwrap_or(&Cell::Empty);
        let value = encode_cell(column.kind, cell, currency).ok_or_else(|| unfit(shape, column.name, cell))?;
        values.push(value);
    }
    Ok(())
}

fn unfit(shape: &FactShape, column: &str, cell: &Cell) -> Refusal {
    let message = format!(
        "the {} has `{column}` = `{cell}`, which cannot be kept exactly; correct it in the file and import it again",
        shape.noun
    );
    Refusal::invalid(column, message)
}

fn encode_cell(kind: ColumnKind, cell: &Cell, currency: Option<Currency>) -> Option<Value> {
    match Storage::of(kind) {
        Storage::Flag => match cell {
            Cell::Empty => Some(Value::Bool(None)),
            Cell::Flag(flag) => Some(Value::Bool(Some(*flag))),
            _ => None,
        },
        Storage::Whole => {
            let whole = match (kind, cell) {
                (_, Cell::Empty) => None,
                (ColumnKind::Amount, cell) => Some(minor_units(number_of(cell)?, currency)?),
                (_, Cell::Whole(whole)) => Some(*whole),
                _ => return None,
            };
            Some(Value::BigInt(whole))
        }
        Storage::Text if cell.is_empty() => Some(Value::String(None)),
        Storage::Text => fits(kind, cell).then(|| Value::String(Some(cell.to_string()))),
    }
}

/// Whether the text of the cell reads back as the same cell. PostgreSQL cannot keep a zero byte in a text.
fn fits(kind: ColumnKind, cell: &Cell) -> bool {
    match kind {
        ColumnKind::Day => matches!(cell, Cell::Day(_)),
        ColumnKind::Moment => matches!(cell, Cell::Moment(_)),
        ColumnKind::Number(..) => number_of(cell).is_some(),
        _ => matches!(cell, Cell::Text(text) if !text.contains('\0')),
    }
}

fn number_of(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Whole(whole) => Some(Decimal::from(*whole)),
        _ => None,
    }
}

fn currency_of(cell: &Cell) -> Option<Currency> {
    match cell {
        Cell::Text(code) => Currency::from_str(code).ok(),
        _ => None,
    }
}

fn minor_units(amount: Decimal, currency: Option<Currency>) -> Option<i64> {
    Money::new(amount, currency.unwrap_or(UNNAMED)).minor_units()
}

fn amount(units: i64, currency: Option<Currency>) -> Decimal {
    Money::from_minor_units(units, currency.unwrap_or(UNNAMED)).amount.normalize()
}

/// The cells of a stored row, whose first cell stands at `start`.
pub(crate) fn decode(shape: &FactShape, row: &dyn Row, start: usize) -> Result<Vec<Cell>, DbErr> {
    let currency = match shape.position("currency") {
        Some(place) => row.text(start + place)?.and_then(|code| Currency::from_str(code).ok()),
        None => None,
    };
    let cell = |(place, column): (usize, &kernel::Column)| decode_cell(column.kind, row, start + place, currency);
    shape.columns.iter().enumerate().map(cell).collect()
}

fn decode_cell(kind: ColumnKind, row: &dyn Row, place: usize, currency: Option<Currency>) -> Result<Cell, DbErr> {
    let cell = match Storage::of(kind) {
        Storage::Flag => row.flag(place)?.map(Cell::Flag),
        Storage::Whole => row.whole(place)?.map(|whole| match kind {
            ColumnKind::Amount => Cell::Number(amount(whole, currency)),
            _ => Cell::Whole(whole),
        }),
        Storage::Text => match row.text(place)? {
            Some(text) => Some(read(kind, text).ok_or_else(|| unreadable(text))?),
            None => None,
        },
    };
    Ok(cell.unwrap_or_default())
}

fn read(kind: ColumnKind, text: &str) -> Option<Cell> {
    match kind {
        ColumnKind::Day => text.parse().ok().map(Cell::Day),
        ColumnKind::Moment => text.parse().ok().map(Cell::Moment),
        ColumnKind::Number(..) => text.parse().ok().map(Cell::Number),
        _ => Some(Cell::Text(Arc::from(text))),
    }
}

fn unreadable(text: &str) -> DbErr {
    DbErr::Type(format!("a stored cell reads `{text}`, which this column cannot hold"))
}

#[cfg(test)]
mod tests;
