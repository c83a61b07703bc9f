//! Tables that are wider than long: a column for every month, day or weekday, or for the last review and the next. They
//! are read as if every such cell stood in a row of its own.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use ports::Outside;
use ports::deliveries::DateOrder;
use rust_decimal::Decimal;

use crate::dates::{Telling, Written};
use crate::headings::words_of;
use crate::rows::{CellSort, RawRow};
use crate::table::{More, SeeRow};

mod words;

use words::{Holding, holding, is_total, review_side, weekday};

/// Fewer columns than this are no row of months or days.
const LEAST_DAYS: usize = 3;
/// Nor are fewer weekdays a week.
const LEAST_WEEKDAYS: usize = 5;
/// A list with more columns beside the reviews, an account and its owner, tells more than reviews.
const MOST_BESIDE_REVIEWS: usize = 2;
/// A title fills one cell, or two with its day.
const TITLE_CELLS: usize = 2;

/// What a look at the first rows of a table comes to.
#[derive(Debug, Clone)]
pub(crate) enum Width {
    /// A row for each row.
    Plain,
    Wide(Unfolding),
    /// Wide, and nobody can tell what of: why.
    Open(String),
}

/// How a wide row becomes long ones.
#[derive(Debug, Clone)]
pub(crate) struct Unfolding {
    /// The line of the headings.
    line: u32,
    width: usize,
    /// The columns that stay.
    stays: Vec<usize>,
    /// The headings of those that are added.
    added: Vec<&'static str>,
    parts: Vec<Part>,
    /// What is done, in words.
    pub(crate) says: String,
}

/// One of the rows that a row becomes.
#[derive(Debug, Clone)]
struct Part {
    /// Nothing is told where all of these are empty.
    needs: Vec<usize>,
    /// The added cells.
    cells: Vec<Source>,
}

#[derive(Debug, Clone)]
enum Source {
    Text(String),
    Place(usize),
    /// The sum of hours.
    Sum(Vec<usize>),
    Nothing,
}

/// A column that is called by a day.
struct Dated {
    place: usize,
    day: Date,
}

impl Width {
    /// By the first rows of a table, and by what it is called.
    pub(crate) fn of(rows: &[(u32, Vec<String>)], stem: &str) -> Self {
        let mut spoken = words_of(stem);
        for (place, (line, cells)) in rows.iter().enumerate() {
            let below = rows.get(place + 1).map_or(&[][..], |(_, cells)| cells.as_slice());
            let found = weekdays(*line, cells).or_else(|| days((*line, cells), below, &spoken));
            if let Some(found) = found.or_else(|| reviews(*line, cells, &spoken)) {
                return found;
            }
            // Titles stand over the headings, and under headings there are none.
            if cells.iter().filter(|cell| !cell.is_empty()).count() > TITLE_CELLS {
                return Self::Plain;
            }
            spoken.extend(cells.iter().flat_map(|cell| words_of(cell)));
        }
        Self::Plain
    }
}

/// The columns that say whose row it is: no totals, and not those that are unfolded.
fn stays(cells: &[String], unfolded: &[usize]) -> Vec<usize> {
    let is_kept = |place: &usize| !unfolded.contains(place) && !cells[*place].is_empty() && !is_total(&cells[*place]);
    (0..cells.len()).filter(is_kept).collect()
}

/// Monday to Friday or Sunday beside the week: hours of a week in one number.
fn weekdays(line: u32, cells: &[String]) -> Option<Width> {
    let places: Vec<usize> = (0..cells.len()).filter(|place| weekday(&cells[*place])).collect();
    if places.len() < LEAST_WEEKDAYS || places.len() > 7 {
        return None;
    }
    let stays = stays(cells, &places);
    let is_week = |place: &&usize| {
        let words = words_of(&cells[**place]);
        words
            .iter()
            .any(|word| ["week", "woche", "semaine", "semana", "settimana"].iter().any(|week| word.starts_with(week)))
    };
    if !stays.iter().any(|place| is_week(&place)) {
        return Some(Width::Open(
            "a column for every weekday, and none that says of which week: add a column `week starting`".to_owned(),
        ));
    }
    let (first, last) = (cells[places[0]].clone(), cells[places[places.len() - 1]].clone());
    let says = format!("the hours from {first} to {last} are added up to those of the week");
    let parts = vec![Part { needs: places.clone(), cells: vec![Source::Sum(places)] }];
    Some(Width::Wide(Unfolding { line, width: cells.len(), stays, added: vec!["hours"], parts, says }))
}

