use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{AccountId, FactRecord, PersonId, Refusal};
use ports::store::KeptFigure;
use rust_decimal::Decimal;
use usage::{Book, DailyUsage, Judged, MonthlyUsage, Pace, Row, Timeline, Told, Unwatched, judge, limit};

use crate::desk::{Desk, refused};
use crate::facts::voices::{from_to, narrowed};

/// Accounts whose use is told in the same way, and what they tell together.
pub(super) struct Side {
    pub(super) book: Book,
    pub(super) told: BTreeMap<AccountId, Told>,
    /// The limit of a cumulative sum.
    pub(super) limit: f64,
}

/// Everything that is told about use: week by week where days are on record, else month by month.
pub(super) struct Company {
    pub(super) weekly: Side,
    pub(super) monthly: Side,
}

impl Company {
    /// Reads the rows of every account; only those of some where what all tell together is kept.
    pub(super) fn load(desk: &Desk<'_>, years: u32, accounts: Option<&[AccountId]>) -> Result<Self, Refusal> {
        desk.progress.begin("reading usage", None);
        let (weeks, months) = timelines(desk.as_of());
        let are_kept = kept(desk, weeks)?.is_some() && kept(desk, months)?.is_some();
        let accounts = accounts.filter(|_| are_kept);
        let daily = days(desk, &weeks, accounts)?;
        let mut monthly = self::months(desk, &months, accounts)?;
        monthly.retain(|account, _| !daily.contains_key(account));
        desk.progress.end();
        Ok(Self { weekly: side(desk, weeks, daily, years)?, monthly: side(desk, months, monthly, years)? })
    }

    /// What is found of an account, and on which side it stands.
    pub(super) fn judged(&self, account: &AccountId) -> (&Side, Result<Judged, Unwatched>) {
        let side = if self.weekly.told.contains_key(account) { &self.weekly } else { &self.monthly };
        let judged = side.told.get(account).map_or(Err(Unwatched::Nothing), |told| judge(told, &side.book, side.limit));
        (side, judged)
    }
}

/// Works out what all accounts tell together, where it is not kept for the weeks and months that are over.
pub(crate) fn work_ahead(desk: &Desk<'_>) -> Result<(), Refusal> {
    let (weeks, months) = timelines(desk.as_of());
    if kept(desk, weeks)?.is_none() || kept(desk, months)?.is_none() {
        Company::load(desk, super::years(None)?, None)?;
    }
    Ok(())
}

/// The weeks and the months that are over on a day.
pub(super) fn timelines(day: Date) -> (Timeline, Timeline) {
    (Timeline::until(Pace::Weekly, day), Timeline::until(Pace::Monthly, day))
}

/// The last day of the last step.
pub(super) fn last_day(timeline: &Timeline) -> Date {
    timeline.ends(timeline.steps() - 1)
}

fn side(desk: &Desk<'_>, timeline: Timeline, told: BTreeMap<AccountId, Told>, years: u32) -> Result<Side, Refusal> {
    let book = match kept(desk, timeline)? {
        Some(book) => book,
        None => keep(desk, Book::of(timeline, &told))?,
    };
    let limit = of_limit(&book, years)?;
    Ok(Side { book, told, limit })
}

/// The limit for so many years.
pub(super) fn of_limit(book: &Book, years: u32) -> Result<f64, Refusal> {
    limit(book, years).ok_or_else(|| Refusal::invalid("years", format!("no limit gives one alarm in {years} years")))
}

/// The same until the next week or month is over.
fn name(desk: &Desk<'_>, timeline: &Timeline) -> String {
    let known = desk.known_by().map_or_else(|| "now".to_owned(), |moment| moment.date().to_string());
    let (pace, last) = (timeline.pace.word(), last_day(timeline));
    format!("usage book of {pace}s up to {last} known {known} by {}", env!("CARGO_PKG_VERSION"))
}

/// The book of the desk's day as it was kept.
pub(super) fn kept(desk: &Desk<'_>, timeline: Timeline) -> Result<Option<Book>, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let kept = desk.store.kept_figures(&name(desk, &timeline), version).map_err(refused)?;
    let told: Vec<(&str, Option<Decimal>, u64)> =
        kept.iter().map(|figure| (figure.metric.as_str(), figure.value, figure.n)).collect();
    Ok(Book::from_told(timeline, &told))
}

/// Kept and read back, so that the first answer and all later ones are the same.
fn keep(desk: &Desk<'_>, book: Book) -> Result<Book, Refusal> {
    let company = PersonId::new("company");
    let told = book.told();
    let figure = |(metric, value, n): &(String, Option<Decimal>, u64)| KeptFigure {
        person: company.clone(),
        metric: metric.clone(),
        value: *value,
        n: *n,
    };
    let figures: Vec<KeptFigure> = told.iter().map(figure).collect();
    let version = desk.store.data_version().map_err(refused)?;
    desk.keep(&name(desk, &book.timeline), version, &figures)?;
    let told: Vec<(&str, Option<Decimal>, u64)> =
        told.iter().map(|(metric, value, n)| (metric.as_str(), *value, *n)).collect();
    Ok(Book::from_told(book.timeline, &told).unwrap_or(book))
}

fn days(
    desk: &Desk<'_>,
    weeks: &Timeline,
    accounts: Option<&[AccountId]>,
) -> Result<BTreeMap<AccountId, Told>, Refusal> {
    let query = from_to(&usage::daily::SHAPE, weeks.first(), last_day(weeks)).in_any_order();
    read(desk, narrowed(query, accounts), weeks, |record| {
        DailyUsage::from_record(record).map(|row| (row.account.clone(), row.day, of_day(&row)))
    })
}

fn months(
    desk: &Desk<'_>,
    months: &Timeline,
    accounts: Option<&[AccountId]>,
) -> Result<BTreeMap<AccountId, Told>, Refusal> {
    let query = from_to(&usage::monthly::SHAPE, months.first(), last_day(months)).in_any_order();
    read(desk, narrowed(query, accounts), months, |record| {
        MonthlyUsage::from_record(record).map(|row| (row.account.clone(), row.month, of_month(&row)))
    })
}

pub(super) fn of_day(row: &DailyUsage) -> Row {
    Row { of_feature: row.feature.is_some(), users: row.active_users, events: row.events }
}

pub(super) fn of_month(row: &MonthlyUsage) -> Row {
    Row { of_feature: row.feature.is_some(), users: row.active_users, events: row.events }
}

fn read(
    desk: &Desk<'_>,
    query: ports::store::FactQuery<'_>,
    timeline: &Timeline,
    row: impl Fn(&FactRecord) -> Option<(AccountId, Date, Row)>,
) -> Result<BTreeMap<AccountId, Told>, Refusal> {
    let mut found: BTreeMap<AccountId, Told> = BTreeMap::new();
    let mut see = |record: FactRecord| {
        if let Some((account, day, row)) = row(&record)
            && let Some(place) = timeline.place(day)
        {
            found.entry(account).or_default().add((place, timeline.places()), row);
        }
        true
    };
    desk.store.each_fact(&desk.known(query), &mut see).map_err(refused)?;
    Ok(found)
}
