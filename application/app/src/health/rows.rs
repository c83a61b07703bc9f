/// What becomes of a row of each kind.
mod feeds;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use customers::Contract;
use health::gather::Voice;
use health::{Book, Gathering, MeasureKind, OpenBook, Profile, Row, Windows};
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use rayon::prelude::*;

use super::judge::Judge;
use crate::desk::{Desk, end_of, refused};
use crate::facts::histories;
use crate::facts::past::{Past, PastHistories};

use feeds::{Exchange, FEEDS, OLDER, feed_contact, feed_contract, know_sponsor};
pub(super) use feeds::{
    Feed, day_of_use, feed_act, feed_daily, feed_monthly, feed_opportunity, feed_ticket, feed_touchpoint, month_of_use,
};

/// No measure of an account looks further back than this.
pub(super) const LOOK_BACK_DAYS: i64 = health::gather::LOOK_BACK_DAYS as i64;
/// Accounts whose rows are held at once by each core.
pub(super) const ACCOUNTS_AT_ONCE: usize = 250;

/// What rows are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// The health of these accounts.
    Accounts(&'a [AccountId]),
    /// The health of this one, with the facts behind each measure.
    Opened(&'a AccountId),
}

/// What is asked of each account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Its measures.
    Measures,
    /// Its measures and the facts behind them.
    Facts,
    /// What it adds to the book of all.
    Book,
}

impl Asked {
    fn blank(self, day: Date) -> Gathering {
        match self {
            Self::Measures => Gathering::new(day),
            Self::Facts => Gathering::new(day).keeping_facts(),
            Self::Book => Gathering::new(day).only_for_book(),
        }
    }
}

/// Which rows are taken, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Those in the window; others are left out.
    Windows,
    /// Those in the window, and of those before it that there were any.
    WindowsAndOlder,
    /// Of those before the window that there were any.
    Older,
}

/// Objects of the feeds that no fact is of.
pub(super) fn absent(desk: &Desk<'_>) -> Result<Vec<&'static str>, Refusal> {
    let mut absent = Vec::new();
    for (shape, _) in FEEDS {
        absent.extend((!is_any(desk, FactQuery::all(shape))?).then_some(shape.object));
    }
    Ok(absent)
}

/// Whether any fact answers.
pub(super) fn is_any(desk: &Desk<'_>, query: FactQuery<'_>) -> Result<bool, Refusal> {
    let mut found = false;
    let mut see = |_: FactRecord| {
        found = true;
        false
    };
    desk.store.each_fact(&query.in_any_order(), &mut see).map_err(refused)?;
    Ok(found)
}

/// What happened up to each of these days and at most so many days before it.
pub(super) fn looking_back<'a>(query: FactQuery<'a>, days: &[Date], back_days: i64) -> FactQuery<'a> {
    let (first, last) = (days.iter().min().copied(), days.iter().max().copied());
    let (first, last) = (first.unwrap_or(Date::MAX), last.unwrap_or(Date::MIN));
    query.between(days_before(first, back_days), last.tomorrow().unwrap_or(last))
}

/// What is made of the rows of each account, folded as of each day.
pub(super) fn each_gathered<T: Send>(
    desk: &Desk<'_>,
    days: &[Date],
    of: (&[AccountId], &[Contract]),
    judge: &Judge<'_>,
    make: impl Fn(&AccountId, Vec<Gathering>) -> T + Sync,
) -> Result<Vec<(AccountId, T)>, Refusal> {
    let made = some_gathered(desk, days, of, judge, |accounts, mut gathered| {
        let made = |account: &AccountId| {
            let gatherings = gathered.iter_mut().filter_map(|day| day.remove(account)).collect();
            (account.clone(), make(account, gatherings))
        };
        accounts.iter().map(made).collect::<Vec<_>>()
    })?;
    Ok(made.into_iter().flatten().collect())
}

/// What is made of the rows of some hundred accounts at a time, folded per account as of each day: what is held of their
/// rows stays small, and all cores work.
pub(super) fn some_gathered<T: Send>(
    desk: &Desk<'_>,
    days: &[Date],
    (accounts, contracts): (&[AccountId], &[Contract]),
    judge: &Judge<'_>,
    make: impl Fn(&[AccountId], Vec<BTreeMap<AccountId, Gathering>>) -> T + Sync,
) -> Result<Vec<T>, Refusal> {
    let mut of_account: HashMap<&AccountId, Vec<&Contract>> = HashMap::new();
    contracts.iter().for_each(|row| of_account.entry(&row.account).or_default().push(row));
    let of_some = |accounts: &[AccountId]| {
        let contracts = accounts.iter().filter_map(|account| of_account.get(account)).flatten().copied();
        Ok(make(accounts, gather(desk, days, Reading::Accounts(accounts), contracts, judge)?))
    };
    accounts.par_chunks(ACCOUNTS_AT_ONCE).map(of_some).collect()
}