/// The day a column is called by; a number is none.
fn day_named(heading: &str) -> Option<Written> {
    let is_number = heading.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
    Written::parse_day(heading).filter(|_| !is_number)
}

/// Columns called by days or months.
fn days((line, cells): (u32, &[String]), below: &[String], spoken: &[String]) -> Option<Width> {
    let written: Vec<(usize, Written)> =
        cells.iter().enumerate().filter_map(|(place, cell)| Some((place, day_named(cell)?))).collect();
    let named = cells.iter().filter(|cell| !cell.is_empty()).count() - written.len();
    // Under a row of days there are none: a list without headings has them in every row.
    let is_of_days = written.iter().any(|(place, _)| below.get(*place).is_some_and(|cell| day_named(cell).is_some()));
    if written.len() < LEAST_DAYS || named == 0 || is_of_days {
        return None;
    }
    let order = written.iter().find_map(|(_, written)| match written.telling() {
        Telling::Order(order @ (DateOrder::DayFirst | DateOrder::MonthFirst)) => Some(order),
        _ => None,
    });
    let dated: Option<Vec<Dated>> = written
        .iter()
        .map(|(place, written)| {
            let day = written.day(order, &TimeZone::UTC)?;
            Some(Dated { place: *place, day })
        })
        .collect();
    let (first, last) = (&cells[written[0].0], &cells[written[written.len() - 1].0]);
    let Some(dated) = dated else {
        return Some(Width::Open(format!(
            "a column for every day from {first} to {last}, and day and month cannot be told apart: write them as 2024-12-31"
        )));
    };
    if !dated.is_sorted_by(|one, other| one.day < other.day) && !dated.is_sorted_by(|one, other| one.day > other.day) {
        return None;
    }
    let places: Vec<usize> = dated.iter().map(|dated| dated.place).collect();
    let stays = stays(cells, &places);
    let mut said = spoken.to_vec();
    said.extend(stays.iter().flat_map(|place| words_of(&cells[*place])));
    // The first days of months in a row are months.
    let are_months = dated.iter().all(|dated| dated.day.day() == 1);
    let period = if are_months { "month" } else { "day" };
    let what = holding(&said);
    let (added, parts) = match what {
        Holding::Hours if !are_months => (vec!["week starting", "hours"], weeks(&dated)),
        Holding::Users => (vec![if are_months { "month" } else { "date" }, "active users"], singly(&dated)),
        Holding::Events => (vec![if are_months { "month" } else { "date" }, "events"], singly(&dated)),
        Holding::Hours | Holding::Money | Holding::Unknown => {
            return Some(Width::Open(open(period, (first, last), what)));
        }
    };
    let says = format!("the columns from {first} to {last} are read as rows, with {} each", added.join(" and "));
    Some(Width::Wide(Unfolding { line, width: cells.len(), stays, added, parts, says }))
}

/// Why a table of months or days is not read.
fn open(period: &str, (first, last): (&str, &str), what: Holding) -> String {
    let columns = format!("a column for every {period} from {first} to {last}");
    match what {
        Holding::Money => format!(
            "{columns} tells how amounts went and not what was agreed: hand in contracts with start, end and the amount of a year"
        ),
        Holding::Hours => format!("{columns} tells hours, and these are wanted by week: add up each week"),
        _ => format!(
            "{columns}, and nothing says what stands there: call the file or sheet by it, such as `active users`, `events` or `hours`"
        ),
    }
}

fn singly(dated: &[Dated]) -> Vec<Part> {
    let part = |dated: &Dated| Part {
        needs: vec![dated.place],
        cells: vec![Source::Text(dated.day.to_string()), Source::Place(dated.place)],
    };
    dated.iter().map(part).collect()
}

