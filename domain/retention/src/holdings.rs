use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::AccountId;
use rust_decimal::Decimal;

use crate::arr::{AccountHistory, Refused};

/// A stretch of days in which one book holds a share of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The account.
    pub account: AccountId,
    /// The first day.
    pub from: Date,
    /// The first day after; `None` while it lasts.
    pub to: Option<Date>,
    /// Above 0 and at most 1.
    pub share: Decimal,
}

/// How much of an account is held, over time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shares(Vec<(Date, Decimal)>);

impl Shares {
    /// The whole account, always.
    pub(crate) fn whole() -> Self {
        Self(vec![(Date::MIN, Decimal::ONE)])
    }

    /// The share held on a day.
    pub(crate) fn on(&self, day: Date) -> Decimal {
        let past = self.0.partition_point(|(on, _)| *on <= day);
        past.checked_sub(1).and_then(|place| self.0.get(place)).map_or(Decimal::ZERO, |(_, share)| *share)
    }

    /// The days on which the share changes, and the share from then on.
    pub(crate) fn changes(&self) -> &[(Date, Decimal)] {
        &self.0
    }

    fn of(account: &AccountId, holdings: &[&Holding]) -> Result<Self, Refused> {
        let mut changes = Vec::with_capacity(holdings.len() * 2);
        for holding in holdings.iter().filter(|holding| holding.to.is_none_or(|to| holding.from < to)) {
            let share = holding.share;
            if share <= Decimal::ZERO || share > Decimal::ONE {
                return Err(Refused::ShareOutOfRange { account: account.clone(), share });
            }
            changes.push((holding.from, share));
            changes.extend(holding.to.map(|to| (to, -share)));
        }
        Self::summed(account, changes)
    }

    fn summed(account: &AccountId, mut changes: Vec<(Date, Decimal)>) -> Result<Self, Refused> {
        changes.sort_unstable();
        let mut shares = Vec::with_capacity(changes.len());
        let mut total = Decimal::ZERO;
        for day in changes.chunk_by(|(a, _), (b, _)| a == b) {
            total += day.iter().map(|(_, change)| *change).sum::<Decimal>();
            let on = day.first().map_or(Date::MIN, |(on, _)| *on);
            if total > Decimal::ONE {
                return Err(Refused::SharesAboveOne { account: account.clone(), on, total });
            }
            shares.push((on, total));
        }
        Ok(Self(shares))
    }
}

/// The shares of every account that is held at all.
pub(crate) fn shares_by_account(holdings: &[Holding]) -> Result<BTreeMap<&AccountId, Shares>, Refused> {
    let mut grouped: BTreeMap<&AccountId, Vec<&Holding>> = BTreeMap::new();
    for holding in holdings {
        grouped.entry(&holding.account).or_default().push(holding);
    }
    grouped.into_iter().map(|(account, held)| Ok((account, Shares::of(account, &held)?))).collect()
}

/// The stays of the book that nobody holds: whatever the holdings of all books leave over.
///
/// # Errors
/// When a share is not above 0 and at most 1, or shares of one day add up to more than 1.
pub fn unowned(histories: &[AccountHistory], holdings: &[Holding]) -> Result<Vec<Holding>, Refused> {
    let held = shares_by_account(holdings)?;
    let mut found = Vec::new();
    for history in histories {
        let changes = held.get(&history.account).map_or(&[][..], Shares::changes);
        let starts = [(Date::MIN, Decimal::ZERO)].into_iter().chain(changes.iter().copied());
        let ends = changes.iter().map(|(on, _)| Some(*on)).chain([None]);
        found.extend(starts.zip(ends).filter(|((from, share), to)| *share < Decimal::ONE && Some(*from) != *to).map(
            |((from, share), to)| Holding { account: history.account.clone(), from, to, share: Decimal::ONE - share },
        ));
    }
    found.sort_by(|a, b| (&a.account, a.from).cmp(&(&b.account, b.from)));
    Ok(found)
}

#[cfg(test)]
mod tests;