/// The rows of a reading, folded per account as of each day; the rows are read once for all days.
pub(super) fn gather<'c>(
    desk: &Desk<'_>,
    days: &[Date],
    reading: Reading<'_>,
    contracts: impl IntoIterator<Item = &'c Contract>,
    judge: &Judge<'_>,
) -> Result<Vec<BTreeMap<AccountId, Gathering>>, Refusal> {
    let (accounts, asked) = match reading {
        Reading::Accounts(accounts) => (accounts, Asked::Measures),
        Reading::Opened(account) => (std::slice::from_ref(account), Asked::Facts),
    };
    let mut gathered = Gathered::new(days, asked);
    // People are known for years, so no window narrows them.
    let people = || FactQuery::all(&customers::contact::SHAPE).about_accounts(accounts);
    if judge.reads(MeasureKind::ExecutiveInvolvement) {
        gathered.read(desk, people(), know_sponsor)?;
    }
    gathered.taking = Taking::WindowsAndOlder;
    accounts.iter().for_each(|account| gathered.begin(account, judge.windows(account)));
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(Vec::new()) };
    let (from, to) = (days_before(*first, LOOK_BACK_DAYS), last.tomorrow().unwrap_or(*last));
    for (shape, feed) in FEEDS.into_iter().filter(|(shape, _)| judge.is_told_of(shape.object)) {
        let query = FactQuery::all(shape).about_accounts(accounts).between(from, to);
        gathered.read(desk, query, feed)?;
    }
    let told = OLDER.into_iter().filter(|(shape, ..)| judge.is_told_of(shape.object));
    gathered.read_older(desk, told, (from, &|query| desk.known(query)))?;
    if judge.reads(MeasureKind::StakeholderChanges) {
        gathered.read(desk, people(), feed_contact)?;
    }
    let exchange = Exchange { book: desk.currency().ok(), rates: &histories::rates(desk)?, day: *last };
    contracts.into_iter().for_each(|row| feed_contract(&mut gathered, row, &exchange));
    Ok((0..days.len()).map(|place| gathered.take(place)).collect())
}

/// What was known of every account on each of several days, with every row read once.
pub(super) fn gather_past(
    desk: &Desk<'_>,
    past: &Past,
    told: &PastHistories,
    profile: &Profile,
) -> Result<Gathered, Refusal> {
    let days = past.days();
    let mut gathered = Gathered { windows: profile.windows(), ..Gathered::new(days, Asked::Measures) };
    let back_days = i32::try_from(LOOK_BACK_DAYS).unwrap_or(i32::MAX);
    if profile.reads(MeasureKind::ExecutiveInvolvement) {
        past.each(desk, (&customers::contact::SHAPE, None), &mut |record, places| {
            gathered.places = places;
            know_sponsor(&mut gathered, record);
        })?;
    }
    for (shape, feed) in FEEDS {
        past.each(desk, (shape, Some(back_days)), &mut |record, places| {
            gathered.places = places;
            feed(&mut gathered, record);
        })?;
        desk.progress.advance(1);
    }
    if profile.reads(MeasureKind::StakeholderChanges) {
        past.each(desk, (&customers::contact::SHAPE, None), &mut |record, places| {
            gathered.places = places;
            feed_contact(&mut gathered, record);
        })?;
    }
    let book = desk.currency().ok();
    for (place, day) in days.iter().enumerate() {
        let exchange = Exchange { book, rates: &told.rates_at(place), day: *day };
        gathered.places = place..place + 1;
        told.contracts_at(place).iter().for_each(|row| feed_contract(&mut gathered, row, &exchange));
        let from = days_before(*day, LOOK_BACK_DAYS);
        gathered.read_older(desk, OLDER, (from, &|query| query.known_by(end_of(*day))))?;
    }
    Ok(gathered)
}

fn days_before(day: Date, days: i64) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(day)
}

/// Rows of accounts, folded as of several days.
pub(super) struct Gathered {
    asked: Asked,
    taking: Taking,
    windows: Windows,
    days: Vec<Date>,
    /// From when each day takes rows.
    seen_from: Vec<Date>,
    /// The places of the days that the next rows are known on.
    places: Range<usize>,
    /// When the next row happened; `None` where it counts however old it is.
    happened_on: Option<Date>,
    known: HashMap<AccountId, Vec<Option<Box<Gathering>>>>,
    /// Contacts who are known to be sponsors, with the places of the days on which they are.
    sponsors: HashMap<Arc<str>, Vec<Range<usize>>>,
}

impl Gathered {
    pub(super) fn new(days: &[Date], asked: Asked) -> Self {
        let seen_from = days.iter().map(|day| days_before(*day, LOOK_BACK_DAYS)).collect();
        let (days, places) = (days.to_vec(), 0..days.len());
        let (taking, windows) = (Taking::Windows, Windows::default());
        Self {
            asked,
            taking,
            windows,
            days,
            seen_from,
            places,
            happened_on: None,
            known: HashMap::new(),
            sponsors: HashMap::new(),
        }
    }

