use std::sync::Arc;

use jiff::civil::{Date, DateTime, date};
use kernel::fact::ColumnKind;
use kernel::{Actor, Cell, Event, FactShape};
use ports::store::{Appended, NewFact, Store, Transaction};
use store::SeaStore;

/// The day of the first import in most sentences.
pub const DAY_ONE: Date = date(2026, 3, 1);

/// A row of any object, written as in a file: columns by name, cells as text.
#[derive(Debug, Clone)]
pub struct Row {
    shape: &'static FactShape,
    fact: NewFact,
}

impl Row {
    /// A row with nothing but a key.
    #[must_use]
    pub fn new(shape: &'static FactShape, key: &str) -> Self {
        let cells = vec![Cell::Empty; shape.columns.len()];
        Self {
            shape,
            fact: NewFact { key: Arc::from(key), cells, file: Arc::from("rows.csv"), line: 2, known_at: None },
        }
    }

    /// The same row with this cell.
    #[must_use]
    pub fn with(mut self, column: &str, text: &str) -> Self {
        let place = self.shape.position(column).expect("the shape has the column");
        self.fact.cells[place] = cell(self.shape.columns[place].kind, text);
        self
    }

    /// The same row with a clock of its source.
    #[must_use]
    pub fn known_at(mut self, moment: DateTime) -> Self {
        self.fact.known_at = Some(moment);
        self
    }

    /// The row as the store takes it.
    #[must_use]
    pub fn fact(&self) -> NewFact {
        self.fact.clone()
    }
}

fn cell(kind: ColumnKind, text: &str) -> Cell {
    match kind {
        ColumnKind::Day => Cell::Day(text.parse().expect("a day")),
        ColumnKind::Moment => Cell::Moment(text.parse().expect("a moment")),
        ColumnKind::Whole(..) => Cell::Whole(text.parse().expect("a whole number")),
        ColumnKind::Number(..) | ColumnKind::Amount => Cell::Number(text.parse().expect("a number")),
        ColumnKind::Flag => Cell::Flag(text == "true"),
        _ => Cell::text(text),
    }
}

/// An account of the source `crm`, without a day of its own.
#[must_use]
pub fn account(id: &str) -> Row {
    Row::new(&customers::account::SHAPE, &format!("crm/{id}")).with("account_id", id).with("name", id)
}

/// A contract of account `A-1` over 1200.50 dollars.
#[must_use]
pub fn contract(id: &str, starts_on: &str) -> Row {
    Row::new(&customers::contract::SHAPE, &format!("crm/{id}"))
        .with("contract_id", id)
        .with("account_id", "crm/A-1")
        .with("starts_on", starts_on)
        .with("arr_amount", "1200.50")
        .with("currency", "USD")
}

/// A person of the source `hr`.
#[must_use]
pub fn person(id: &str, email: &str) -> Row {
    Row::new(&people::person::SHAPE, &format!("hr/{id}")).with("person_id", id).with("name", id).with("email", email)
}

/// A ticket of account `A-1`.
#[must_use]
pub fn ticket(id: &str, opened_at: &str) -> Row {
    Row::new(&customers::ticket::SHAPE, &format!("crm/{id}"))
        .with("ticket_id", id)
        .with("account_id", "crm/A-1")
        .with("opened_at", opened_at)
}

/// A day's usage by an account.
#[must_use]
pub fn usage_on(id: &str, account: &str, day: &str) -> Row {
    Row::new(&usage::daily::SHAPE, &format!("crm/{id}"))
        .with("usage_id", id)
        .with("account_id", &format!("crm/{account}"))
        .with("day", day)
        .with("events", "3")
}

/// Who imports in these sentences.
#[must_use]
pub fn actor() -> Actor {
    Actor::new("ruth@tidewater.example")
}

/// An event, without which nothing is committed.
#[must_use]
pub fn events() -> Event {
    Event::new("imports.delivered", "delivery", "rows were imported")
}

/// Imports rows at noon of a day; what became of them. Rows of one object come together.
///
/// # Panics
/// When the store refuses.
pub fn delivered(store: &SeaStore, day: Date, rows: &[Row]) -> Appended {
    let mut tx = store.begin(day.at(12, 0, 0, 0), &actor()).expect("a transaction opens");
    tx.open_delivery("a folder").expect("a delivery opens");
    let mut appended = Appended::default();
    for rows in rows.chunk_by(|one, next| one.shape == next.shape) {
        let facts: Vec<NewFact> = rows.iter().map(Row::fact).collect();
        appended = appended.plus(tx.append(rows[0].shape, &facts).expect("rows are taken"));
    }
    finished(tx);
    appended
}

fn finished(mut tx: Box<dyn Transaction + '_>) {
    tx.record(&events()).expect("an event is taken");
    tx.commit().expect("a transaction is committed");
}
