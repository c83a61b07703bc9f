//! Calendars (.ics): their events laid out as a table, which a preset then takes for meetings.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use icalendar::parser::{Component, Property, read_calendar, unfold};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use kernel::Refusal;
use ports::{Fault, Outside};
use tempfile::{NamedTempFile, TempPath};

use crate::table::{file_name, unreadable};

/// A larger calendar is not held at once.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// An alarm within an event within a calendar is three deep.
const MOST_DEEP: usize = 8;

const HEADINGS: [&str; 9] = [
    "event uid",
    "event start",
    "event minutes",
    "event whole day",
    "event organizer",
    "event guest",
    "event title",
    "event status",
    "event repeats",
];

/// Whether the first bytes of a file are those of a calendar.
pub(crate) fn is_calendar(head: &[u8]) -> bool {
    let head = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head);
    head.len() >= 15 && head[..15].eq_ignore_ascii_case(b"BEGIN:VCALENDAR")
}

/// Lays the events of a calendar out as a CSV file.
pub(crate) fn lay_out(path: &Path, bytes: &Path) -> Outside<TempPath> {
    let broken = |problem: std::io::Error| unreadable(path, &problem);
    if std::fs::metadata(bytes).map_err(broken)?.len() > MOST_BYTES {
        return Err(refused(path, "is larger than a calendar is; export a shorter time"));
    }
    let raw = std::fs::read(bytes).map_err(broken)?;
    let text = String::from_utf8_lossy(raw.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(&raw));
    let unfolded = unfold(&text);
    if deepest(&unfolded) > MOST_DEEP {
        return Err(refused(path, "nests its parts deeper than a calendar does"));
    }
    let calendar = read_calendar(&unfolded)
        .map_err(|_| refused(path, "cannot be read as a calendar: it is damaged or was cut off; export it again"))?;
    let mut csv = csv::Writer::from_writer(Vec::new());
    let failed = |problem: csv::Error| Fault::broken("laying out a calendar", problem);
    csv.write_record(HEADINGS).map_err(failed)?;
    for event in calendar.components.iter().filter(|component| component.name.as_str().eq_ignore_ascii_case("VEVENT")) {
        csv.write_record(row(event)).map_err(failed)?;
    }
    let laid = csv.into_inner().map_err(|problem| Fault::broken("laying out a calendar", problem.to_string()))?;
    let mut file = NamedTempFile::new().map_err(|problem| Fault::broken("making a temporary file", problem))?;
    file.write_all(&laid).map_err(|problem| Fault::broken("laying out a calendar", problem))?;
    Ok(file.into_temp_path())
}

fn refused(path: &Path, words: &str) -> Fault {
    Fault::Refused(Refusal::Rejected(format!("{} {words}", file_name(path))))
}

fn deepest(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for line in text.lines() {
        let is = |word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if is("BEGIN:") {
            depth += 1;
            most = most.max(depth);
        } else if is("END:") {
            depth = depth.saturating_sub(1);
        }
    }
    most
}

fn row(event: &Component<'_>) -> [String; 9] {
    let text =
        |name: &str| event.find_prop(name).map(|property| property.val.as_str().trim().to_owned()).unwrap_or_default();
    let start = event.find_prop("DTSTART").and_then(Moment::of);
    let end = event.find_prop("DTEND").and_then(Moment::of);
    let organizer = event.find_prop("ORGANIZER").map(|property| address(property.val.as_str())).unwrap_or_default();
    let minutes = match (&start, &end) {
        (Some(start), Some(end)) => start.minutes_to(end).map(|minutes| minutes.to_string()).unwrap_or_default(),
        _ => minutes_of(&text("DURATION")),
    };
    // One exception of a repeated event has the identifier of the whole row of them.
    let exception = text("RECURRENCE-ID");
    let uid = if exception.is_empty() { text("UID") } else { format!("{} {exception}", text("UID")) };
    [
        uid,
        start.as_ref().map(Moment::words).unwrap_or_default(),
        minutes,
        start.as_ref().is_some_and(|start| start.is_whole_day()).to_string(),
        organizer.clone(),
        guest(event, &organizer),
        text("SUMMARY"),
        text("STATUS").to_lowercase(),
        text("RRULE"),
    ]
}

/// The first person invited whose address has another domain than the organizer's.
fn guest(event: &Component<'_>, organizer: &str) -> String {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    let invited = event.properties.iter().filter(|property| property.name.as_str().eq_ignore_ascii_case("ATTENDEE"));
    let outside = |address: &String| match (domain(address), domain(organizer)) {
        (Some(theirs), Some(ours)) => theirs != ours,
        (theirs, _) => theirs.is_some(),
    };
    invited.map(|property| address(property.val.as_str())).find(outside).unwrap_or_default()
}

fn address(value: &str) -> String {
    let value = value.trim();
    match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => value[7..].to_lowercase(),
        _ => value.to_lowercase(),
    }
}

/// `PT1H30M` in minutes; empty for anything else.
fn minutes_of(duration: &str) -> String {
    let span = duration.parse::<jiff::SignedDuration>().ok();
    span.map(|span| span.as_mins().to_string()).unwrap_or_default()
}

/// When something begins or ends, as a calendar says it.
enum Moment {
    Day(Date),
    /// On the wall of a place nobody names.
    Wall(DateTime),
    Zoned(jiff::Zoned),
}

impl Moment {
    fn of(property: &Property<'_>) -> Option<Self> {
        let value = property.val.as_str().trim();
        if value.len() == 8 {
            return Date::strptime("%Y%m%d", value).ok().map(Self::Day);
        }
        let wall = DateTime::strptime("%Y%m%dT%H%M%S", value.trim_end_matches('Z')).ok()?;
        let named = property.params.iter().find(|param| param.key.as_str().eq_ignore_ascii_case("TZID"));
        let zone = if value.ends_with('Z') {
            Some(TimeZone::UTC)
        } else {
            let name =
                named.and_then(|param| param.val.as_ref()).map(|name| name.as_str().trim_matches('"').to_owned());
            name.and_then(|name| TimeZone::get(&name).ok())
        };
        match zone {
            Some(zone) => wall.to_zoned(zone).ok().map(Self::Zoned),
            None => Some(Self::Wall(wall)),
        }
    }

    fn is_whole_day(&self) -> bool {
        matches!(self, Self::Day(_))
    }

    fn words(&self) -> String {
        let mut words = String::new();
        let written = match self {
            Self::Day(day) => write!(words, "{day}"),
            Self::Wall(moment) => write!(words, "{moment}"),
            Self::Zoned(moment) => write!(words, "{}", moment.timestamp()),
        };
        written.map(|()| words).unwrap_or_default()
    }

    fn minutes_to(&self, end: &Self) -> Option<i64> {
        let minutes = match (self, end) {
            (Self::Wall(start), Self::Wall(end)) => start.duration_until(*end).as_mins(),
            (Self::Zoned(start), Self::Zoned(end)) => start.duration_until(end).as_mins(),
            _ => return None,
        };
        (minutes >= 0).then_some(minutes)
    }
}

#[cfg(test)]
mod tests;
