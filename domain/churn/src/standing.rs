use std::sync::Arc;

use jiff::civil::Date;
use report::Trace;
use rust_decimal::Decimal;

use crate::signal::COUNT;

/// Why a signal of an account is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nobody in the book has such rows lately: the source is not connected, or has stopped.
    NotRecorded,
    /// Others have such rows, this account has none.
    NothingOfAccount,
    /// There are too few to say anything.
    TooLittle,
    /// The account was not there long enough ago.
    TooYoung,
}

impl Gap {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotRecorded => "nothing of this kind is on record lately for anybody",
            Self::NothingOfAccount => "nothing of this kind is on record for this account",
            Self::TooLittle => "too little is on record to tell",
            Self::TooYoung => "the account is too young to compare",
        }
    }
}

/// What is known of a signal, in its own unit.
pub type Reading = Result<Decimal, Gap>;

/// A contract that was given notice of and has not run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The key of the contract.
    pub contract: Arc<str>,
    /// When notice was given.
    pub on: Date,
    /// The first unpaid day, where it is known.
    pub ends_on: Option<Date>,
}

/// What is known of an account as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// One per signal, in the order of [`crate::SIGNALS`].
    pub readings: [Reading; COUNT],
    /// The facts behind each reading; empty unless the gathering kept them.
    pub facts: Vec<Trace>,
    /// Where notice was served on everything the account pays.
    pub notice: Option<Notice>,
}
