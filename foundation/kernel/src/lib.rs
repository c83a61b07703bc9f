#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// Who is asking, and what an action needs.
pub mod access;
/// What a write leaves behind.
pub mod event;
/// The shape of a fact: its columns, its clocks, where it came from.
pub mod fact;
/// Identifiers of the things facts speak about.
pub mod ids;
/// Amounts in a currency, and the currencies there are.
pub mod money;
/// Half-open periods, their grammar and the fiscal year.
pub mod period;
/// Words and phrases in texts that people wrote.
pub mod phrases;
/// Why something could not be done, in a closed set of kinds.
pub mod refusal;

pub use access::{Access, Actor};
pub use event::Event;
pub use fact::{Cell, Clocks, Column, ColumnKind, FactRecord, FactRef, FactShape, Origin};
pub use ids::{AccountId, PersonId};
pub use money::{Currency, Money};
pub use period::{FiscalYear, Period};
pub use refusal::Refusal;

pub use jiff;
pub use rust_decimal;
