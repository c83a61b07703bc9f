use std::collections::BTreeMap;
use std::sync::Arc;

use fairness::profile::Inquiry;
use fairness::{Case, Study, Value};
use kernel::Refusal;
use ports::deliveries::{PlainCell, PlainColumn, PlainTable};
use rust_decimal::prelude::ToPrimitive as _;

use super::columns::Found;

/// Above this share of rows that cannot be read, the table is refused; a column of which so many cells are numbers is one
/// of numbers.
// method: fairness.unreadable_max
const UNREADABLE_MAX: f64 = 0.05;

/// A column of which more filled cells than this are numbers was meant as one of numbers: it is not taken as words.
// method: fairness.mostly_numbers
const MOSTLY_NUMBERS: f64 = 0.5;

/// Rows left out are told up to here.
const TOLD_MAX: usize = 10;

/// Longer names are a cell gone wrong.
const NAME_LETTERS_MAX: usize = 200;

/// What people write where they know nothing.
const NOTHING: [&str; 8] = ["", "-", "–", "?", "na", "n/a", "null", "#n/a"];

/// The rows of a table that can be taken.
pub(super) struct Taken {
    pub(super) inquiry: Inquiry,
    /// How the columns were read.
    pub(super) reading: Vec<String>,
    /// What was left out.
    pub(super) caveats: Vec<String>,
    /// Whether an outcome is part of a whole.
    pub(super) fractional: bool,
}

/// One row, owners by name.
#[derive(Debug, PartialEq)]
struct Row {
    owners: Vec<(Arc<str>, f64)>,
    successes: f64,
    trials: f64,
    values: Vec<Value>,
    amount: f64,
    given: f64,
}

/// Why a row cannot be taken: the column and what is wrong with its cell.
type Fault = (String, String);

/// How the cells of the columns are meant.
struct Reading<'a> {
    found: &'a Found<'a>,
    /// Whether the covariates are numbers, in their order.
    numeric: Vec<bool>,
    /// What is to be said of columns of words that hold numbers too.
    mixed: Vec<String>,
    /// Whether expected is a count rather than a chance.
    counts_expected: bool,
}

impl Taken {
    /// Takes every row that can be read.
    pub(super) fn of(found: &Found<'_>, table: &PlainTable, unwanted: bool) -> Result<Self, Refusal> {
        let reading = Reading::of(found, &table.lines)?;
        let mut faults: Vec<(u32, String)> =
            table.rejected.iter().map(|row| (row.line, format!("line {}: {}", row.line, row.reason))).collect();
        let mut rows = Vec::new();
        for (place, line) in table.lines.iter().enumerate() {
            match reading.row(place) {
                Ok(row) => rows.push((reading.texts(place), row)),
                Err((column, why)) => faults.push((*line, format!("line {line}, column {column}: {why}"))),
            }
        }
        faults.sort();
        let faults: Vec<String> = faults.into_iter().map(|(_, words)| words).collect();
        let all = rows.len() + faults.len();
        if faults.len() as f64 > UNREADABLE_MAX * all as f64 {
            return Err(Refusal::Rejected(format!(
                "{} of {all} rows cannot be read, more than 5 %; mend them first:\n{}",
                faults.len(),
                told(&faults, "\n")
            )));
        }
        if rows.is_empty() {
            return Err(Refusal::NotEnoughData("the table has no rows under its headings".to_owned()));
        }
        // Sorted by what they say, so that their order in the file changes nothing, not even the last digit.
        rows.sort_by(|left, right| left.0.cmp(&right.0));
        let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
        let is_part = |row: &Row| row.successes.fract() != 0.0 || row.trials.fract() != 0.0;
        let left_out = (!faults.is_empty()).then(|| {
            format!("{} of {all} rows could not be read and are left out: {}.", faults.len(), told(&faults, "; "))
        });
        let caveats = left_out.into_iter().chain(reading.mixed.iter().cloned());
        Ok(Self {
            fractional: rows.iter().any(is_part),
            reading: reading.words(),
            caveats: caveats.collect(),
            inquiry: inquiry(found, rows, unwanted),
        })
    }
}

