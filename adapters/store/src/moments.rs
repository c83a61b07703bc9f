use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::fact::Stage;
use kernel::{Cell, FactRecord};
use ports::Outside;
use ports::store::{FactQuery, KnownAt};

use crate::answers::Answers;
use crate::clocks::micros;
use crate::names::Names;
use crate::reading::{self, PAGE_ROWS, Subjects, each_version, selected, versions};
use crate::sql::Sql;
use crate::stored::StoredVersion;

/// Every version that answers at one of the moments, in no order, until `see` returns `false`.
pub(crate) fn each(
    answers: &dyn Answers,
    asked: KnownAt<'_>,
    names: &Names,
    see: &mut dyn FnMut(StoredVersion) -> bool,
) -> Outside<()> {
    let subjects = FactQuery { accounts: asked.accounts, ..FactQuery::all(asked.shape) };
    let mut goes_on = true;
    for subjects in Subjects::chunks(&subjects, names) {
        each_of(answers, (asked, &subjects), names, &mut |stored| {
            goes_on = see(stored);
            goes_on
        })?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

fn each_of(
    answers: &dyn Answers,
    (asked, subjects): (KnownAt<'_>, &Subjects<'_>),
    names: &Names,
    see: &mut dyn FnMut(StoredVersion) -> bool,
) -> Outside<()> {
    let begun = || Some(subjects.narrow(answering(answers, asked)?, asked.shape));
    if answers.shows_as_found() {
        let Some(sql) = begun() else { return Ok(()) };
        return each_version(answers, sql, asked.shape, names, see);
    }
    let mut after = i64::MIN;
    loop {
        let Some(sql) = begun() else { return Ok(()) };
        let sql = sql.text(" AND row_id > ").bind(after).text(&format!(" ORDER BY row_id LIMIT {PAGE_ROWS}"));
        let page = versions(answers, sql, asked.shape, names)?;
        let full = page.len() == PAGE_ROWS;
        after = page.iter().map(|one| one.row_id).max().unwrap_or(after);
        if !page.into_iter().all(&mut *see) || !full {
            return Ok(());
        }
    }
}

/// The statement for versions that answer at one of the moments; `None` without any.
fn answering(answers: &dyn Answers, asked: KnownAt<'_>) -> Option<Sql> {
    let (first, last) = (asked.moments.first()?, asked.moments.last()?);
    let sql = selected(answers, asked.shape).text("retracted_at IS NULL AND visible_from <= ").bind(micros(*last));
    let sql = sql.text(" AND (superseded_at IS NULL OR superseded_at > ").bind(micros(*first)).text(")");
    Some(happened(sql, asked))
}

/// Hands over the accounts that are linked, as one each, once for every run of moments at which they read the same. Whether
/// to go on.
pub(crate) fn accounts_as_one(
    answers: &dyn Answers,
    asked: KnownAt<'_>,
    names: &Names,
    see: &mut dyn FnMut(&FactRecord, Range<usize>) -> bool,
) -> Outside<bool> {
    let mut linked = names.accounts.linked();
    linked.retain(|account| asked.accounts.is_none_or(|asked| asked.contains(account)));
    let mut runs: BTreeMap<Arc<str>, (FactRecord, Range<usize>)> = BTreeMap::new();
    for (place, moment) in asked.moments.iter().enumerate() {
        let query = FactQuery::all(asked.shape).known_by(*moment).about_accounts(&linked);
        let query = FactQuery { happened_from: Some(asked.between.0), happened_before: Some(asked.between.1), ..query };
        for record in reading::facts(answers, &query, names)? {
            if let Some((known, places)) = runs.get_mut(&record.key)
                && *known == record
                && places.end == place
            {
                places.end += 1;
            } else if let Some((known, places)) = runs.insert(record.key.clone(), (record, place..place + 1))
                && !see(&known, places)
            {
                return Ok(false);
            }
        }
    }
    Ok(runs.into_values().all(|(known, places)| see(&known, places)))
}

fn happened(sql: Sql, KnownAt { shape, between, .. }: KnownAt<'_>) -> Sql {
    let dated = |sql: Sql| {
        let sql = sql.text("(happened_on >= ").bind(between.0.to_string());
        sql.text(" AND happened_on < ").bind(between.1.to_string()).text(")")
    };
    if shape.is_always_dated() {
        return dated(sql.text(" AND "));
    }
    let opened_by = match (shape.opened_by, shape.closed_by) {
        // The only day there is may be unknown at a moment, and then it does not narrow.
        (None, Some(_)) => return sql,
        (Some(opened_by), Some(_)) => Some(opened_by),
        _ => None,
    };
    let sql = dated(sql.text(" AND (happened_on IS NULL OR "));
    match opened_by {
        Some(opened_by) => sql.text(" OR ").name(opened_by).text(" IS NULL)"),
        None => sql.text(")"),
    }
}

impl StoredVersion {
    /// Hands the version over once for every run of moments at which it reads the same.
    pub(crate) fn each_known(
        self,
        moments: &[DateTime],
        see: &mut dyn FnMut(&FactRecord, Range<usize>) -> bool,
    ) -> bool {
        let before = |clock: DateTime| moments.partition_point(|moment| *moment < clock);
        let (from, to) = (before(self.visible_from), self.version.superseded_at.map_or(moments.len(), before));
        let mut begins = vec![from];
        begins.extend(self.changes(moments).into_iter().filter(|place| from < *place && *place < to));
        begins.sort_unstable();
        begins.dedup();
        let last = begins.pop().unwrap_or(from);
        let ends = begins.iter().copied().skip(1).chain([last]);
        for (begin, end) in begins.iter().copied().zip(ends) {
            let Some(moment) = moments.get(begin).filter(|_| begin < end) else { continue };
            if !see(&self.clone().known_by(Some(*moment)), begin..end) {
                return false;
            }
        }
        match moments.get(last).filter(|_| last < to) {
            Some(moment) => see(&self.known_by(Some(*moment)), last..to),
            None => true,
        }
    }

    /// The places of the moments from which on more of it is known.
    fn changes(&self, moments: &[DateTime]) -> Vec<usize> {
        let record = &self.version.record;
        let clocks = [record.clocks.closing_known_at, self.undated_known_at];
        let told = clocks.into_iter().flatten().map(|clock| moments.partition_point(|moment| *moment < clock));
        let own_days = record.shape.columns.iter().zip(&record.cells).filter_map(|(column, cell)| match cell {
            Cell::Day(day) if column.stage == Stage::OwnDay => Some(*day),
            _ => None,
        });
        told.chain(own_days.map(|day| moments.partition_point(|moment| moment.date() < day))).collect()
    }
}
