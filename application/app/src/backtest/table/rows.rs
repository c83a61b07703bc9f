use std::sync::Arc;

use backtest::Trial;
use jiff::civil::Date;
use kernel::{FiscalYear, Period, Refusal};
use ports::deliveries::{PlainCell, PlainColumn, PlainTable};
use rust_decimal::prelude::ToPrimitive as _;

use super::Found;

/// Above this share of rows that cannot be read, the table is refused.
// method: backtest.unreadable_max
const UNREADABLE_MAX: f64 = 0.05;

/// Rows left out are told up to here.
const TOLD_MAX: usize = 10;

/// The rows of a table that can be taken.
pub(super) struct Taken {
    pub(super) trials: Vec<Trial>,
    /// How the columns were read.
    pub(super) reading: Vec<String>,
    /// What was left out.
    pub(super) caveats: Vec<String>,
}

impl Taken {
    /// Takes every row that can be read.
    pub(super) fn of(found: &Found<'_>, table: &PlainTable) -> Result<Self, Refusal> {
        let columns = [Some(found.score), Some(found.outcome), found.amount, found.baseline];
        if let Some(question) = columns.into_iter().flatten().find_map(|column| column.question.clone()) {
            return Err(Refusal::Rejected(question));
        }
        let mut faults: Vec<(u32, String)> =
            table.rejected.iter().map(|row| (row.line, format!("line {}: {}", row.line, row.reason))).collect();
        let mut trials = Vec::new();
        let mut outside = Vec::new();
        for (place, line) in table.lines.iter().enumerate() {
            match row(found, place, *line) {
                Ok(row) => {
                    if !(0.0..=1.0).contains(&row.score) {
                        outside.push(format!("line {line}: {}", found.score.cells[place].text.trim()));
                    }
                    trials.push(row);
                }
                Err((column, why)) => faults.push((*line, format!("line {line}, column {column}: {why}"))),
            }
        }
        faults.sort();
        let faults: Vec<String> = faults.into_iter().map(|(_, words)| words).collect();
        let all = trials.len() + faults.len();
        if faults.len() as f64 > UNREADABLE_MAX * all as f64 {
            return Err(Refusal::Rejected(format!(
                "{} of {all} rows cannot be read, more than 5 %; mend them first:\n{}",
                faults.len(),
                told(&faults, "\n")
            )));
        }
        let left_out = (!faults.is_empty()).then(|| {
            let rows = report::display::counted(faults.len(), "row", "rows");
            let are = if faults.len() == 1 { "is" } else { "are" };
            format!("{rows} of {all} could not be read and {are} left out: {}.", told(&faults, "; "))
        });
        let caveats = left_out.into_iter().chain(no_chances(&outside, trials.len()));
        let reading = found.key.is_none().then(|| {
            "Every row counts as an account of its own; name the column of accounts with --key where they repeat."
                .to_owned()
        });
        let caveats = caveats.collect();
        Ok(Self { trials, reading: reading.into_iter().collect(), caveats })
    }
}

/// Which rows keep a column from being one of chances, where they are few enough to look like slips.
fn no_chances(outside: &[String], all: usize) -> Option<String> {
    let are_few = !outside.is_empty() && 2 * outside.len() < all;
    are_few.then(|| {
        let inside = report::display::counted(all - outside.len(), "score lies", "scores lie");
        format!(
            "{inside} from 0 to 1 and would be chances, but for {} of {all} rows: {}. Mend or leave out what is a slip, and \
             the level is judged, too.",
            outside.len(),
            told(outside, "; ")
        )
    })
}

/// The first ten, and how many more.
fn told(faults: &[String], between: &str) -> String {
    let mut shown: Vec<String> = faults.iter().take(TOLD_MAX).cloned().collect();
    if faults.len() > TOLD_MAX {
        shown.push(format!("and {} more", faults.len() - TOLD_MAX));
    }
    shown.join(between)
}

type Fault = (String, String);

fn row(found: &Found<'_>, place: usize, line: u32) -> Result<Trial, Fault> {
    let amount = found.amount.map_or(Ok(1.0), |column| number(column, place))?;
    if amount < 0.0 {
        return Err(found.amount.map_or_else(Default::default, |column| fault(column, place, "is below 0")));
    }
    let key = match found.key {
        Some(column) if column.cells[place].text.trim().is_empty() => return Err(fault(column, place, "")),
        Some(column) => Arc::from(column.cells[place].text.trim()),
        // Of one width, so that rows stand in the order of their lines.
        None => Arc::from(format!("line {line:010}")),
    };
    Ok(Trial {
        key,
        cut_off: found.at.map(|column| day(column, place)).transpose()?,
        score: number(found.score, place)?,
        happened: happened(found.outcome, place)?,
        amount,
        rivals: found.baseline.map(|column| number(column, place)).transpose()?.into_iter().collect(),
    })
}

fn number(column: &PlainColumn, place: usize) -> Result<f64, Fault> {
    let number = column.cells[place].number.and_then(|number| number.to_f64());
    number.ok_or_else(|| fault(column, place, "is no number"))
}

/// A yes or a no.
fn happened(column: &PlainColumn, place: usize) -> Result<bool, Fault> {
    let cell: &PlainCell = &column.cells[place];
    match cell.text.trim().to_lowercase().as_str() {
        "yes" | "true" | "ja" | "oui" | "y" | "j" | "t" => return Ok(true),
        "no" | "false" | "nein" | "non" | "n" | "f" => return Ok(false),
        _ => {}
    }
    match cell.number.and_then(|number| number.to_f64()) {
        Some(1.0) => Ok(true),
        Some(0.0) => Ok(false),
        _ => Err(fault(column, place, "is neither yes nor no (1 or 0, true or false)")),
    }
}

/// A day, or the first day of a month, a quarter or a year.
fn day(column: &PlainColumn, place: usize) -> Result<Date, Fault> {
    let text = column.cells[place].text.trim();
    let start = text.get(..10).and_then(|start| start.parse().ok());
    let first = || Period::parse(text, FiscalYear::CALENDAR, Date::MIN).ok().map(|period| period.from());
    let plain = || (!text.starts_with("last-")).then(first).flatten();
    start.or_else(plain).ok_or_else(|| fault(column, place, "is no day (2024-12-31) and no period (2024-Q4)"))
}

fn fault(column: &PlainColumn, place: usize, what: &str) -> Fault {
    let shown: String = column.cells[place].text.chars().take(40).collect();
    let words = if shown.trim().is_empty() { "is empty".to_owned() } else { format!("\"{shown}\" {what}") };
    (column.heading.clone(), words)
}
