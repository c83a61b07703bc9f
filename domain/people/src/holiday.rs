use kernel::fact::ColumnKind::{Day, Text};
use kernel::{Column, FactShape};

/// A day on which a country does not work.
pub const SHAPE: FactShape = FactShape {
    object: "holidays",
    noun: "holiday",
    help: "A day on which a country does not work.",
    columns: &[
        Column::required("country", Text, "country or calendar"),
        Column::required("day", Day, "the day"),
        Column::optional("name", Text, "what it is called"),
    ],
    key: &["country", "day"],
    opened_by: Some("day"),
    closed_by: None,
};
