use std::collections::BTreeMap;
use std::sync::Arc;

use backtest::Shares;
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use report::Band;
use retention::{Basis, Rates};
use rust_decimal::Decimal;

use crate::churn::learn::{cut_offs, first_term, last_settled, lost_after, month_end};
use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::past::{Past, PastHistories};
use crate::health::past::{Judged, Segments};

/// Months that are judged where nothing is said, and at most.
// method: backtest.months
const MONTHS: i64 = 24;
// method: backtest.months_most
const MONTHS_MOST: i64 = 60;

/// The colour that serves as a baseline is at least so old.
// method: backtest.colour_days
const QUARTER_DAYS: i32 = 90;

/// What every backtest is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) within_days: i32,
    pub(super) months: usize,
    pub(super) capacity: Option<usize>,
}

impl Asked {
    pub(super) fn of(within: Option<i64>, months: Option<i64>, capacity: Option<i64>) -> Result<Self, Refusal> {
        let months = months.unwrap_or(MONTHS);
        let wrong = || Refusal::invalid("months", format!("`{months}` months; say a number from 1 to {MONTHS_MOST}"));
        let months = usize::try_from(months).ok().filter(|_| (1..=MONTHS_MOST).contains(&months)).ok_or_else(wrong)?;
        Ok(Self { within_days: crate::churn::within(within)?, months, capacity: super::capacity(capacity)? })
    }

    /// How it stands in the address of a report.
    pub(super) fn when(&self) -> String {
        format!("{}-{}", self.within_days, self.months)
    }
}

/// Which days are judged, and everything known on them and on those they are taught by.
pub(super) struct Ground {
    pub(super) asked: Asked,
    /// First to last.
    pub(super) judged: Vec<Date>,
    /// How far the facts reach.
    pub(super) covered: Date,
    pub(super) film: Film,
    /// What is known now: it settles who was lost.
    pub(super) now: Histories,
    rates: Rates,
}

/// Who paid on a day, with the first day it did not where it was lost within the horizon.
pub(super) type Outcomes = BTreeMap<AccountId, Option<Date>>;

/// The places of the days a cut-off is taught by, with who was lost after each.
pub(super) type Lessons = Vec<(usize, Outcomes)>;

impl Ground {
    pub(super) fn load(desk: &Desk<'_>, asked: Asked) -> Result<Self, Refusal> {
        let now = histories::load(desk, None, desk.currency()?)?;
        let first = first_term(&now);
        let rules = &desk.settings.rules;
        let covered = desk.last_day_of_work()?.map_or_else(|| desk.as_of(), |last| last.min(desk.as_of()));
        let latest = month_end(last_settled(covered, asked.within_days, rules));
        let before = |day: &Date| day.first_of_month().yesterday().ok();
        let months = std::iter::successors(Some(latest), before).take(asked.months);
        let mut judged: Vec<Date> = months.take_while(|day| first.is_some_and(|first| first < *day)).collect();
        judged.reverse();
        if judged.is_empty() {
            return Err(none_settled(first, covered, asked.within_days));
        }
        let taught = |day: &Date| cut_offs(*day, first, asked.within_days, rules);
        let days: Vec<Date> = judged.iter().flat_map(taught).chain(judged.iter().copied()).collect();
        let film = Film::of(desk, days.iter().flat_map(|day| [*day, quarter_before(*day)]), asked.within_days)?;
        Ok(Self { asked, judged, covered, film, now, rates: histories::rates(desk)? })
    }

    pub(super) fn basis<'a>(&'a self, desk: &'a Desk<'_>) -> Result<Basis<'a>, Refusal> {
        let (rules, currency) = (&desk.settings.rules, desk.currency()?);
        Ok(Basis { rules, rates: &self.rates, currency, as_of: desk.as_of() })
    }

    /// Who was lost after a judged day, as is known now.
    pub(super) fn outcomes(&self, desk: &Desk<'_>, day: Date) -> Result<Outcomes, Refusal> {
        lost_after(&self.now, day, self.asked.within_days, &self.basis(desk)?)
    }

    /// The last day after which it is settled who was lost.
    pub(super) fn settled_to(&self) -> Option<Date> {
        self.judged.last().map(|day| crate::churn::days_after(*day, self.asked.within_days))
    }
}

/// What was known on each of several days, and nothing that became known after the last of them.
pub(super) struct Film {
    pub(super) past: Past,
    pub(super) told: PastHistories,
    within_days: i32,
}