/// The first ten, and how many more.
fn told(faults: &[String], between: &str) -> String {
    let mut shown: Vec<String> = faults.iter().take(TOLD_MAX).cloned().collect();
    if faults.len() > TOLD_MAX {
        shown.push(format!("and {} more", faults.len() - TOLD_MAX));
    }
    shown.join(between)
}

fn inquiry(found: &Found<'_>, rows: Vec<Row>, unwanted: bool) -> Inquiry {
    let mut places: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (owner, _) in rows.iter().flat_map(|row| &row.owners) {
        places.entry(owner.clone()).or_default();
    }
    places.values_mut().enumerate().for_each(|(place, of)| *of = place);
    let amounts = rows.iter().filter(|_| found.weights.is_some()).map(|row| row.amount).collect();
    let given = rows.iter().filter(|_| found.expected.is_some()).map(|row| row.given).collect();
    let case = |(place, row): (usize, Row)| Case {
        key: Arc::from(format!("row {}", place + 1)),
        label: Arc::from(format!("row {}", place + 1)),
        successes: row.successes,
        trials: row.trials,
        shares: row.owners.iter().map(|(owner, share)| (places[owner], *share)).collect(),
        values: row.values,
    };
    let cases = rows.into_iter().enumerate().map(case).collect();
    let covariates = found.covariates.iter().map(|column| Arc::from(column.heading.as_str())).collect();
    Inquiry { study: Study { groups: places.into_keys().collect(), covariates, cases }, given, amounts, unwanted }
}

impl<'a> Reading<'a> {
    fn of(found: &'a Found<'a>, lines: &[u32]) -> Result<Self, Refusal> {
        let numbers = [Some(found.outcome), found.trials, found.share, found.weights, found.expected];
        let mut mixed = Vec::new();
        let mut numeric = Vec::with_capacity(found.covariates.len());
        for column in &found.covariates {
            let sort = Sort::of(column);
            mixed.extend(sort.words(column, lines)?);
            numeric.push(sort.is_numeric());
        }
        let covariates =
            found.covariates.iter().zip(&numeric).filter(|(_, numeric)| **numeric).map(|(column, _)| *column);
        if let Some(question) =
            numbers.into_iter().flatten().chain(covariates).find_map(|column| column.question.clone())
        {
            return Err(Refusal::Rejected(question));
        }
        let above = |column: &PlainColumn| numbers_of(column).any(|number| number > 1.0);
        let counts_expected = found.trials.is_some() && found.expected.is_some_and(above);
        Ok(Self { found, numeric, mixed, counts_expected })
    }

