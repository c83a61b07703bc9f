use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Refusal;

use super::book::Everybody;
use super::{back_then, days_before, explain, kept, show};
use crate::desk::{Desk, refused};

/// Days after the present one whose questions are worked ahead for: over a weekend.
const DAYS_AHEAD: i64 = 3;

/// Works out what all accounts tell together on the days that the questions of the next days will look at, so that the first
/// question of a day about one account need not read those of all.
pub(crate) fn work_ahead(desk: &Desk<'_>) -> Result<(), Refusal> {
    if desk.known_by().is_some() {
        return Ok(());
    }
    let version = desk.store.data_version().map_err(refused)?;
    let kept = kept::ahead(desk, version)?;
    let wanted = looked_at(desk);
    if wanted.iter().all(|(then, days)| days.iter().all(|day| kept.contains_key(&kept::name_of(then, *day)))) {
        return Ok(());
    }
    desk.progress.begin("working ahead for the next days' questions", None);
    let everybody = Everybody::find(desk)?;
    let mut books = kept::Ahead::new();
    for (then, days) in wanted {
        let name = |day: &Date| kept::name_of(&then, *day);
        let (old, new): (Vec<Date>, Vec<Date>) = days.iter().partition(|day| kept.contains_key(&name(day)));
        books.extend(
            old.iter()
                .filter_map(|day| kept.get_key_value(&name(day)))
                .map(|(name, book)| (name.clone(), book.clone())),
        );
        books.extend(new.iter().map(name).zip(everybody.books(&then, &new)?));
    }
    desk.progress.end();
    kept::keep_ahead(desk, version, &books)
}

/// The days that will be looked at, by what is known when they are: what is shown is seen with what is known now, what is
/// explained with what was known then.
fn looked_at<'a>(desk: &Desk<'a>) -> Vec<(Desk<'a>, BTreeSet<Date>)> {
    let coming: Vec<Date> = (0..=DAYS_AHEAD).map(|days| days_before(desk.as_of(), -days)).collect();
    let shown = coming.iter().flat_map(|day| show::looked_at(*day)).collect();
    let explained = coming.iter().map(|day| {
        let since = explain::looked_at(*day);
        (back_then(desk, since), BTreeSet::from([since]))
    });
    std::iter::once((*desk, shown)).chain(explained).collect()
}
