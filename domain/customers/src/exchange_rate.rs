use kernel::fact::ColumnKind::{CurrencyCode, Day, Number};
use kernel::{Column, FactShape};

/// What one unit of a currency is worth in another on a day.
pub const SHAPE: FactShape = FactShape {
    object: "exchange_rates",
    noun: "exchange rate",
    help: "What one unit of a currency is worth in another on a day.",
    columns: &[
        Column::required("from_currency", CurrencyCode, "one unit of this"),
        Column::required("to_currency", CurrencyCode, "is worth so much of this"),
        Column::required("on", Day, "since this day"),
        Column::required("rate", Number(0, 1_000_000_000), "how much"),
    ],
    key: &["from_currency", "to_currency", "on"],
    opened_by: Some("on"),
    closed_by: None,
};
