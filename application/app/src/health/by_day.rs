/// What the rows of all accounts tell of a year, and what was told otherwise later.
mod learn;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use health::Book;
use jiff::civil::Date;
use kernel::{FactShape, Refusal};
use ports::store::KeptFigure;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::book::{Everybody, hearing, speaking};
use super::{days_before, kept};
use crate::desk::{Desk, refused};
use learn::{Late, learn, tells_from};

/// Under which version of use what is kept was worked out, at a version of the data.
const STATE: &str = concat!("health use by ", env!("CARGO_PKG_VERSION"));
/// What tells of use and of whose it is, beside the accounts there are.
const TOLD_BY: [&FactShape; 3] = [&usage::daily::SHAPE, &usage::monthly::SHAPE, &customers::account_link::SHAPE];
/// Which years were worked out at a version of use.
const WHOLE: &str = concat!("health use whole by ", env!("CARGO_PKG_VERSION"));
/// After so many days a row of use tells nothing any more.
const TELLS_DAYS: i64 = 130;

/// Works out what the use of all accounts tells together as of every day there is, so that a question about one account
/// need not read that of all. Done anew where use changed, or whose it is.
pub(super) fn work_ahead(desk: &Desk<'_>) -> Result<(), Refusal> {
    let data_version = desk.store.data_version().map_err(refused)?;
    if version(desk, data_version)?.is_some() {
        return Ok(());
    }
    let everybody = Everybody::find(desk)?;
    let version = version_of(desk, &everybody)?;
    if whole(desk, version)?.is_none() {
        work_out(desk, &everybody, version)?;
    }
    keep_version(desk, data_version, version)
}

/// The books of those of these days of which use was told at the moment asked about as it is told now.
pub(super) fn books(desk: &Desk<'_>, days: &BTreeSet<Date>) -> Result<BTreeMap<Date, Book>, Refusal> {
    let books = of_use(desk, days)?;
    let days: Vec<Date> = books.keys().copied().collect();
    let speaking = speaking(desk, &days)?;
    Ok(days.into_iter().zip(books.into_values().zip(speaking).map(hearing)).collect())
}

/// What use tells as of those days.
fn of_use(desk: &Desk<'_>, days: &BTreeSet<Date>) -> Result<BTreeMap<Date, Book>, Refusal> {
    let Some((version, years)) = worked_out(desk)? else { return Ok(BTreeMap::new()) };
    let known_by = desk.known_by().map_or(Date::MAX, |moment| moment.date());
    // Before the first row of use and long after the last nothing is told.
    let untold = days.iter().filter(|day| !years.contains(&day.year()));
    let mut books: BTreeMap<Date, Book> = untold.map(|day| (*day, Book::of(*day, []))).collect();
    for year in days.iter().map(|day| day.year()).filter(|year| years.contains(year)).collect::<BTreeSet<i16>>() {
        let runs = runs(desk, year, version)?;
        for day in days.iter().filter(|day| day.year() == year) {
            let run = runs.range(..=*day).next_back().map(|(_, run)| run);
            books.extend(run.filter(|run| run.last_change <= known_by).map(|run| (*day, run.book(*day))));
        }
    }
    Ok(books)
}

/// The version of use that the data has, and the years worked out for it; `None` where none were.
fn worked_out(desk: &Desk<'_>) -> Result<Option<(i64, RangeInclusive<i16>)>, Refusal> {
    let data_version = desk.store.data_version().map_err(refused)?;
    if let Some(version) = version(desk, data_version)? {
        return Ok(whole(desk, version)?.map(|years| (version, years)));
    }
    // Something was written since, perhaps without a word of use.
    let version = version_of(desk, &Everybody::find(desk)?)?;
    let Some(years) = whole(desk, version)? else { return Ok(None) };
    keep_version(desk, data_version, version)?;
    Ok(Some((version, years)))
}

fn keep_version(desk: &Desk<'_>, data_version: i64, version: i64) -> Result<(), Refusal> {
    desk.keep(STATE, data_version, &[kept::figure("version".to_owned(), Some(version.into()))])
}

/// The version of use as it was found before at a version of the data.
fn version(desk: &Desk<'_>, data_version: i64) -> Result<Option<i64>, Refusal> {
    let kept = desk.store.kept_figures(STATE, data_version).map_err(refused)?;
    Ok(kept.first().and_then(|figure| figure.value).and_then(|value| value.try_into().ok()))
}

