use std::ops::ControlFlow;

use ports::Outside;
use sea_orm::{DbBackend, DbErr};

use crate::faults::fault;
use crate::sql::Sql;

/// The cells of a row that was found, by their place in the question.
pub(crate) trait Row {
    fn text(&self, place: usize) -> Result<Option<&str>, DbErr>;
    fn whole(&self, place: usize) -> Result<Option<i64>, DbErr>;
    fn flag(&self, place: usize) -> Result<Option<bool>, DbErr>;
}

/// What is asked: a statement that selects rows, and the names of what it selects, in order.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    pub(crate) columns: &'a [&'a str],
    pub(crate) sql: Sql,
    /// How rows that come packed are parted.
    pub(crate) parts: Parts<'a>,
}

/// How many rows may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts<'a> {
    /// Few: all at once.
    Few,
    /// Many: those of one subject at once, where an index leads from subject to rows.
    BySubject(&'a str),
    /// Many: some hundred at once that lie together.
    ByPlace,
}

impl<'a> Question<'a> {
    /// A question with few answers.
    pub(crate) fn few(columns: &'a [&'a str], sql: Sql) -> Self {
        Self { columns, sql, parts: Parts::Few }
    }
}

/// What a row is shown to.
pub(crate) type See<'a> = dyn FnMut(&dyn Row) -> Result<ControlFlow<()>, DbErr> + 'a;

/// One state of the store that answers questions.
pub(crate) trait Answers {
    fn backend(&self) -> DbBackend;

    /// Where the store lies, for what is said of a failure.
    fn home(&self) -> &str;

    /// Whether what is shown a row may ask this store again, and the rows still to come wait for it in the engine.
    fn shows_as_found(&self) -> bool;

    /// Shows every row that answers until told to stop, in the order of the statement where its answers are few, else in
    /// no order.
    fn each(&self, question: Question<'_>, doing: &str, see: &mut See<'_>) -> Outside<()>;
}

/// A statement under construction for the engine that answers.
pub(crate) fn sql(answers: &dyn Answers, text: &str) -> Sql {
    Sql::new(answers.backend(), text)
}

/// Everything that answers.
pub(crate) fn list<T>(
    answers: &dyn Answers,
    question: Question<'_>,
    doing: &str,
    mut read: impl FnMut(&dyn Row) -> Result<T, DbErr>,
) -> Outside<Vec<T>> {
    let mut found = Vec::new();
    answers.each(question, doing, &mut |row| {
        found.push(read(row)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// The first whole number of the one row that answers, if there is any.
pub(crate) fn whole(answers: &dyn Answers, column: &str, sql: Sql, doing: &str) -> Outside<Option<i64>> {
    let found = list(answers, Question::few(&[column], sql), doing, |row| row.whole(0))?;
    Ok(found.into_iter().flatten().next())
}

/// The first text of the one row that answers, if there is any.
pub(crate) fn text(answers: &dyn Answers, column: &str, sql: Sql, doing: &str) -> Outside<Option<String>> {
    let read = |row: &dyn Row| Ok(row.text(0)?.map(str::to_owned));
    let found = list(answers, Question::few(&[column], sql), doing, read)?;
    Ok(found.into_iter().flatten().next())
}

/// A cell that has to be there.
pub(crate) fn told<T>(cell: Option<T>) -> Result<T, DbErr> {
    cell.ok_or_else(|| DbErr::Type("a stored cell is empty that never may be".into()))
}

/// A cell that its column cannot hold.
pub(crate) fn unfit(cell: &dyn std::fmt::Debug) -> DbErr {
    DbErr::Type(format!("a stored cell reads {cell:?}, which its column cannot hold"))
}

/// A cell that could not be read.
pub(crate) fn unread(answers: &dyn Answers, doing: &str) -> impl Fn(DbErr) -> ports::Fault {
    move |error| fault(doing, answers.home(), &error)
}
