use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{AccountId, Period, PersonId, Refusal};
use people::calendar::WorkCalendar;
use report::{Address, Unit};
use retention::{AccountHistory, Basis, Rates};

use crate::csm_performance::holidays;
use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::paying::{Paying, owned_on, paying};
use crate::facts::stays::{OwnerStay, People, everybody, of_everybody};
use crate::facts::voices::{QUIET_DAYS, days_before};
use crate::names;

/// Whose programme over which days.
pub(super) struct Ground<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) period: Period,
    /// The last day that is looked at.
    pub(super) day: Date,
    pub(super) owner: Option<PersonId>,
    /// The accounts in the book on the day; `None` for all.
    pub(super) book: Option<Vec<AccountId>>,
    /// Who pays on the day, largest first.
    pub(super) paid: Vec<Paying>,
    pub(super) money: Unit,
    pub(super) calendar: WorkCalendar,
    people: People,
    stays: Vec<OwnerStay>,
    all: Histories,
    rates: Rates,
    /// Why what happened on the day may not be on record.
    pub(super) not_covered: Option<String>,
}

impl<'a> Ground<'a> {
    pub(super) fn load(desk: &'a Desk<'a>, csm: Option<&str>, period: Option<&str>) -> Result<Self, Refusal> {
        let period = desk.period(period)?;
        let as_of = desk.as_of();
        if period.from() > as_of {
            return Err(Refusal::NotEnoughData(format!(
                "{period} begins after {as_of}, so nothing of it can be known"
            )));
        }
        let day = period.last_day().min(as_of);
        let people = everybody(desk)?;
        let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
        let stays = of_everybody(desk, &people)?;
        let book = owner.as_ref().map(|owner| owned_on(&stays, owner, day));
        let currency = desk.currency()?;
        let (paid, _) = paying(desk, day, book.as_deref())?;
        Ok(Self {
            period,
            day,
            book,
            paid,
            money: Unit::Money(currency.to_string()),
            calendar: desk.settings.calendar.clone().with_holidays(holidays(desk)?),
            all: histories::load(desk, None, currency)?,
            rates: histories::rates(desk)?,
            not_covered: not_covered(desk, day)?,
            owner,
            people,
            stays,
            desk,
        })
    }

    pub(super) fn as_of(&self) -> Date {
        self.desk.as_of()
    }

    pub(super) fn who(&self) -> String {
        let name = |owner: &PersonId| {
            self.people.get(owner).map_or_else(|| owner.to_string(), |person| person.name.to_string())
        };
        self.owner.as_ref().map_or_else(|| "all accounts".to_owned(), |owner| format!("the book of {}", name(owner)))
    }

    pub(super) fn subject(&self) -> &str {
        self.owner.as_ref().map_or("company", PersonId::as_str)
    }

    pub(super) fn address(&self, action: &str) -> Address {
        Address::new(action, self.subject(), self.period, self.as_of())
    }

    pub(super) fn basis(&self) -> Result<Basis<'_>, Refusal> {
        let currency = self.desk.currency()?;
        Ok(Basis { rules: &self.desk.settings.rules, rates: &self.rates, currency, as_of: self.as_of() })
    }

    /// The twelve months that end with the day, and the twelve before.
    pub(super) fn years(&self) -> Option<(Period, Period)> {
        let end = self.day.tomorrow().ok()?;
        let (start, before) = (end.checked_sub(1.year()).ok()?, end.checked_sub(2.years()).ok()?);
        Some((Period::days(start, end)?, Period::days(before, start)?))
    }

    /// The histories of all accounts, or of those that were the owner's on a day. Accounts that left are among them, so a
    /// book is not praised for those that are still there.
    pub(super) fn histories_on(&self, day: Date) -> Vec<AccountHistory> {
        let owned = |account: &AccountId, owner: &PersonId| {
            self.stays.iter().any(|stay| stay.owner == *owner && stay.account == *account && stay.holds_on(day))
        };
        let mine = |account: &AccountId| self.owner.as_ref().is_none_or(|owner| owned(account, owner));
        self.all.histories.iter().filter(|history| mine(&history.account)).cloned().collect()
    }

    pub(super) fn is_in_book(&self, account: &AccountId) -> bool {
        self.book.as_ref().is_none_or(|book| book.binary_search(account).is_ok())
    }

    pub(super) fn name(&self, account: &AccountId) -> Arc<str> {
        self.all.name(account)
    }

    /// Identifiers and names of all accounts, in order of identifiers.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (&AccountId, &Arc<str>)> {
        self.all.accounts.iter().map(|(id, account)| (id, &account.name))
    }
}

/// Says so when the records stop so long before the day that what happened since is not known.
fn not_covered(desk: &Desk<'_>, day: Date) -> Result<Option<String>, Refusal> {
    let last = desk.last_day_of_work()?.filter(|last| *last < days_before(day, QUIET_DAYS));
    Ok(last.map(|last| format!("daily work is on record only to {last}, so what happened since is not known")))
}
