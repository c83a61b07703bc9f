use kernel::fact::ColumnKind::{Day, Reference, Text};
use kernel::{Column, FactShape};

/// Someone we know at an account.
pub const SHAPE: FactShape = FactShape {
    object: "contacts",
    noun: "contact",
    help: "Someone we know at an account.",
    columns: &[
        Column::required("contact_id", Text, "identifier of the contact in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("name", Text, "name of the contact"),
        Column::optional("email", Text, "e-mail address"),
        Column::optional("title", Text, "job title").undated(),
        Column::optional("role", Text, "sponsor, champion, power user, buyer or another role").undated(),
        Column::optional("since_on", Day, "day we first knew them"),
        Column::optional("left_on", Day, "day they left the account").when_closed(),
    ],
    key: &["contact_id"],
    opened_by: Some("since_on"),
    closed_by: Some("left_on"),
};
