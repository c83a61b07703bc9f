use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use kernel::{FactRecord, FactShape};
use ports::Outside;
use ports::store::{FactQuery, Only, Referent};

use crate::answers::{self, Answers, Parts, Question, Row, told, unfit};
use crate::clocks::{micros, moment};
use crate::identity::ACCOUNTS;
use crate::names::{self, Names};
use crate::sql::{LIST_LIMIT, Sql, quoted};
use crate::stored::{Decoder, HEAD, StoredVersion};

/// How many rows a page of a stream holds.
pub(crate) const PAGE_ROWS: usize = 2_000;

/// A row answers now: nothing superseded it and nobody took it back.
pub(crate) const CURRENT: &str = "superseded_at IS NULL AND retracted_at IS NULL";

/// The facts asked for, ordered by key.
pub(crate) fn facts(answers: &dyn Answers, query: &FactQuery<'_>, names: &Names) -> Outside<Vec<FactRecord>> {
    let mut found = if names.accounts.joins(query.shape) {
        accounts_as_one(answers, query, names)?
    } else {
        rows(answers, query, names)?
    };
    found.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    Ok(found)
}

/// Accounts with those that are linked as one each. The day of an account decides whether it is wanted, and that is known
/// only when all of its rows are there.
fn accounts_as_one(answers: &dyn Answers, query: &FactQuery<'_>, names: &Names) -> Outside<Vec<FactRecord>> {
    let whenever = FactQuery { happened_from: None, happened_before: None, only: None, ..query.clone() };
    let mut found = names.accounts.as_one(rows(answers, &whenever, names)?);
    found.retain(|record| query.only.is_none_or(|only| only.holds(record)));
    found.retain(|record| {
        record.clocks.happened_on.is_none_or(|on| {
            query.happened_from.is_none_or(|from| from <= on) && query.happened_before.is_none_or(|before| on < before)
        })
    });
    Ok(found)
}

fn rows(answers: &dyn Answers, query: &FactQuery<'_>, names: &Names) -> Outside<Vec<FactRecord>> {
    let mut found = Vec::new();
    each_row(answers, query, names, &mut |record| {
        found.push(record);
        true
    })?;
    Ok(found)
}

