use kernel::Refusal;

use super::{Books, back_then, by_day, explain, judge, show};
use crate::desk::Desk;

/// Works out what questions about one account need of all of them, so that they need not read those: what all accounts
/// tell of use as of every day and, of the days that questions of this day look at, what was told otherwise later and,
/// where health is read off percentiles, where the numbers of all accounts lie.
pub(crate) fn work_ahead(desk: &Desk<'_>) -> Result<(), Refusal> {
    if desk.known_by().is_some() {
        return Ok(());
    }
    by_day::work_ahead(desk)?;
    let since = explain::looked_at(desk.as_of());
    let back_then = back_then(desk, since);
    let shown = Books::of_days(desk, show::looked_at(desk.as_of()))?;
    let explained = Books::of(&back_then, since)?;
    for profile in desk.settings.health.in_use().filter(|profile| profile.needs_peers()) {
        judge::peers(desk, &shown.each_ref(), profile)?;
        judge::peers(&back_then, &[&explained], profile)?;
    }
    Ok(())
}
