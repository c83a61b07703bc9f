use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use kernel::fact::Stage;
use kernel::{Cell, FactShape, FiscalYear, Period};

use crate::content::Content;

/// What the cells of a row say about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dates {
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    closing_told: bool,
    undated_told: bool,
}

impl Dates {
    pub(crate) fn of(shape: &FactShape, cells: &[Cell]) -> Self {
        let day = |column: Option<&str>| {
            column.and_then(|column| shape.position(column)).and_then(|place| cells.get(place)).and_then(day_of)
        };
        let told =
            |stage| shape.columns.iter().zip(cells).any(|(column, cell)| column.stage == stage && !cell.is_empty());
        Self {
            opened_on: day(shape.opened_by),
            closed_on: day(shape.closed_by),
            closing_told: told(Stage::Closing),
            undated_told: told(Stage::Undated),
        }
    }

    fn happened_on(&self) -> Option<Date> {
        self.opened_on.or(self.closed_on)
    }
}

/// The clocks of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) happened_on: Option<Date>,
    /// Since when this version answers.
    pub(crate) visible_from: DateTime,
    pub(crate) known_at: DateTime,
    pub(crate) closing_known_at: Option<DateTime>,
    pub(crate) undated_known_at: Option<DateTime>,
    pub(crate) assumed: bool,
}

/// The clocks of the version before, and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Before {
    pub(crate) content: Content,
    pub(crate) known_at: DateTime,
    pub(crate) closing_known_at: Option<DateTime>,
    pub(crate) undated_known_at: Option<DateTime>,
    pub(crate) assumed: bool,
}

impl Stamp {
    /// The first version of a key: known by the source's clock, else on its own day, never after the import.
    pub(crate) fn first(dates: Dates, source_clock: Option<DateTime>, recorded_at: DateTime) -> Self {
        let own_day = [dates.opened_on, dates.closed_on].into_iter().flatten().min().map(midnight);
        let assumed = source_clock.is_none() && own_day.is_some_and(|day| day < recorded_at);
        let known_at = source_clock.or(own_day).map_or(recorded_at, |moment| moment.min(recorded_at));
        let closed_at = dates.closed_on.map_or(recorded_at, |day| midnight(day).min(recorded_at));
        Self {
            happened_on: dates.happened_on(),
            visible_from: known_at,
            known_at,
            closing_known_at: dates.closing_told.then_some(closed_at),
            undated_known_at: dates.undated_told.then_some(recorded_at),
            assumed,
        }
    }

    /// A later version: what changed is known at the import, what did not keeps its clock.
    pub(crate) fn later(dates: Dates, content: Content, before: &Before, recorded_at: DateTime) -> Self {
        let same_opening = content.opening == before.content.opening;
        let kept = |same: bool, was: Option<DateTime>| if same { was } else { Some(recorded_at) };
        Self {
            happened_on: dates.happened_on(),
            visible_from: recorded_at,
            known_at: if same_opening { before.known_at } else { recorded_at },
            closing_known_at: dates
                .closing_told
                .then(|| kept(content.closing == before.content.closing, before.closing_known_at))
                .flatten(),
            undated_known_at: dates
                .undated_told
                .then(|| kept(content.undated == before.content.undated, before.undated_known_at))
                .flatten(),
            assumed: same_opening && before.assumed,
        }
    }
}

/// The day a cell names: a moment counts as its day, a period as its first.
fn day_of(cell: &Cell) -> Option<Date> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Moment(moment) => Some(moment.date()),
        Cell::Text(text) if !text.starts_with("last-") => {
            Period::parse(text, FiscalYear::CALENDAR, Date::MIN).ok().map(|period| period.from())
        }
        _ => None,
    }
}

fn midnight(day: Date) -> DateTime {
    day.to_datetime(jiff::civil::Time::midnight())
}

/// A moment as the store keeps it: microseconds, as if the wall stood in Greenwich.
pub(crate) fn micros(moment: DateTime) -> i64 {
    let farthest = if moment.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    // Within its last second the calendar counts no microseconds; what is stored has to read back.
    let last = jiff::Timestamp::MAX.as_second() * 1_000_000;
    Offset::UTC.to_timestamp(moment).unwrap_or(farthest).as_microsecond().min(last)
}

/// The moment of so many microseconds; `None` when no calendar holds it.
pub(crate) fn moment(micros: i64) -> Option<DateTime> {
    jiff::Timestamp::from_microsecond(micros).ok().map(|stamp| Offset::UTC.to_datetime(stamp))
}

#[cfg(test)]
mod tests;