/// The facts asked for, row by row and in no order, until `see` returns `false`; accounts that are linked are not joined.
pub(crate) fn each_row(
    answers: &dyn Answers,
    query: &FactQuery<'_>,
    names: &Names,
    see: &mut dyn FnMut(FactRecord) -> bool,
) -> Outside<()> {
    let accounts = query.accounts.and_then(|_| subject_column(query.shape, "accounts"));
    let people = query.people.and_then(|_| subject_column(query.shape, "people"));
    let subject = accounts.or(people).filter(|column| *column != "key");
    let parts = subject.map_or(Parts::ByPlace, Parts::BySubject);
    let mut goes_on = true;
    for sql in statements(answers, query, names) {
        decoded(answers, (sql, parts), query.shape, names, &mut |stored| {
            let record = stored.known_by(query.known_by);
            goes_on = query.only.is_some_and(|only| !only.holds(&record)) || see(record);
            goes_on
        })?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// Every version a statement selects, in no order, until `see` returns `false`.
pub(crate) fn each_version(
    answers: &dyn Answers,
    sql: Sql,
    shape: &'static FactShape,
    names: &Names,
    see: &mut dyn FnMut(StoredVersion) -> bool,
) -> Outside<()> {
    decoded(answers, (sql, Parts::ByPlace), shape, names, see)
}

fn decoded(
    answers: &dyn Answers,
    (sql, parts): (Sql, Parts<'_>),
    shape: &'static FactShape,
    names: &Names,
    see: &mut dyn FnMut(StoredVersion) -> bool,
) -> Outside<()> {
    let (mut decoder, columns) = (Decoder::new(shape, names), columns(shape));
    let question = Question { columns: &columns, sql, parts };
    answers.each(question, &doing(shape), &mut |row| {
        let goes_on = see(decoder.version(row)?);
        Ok(if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })
}

/// The statements that together select the facts asked for, each short enough.
fn statements(answers: &dyn Answers, query: &FactQuery<'_>, names: &Names) -> Vec<Sql> {
    let begun = || visible(selected(answers, query.shape), query);
    let narrowed = |subjects: Subjects<'_>| subjects.narrow(begun(), query.shape);
    let mut found: Vec<Sql> = Subjects::chunks(query, names).into_iter().map(narrowed).collect();
    let nobody = query.or_nobody && query.people.is_some();
    if let Some(column) = subject_column(query.shape, "people").filter(|_| nobody) {
        let of_nobody = FactQuery { people: None, ..query.clone() };
        let narrowed =
            |subjects: Subjects<'_>| subjects.narrow(begun().text(" AND ").name(column).text(" IS NULL"), query.shape);
        found.extend(Subjects::chunks(&of_nobody, names).into_iter().map(narrowed));
    }
    found
}

/// The next facts after a key, or after a row where the order does not matter; lists of accounts and people do not narrow
/// here.
pub(crate) fn facts_page(
    answers: &dyn Answers,
    query: &FactQuery<'_>,
    after: (&str, i64),
    names: &Names,
) -> Outside<Vec<StoredVersion>> {
    let sql = visible(selected(answers, query.shape), query);
    let (sql, order) = if query.in_any_order {
        (sql.text(" AND row_id > ").bind(after.1), "row_id")
    } else {
        (sql.text(" AND \"key\" > ").bind(after.0), "\"key\"")
    };
    let sql = sql.text(&format!(" ORDER BY {order} LIMIT {PAGE_ROWS}"));
    let mut page = versions(answers, sql, query.shape, names)?;
    if query.in_any_order {
        page.sort_unstable_by_key(|one| one.row_id);
    }
    Ok(page)
}

/// The next versions after a key and a row of it.
pub(crate) fn versions_page(
    answers: &dyn Answers,
    shape: &'static FactShape,
    after: (&str, i64),
    names: &Names,
) -> Outside<Vec<StoredVersion>> {
    let sql = selected(answers, shape).text("retracted_at IS NULL AND (\"key\", row_id) > (");
    let sql = sql.bind(after.0).text(", ").bind(after.1);
    let sql = sql.text(&format!(") ORDER BY \"key\", row_id LIMIT {PAGE_ROWS}"));
    versions(answers, sql, shape, names)
}

/// The versions a statement selects, ordered by key and row.
pub(crate) fn versions(
    answers: &dyn Answers,
    sql: Sql,
    shape: &'static FactShape,
    names: &Names,
) -> Outside<Vec<StoredVersion>> {
    let mut found = Vec::new();
    decoded(answers, (sql, Parts::Few), shape, names, &mut |stored| {
        found.push(stored);
        true
    })?;
    found.sort_unstable_by(|one, other| {
        (&one.version.record.key, one.row_id).cmp(&(&other.version.record.key, other.row_id))
    });
    Ok(found)
}

/// How many current facts there are.
pub(crate) fn count(answers: &dyn Answers, shape: &FactShape) -> Outside<u64> {
    let sql = answers::sql(answers, &counting(shape));
    let count = answers::whole(answers, "found_rows", sql, &doing(shape))?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

/// The statement that counts current facts.
pub(crate) fn counting(shape: &FactShape) -> String {
    format!("SELECT COUNT(*) AS found_rows FROM {} WHERE {CURRENT}", quoted(shape.object))
}

/// The first and the last day of current facts.
pub(crate) fn day_range(answers: &dyn Answers, shape: &FactShape) -> Outside<Option<(Date, Date)>> {
    let first = outermost_day(answers, shape, "ASC")?;
    let last = outermost_day(answers, shape, "DESC")?;
    Ok(first.zip(last))
}

/// Of each day on which facts happened, the latest moment at which a version of one ended, ordered by day.
pub(crate) fn last_endings(answers: &dyn Answers, shape: &FactShape) -> Outside<Vec<(Date, DateTime)>> {
    // Grouped by no column, so that no engine walks the index of days through the whole table.
    let day = "happened_on || ''";
    let sql = answers::sql(answers, &format!("SELECT {day} AS day, MAX(superseded_at) AS ended_at FROM "));
    let sql = sql.name(shape.object).text(" WHERE superseded_at IS NOT NULL AND retracted_at IS NULL");
    let sql = sql.text(&format!(" AND happened_on IS NOT NULL GROUP BY {day}"));
    let ending = |row: &dyn Row| {
        let (day, ended_at) = (told(row.text(0)?)?, told(row.whole(1)?)?);
        Ok((day.parse().map_err(|_| unfit(&day))?, moment(ended_at).ok_or_else(|| unfit(&ended_at))?))
    };
    let question = Question::few(&["day", "ended_at"], sql);
    let mut endings = answers::list(answers, question, &doing(shape), ending)?;
    endings.sort_unstable();
    Ok(endings)
}

fn outermost_day(answers: &dyn Answers, shape: &FactShape, direction: &str) -> Outside<Option<Date>> {
    let sql = answers::sql(answers, "SELECT happened_on FROM ").name(shape.object).text(" WHERE ").text(CURRENT);
    let sql = sql.text(&format!(" AND happened_on IS NOT NULL ORDER BY happened_on {direction} LIMIT 1"));
    let day = answers::text(answers, "happened_on", sql, &doing(shape))?;
    Ok(day.and_then(|day| day.parse().ok()))
}

/// The current rows others may refer to, ordered by key.
pub(crate) fn referents(answers: &dyn Answers, shape: &FactShape) -> Outside<Vec<Referent>> {
    let email = (shape.object == "people").then_some("email").filter(|column| shape.position(column).is_some());
    let columns: Vec<&str> = ["key"].into_iter().chain(email).collect();
    let sql = of_table(answers, &columns, shape.object).text(CURRENT);
    let names = if shape.object == ACCOUNTS { names::load(answers)? } else { Names::default() };
    let referent = |row: &dyn Row| {
        let also = if email.is_some() { row.text(1)? } else { None };
        let key = told(row.text(0)?)?;
        let counts_for = names.accounts.kept(key).filter(|kept| ***kept != *key).cloned();
        Ok(Referent { key: Arc::from(key), also: also.map(|email| Arc::from(email.to_lowercase())), counts_for })
    };
    let question = Question::few(&columns, sql);
    let mut referents = answers::list(answers, question, &doing(shape), referent)?;
    referents.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    Ok(referents)
}

fn doing(shape: &FactShape) -> String {
    format!("reading {}", shape.object)
}

/// What is read of every version, in order.
fn columns(shape: &'static FactShape) -> Vec<&'static str> {
    HEAD.iter().copied().chain(shape.columns.iter().map(|column| column.name)).collect()
}

/// Begins a statement that selects versions; its conditions follow.
pub(crate) fn selected(answers: &dyn Answers, shape: &'static FactShape) -> Sql {
    of_table(answers, &columns(shape), shape.object)
}

fn of_table(answers: &dyn Answers, columns: &[&str], table: &str) -> Sql {
    let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    answers::sql(answers, &format!("SELECT {} FROM {} WHERE ", columns.join(", "), quoted(table)))
}

fn visible(sql: Sql, query: &FactQuery<'_>) -> Sql {
    let sql = match query.known_by {
        None => sql.text(CURRENT),
        Some(moment) => sql
            .text("retracted_at IS NULL AND visible_from <= ")
            .bind(micros(moment))
            .text(" AND (superseded_at IS NULL OR superseded_at > ")
            .bind(micros(moment))
            .text(")"),
    };
    told_so(happened(sql, query), query)
}

/// What only becomes known later is read here too, and left out once the row is as it was known.
fn told_so(sql: Sql, query: &FactQuery<'_>) -> Sql {
    match query.only {
        None => sql,
        Some(Only::Told(column)) => sql.text(" AND ").name(column).text(" IS NOT NULL"),
        Some(Only::Reads(columns, text)) => {
            let wanted = text.to_ascii_lowercase();
            let mut sql = sql.text(" AND (lower(\"key\") = ").bind(wanted.as_str());
            for column in columns {
                sql = sql.text(" OR lower(").name(column).text(") = ").bind(wanted.as_str());
            }
            sql.text(")")
        }
    }
}

fn happened(sql: Sql, query: &FactQuery<'_>) -> Sql {
    let bounds = [(">=", query.happened_from), ("<", query.happened_before)];
    let mut told = bounds.into_iter().filter_map(|(sign, day)| Some((sign, day?))).peekable();
    if told.peek().is_none() {
        return sql;
    }
    let is_always_dated = query.shape.is_always_dated();
    let mut sql = sql.text(if is_always_dated { " AND (" } else { " AND (happened_on IS NULL OR (" });
    for (place, (sign, day)) in told.enumerate() {
        let and = if place > 0 { " AND " } else { "" };
        sql = sql.text(&format!("{and}happened_on {sign} ")).bind(day.to_string());
    }
    if is_always_dated {
        // Nothing else, so that an index leads from subject and day to rows.
        return sql.text(")");
    }
    sql = sql.text(")");
    // A day that only the unknown end of a thing would tell is not known either.
    if let (Some(moment), Some(_)) = (query.known_by, query.shape.closed_by) {
        let closing_unknown = "(closing_known_at IS NULL OR closing_known_at > ";
        sql = sql.text(" OR (").text(closing_unknown).bind(micros(moment)).text(")");
        if let Some(opened_by) = query.shape.opened_by {
            sql = sql.text(" AND ").name(opened_by).text(" IS NULL");
        }
        sql = sql.text(")");
    }
    sql.text(")")
}

/// Which column narrows to accounts or people: the object itself by its key, others by their first reference.
fn subject_column(shape: &'static FactShape, object: &str) -> Option<&'static str> {
    if shape.object == object {
        return Some("key");
    }
    shape.reference_to(object).and_then(|place| shape.columns.get(place)).map(|column| column.name)
}

/// A piece of the lists a query narrows to, short enough for one statement.
pub(crate) struct Subjects<'a> {
    accounts: Option<Vec<&'a str>>,
    people: Option<Vec<&'a str>>,
}

impl<'a> Subjects<'a> {
    pub(crate) fn chunks(query: &FactQuery<'a>, names: &'a Names) -> Vec<Self> {
        let accounts = pieces(query.accounts.map(|ids| names.accounts.asked_about(ids)));
        let people = pieces(query.people.map(|ids| ids.iter().map(|id| id.as_str()).collect()));
        let pair = |accounts: &Option<Vec<&'a str>>| {
            let accounts = accounts.clone();
            people.iter().map(move |people| Self { accounts: accounts.clone(), people: people.clone() }).collect()
        };
        accounts.iter().flat_map(|accounts| -> Vec<Self> { pair(accounts) }).collect()
    }

    pub(crate) fn narrow(&self, sql: Sql, shape: &'static FactShape) -> Sql {
        let sql = one_of(sql, subject_column(shape, "accounts"), self.accounts.as_deref());
        one_of(sql, subject_column(shape, "people"), self.people.as_deref())
    }
}

/// Nothing to narrow is one piece that does not; an empty list is no piece at all.
fn pieces(ids: Option<Vec<&str>>) -> Vec<Option<Vec<&str>>> {
    let Some(mut ids) = ids else { return vec![None] };
    ids.sort_unstable();
    ids.dedup();
    ids.chunks(LIST_LIMIT).map(|piece| Some(piece.to_vec())).collect()
}

fn one_of(sql: Sql, column: Option<&str>, ids: Option<&[&str]>) -> Sql {
    match (column, ids) {
        (_, None) => sql,
        (Some(column), Some(ids)) => {
            sql.text(" AND ").name(column).text(" IN ").bind_list(ids.iter().map(|id| (*id).to_owned()))
        }
        (None, Some(_)) => sql.text(" AND 1 = 0"),
    }
}