/// The hours of days, added up by weeks that begin on Monday.
fn weeks(dated: &[Dated]) -> Vec<Part> {
    let mut weeks: Vec<(Date, Vec<usize>)> = Vec::new();
    for dated in dated {
        let back = i64::from(dated.day.weekday().since(Weekday::Monday));
        let Ok(monday) = dated.day.checked_sub(jiff::Span::new().days(back)) else { continue };
        match weeks.iter_mut().find(|(week, _)| *week == monday) {
            Some((_, places)) => places.push(dated.place),
            None => weeks.push((monday, vec![dated.place])),
        }
    }
    let part = |(monday, places): (Date, Vec<usize>)| Part {
        needs: places.clone(),
        cells: vec![Source::Text(monday.to_string()), Source::Sum(places)],
    };
    weeks.into_iter().map(part).collect()
}

/// The last review and the next one.
fn reviews(line: u32, cells: &[String], spoken: &[String]) -> Option<Width> {
    let side = |is_last: bool| cells.iter().position(|cell| review_side(cell) == Some(is_last));
    let (last, next) = (side(true)?, side(false)?);
    let stays = stays(cells, &[last, next]);
    let is_tracker =
        spoken.iter().any(|word| ["qbr", "qbrs", "ebr", "ebrs", "review", "reviews"].contains(&word.as_str()));
    if stays.is_empty() || !(is_tracker || stays.len() <= MOST_BESIDE_REVIEWS) {
        return None;
    }
    let says = format!(
        "{} is taken for a review that was held, and {} for one that is due; where a day that was told moves, the old one stays due",
        cells[last], cells[next]
    );
    let parts = vec![
        Part { needs: vec![last], cells: vec![Source::Place(last), Source::Place(last)] },
        Part { needs: vec![next], cells: vec![Source::Place(next), Source::Nothing] },
    ];
    let added = vec!["QBR due on", "QBR held on"];
    Some(Width::Wide(Unfolding { line, width: cells.len(), stays, added, parts, says }))
}

impl Unfolding {
    /// Shows the long rows of a row; titles stay as they are.
    pub(crate) fn show(&self, row: &RawRow, see: &mut SeeRow<'_>) -> Outside<More> {
        let is_above = row.line > 0 && row.line < self.line;
        // A row of another length is shown as it is, so that it is rejected for it.
        if is_above || row.unclosed || row.len() > self.width {
            return see(row);
        }
        if row.line == self.line {
            return see(&self.long(row, &mut self.added.iter().map(|heading| (*heading).to_owned())));
        }
        for part in &self.parts {
            let is_told = |place: &usize| !matches!(row.cell(*place).trim(), "" | "-" | "–");
            if !part.needs.iter().any(is_told) {
                continue;
            }
            if see(&self.long(row, &mut part.cells.iter().map(|source| source.of(row))))? == More::No {
                return Ok(More::No);
            }
        }
        Ok(More::Yes)
    }

    fn long(&self, row: &RawRow, added: &mut dyn Iterator<Item = String>) -> RawRow {
        let mut long = RawRow::on_line(row.line);
        for place in &self.stays {
            long.push(row.cell(*place), row.sort(*place));
        }
        for text in added {
            long.push(&text, CellSort::Text);
        }
        long
    }
}

impl Source {
    fn of(&self, row: &RawRow) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Place(place) => row.cell(*place).trim().to_owned(),
            Self::Sum(places) => sum(places.iter().map(|place| row.cell(*place).trim())),
            Self::Nothing => String::new(),
        }
    }
}

/// The sum of hours as `7.5`, `7,5` and `7:30`; where one of them is none, all of them, to be rejected.
fn sum<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> String {
    let filled = texts.filter(|text| !matches!(*text, "" | "-" | "–"));
    let total: Option<Decimal> = filled.clone().map(hours).try_fold(Decimal::ZERO, |sum, text| sum.checked_add(text?));
    total.map_or_else(|| filled.collect::<Vec<_>>().join("; "), |total| total.round_dp(2).normalize().to_string())
}

fn hours(text: &str) -> Option<Decimal> {
    let text = text.trim_end_matches(['h', 'H']).trim();
    match text.split_once(':') {
        Some((hours, minutes)) => {
            let minutes = minutes.parse::<Decimal>().ok()?.checked_div(Decimal::from(60))?;
            hours.parse::<Decimal>().ok()?.checked_add(minutes)
        }
        None => text.replace(',', ".").parse().ok(),
    }
}

#[cfg(test)]
mod tests;
