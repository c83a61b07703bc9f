/// What outcomes of the past teach.
pub(crate) mod learn;
/// The churn risk of all accounts or of a book.
mod list;
/// What was known on several days of the past.
pub(crate) mod past;
/// From stored rows to the rows churn reads.
mod rows;
/// The churn risk of one account.
mod show;

pub(crate) use learn::standings;
pub(crate) use list::at_stake;
pub use list::list;
pub(crate) use rows::{Book, gather};
pub use show::{ShowRequest, show};
pub(crate) use show::{caveats, on};

use jiff::Span;
use jiff::civil::Date;
use kernel::Refusal;

use crate::desk::Desk;

/// How far ahead is looked when nothing is said.
// method: churn.within_days
const WITHIN_DAYS: i64 = 90;
/// Nearer ahead than this hardly anything is lost, and further ahead signals of today say little.
// method: churn.within_least
const WITHIN_LEAST: i64 = 14;
// method: churn.within_most
const WITHIN_MOST: i64 = 365;

/// Learns the card of the day, where it is not kept.
pub(crate) fn work_ahead(desk: &Desk<'_>) -> Result<(), Refusal> {
    let within_days = within(None)?;
    if learn::kept(desk, within_days)?.is_none() {
        learn::card(desk, &gather(desk, None)?, within_days)?;
    }
    Ok(())
}

/// The days ahead that are asked about.
pub(crate) fn within(typed: Option<i64>) -> Result<i32, Refusal> {
    let days = typed.unwrap_or(WITHIN_DAYS);
    let possible = (WITHIN_LEAST..=WITHIN_MOST).contains(&days);
    i32::try_from(days).ok().filter(|_| possible).ok_or_else(|| {
        Refusal::invalid("within", format!("`{days}` days; say a number from {WITHIN_LEAST} to {WITHIN_MOST}"))
    })
}

/// How the days ahead stand in the address of a report.
pub(crate) fn when(within_days: i32) -> String {
    format!("within-{within_days}")
}

/// The days ahead of an address.
pub(crate) fn within_of(when: &str) -> Option<i64> {
    when.strip_prefix("within-")?.parse().ok()
}

pub(crate) fn days_after(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(if days < 0 { Date::MIN } else { Date::MAX })
}