impl Film {
    fn of(desk: &Desk<'_>, days: impl IntoIterator<Item = Date>, within_days: i32) -> Result<Self, Refusal> {
        let past = Past::of(days);
        let told = PastHistories::load(desk, &past)?;
        Ok(Self { past, told, within_days })
    }

    /// Read anew up to a day, as if every row known later were gone.
    pub(super) fn until(&self, desk: &Desk<'_>, day: Date) -> Result<Self, Refusal> {
        Self::of(desk, self.past.days().iter().copied().filter(|other| *other <= day), self.within_days)
    }

    /// The days a judged day is taught by, latest first, with who was lost after each as was known on the judged day.
    pub(super) fn lessons(&self, desk: &Desk<'_>, day: Date) -> Result<Lessons, Refusal> {
        let Some(place) = self.past.place(day) else { return Ok(Vec::new()) };
        let (loaded, rates) = (self.told.histories_at(place), self.told.rates_at(place));
        let rules = &desk.settings.rules;
        let basis = Basis { rules, rates: &rates, currency: desk.currency()?, as_of: day };
        let days = cut_offs(day, first_term(&loaded), self.within_days, rules);
        let places = days.into_iter().filter_map(|day| Some((day, self.past.place(day)?)));
        places.map(|(day, place)| Ok((place, lost_after(&loaded, day, self.within_days, &basis)?))).collect()
    }

    /// The colour a quarter before each day, as known then; `unknown` stands for accounts that did not pay then, too.
    pub(super) fn colours(&self, judged: &[BTreeMap<AccountId, Judged>]) -> Vec<Segments> {
        let words = Band::ALL.map(|band| (band, Arc::<str>::from(band.word())));
        let word = |band: Band| words.iter().find(|(other, _)| *other == band).map(|(_, word)| word.clone());
        let at = |(day, now): (&Date, &BTreeMap<AccountId, Judged>)| {
            let before = self.past.place(quarter_before(*day)).and_then(|place| judged.get(place));
            let band = |account: &AccountId| {
                before.and_then(|before| before.get(account)).map_or(Band::Unknown, |one| one.band)
            };
            now.keys().filter_map(|account| Some((account.clone(), word(band(account))?))).collect()
        };
        self.past.days().iter().zip(judged).map(at).collect()
    }

    /// The segment of every account known on each day, as known then.
    pub(super) fn segments<'a>(
        &self,
        desk: &Desk<'_>,
        paying: impl Iterator<Item = &'a BTreeMap<AccountId, Decimal>>,
    ) -> Vec<Segments> {
        let mut words: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let settings = desk.settings;
        let mut at = |(place, paying): (usize, &BTreeMap<AccountId, Decimal>)| {
            let accounts = self.told.accounts_at(place);
            let of = |account: &AccountId| {
                let arr = paying.get(account).copied().unwrap_or_default();
                let by = settings.segment_by.as_str();
                histories::label_of(accounts.get(account).copied(), by, || Ok(arr), &settings.tier_cutoffs).ok()
            };
            let mut word = |text: String| words.entry(text.clone()).or_insert_with(|| Arc::from(text)).clone();
            accounts.keys().filter_map(|account| Some(((*account).clone(), word(of(account)?)))).collect()
        };
        paying.enumerate().map(&mut at).collect()
    }
}

/// The chance of each group as the lessons show it, drawn towards what is assumed.
pub(super) fn shares(lessons: &[(usize, Outcomes)], groups: &[Segments], within_days: i32) -> Shares {
    let seen = lessons.iter().flat_map(|(place, outcomes)| {
        let group = |account: &AccountId| groups.get(*place)?.get(account).map(|word| &**word);
        outcomes.iter().filter_map(move |(account, lost)| Some((group(account)?, lost.is_some())))
    });
    Shares::of(seen, churn::card::assumed_share(within_days))
}

/// The word of an account; empty where it has none.
pub(super) fn word<'a>(words: &'a Segments, account: &AccountId) -> &'a str {
    words.get(account).map_or("", |word| &**word)
}

/// The month-end a quarter before a day.
pub(super) fn quarter_before(day: Date) -> Date {
    month_end(crate::churn::days_after(day, -QUARTER_DAYS))
}

fn none_settled(first: Option<Date>, covered: Date, within_days: i32) -> Refusal {
    Refusal::NotEnoughData(match first {
        None => "no account ever paid, so nothing could be lost; import contracts".to_owned(),
        Some(first) => format!(
            "there is no month to judge: contracts begin on {first}, facts reach to {covered}, and what happens within \
             {within_days} days has to be over; ask for fewer days with --within, or wait"
        ),
    })
}