/// The years that were worked out at a version of use; `None` where none were.
fn whole(desk: &Desk<'_>, version: i64) -> Result<Option<RangeInclusive<i16>>, Refusal> {
    let kept = desk.store.kept_figures(WHOLE, version).map_err(refused)?;
    let year = |name: &str| kept.iter().find(|figure| figure.metric == name)?.value?.to_i16();
    Ok(year("first").zip(year("last")).map(|(first, last)| first..=last))
}

/// Names what is told of use, and of which accounts.
fn version_of(desk: &Desk<'_>, everybody: &Everybody) -> Result<i64, Refusal> {
    let mut hasher = DefaultHasher::new();
    desk.store.version_of(&TOLD_BY).map_err(refused)?.hash(&mut hasher);
    everybody.hash(&mut hasher);
    Ok(hasher.finish().cast_signed())
}

/// What use tells from a day on, until the next run of days.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    book: Book,
    /// When what tells of these days last changed after its own day.
    last_change: Date,
}

impl Run {
    fn book(&self, day: Date) -> Book {
        let told = self.book.told();
        Book::from_told(day, &|wanted| told.iter().find(|(name, _)| *name == wanted).and_then(|(_, value)| *value))
    }
}

fn name_of(year: i16) -> String {
    format!("health use of {year} by {}", env!("CARGO_PKG_VERSION"))
}

/// The runs of a year as they are kept, by their first days.
fn runs(desk: &Desk<'_>, year: i16, version: i64) -> Result<BTreeMap<Date, Run>, Refusal> {
    let mut told: BTreeMap<(Date, Date), BTreeMap<String, Option<Decimal>>> = BTreeMap::new();
    for kept in desk.store.kept_figures(&name_of(year), version).map_err(refused)? {
        let mut words = kept.metric.splitn(3, ' ');
        let (Some(from), Some(changed), Some(metric)) = (words.next(), words.next(), words.next()) else { continue };
        let (Ok(from), Ok(changed)) = (from.parse(), changed.parse()) else { continue };
        told.entry((from, changed)).or_default().insert(metric.to_owned(), kept.value);
    }
    let run = |((from, last_change), told): ((Date, Date), BTreeMap<String, Option<Decimal>>)| {
        let book = Book::from_told(from, &|wanted| told.get(wanted).copied().flatten());
        (from, Run { book, last_change })
    };
    Ok(told.into_iter().map(run).collect())
}

/// Keeps a year: days that read alike are one run.
fn keep(desk: &Desk<'_>, year: i16, version: i64, days: impl Iterator<Item = Run>) -> Result<(), Refusal> {
    let (mut figures, mut before): (Vec<KeptFigure>, Option<Run>) = (Vec::new(), None);
    for run in days {
        let same = before
            .as_ref()
            .is_some_and(|before| before.last_change == run.last_change && before.book.told() == run.book.told());
        if same {
            continue;
        }
        let figure =
            |(metric, value)| kept::figure(format!("{} {} {metric}", run.book.as_of(), run.last_change), value);
        figures.extend(run.book.told().into_iter().map(figure));
        before = Some(run);
    }
    desk.keep(&name_of(year), version, &figures)
}

/// Works out every year of which use is told and those after it, up to when it tells nothing any more.
fn work_out(desk: &Desk<'_>, everybody: &Everybody, version: i64) -> Result<(), Refusal> {
    let (mut late, mut told) = (Late::default(), Vec::new());
    for shape in [&usage::daily::SHAPE, &usage::monthly::SHAPE] {
        let days = desk.store.day_range(shape).map_err(refused)?;
        told.extend(days.into_iter().flat_map(|(first, last)| [first, last]));
        for (day, ended_at) in desk.store.last_endings(shape).map_err(refused)? {
            told.push(day);
            late.note(tells_from(shape.object, day), ended_at.date());
        }
    }
    let first = told.iter().min().map_or(1, |day| day.year());
    let last = told.iter().max().map_or(0, |day| days_before(*day, -TELLS_DAYS).year());
    desk.progress
        .begin("working out what all accounts tell of use, year by year", u64::try_from(last - first + 1).ok());
    for year in first..=last {
        let learned = learn(desk, everybody, year)?;
        late.join(learned.late);
        let run = |book: Book| Run { last_change: late.last_change(book.as_of()), book };
        keep(desk, year, version, learned.use_by_day.close().into_iter().map(run))?;
        desk.progress.advance(1);
    }
    desk.progress.end();
    let years = [("first", first), ("last", last)].map(|(name, year)| kept::figure(name.to_owned(), Some(year.into())));
    desk.keep(WHOLE, version, &years)
}
