use kernel::fact::ColumnKind::{Day, Reference};
use kernel::{Column, FactShape};

/// Who reports to whom, from a day to a day.
pub const SHAPE: FactShape = FactShape {
    object: "reporting_lines",
    noun: "reporting line",
    help: "Who reports to whom, from a day to a day.",
    columns: &[
        Column::required("person_email", Reference("people"), "the person, by e-mail address or identifier"),
        Column::required("manager_email", Reference("people"), "who they report to"),
        Column::required("from", Day, "first day"),
        Column::optional("to", Day, "first day no longer; empty while it lasts").when_closed(),
    ],
    key: &["person_email", "from"],
    opened_by: Some("from"),
    closed_by: Some("to"),
};
