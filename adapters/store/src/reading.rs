use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{FactRecord, FactShape};
use ports::Outside;
use ports::store::{FactQuery, Referent};

use crate::answers::{self, Answers, Parts, Question, Row, told};
use crate::clocks::micros;
use crate::sql::{LIST_LIMIT, Sql, quoted};
use crate::stored::{Decoder, FileNames, HEAD, StoredVersion};

/// How many rows a page of a stream holds.
pub(crate) const PAGE_ROWS: usize = 2_000;

/// A row answers now: nothing superseded it and nobody took it back.
pub(crate) const CURRENT: &str = "superseded_at IS NULL AND retracted_at IS NULL";

/// The names of all files facts came from.
pub(crate) fn file_names(answers: &dyn Answers) -> Outside<FileNames> {
    let question = Question::few(&["number", "name"], answers::sql(answers, "SELECT number, name FROM files"));
    let name = |row: &dyn Row| Ok((told(row.whole(0)?)?, Arc::from(told(row.text(1)?)?)));
    Ok(answers::list(answers, question, "reading the names of files", name)?.into_iter().collect())
}

/// The facts asked for, ordered by key.
pub(crate) fn facts(answers: &dyn Answers, query: &FactQuery<'_>, files: &FileNames) -> Outside<Vec<FactRecord>> {
    let mut found = Vec::new();
    each_fact(answers, query, files, &mut |record| {
        found.push(record);
        true
    })?;
    found.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    Ok(found)
}

/// The facts asked for, in no order, until `see` returns `false`.
pub(crate) fn each_fact(
    answers: &dyn Answers,
    query: &FactQuery<'_>,
    files: &FileNames,
    see: &mut dyn FnMut(FactRecord) -> bool,
) -> Outside<()> {
    let accounts = query.accounts.and_then(|_| subject_column(query.shape, "accounts"));
    let people = query.people.and_then(|_| subject_column(query.shape, "people"));
    let subject = accounts.or(people).filter(|column| *column != "key");
    let parts = subject.map_or(Parts::ByPlace, Parts::BySubject);
    let mut goes_on = true;
    for sql in statements(answers, query) {
        decoded(answers, (sql, parts), query.shape, files, &mut |stored| {
            goes_on = see(stored.known_by(query.known_by));
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
    files: &FileNames,
    see: &mut dyn FnMut(StoredVersion) -> bool,
) -> Outside<()> {
    decoded(answers, (sql, Parts::ByPlace), shape, files, see)
}

fn decoded(
    answers: &dyn Answers,
    (sql, parts): (Sql, Parts<'_>),
    shape: &'static FactShape,
    files: &FileNames,
    see: &mut dyn FnMut(StoredVersion) -> bool,
) -> Outside<()> {
    let (mut decoder, columns) = (Decoder::new(shape, files), columns(shape));
    let question = Question { columns: &columns, sql, parts };
    answers.each(question, &doing(shape), &mut |row| {
        let goes_on = see(decoder.version(row)?);
        Ok(if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })
}

/// The statements that together select the facts asked for, each short enough.
fn statements(answers: &dyn Answers, query: &FactQuery<'_>) -> Vec<Sql> {
    let begun = || visible(selected(answers, query.shape), query);
    let narrowed = |subjects: Subjects<'_>| subjects.narrow(begun(), query.shape);
    let mut found: Vec<Sql> = Subjects::chunks(query).into_iter().map(narrowed).collect();
    let nobody = query.or_nobody && query.people.is_some();
    if let Some(column) = subject_column(query.shape, "people").filter(|_| nobody) {
        let of_nobody = FactQuery { people: None, ..query.clone() };
        let narrowed =
            |subjects: Subjects<'_>| subjects.narrow(begun().text(" AND ").name(column).text(" IS NULL"), query.shape);
        found.extend(Subjects::chunks(&of_nobody).into_iter().map(narrowed));
    }
    found
}

/// The next facts after a key, or after a row where the order does not matter; lists of accounts and people do not narrow
/// here.
pub(crate) fn facts_page(
    answers: &dyn Answers,
    query: &FactQuery<'_>,
    after: (&str, i64),
    files: &FileNames,
) -> Outside<Vec<StoredVersion>> {
    let sql = visible(selected(answers, query.shape), query);
    let (sql, order) = if query.in_any_order {
        (sql.text(" AND row_id > ").bind(after.1), "row_id")
    } else {
        (sql.text(" AND \"key\" > ").bind(after.0), "\"key\"")
    };
    let sql = sql.text(&format!(" ORDER BY {order} LIMIT {PAGE_ROWS}"));
    let mut page = versions(answers, sql, query.shape, files)?;
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
    files: &FileNames,
) -> Outside<Vec<StoredVersion>> {
    let sql = selected(answers, shape).text("retracted_at IS NULL AND (\"key\", row_id) > (");
    let sql = sql.bind(after.0).text(", ").bind(after.1);
    let sql = sql.text(&format!(") ORDER BY \"key\", row_id LIMIT {PAGE_ROWS}"));
    versions(answers, sql, shape, files)
}

/// The versions a statement selects, ordered by key and row.
pub(crate) fn versions(
    answers: &dyn Answers,
    sql: Sql,
    shape: &'static FactShape,
    files: &FileNames,
) -> Outside<Vec<StoredVersion>> {
    let mut found = Vec::new();
    decoded(answers, (sql, Parts::Few), shape, files, &mut |stored| {
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
    let referent = |row: &dyn Row| {
        let also = if email.is_some() { row.text(1)? } else { None };
        Ok(Referent { key: Arc::from(told(row.text(0)?)?), also: also.map(|email| Arc::from(email.to_lowercase())) })
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
    happened(sql, query)
}

fn happened(sql: Sql, query: &FactQuery<'_>) -> Sql {
    if query.happened_from.is_none() && query.happened_before.is_none() {
        return sql;
    }
    let mut sql = sql.text(" AND (happened_on IS NULL OR (");
    if let Some(from) = query.happened_from {
        sql = sql.text("happened_on >= ").bind(from.to_string());
    }
    if let Some(before) = query.happened_before {
        let and = if query.happened_from.is_some() { " AND " } else { "" };
        sql = sql.text(and).text("happened_on < ").bind(before.to_string());
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
struct Subjects<'a> {
    accounts: Option<Vec<&'a str>>,
    people: Option<Vec<&'a str>>,
}

impl<'a> Subjects<'a> {
    fn chunks(query: &FactQuery<'a>) -> Vec<Self> {
        let accounts = pieces(query.accounts.map(|ids| ids.iter().map(|id| id.as_str()).collect()));
        let people = pieces(query.people.map(|ids| ids.iter().map(|id| id.as_str()).collect()));
        let pair = |accounts: &Option<Vec<&'a str>>| {
            let accounts = accounts.clone();
            people.iter().map(move |people| Self { accounts: accounts.clone(), people: people.clone() }).collect()
        };
        accounts.iter().flat_map(|accounts| -> Vec<Self> { pair(accounts) }).collect()
    }

    fn narrow(&self, sql: Sql, shape: &'static FactShape) -> Sql {
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
