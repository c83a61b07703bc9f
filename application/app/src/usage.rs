/// The rows of every account, and what they tell together.
mod company;
/// Whose use fell.
mod list;
/// What is new for a day.
mod news;
/// The use of one account beside what is usual for it.
mod show;

pub(crate) use company::work_ahead;
pub use list::{ListRequest, list};
pub(crate) use news::{Fallen, fallen};
pub(crate) use show::on;
pub use show::{ShowRequest, show};

use kernel::Refusal;

/// One false alarm of an account in so many years, when nothing is said.
// method: usage.years
const YEARS: i64 = 10;
/// More often than once in a year nobody looks any more.
// method: usage.years_least
const YEARS_LEAST: i64 = 1;
/// Rarer than this, drops are found too late.
// method: usage.years_most
const YEARS_MOST: i64 = 100;
/// So many signals a CSM can work on in a week.
// method: usage.signals_a_csm
const SIGNALS_A_CSM: usize = 5;

/// How rarely an account may raise a false alarm.
fn years(typed: Option<i64>) -> Result<u32, Refusal> {
    let years = typed.unwrap_or(YEARS);
    let possible = (YEARS_LEAST..=YEARS_MOST).contains(&years);
    u32::try_from(years).ok().filter(|_| possible).ok_or_else(|| {
        Refusal::invalid("years", format!("`{years}` years; say a number from {YEARS_LEAST} to {YEARS_MOST}"))
    })
}

/// How the request stands in the address of a report.
fn when(years: u32, most: Option<usize>) -> String {
    most.map_or_else(|| format!("years-{years}"), |most| format!("years-{years}-most-{most}"))
}

/// The years and the most signals of an address.
pub(crate) fn parts_of(when: &str) -> Option<(i64, Option<i64>)> {
    let rest = when.strip_prefix("years-")?;
    match rest.split_once("-most-") {
        Some((years, most)) => Some((years.parse().ok()?, Some(most.parse().ok()?))),
        None => Some((rest.parse().ok()?, None)),
    }
}