    /// The cells of a row that are read, for an order that rests on nothing else.
    fn texts(&self, place: usize) -> Vec<&'a str> {
        let found = self.found;
        let single = [
            Some(found.group),
            Some(found.outcome),
            found.trials,
            found.group2,
            found.share,
            found.weights,
            found.expected,
        ];
        let columns = single.into_iter().flatten().chain(found.covariates.iter().copied());
        columns.map(|column| column.cells[place].text.as_str()).collect()
    }

    fn row(&self, place: usize) -> Result<Row, Fault> {
        let found = self.found;
        let at = |column: &'a PlainColumn| (column, &column.cells[place]);
        let trials = found.trials.map_or(Ok(1.0), |column| positive(at(column)))?;
        let successes =
            if found.trials.is_some() { count(at(found.outcome), trials)? } else { share_of(at(found.outcome))? };
        let amount = found.weights.map_or(Ok(0.0), |column| from_zero(at(column)))?;
        let given = found.expected.map_or(Ok(0.0), |column| self.given(at(column), trials))?;
        let mut values = Vec::with_capacity(found.covariates.len());
        for (column, numeric) in found.covariates.iter().zip(&self.numeric) {
            values.push(known(at(column), *numeric)?);
        }
        Ok(Row { owners: self.owners(place)?, successes, trials, values, amount: amount / trials, given })
    }

    /// The owner, or two with their shares.
    fn owners(&self, place: usize) -> Result<Vec<(Arc<str>, f64)>, Fault> {
        let (group, found) = (self.found.group, self.found);
        let text = &group.cells[place].text;
        if NOTHING.contains(&text.to_lowercase().as_str()) {
            return Err((group.heading.clone(), "says nobody".to_owned()));
        }
        let first = name(group, text)?;
        let (Some(second), Some(share)) = (found.group2, found.share) else { return Ok(vec![(first, 1.0)]) };
        let other = &second.cells[place].text;
        let alone = other == "-1" || NOTHING.contains(&other.to_lowercase().as_str());
        let cell = &share.cells[place];
        if alone && NOTHING.contains(&cell.text.to_lowercase().as_str()) {
            return Ok(vec![(first, 1.0)]);
        }
        let part = share_of((share, cell))?;
        if alone {
            return Ok(vec![(first, part)]);
        }
        let other = name(second, other)?;
        if other == first {
            return Ok(vec![(first, 1.0)]);
        }
        let both = vec![(first, part), (other, 1.0 - part)];
        Ok(both.into_iter().filter(|(_, share)| *share > 0.0).collect())
    }

    /// The log-odds of a given chance.
    fn given(&self, at: (&PlainColumn, &PlainCell), trials: f64) -> Result<f64, Fault> {
        let number = number(at)?;
        let chance = if self.counts_expected { number / trials } else { number };
        if chance > 0.0 && chance < 1.0 {
            return Ok(libm::log(chance / (1.0 - chance)));
        }
        let what = if self.counts_expected { "expects none or all of them" } else { "is no chance between 0 and 1" };
        Err(fault(at, what))
    }

    /// How the columns were read.
    fn words(&self) -> Vec<String> {
        let found = self.found;
        let quoted = |numeric: bool| {
            let columns = found.covariates.iter().zip(&self.numeric).filter(|(_, is)| **is == numeric);
            columns.map(|(column, _)| format!("\"{}\"", column.heading)).collect::<Vec<_>>().join(", ")
        };
        let (numbers, words) = (quoted(true), quoted(false));
        let mut says = Vec::new();
        says.extend((!numbers.is_empty()).then(|| format!("Taken as numbers: {numbers}.")));
        says.extend((!words.is_empty()).then(|| format!("Taken as words: {words}.")));
        says.extend(found.expected.map(|column| {
            let how = if self.counts_expected { "an expected count, divided by the trials" } else { "a chance" };
            format!("\"{}\" was taken as {how}; its log-odds are added as they stand.", column.heading)
        }));
        says
    }
}

/// The beginning of a cell, so that it fits a line.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn fault((column, cell): (&PlainColumn, &PlainCell), what: &str) -> Fault {
    let shown = shortened(&cell.text);
    let words = if shown.is_empty() { "is empty".to_owned() } else { format!("\"{shown}\" {what}") };
    (column.heading.clone(), words)
}

fn number(at: (&PlainColumn, &PlainCell)) -> Result<f64, Fault> {
    at.1.number.and_then(|number| number.to_f64()).ok_or_else(|| fault(at, "is no number"))
}

fn from_zero(at: (&PlainColumn, &PlainCell)) -> Result<f64, Fault> {
    number(at).and_then(|number| if number >= 0.0 { Ok(number) } else { Err(fault(at, "is below 0")) })
}

fn positive(at: (&PlainColumn, &PlainCell)) -> Result<f64, Fault> {
    number(at).and_then(|number| if number > 0.0 { Ok(number) } else { Err(fault(at, "is not above 0")) })
}