    /// Reads what happened up to each day and at most so many days before it.
    pub(super) fn look_back(
        &mut self,
        desk: &Desk<'_>,
        (query, feed): (FactQuery<'_>, Feed),
        back_days: i64,
    ) -> Result<(), Refusal> {
        self.seen_from = self.days.iter().map(|day| days_before(*day, back_days)).collect();
        let query = looking_back(query, &self.days, back_days);
        self.read(desk, query, feed)
    }

    /// Looks before the windows for what an account misses within them: whether there was ever any decides what silence
    /// means. Few accounts miss much, so little is read.
    fn read_older(
        &mut self,
        desk: &Desk<'_>,
        older: impl IntoIterator<Item = (&'static FactShape, Feed, Voice)>,
        (before, known): (Date, &dyn for<'q> Fn(FactQuery<'q>) -> FactQuery<'q>),
    ) -> Result<(), Refusal> {
        let taking = std::mem::replace(&mut self.taking, Taking::Older);
        let places = self.places.clone();
        for (shape, feed, voice) in older {
            let misses = |known: &[Option<Box<Gathering>>]| {
                known.get(places.clone()).unwrap_or_default().iter().flatten().any(|one| one.misses(voice))
            };
            let silent: Vec<AccountId> =
                self.known.iter().filter(|(_, known)| misses(known)).map(|(account, _)| account.clone()).collect();
            if silent.is_empty() {
                continue;
            }
            let query = FactQuery::all(shape).about_accounts(&silent).between(Date::MIN, before);
            self.read_known(desk, known(query), feed)?;
        }
        self.taking = taking;
        Ok(())
    }

    fn read(&mut self, desk: &Desk<'_>, query: FactQuery<'_>, feed: Feed) -> Result<(), Refusal> {
        self.read_known(desk, desk.known(query), feed)
    }

    fn read_known(&mut self, desk: &Desk<'_>, query: FactQuery<'_>, feed: Feed) -> Result<(), Refusal> {
        let is_bounded = query.happened_from.is_some();
        let mut see = |record: FactRecord| {
            self.happened_on = record.clocks.happened_on.filter(|_| is_bounded);
            feed(self, &record);
            true
        };
        let read = desk.store.each_fact(&query.in_any_order(), &mut see).map_err(refused);
        self.happened_on = None;
        read
    }

    /// The book of each day, with these accounts and open for others.
    pub(super) fn open_books(&self) -> Vec<OpenBook> {
        let of_day = |(place, day): (usize, &Date)| {
            let mut book = OpenBook::new(*day);
            self.known.values().filter_map(|known| known.get(place)?.as_deref()).for_each(|one| book.include(one));
            book
        };
        self.days.iter().enumerate().map(of_day).collect()
    }

    /// What all accounts together tell as of the day at this place.
    pub(super) fn book_at(&self, place: usize) -> Book {
        let day = self.days.get(place).copied().unwrap_or_default();
        Book::of(day, self.known.values().filter_map(|known| known.get(place)?.as_deref()))
    }

    /// Adds a row to the account as of every day it is known on and that looks back so far, so that a day is told the same
    /// whichever others are read beside it; a gathering leaves out what lies after its own.
    fn add(&mut self, account: &AccountId, row: Row<'_>) {
        if !self.known.contains_key(account) {
            self.known.insert(account.clone(), vec![None; self.days.len()]);
        }
        let Some(known) = self.known.get_mut(account) else { return };
        for place in self.places.clone() {
            let is_older = self.happened_on.is_some_and(|day| day < self.seen_from[place]);
            let is_taken = match self.taking {
                Taking::Windows => !is_older,
                Taking::WindowsAndOlder => true,
                Taking::Older => is_older,
            };
            if !is_taken || self.happened_on.is_some_and(|day| self.days[place] < day) {
                continue;
            }
            let fresh = || Box::new(self.asked.blank(self.days[place]).looking_over(self.windows));
            let gathering = known[place].get_or_insert_with(fresh);
            if is_older {
                gathering.hear(row);
            } else {
                gathering.add(row);
            }
        }
    }

    /// An account of which nothing is known yet, looked at over these windows.
    fn begin(&mut self, account: &AccountId, windows: Windows) {
        let fresh = |day: &Date| Some(Box::new(self.asked.blank(*day).looking_over(windows)));
        self.known.insert(account.clone(), self.days.iter().map(fresh).collect());
    }

    /// Everybody as of the day at this place, who is then no longer held here.
    pub(super) fn take(&mut self, place: usize) -> BTreeMap<AccountId, Gathering> {
        let of = |(account, known): (&AccountId, &mut Vec<Option<Box<Gathering>>>)| {
            Some((account.clone(), *known.get_mut(place)?.take()?))
        };
        self.known.iter_mut().filter_map(of).collect()
    }
}
