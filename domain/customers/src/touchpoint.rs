use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::fact::ColumnKind::{Moment, Number, Reference, Text, Word};
use kernel::{AccountId, Column, FactRecord, FactShape, PersonId};
use rust_decimal::Decimal;

/// A conversation with an account.
pub const SHAPE: FactShape = FactShape {
    object: "touchpoints",
    noun: "touchpoint",
    help: "A conversation with an account.",
    columns: &[
        Column::required("touchpoint_id", Text, "identifier of the touchpoint in the source system"),
        Column::required("account_id", Reference("accounts"), "the account, by its identifier in the source system"),
        Column::optional("person_email", Reference("people"), "who of us took part, by e-mail address or identifier"),
        Column::optional("contact_id", Reference("contacts"), "who of them took part"),
        Column::required("kind", Text, "email, call, meeting, training, onsite or another kind"),
        Column::required("happened_at", Moment, "when, in the time zone of the book"),
        Column::optional("direction", Word(&["inbound", "outbound"]), "inbound when the customer began it"),
        Column::optional("duration_minutes", Number(0, 1_000_000), "how long it took"),
        Column::optional(
            "first_response_minutes",
            Number(0, 10_000_000),
            "working minutes until a person answered an inbound one",
        ),
        Column::optional("answered_at", Moment, "when a person answered an inbound one, if minutes are not known")
            .when_closed(),
        Column::optional("outcome", Text, "held, cancelled, no-show or another outcome"),
    ],
    key: &["touchpoint_id"],
    opened_by: Some("happened_at"),
    closed_by: Some("answered_at"),
};

/// A conversation with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touchpoint {
    /// The key of the fact.
    pub key: Arc<str>,
    /// Whose.
    pub account: AccountId,
    /// Who of us took part.
    pub person: Option<PersonId>,
    /// Who of them took part.
    pub contact: Option<Arc<str>>,
    /// What kind.
    pub kind: Arc<str>,
    /// When.
    pub happened_at: DateTime,
    /// Whether the customer began it.
    pub inbound: bool,
    /// How long it took.
    pub duration_minutes: Option<Decimal>,
    /// Working minutes until a person answered.
    pub first_response_minutes: Option<Decimal>,
    /// When a person answered.
    pub answered_at: Option<DateTime>,
    /// What became of it.
    pub outcome: Option<Arc<str>>,
}

/// What became of a conversation that did not take place.
const NOT_HELD: [&str; 6] = ["cancelled", "canceled", "no-show", "no show", "no_show", "missed"];
/// Kinds in which both sides take part.
const LIVE: [&str; 4] = ["call", "meeting", "onsite", "training"];

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.trim().eq_ignore_ascii_case(known))
}

impl Touchpoint {
    /// Whether it took place, as far as is told.
    #[must_use]
    pub fn is_held(&self) -> bool {
        !self.outcome.as_deref().is_some_and(|outcome| is_one_of(outcome, &NOT_HELD))
    }

    /// Whether both sides take part at once: a call, a meeting, a visit, a training.
    #[must_use]
    pub fn is_live(&self) -> bool {
        is_one_of(&self.kind, &LIVE)
    }

    /// Whether the customer spoke: a live one that was held, or a message the customer wrote. What only we wrote is none.
    #[must_use]
    pub fn is_two_way(&self) -> bool {
        self.is_held() && (self.is_live() || self.inbound)
    }

    /// From its fact; `None` when a cell it cannot do without is not known at the moment asked about.
    #[must_use]
    pub fn from_record(record: &FactRecord) -> Option<Self> {
        Some(Self {
            key: record.key.clone(),
            account: AccountId::new(&record.text("account_id")?),
            person: record.text("person_email").map(|key| PersonId::new(&key)),
            contact: record.text("contact_id"),
            kind: record.text("kind")?,
            happened_at: record.moment("happened_at")?,
            inbound: record.text("direction").as_deref() == Some("inbound"),
            duration_minutes: record.number("duration_minutes"),
            first_response_minutes: record.number("first_response_minutes"),
            answered_at: record.moment("answered_at"),
            outcome: record.text("outcome"),
        })
    }
}
