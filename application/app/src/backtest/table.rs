//! Anybody's scores, from a table.

/// From cells to trials, or to the reason why not.
mod rows;

use std::path::Path;

use backtest::page::{Telling, blocks};
use backtest::{Judgement, Kind, Trial, Trials};
use kernel::Refusal;
use ports::deliveries::{PlainColumn, PlainTable};
use report::Report;

use crate::desk::{Desk, refused};
use crate::tables::missing_column;
use rows::Taken;

/// The baseline every score is held against.
const SAME_FOR_ALL: &str = "the same chance for all";

/// A table of scores and what its columns mean.
#[derive(Debug, Clone, Copy)]
pub struct TableRequest<'a> {
    /// CSV, TSV or XLSX.
    pub file: &'a Path,
    /// The column of scores.
    pub score: &'a str,
    /// The column of what happened.
    pub outcome: &'a str,
    /// The column of what was at stake.
    pub amount: Option<&'a str>,
    /// The column of the day as of which a score was told.
    pub at: Option<&'a str>,
    /// The column of whose row it is, where one account has several.
    pub key: Option<&'a str>,
    /// The column of another score to hold it against.
    pub baseline: Option<&'a str>,
    /// How many accounts can be worked through.
    pub capacity: Option<i64>,
    /// Whether a low score means that it is likely.
    pub reversed: bool,
}

/// The columns of a table, each as what it was asked for.
struct Found<'t> {
    score: &'t PlainColumn,
    outcome: &'t PlainColumn,
    amount: Option<&'t PlainColumn>,
    at: Option<&'t PlainColumn>,
    key: Option<&'t PlainColumn>,
    baseline: Option<&'t PlainColumn>,
}

/// Judges the scores of a table. Nothing is kept.
///
/// # Errors
/// When the file or a column is not there, or too many rows cannot be read.
pub fn table(desk: &Desk<'_>, request: &TableRequest<'_>) -> Result<Report, Refusal> {
    let capacity = super::capacity(request.capacity)?;
    desk.progress.begin("reading the table", None);
    let asked = asked(request);
    let names: Vec<&str> = asked.iter().map(|(_, name)| *name).collect();
    let table = desk.deliveries.read_table(request.file, &names).map_err(refused)?;
    let file = request.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found = found(&asked, &table, &file)?;
    let taken = Taken::of(&found, &table)?;
    desk.progress.begin("judging", None);
    let trials = trials(&taken, request.reversed)?;
    let rival = found.baseline.map(|column| format!("\"{}\"", column.heading));
    let rivals: Vec<&str> = std::iter::once(SAME_FOR_ALL).chain(rival.as_deref()).collect();
    let judgement = Judgement::of(&trials, &rivals, capacity);
    desk.progress.end();
    let telling = telling(&found, (&table, file), &taken, (&trials, request.reversed, desk));
    let title = format!("Backtest of \"{}\" against \"{}\"", found.score.heading, found.outcome.heading);
    let mut report = Report::new("backtest.table", title, desk.as_of());
    report.subtitle.push(report::display::counted(trials.all().len(), "row", "rows"));
    blocks(&trials, &judgement, &telling).into_iter().for_each(|block| report.push(block));
    Ok(report)
}

fn asked<'a>(request: &TableRequest<'a>) -> Vec<(&'static str, &'a str)> {
    let all = [
        ("score", Some(request.score)),
        ("outcome", Some(request.outcome)),
        ("amount", request.amount),
        ("at", request.at),
        ("key", request.key),
        ("baseline", request.baseline),
    ];
    all.into_iter().filter_map(|(input, name)| Some((input, name?))).collect()
}

fn found<'t>(asked: &[(&'static str, &str)], table: &'t PlainTable, file: &str) -> Result<Found<'t>, Refusal> {
    let mut columns = Vec::new();
    for ((input, name), column) in asked.iter().zip(&table.columns) {
        let column = column.as_ref().ok_or_else(|| missing_column(input, name, &table.headings, file))?;
        columns.push((*input, column));
    }
    let one = |wanted: &str| columns.iter().find(|(input, _)| *input == wanted).map(|(_, column)| *column);
    let needed =
        |wanted: &'static str| one(wanted).ok_or_else(|| Refusal::invalid(wanted, format!("say the {wanted}")));
    let found = Found {
        score: needed("score")?,
        outcome: needed("outcome")?,
        amount: one("amount"),
        at: one("at"),
        key: one("key"),
        baseline: one("baseline"),
    };
    if found.score.heading == found.outcome.heading {
        return Err(Refusal::invalid("outcome", "the score and the outcome are the same column; name two"));
    }
    Ok(found)
}

/// The rows as trials, each with the share of all as its first rival.
fn trials(taken: &Taken, reversed: bool) -> Result<Trials, Refusal> {
    let events = taken.trials.iter().filter(|trial| trial.happened).count();
    let share = events as f64 / taken.trials.len() as f64;
    let beside = |trial: &Trial| Trial {
        rivals: std::iter::once(share).chain(trial.rivals.iter().copied()).collect(),
        ..trial.clone()
    };
    let trials = Trials::of(taken.trials.iter().map(beside).collect()).map_err(cannot)?;
    Ok(if reversed { trials.turned_round() } else { trials })
}

fn telling(
    found: &Found<'_>,
    (table, file): (&PlainTable, String),
    taken: &Taken,
    (trials, reversed, desk): (&Trials, bool, &Desk<'_>),
) -> Telling {
    let what = match (trials.kind(), reversed) {
        (Kind::Chances, false) => "chances from 0 to 1",
        (Kind::Chances, true) => "chances that it does not happen; what is left to 1 is judged",
        (Kind::Points, false) => "points, of which only the order counts",
        (Kind::Points, true) => "points, of which only the order counts, the lowest first",
    };
    let mut reading = vec![
        format!("{file} was read as {}.", table.findings.join(", ")),
        format!("\"{}\" was taken as {what}.", found.score.heading),
    ];
    reading.extend(taken.reading.iter().cloned());
    reading.push(format!("The baseline \"{SAME_FOR_ALL}\" knows the share of all rows of this table."));
    Telling {
        score: found.score.heading.clone(),
        event: format!("\"{}\"", found.outcome.heading),
        trials: "rows".to_owned(),
        currency: None,
        if_reversed: match reversed {
            false => {
                " If low means the more likely, ask again with --reversed; if not, the score points the wrong way."
            }
            true => {
                " If high means the more likely, ask again without --reversed; if not, the score points the wrong way."
            }
        },
        as_of: desk.as_of(),
        reading,
        caveats: taken.caveats.clone(),
    }
}

fn cannot(why: backtest::TrialsRefused) -> Refusal {
    match why {
        backtest::TrialsRefused::Empty => Refusal::NotEnoughData("the table has no rows under its headings".to_owned()),
        other => Refusal::Rejected(format!("the table cannot be judged: {other}")),
    }
}