fn count(at: (&PlainColumn, &PlainCell), trials: f64) -> Result<f64, Fault> {
    from_zero(at)
        .and_then(|number| if number <= trials { Ok(number) } else { Err(fault(at, "is more than its trials")) })
}

/// A yes or no, or a part of a whole.
fn share_of(at: (&PlainColumn, &PlainCell)) -> Result<f64, Fault> {
    match at.1.text.to_lowercase().as_str() {
        "yes" | "true" | "ja" | "y" | "j" | "t" => return Ok(1.0),
        "no" | "false" | "nein" | "n" | "f" => return Ok(0.0),
        _ => {}
    }
    let what = "is neither yes or no nor from 0 to 1; counts need --trials";
    match at.1.number.and_then(|number| number.to_f64()) {
        Some(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(fault(at, what)),
    }
}

fn known(at: (&PlainColumn, &PlainCell), numeric: bool) -> Result<Value, Fault> {
    if NOTHING.contains(&at.1.text.to_lowercase().as_str()) {
        return Ok(Value::Unknown);
    }
    if numeric { number(at).map(Value::Number) } else { name(at.0, &at.1.text).map(Value::Word) }
}

/// A name on one line.
fn name(column: &PlainColumn, text: &str) -> Result<Arc<str>, Fault> {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() > NAME_LETTERS_MAX {
        return Err((column.heading.clone(), format!("is longer than {NAME_LETTERS_MAX} letters")));
    }
    if one_line.contains(char::is_control) {
        return Err((column.heading.clone(), "holds letters that cannot be printed".to_owned()));
    }
    Ok(Arc::from(one_line))
}

fn numbers_of(column: &PlainColumn) -> impl Iterator<Item = f64> {
    column.cells.iter().filter_map(|cell| cell.number.and_then(|number| number.to_f64()))
}

/// What the filled cells of a covariate are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sort {
    filled: usize,
    numbers: usize,
}

impl Sort {
    fn of(column: &PlainColumn) -> Self {
        let (mut filled, mut numbers) = (0, 0);
        for cell in column.cells.iter().filter(|cell| holds_anything(cell)) {
            filled += 1;
            numbers += usize::from(cell.number.is_some());
        }
        Self { filled, numbers }
    }

    /// Whether all but a few of the filled cells are numbers; rows with the few are left out and told.
    fn is_numeric(self) -> bool {
        self.numbers > 0 && (self.filled - self.numbers) as f64 <= UNREADABLE_MAX * self.filled as f64
    }

    /// What a reader has to know of a column that is neither wholly numbers nor wholly words.
    fn words(self, column: &PlainColumn, lines: &[u32]) -> Result<Option<String>, Refusal> {
        let Self { filled, numbers } = self;
        if numbers == 0 || self.is_numeric() {
            return Ok(None);
        }
        let shown = |number: bool| {
            let cells = column.cells.iter().zip(lines).filter(|(cell, _)| holds_anything(cell));
            let cells = cells.filter(|(cell, _)| cell.number.is_some() == number);
            cells.map(|(cell, line)| format!("line {line} \"{}\"", shortened(&cell.text))).collect::<Vec<_>>()
        };
        let heading = &column.heading;
        if numbers as f64 > MOSTLY_NUMBERS * filled as f64 {
            return Err(Refusal::Rejected(format!(
                "{numbers} of the {filled} filled cells of `{heading}` are numbers and {} are not, so it can be taken neither as \
                 numbers nor as words; mend these cells, or empty them where nothing is known (where the numbers are codes, put \
                 a letter before them):\n{}",
                filled - numbers,
                told(&shown(false), "\n")
            )));
        }
        Ok(Some(format!(
            "{numbers} of the {filled} filled cells of \"{heading}\" are numbers; they were taken as words like the others: {}.",
            told(&shown(true), "; ")
        )))
    }
}

fn holds_anything(cell: &PlainCell) -> bool {
    !NOTHING.contains(&cell.text.to_lowercase().as_str())
}
