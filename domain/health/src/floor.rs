use std::sync::Arc;

use jiff::Span;
use jiff::civil::Date;
use report::Band;
use rust_decimal::Decimal;

use crate::reading::ContractState;
use crate::row::Contract;
use crate::rule;

/// A fact that no average of measures can wash out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FloorKind {
    /// Notice was given on a contract, and nothing follows it.
    NoticeServed,
    /// A contract does not renew by itself, and the last day to decide about it is over.
    DeadlinePassed,
    /// A contract does not renew by itself, and its renewal is near.
    NotRenewing,
}

impl FloorKind {
    /// The best band there can be.
    #[must_use]
    pub fn band(self) -> Band {
        match self {
            Self::NoticeServed | Self::DeadlinePassed => Band::Red,
            Self::NotRenewing => Band::Yellow,
        }
    }
}

/// A floor and the contract it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// Which.
    pub kind: FloorKind,
    /// The key of the contract.
    pub contract: Arc<str>,
    /// The day of the notice, the last day to decide, or the day of the renewal.
    pub on: Date,
}

impl Floor {
    /// The reason in words.
    #[must_use]
    pub fn words(&self) -> String {
        let on = self.on;
        match self.kind {
            FloorKind::NoticeServed => format!("notice was given on {on}: red, whatever the score"),
            FloorKind::DeadlinePassed => {
                format!(
                    "the last day to decide about the renewal was {on} and it does not renew by itself: red, whatever the score"
                )
            }
            FloorKind::NotRenewing => format!("it does not renew by itself on {on}: yellow at best"),
        }
    }

    /// That notice was given on a contract, as of a day.
    pub(crate) fn of_notice(as_of: Date, row: &Contract<'_>) -> Option<Self> {
        let on = row.terms.notice_on.filter(|day| *day <= as_of)?;
        Some(Self { kind: FloorKind::NoticeServed, contract: row.key.clone(), on })
    }

    /// What a running contract says of its end, as of a day.
    pub(crate) fn of(as_of: Date, row: &Contract<'_>) -> Option<Self> {
        let floor = |kind, on| Some(Self { kind, contract: row.key.clone(), on });
        let terms = row.terms;
        if let Some(served) = Self::of_notice(as_of, row) {
            return Some(served);
        }
        let renewal = terms.renewal_on.filter(|day| *day >= as_of && terms.auto_renew == Some(false))?;
        let deadline = terms.notice_days.and_then(|days| earlier(renewal, days));
        match deadline {
            Some(deadline) if deadline < as_of => floor(FloorKind::DeadlinePassed, deadline),
            _ if is_near(as_of, renewal) => floor(FloorKind::NotRenewing, renewal),
            _ => None,
        }
    }
}

/// What is decided about a contract and what follows it, in whatever order the contracts of an account come.
#[derive(Debug, Clone, Default)]
pub(crate) struct Floors {
    /// Whether any contract runs.
    runs: bool,
    /// Of contracts that run, with the day each ends as far as that is told.
    running: Vec<(Floor, Option<Date>)>,
    /// Of the contract that ended last, with that day.
    ended: Option<(Date, Arc<str>, Option<Floor>)>,
    /// When contracts begin that are signed and do not run yet.
    begins: Vec<Date>,
}

impl Floors {
    /// Takes in a contract.
    pub(crate) fn add(&mut self, as_of: Date, row: &Contract<'_>) {
        if row.starts_on > as_of {
            // What is tried out for nothing follows nothing.
            self.begins.extend(row.arr.is_none_or(|arr| arr > Decimal::ZERO).then_some(row.starts_on));
        } else if let Some(ended) = row.ends_on.filter(|end| *end <= as_of) {
            let is_last = self.ended.as_ref().is_none_or(|(on, key, _)| (on, key) < (&ended, row.key));
            if is_last {
                self.ended = Some((ended, row.key.clone(), Floor::of_notice(as_of, row)));
            }
        } else {
            self.runs = true;
            let end = row.ends_on.or(row.terms.renewal_on);
            self.running.extend(Floor::of(as_of, row).map(|floor| (floor, end)));
        }
    }

    /// Those that hold, worst first. One that is followed by a signed contract is lifted; notice outlasts the contract it
    /// ended until another runs or is signed.
    pub(crate) fn held(&self) -> Vec<Floor> {
        let is_followed = |end: Option<Date>| {
            end.is_some_and(|end| self.begins.iter().any(|begin| (*begin - end).get_days().abs() <= rule::FOLLOWS_DAYS))
        };
        let running = self.running.iter().filter(|(_, end)| !is_followed(*end)).map(|(floor, _)| floor.clone());
        let ended = self.ended.iter().filter(|_| !self.runs && self.begins.is_empty());
        let mut held: Vec<Floor> = running.chain(ended.filter_map(|(_, _, floor)| floor.clone())).collect();
        held.sort_by(|a, b| (a.kind, a.on, &a.contract).cmp(&(b.kind, b.on, &b.contract)));
        held
    }
}

/// How a running contract goes on, as of a day; `None` where it says nothing about it.
pub(crate) fn state(as_of: Date, row: &Contract<'_>) -> Option<ContractState> {
    let terms = row.terms;
    if terms.notice_on.is_some_and(|day| day <= as_of) {
        return Some(ContractState::Ended);
    }
    match (terms.auto_renew?, terms.renewal_on) {
        (true, _) => Some(ContractState::Renewing),
        (false, Some(renewal)) if renewal >= as_of && is_near(as_of, renewal) => Some(ContractState::Ending),
        (false, _) => Some(ContractState::Open),
    }
}

/// The worse of a band and what the floors allow. What is unknown stays so unless a floor says red.
#[must_use]
pub fn floored(band: Band, floors: &[Floor]) -> Band {
    floors.iter().fold(band, |band, floor| match (floor.kind.band(), band) {
        (Band::Red, _) => Band::Red,
        (Band::Yellow, Band::Green) => Band::Yellow,
        (_, band) => band,
    })
}

fn is_near(as_of: Date, renewal: Date) -> bool {
    i64::from((renewal - as_of).get_days()) <= rule::NEAR_RENEWAL_DAYS
}

fn earlier(day: Date, days: i64) -> Option<Date> {
    day.checked_sub(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests;
