//! Conversations and contacts by account, as several subjects read them.

use std::collections::BTreeMap;

use customers::{Contact, Touchpoint};
use jiff::Span;
use jiff::civil::{Date, DateTime};
use kernel::{AccountId, FactShape, Refusal};
use people::calendar::WorkCalendar;
use ports::store::FactQuery;
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};

/// So many days without any row of a kind in the whole company mean that they are no longer written down.
pub(crate) const QUIET_DAYS: i64 = 30;

/// So many days before.
pub(crate) fn days_before(day: Date, days: i64) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(day)
}

/// Rows from a day up to and with another.
pub(crate) fn from_to<'a>(shape: &'static FactShape, from: Date, last: Date) -> FactQuery<'a> {
    FactQuery::all(shape).between(from, last.tomorrow().unwrap_or(last))
}

/// Whether anything of this kind is on record of anybody in the days before.
pub(crate) fn is_told(desk: &Desk<'_>, shape: &'static FactShape, last: Date, days: i64) -> Result<bool, Refusal> {
    let mut told = false;
    let query = from_to(shape, days_before(last, days), last);
    let mut see = |_| {
        told = true;
        false
    };
    desk.store.each_fact(&desk.known(query).in_any_order(), &mut see).map_err(refused)?;
    Ok(told)
}

/// Conversations of these days by account, each account's in order of moment and key.
pub(crate) fn touchpoints(
    desk: &Desk<'_>,
    accounts: Option<&[AccountId]>,
    (from, last): (Date, Date),
) -> Result<BTreeMap<AccountId, Vec<Touchpoint>>, Refusal> {
    let query = from_to(&customers::touchpoint::SHAPE, from, last);
    let mut found = by_account(desk, narrowed(query, accounts), Touchpoint::from_record, |row| &row.account)?;
    for rows in found.values_mut() {
        rows.retain(|row| (from..=last).contains(&row.happened_at.date()));
        rows.sort_by(|a, b| (a.happened_at, &a.key).cmp(&(b.happened_at, &b.key)));
    }
    Ok(found)
}

/// Contacts by account, each account's in order of key.
pub(crate) fn contacts(
    desk: &Desk<'_>,
    accounts: Option<&[AccountId]>,
    day: Date,
) -> Result<BTreeMap<AccountId, Vec<Contact>>, Refusal> {
    let query = narrowed(FactQuery::all(&customers::contact::SHAPE), accounts);
    let mut found = by_account(desk, query, Contact::from_record, |row| &row.account)?;
    for rows in found.values_mut() {
        rows.retain(|row| row.since_on.is_none_or(|since| since <= day));
        rows.sort_by(|a, b| a.key.cmp(&b.key));
    }
    Ok(found)
}

/// Rows by account; nothing but those a reader makes something of is held.
pub(crate) fn by_account<T>(
    desk: &Desk<'_>,
    query: FactQuery<'_>,
    read: fn(&kernel::FactRecord) -> Option<T>,
    whose: fn(&T) -> &AccountId,
) -> Result<BTreeMap<AccountId, Vec<T>>, Refusal> {
    let mut found: BTreeMap<AccountId, Vec<T>> = BTreeMap::new();
    let mut see = |record: kernel::FactRecord| {
        if let Some(row) = read(&record) {
            found.entry(whose(&row).clone()).or_default().push(row);
        }
        true
    };
    desk.store.each_fact(&desk.known(query).in_any_order(), &mut see).map_err(refused)?;
    Ok(found)
}

/// Only of these accounts, where they are told.
pub(crate) fn narrowed<'a>(query: FactQuery<'a>, accounts: Option<&'a [AccountId]>) -> FactQuery<'a> {
    match accounts {
        Some(accounts) => query.about_accounts(accounts),
        None => query,
    }
}

/// Working hours until a message or call of a customer was answered, and how many still wait: these count as waiting until
/// the moment. Nobody waits where answers are never written down.
pub(crate) fn answered<'a>(
    asked: &[&'a Touchpoint],
    calendar: &WorkCalendar,
    until: DateTime,
) -> (Vec<(&'a Touchpoint, Decimal)>, u64) {
    let is_told = |touch: &&&Touchpoint| touch.first_response_minutes.is_some() || touch.answered_at.is_some();
    if !asked.iter().any(|touch| is_told(&touch)) {
        return (Vec::new(), 0);
    }
    let waiting = asked.iter().filter(|touch| !is_told(touch)).count() as u64;
    let hours = |touch: &Touchpoint| {
        let counted = || Decimal::from(calendar.minutes_between(touch.happened_at, touch.answered_at.unwrap_or(until)));
        touch.first_response_minutes.unwrap_or_else(counted) / Decimal::from(60)
    };
    (asked.iter().map(|touch| (*touch, hours(touch))).collect(), waiting)
}
