use std::collections::BTreeSet;

use health::{Book, OpenBook, Source};
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use rayon::prelude::*;

use super::rows::{
    ACCOUNTS_AT_ONCE, Asked, Feed, Gathered, LOOK_BACK_DAYS, feed_act, feed_daily, feed_monthly, feed_opportunity,
    feed_ticket, feed_touchpoint, is_any, looking_back,
};
use crate::desk::{Desk, both, refused};

/// Usage is read only to learn what accounts do, which features there are and which sources still speak: so many days back.
const USE: [(&FactShape, Feed, i64); 2] =
    [(&usage::daily::SHAPE, feed_daily, 100), (&usage::monthly::SHAPE, feed_monthly, 130)];
/// Sources mostly speak every few days.
const LATEST_DAYS: i64 = 6;

/// Who is listened to beside usage, and the rows that tell.
struct Speaker {
    source: Source,
    shape: &'static FactShape,
    /// A column and the word it reads in the rows that tell.
    only: Option<(&'static [&'static str], &'static str)>,
    feed: Feed,
}

const SPEAKERS: [Speaker; 5] = [
    Speaker { source: Source::Touches, shape: &customers::touchpoint::SHAPE, only: None, feed: feed_touchpoint },
    Speaker {
        source: Source::Trainings,
        shape: &customers::touchpoint::SHAPE,
        only: Some((&["kind"], "training")),
        feed: feed_touchpoint,
    },
    Speaker { source: Source::Tickets, shape: &customers::ticket::SHAPE, only: None, feed: feed_ticket },
    Speaker { source: Source::Deals, shape: &customers::opportunity::SHAPE, only: None, feed: feed_opportunity },
    Speaker { source: Source::Acts, shape: &customers::advocacy::SHAPE, only: None, feed: feed_act },
];

/// All accounts, whose rows are read for a book.
#[derive(Debug, Hash)]
pub(super) struct Everybody(Vec<AccountId>);

impl Everybody {
    pub(super) fn find(desk: &Desk<'_>) -> Result<Self, Refusal> {
        let known = desk.store.referents(&customers::account::SHAPE).map_err(refused)?;
        let counts = known.iter().filter(|account| account.counts_for.is_none());
        Ok(Self(counts.map(|account| AccountId::new(&account.key)).collect()))
    }

    pub(super) fn accounts(&self) -> &[AccountId] {
        &self.0
    }

    /// What they tell together as of each of several days.
    pub(super) fn books(&self, desk: &Desk<'_>, days: &[Date]) -> Result<Vec<Book>, Refusal> {
        let (books, speaking) = both(|| self.of_usage(desk, days), || speaking(desk, days))?;
        Ok(books.into_iter().zip(speaking).map(hearing).collect())
    }

    /// What use tells, some hundred accounts at a time, since the rows of one lie together in the store.
    fn of_usage(&self, desk: &Desk<'_>, days: &[Date]) -> Result<Vec<Book>, Refusal> {
        let mut told = Vec::new();
        for (shape, feed, back_days) in USE {
            let query = FactQuery::all(shape);
            if is_any(desk, desk.known(looking_back(query.clone(), days, back_days)))? {
                told.push((query, feed, back_days));
            }
        }
        let of_some = |accounts: &[AccountId]| {
            let mut gathered = Gathered::new(days, Asked::Book);
            for (query, feed, back_days) in &told {
                gathered.look_back(desk, (query.clone().about_accounts(accounts), *feed), *back_days)?;
            }
            Ok(gathered.open_books())
        };
        let begun = || days.iter().map(|day| OpenBook::new(*day)).collect();
        let joined = |mut one: Vec<OpenBook>, other: Vec<OpenBook>| {
            one.iter_mut().zip(other).for_each(|(one, other)| one.join(other));
            Ok::<_, Refusal>(one)
        };
        let all = self.0.par_chunks(ACCOUNTS_AT_ONCE).map(of_some).try_reduce(begun, joined)?;
        Ok(all.into_iter().map(OpenBook::close).collect())
    }
}

/// The book with the sources that still speak as of its day.
pub(super) fn hearing((book, speaking): (Book, Vec<Source>)) -> Book {
    speaking.into_iter().fold(book, Book::hearing)
}

/// Which sources beside usage still speak as of each day.
pub(super) fn speaking(desk: &Desk<'_>, days: &[Date]) -> Result<Vec<Vec<Source>>, Refusal> {
    let mut found = vec![Vec::new(); days.len()];
    for speaker in &SPEAKERS {
        let silent = speaker.silent(desk, days)?;
        for (day, found) in days.iter().zip(&mut found) {
            if !silent.contains(day) {
                found.push(speaker.source);
            }
        }
    }
    Ok(found)
}

impl Speaker {
    /// The days on which it no longer speaks. One row is enough to speak, so the latest are looked at first.
    fn silent(&self, desk: &Desk<'_>, days: &[Date]) -> Result<BTreeSet<Date>, Refusal> {
        let mut silent = BTreeSet::new();
        for day in days {
            let latest = self.silent_between(desk, BTreeSet::from([*day]), LATEST_DAYS)?;
            silent.extend(latest);
        }
        // What began long ago may have ended lately.
        let ends = self.shape.closed_by.is_some();
        let back = if ends { LOOK_BACK_DAYS } else { i64::from(self.source.silence_days()) };
        self.silent_between(desk, silent, back)
    }

    /// Those of the days of which no row tells that began at most so many days before.
    fn silent_between(
        &self,
        desk: &Desk<'_>,
        mut silent: BTreeSet<Date>,
        back_days: i64,
    ) -> Result<BTreeSet<Date>, Refusal> {
        if silent.is_empty() {
            return Ok(silent);
        }
        let days: Vec<Date> = silent.iter().copied().collect();
        let all = looking_back(FactQuery::all(self.shape), &days, back_days).in_any_order();
        let query = match self.only {
            Some((columns, word)) => all.reading(columns, word),
            None => all,
        };
        let mut see = |record: FactRecord| {
            let mut alone = Gathered::new(&days, Asked::Book);
            (self.feed)(&mut alone, &record);
            for book in alone.open_books().into_iter().map(OpenBook::close).filter(|book| book.hears(self.source)) {
                silent.remove(&book.as_of());
            }
            !silent.is_empty()
        };
        desk.store.each_fact(&desk.known(query), &mut see).map_err(refused)?;
        Ok(silent)
    }
}
