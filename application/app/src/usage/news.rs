use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use usage::{Finding, Pace};

use super::company::{Company, last_day, timelines};
use super::{YEARS, years};
use crate::desk::Desk;

/// A fall that was found when its step was over.
pub(crate) struct Fallen {
    pub(crate) account: AccountId,
    /// The first day after the step at whose end it was found.
    pub(crate) told_on: Date,
    pub(crate) says: String,
}

/// The falls that could first be seen on one of these days. Nothing is read when no week or month was over then.
pub(crate) fn fallen(
    desk: &Desk<'_>,
    accounts: Option<&[AccountId]>,
    is_new: impl Fn(Date) -> bool,
) -> Result<Vec<Fallen>, Refusal> {
    let told_on = |day: Date| day.tomorrow().unwrap_or(day);
    let (weeks, months) = timelines(desk.as_of());
    let due = [weeks, months].map(|timeline| is_new(told_on(last_day(&timeline))));
    if due == [false, false] {
        return Ok(Vec::new());
    }
    let company = Company::load(desk, years(Some(YEARS))?, accounts)?;
    let all = company.weekly.told.keys().chain(company.monthly.told.keys());
    let mine = |account: &&AccountId| accounts.is_none_or(|mine| mine.binary_search(account).is_ok());
    let mut found = Vec::new();
    for account in all.filter(mine) {
        let (side, Ok(judged)) = company.judged(account) else { continue };
        let Some(Finding::Drop(drop)) = &judged.finding else { continue };
        let (timeline, pace) = (&side.book.timeline, side.book.timeline.pace);
        let on = told_on(timeline.ends(drop.found));
        if due[usize::from(pace == Pace::Monthly)] && is_new(on) {
            let share = drop.share(&judged.track).unwrap_or_default();
            let says = format!(
                "use fell by {} % since the {} of {}",
                (share * rust_decimal::Decimal::ONE_HUNDRED).round(),
                pace.word(),
                timeline.begins(drop.since)
            );
            found.push(Fallen { account: account.clone(), told_on: on, says });
        }
    }
    Ok(found)
}
