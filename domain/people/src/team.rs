use kernel::fact::ColumnKind::{Reference, Text};
use kernel::{Column, FactShape};

/// A team and who leads it.
pub const SHAPE: FactShape = FactShape {
    object: "teams",
    noun: "team",
    help: "A team and who leads it.",
    columns: &[
        Column::required("team_id", Text, "name of the team"),
        Column::optional("lead_email", Reference("people"), "who leads it").undated(),
        Column::optional("parent_team", Text, "the team it belongs to").undated(),
    ],
    key: &["team_id"],
    opened_by: None,
    closed_by: None,
};
