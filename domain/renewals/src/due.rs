use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use kernel::AccountId;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::call::{Call, latest};
use crate::class::Class;

/// What says on which day a renewal is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedBy {
    /// The renewal day of the contract.
    Renewal,
    /// The contract has none; its first unpaid day stands in.
    End,
    /// The contract has one, but it does not lie within it; the first unpaid day stands in.
    EndBeforeRenewal,
}

/// A contract that follows is known already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The key of the contract that follows.
    pub contract: Arc<str>,
    /// Its first paid day.
    pub starts_on: Date,
    /// What of the ARR that is up it keeps.
    pub kept: Decimal,
}

/// A renewal that is to be decided: all contracts of an account that come up on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: Arc<str>,
    /// Whose account it is; `None` where nobody owns it.
    pub owner: Option<Arc<str>>,
    /// The day of the decision.
    pub on: Date,
    /// What says so.
    pub dated_by: DatedBy,
    /// The contracts with their ARR in the currency of the book, by key.
    pub contracts: Vec<(Arc<str>, Decimal)>,
    /// Whether it renews unless somebody ends it; `None` where that is not on record for all of them.
    pub auto_renew: Option<bool>,
    /// Days before the decision by which notice has to be given; the longest of its contracts.
    pub notice_days: Option<i64>,
    /// A notice period on record that is longer than the contract runs before the decision, and is left aside.
    pub odd_notice_days: Option<i64>,
    /// When notice was given on all of them.
    pub notice_on: Option<Date>,
    /// The contract that follows, where it is known.
    pub signed: Option<Signed>,
    /// Whether these contracts are all the account pays for.
    pub is_whole_account: bool,
    /// The chance of renewal, 0 to 1, as the model has it.
    pub chance: Decimal,
    /// What people said.
    pub calls: Vec<Call>,
}

/// The last day on which notice can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// The decision less the notice period.
    Notice(Date),
    /// It does not renew by itself: the day of the decision.
    Decision(Date),
    /// It renews by itself, and the notice period is not on record; some day before the decision.
    NotOnRecord(Date),
}

impl Deadline {
    /// The day to sort by.
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Self::Notice(day) | Self::Decision(day) | Self::NotOnRecord(day) => day,
        }
    }
}

/// Where a renewal stands on a day, what cannot wait first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The day of the decision is over and nothing follows.
    RanOut,
    /// Notice was given.
    NoticeGiven,
    /// Notice can no longer be given.
    DeadlinePassed,
    /// It is open.
    Open,
    /// The contract that follows is known.
    Signed,
}

impl State {
    /// In words; empty while it is simply open.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::RanOut => "its day is over, nothing signed",
            Self::NoticeGiven => "notice was given",
            Self::DeadlinePassed => "notice period has begun",
            Self::Open => "",
            Self::Signed => "signed",
        }
    }

    /// Whether a deadline lies behind it that is said before all others.
    #[must_use]
    pub fn is_late(self) -> bool {
        self <= Self::DeadlinePassed
    }
}

impl Due {
    /// What comes up.
    #[must_use]
    pub fn arr(&self) -> Decimal {
        self.contracts.iter().map(|(_, arr)| *arr).sum()
    }

    /// The last day on which notice can be given.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        let notice = self.notice_days.and_then(|days| self.on.checked_sub(Span::new().try_days(days).ok()?).ok());
        match (notice, self.auto_renew) {
            (Some(day), _) => Deadline::Notice(day),
            (None, Some(true)) => Deadline::NotOnRecord(self.on),
            (None, _) => Deadline::Decision(self.on),
        }
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn state(&self, day: Date) -> State {
        match (self.deadline(), self.notice_on) {
            _ if self.signed.is_some() => State::Signed,
            _ if self.on <= day => State::RanOut,
            (_, Some(_)) => State::NoticeGiven,
            (Deadline::Notice(last), None) if last < day => State::DeadlinePassed,
            _ => State::Open,
        }
    }

    /// The chance of renewal as a plain number.
    #[must_use]
    pub fn plain_chance(&self) -> f64 {
        self.chance.to_f64().unwrap_or_default().clamp(0.0, 1.0)
    }

    /// The class of the chance.
    #[must_use]
    pub fn class(&self) -> Class {
        Class::of(self.plain_chance())
    }

    /// What was said last.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        latest(&self.calls)
    }

    /// Days until the decision; below zero once it is over.
    #[must_use]
    pub fn days_left(&self, day: Date) -> i32 {
        (self.on - day).get_days()
    }
}

/// Puts renewals in the order in which to look: deadlines that have passed, then the nearest deadline, what is signed last.
pub fn sort(dues: &mut [Due], day: Date) {
    let late = |due: &Due| match due.state(day) {
        state if state.is_late() => 0,
        State::Signed => 2,
        _ => 1,
    };
    dues.sort_by(|a, b| {
        let key = |due: &Due| (late(due), due.deadline().day(), due.on);
        key(a).cmp(&key(b)).then_with(|| b.arr().cmp(&a.arr())).then_with(|| a.account.cmp(&b.account))
    });
}

#[cfg(test)]
pub(crate) mod tests;
