use jiff::civil::{Date, DateTime};
use kernel::{AccountId, FactRecord, FactShape, PersonId};

/// What a cell has to say for its row to be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only<'a> {
    /// Anything, in this column.
    Told(&'static str),
    /// This, in the key or one of these columns.
    Reads(&'static [&'static str], &'a str),
}

impl Only<'_> {
    /// Whether a fact is one of them.
    #[must_use]
    pub fn holds(&self, record: &FactRecord) -> bool {
        match self {
            Self::Told(column) => !record.cell(column).is_empty(),
            Self::Reads(columns, text) => {
                let reads = |column: &&str| record.text(column).is_some_and(|cell| cell.eq_ignore_ascii_case(text));
                record.key.eq_ignore_ascii_case(text) || columns.iter().any(reads)
            }
        }
    }
}

/// Which facts to list. Everything that is `None` does not narrow.
#[derive(Debug, Clone)]
pub struct FactQuery<'a> {
    /// Which object.
    pub shape: &'static FactShape,
    /// Only what was known at or before this moment; `None` is everything known now.
    pub known_by: Option<DateTime>,
    /// Only rows whose (first) reference to an account is one of these; of the accounts themselves, those with these keys.
    pub accounts: Option<&'a [AccountId]>,
    /// Only rows whose (first) reference to a person is one of these; of the people themselves, those with these keys.
    pub people: Option<&'a [PersonId]>,
    /// With `people`: also rows that name nobody.
    pub or_nobody: bool,
    /// Only rows that happened on or after this day. Rows without a day are kept.
    pub happened_from: Option<Date>,
    /// Only rows that happened before this day. Rows without a day are kept.
    pub happened_before: Option<Date>,
    /// Only rows of which a cell says so.
    pub only: Option<Only<'a>>,
    /// With [`Store::each_fact`]: in whatever order is quickest, for what does not depend on the order.
    pub in_any_order: bool,
    /// Accounts as their own systems name them, whatever was linked: for exports and for links themselves.
    pub as_written: bool,
}

impl<'a> FactQuery<'a> {
    /// Every current fact of an object.
    #[must_use]
    pub fn all(shape: &'static FactShape) -> Self {
        Self {
            shape,
            known_by: None,
            accounts: None,
            people: None,
            or_nobody: false,
            happened_from: None,
            happened_before: None,
            only: None,
            in_any_order: false,
            as_written: false,
        }
    }

    /// Accounts as their own systems name them, whatever was linked.
    #[must_use]
    pub fn as_written(self) -> Self {
        Self { as_written: true, ..self }
    }

    /// Only what was known at or before this moment.
    #[must_use]
    pub fn known_by(self, moment: DateTime) -> Self {
        Self { known_by: Some(moment), ..self }
    }

    /// Only rows about these accounts.
    #[must_use]
    pub fn about_accounts(self, accounts: &'a [AccountId]) -> Self {
        Self { accounts: Some(accounts), ..self }
    }

    /// Only rows about these people.
    #[must_use]
    pub fn about_people(self, people: &'a [PersonId]) -> Self {
        Self { people: Some(people), ..self }
    }

    /// Only rows about these people, and rows that name nobody: what holds for everybody.
    #[must_use]
    pub fn about_people_or_nobody(self, people: &'a [PersonId]) -> Self {
        Self { people: Some(people), or_nobody: true, ..self }
    }

    /// Only rows in which this column is told.
    #[must_use]
    pub fn telling(self, column: &'static str) -> Self {
        Self { only: Some(Only::Told(column)), ..self }
    }

    /// Only rows of which the key or one of these columns, which hold text, reads so; letters of ASCII in either case.
    #[must_use]
    pub fn reading(self, columns: &'static [&'static str], text: &'a str) -> Self {
        Self { only: Some(Only::Reads(columns, text)), ..self }
    }

    /// In whatever order is quickest.
    #[must_use]
    pub fn in_any_order(self) -> Self {
        Self { in_any_order: true, ..self }
    }

    /// Only rows that happened on or after `from` and before `to`.
    #[must_use]
    pub fn between(self, from: Date, to: Date) -> Self {
        Self { happened_from: Some(from), happened_before: Some(to), ..self }
    }
}

/// Which facts to list as they could be known at several moments.
#[derive(Debug, Clone, Copy)]
pub struct KnownAt<'a> {
    /// Which object.
    pub shape: &'static FactShape,
    /// First to last.
    pub moments: &'a [DateTime],
    /// Only what happened on or after the first day and before the second, unless its day is not told at one of the
    /// moments.
    pub between: (Date, Date),
    /// Only rows whose (first) reference to an account is one of these; of the accounts themselves, those with these keys.
    /// `None` does not narrow.
    pub accounts: Option<&'a [AccountId]>,
}
