use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::heard::Heard;
use super::kept::{self, WHOLE};
use super::past::Past;
use super::{Entry, Found, Kept, Part, Slot, age_days, hears};
use crate::book::{Book, Source};
use crate::reading::{Gap, Reading};
use crate::row::{UsageDay, UsageMonth};
use crate::rule;

/// How the account uses the product.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    features: BTreeSet<Arc<str>>,
    names_features: bool,
    daily_until: Option<Date>,
    /// One bit for each day of the window, the lowest for the as-of day.
    active_days: u32,
    daily_events: Option<i64>,
    peak_users: Option<i64>,
    days_tell_users: bool,
    month: Option<Month>,
    months_tell_users: bool,
    months_tell_days: bool,
    past: Past,
    /// Whether only the book of all is asked for, which has no use for the past of one.
    pub(super) only_for_book: bool,
}

/// The latest month that is over.
#[derive(Debug, Clone, Copy)]
struct Month {
    last_day: Date,
    whole: Counts,
    features: Counts,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    active_users: Option<i64>,
    licensed_users: Option<i64>,
    active_days: Option<i64>,
    events: Option<i64>,
}

impl Usage {
    pub(super) fn add_day(&mut self, as_of: Date, row: UsageDay<'_>, kept: &mut Kept) {
        let Some(age) = age_days(as_of, row.day) else { return };
        self.daily_until = self.daily_until.max(Some(row.day));
        self.days_tell_users |= row.active_users.is_some();
        let used = is_use(row.events, row.active_users);
        self.add_feature(age, row.feature.filter(|_| used), row.feature.is_some(), || {
            kept.keep(Slot::Features, || Entry::new("usage_daily", row.key, row.day, 1).grouped(name_of(row.feature)));
        });
        if !self.only_for_book {
            self.past.add_day(age, row, kept);
        }
        if age >= rule::FREQUENCY_DAYS {
            return;
        }
        self.peak_users = self.peak_users.max(row.active_users);
        self.daily_events = added(self.daily_events, row.events);
        self.active_days |= u32::from(used) << age;
        kept.keep(Slot::Days, || {
            Entry::new("usage_daily", row.key, row.day, 1).grouped(row.day.to_string()).numbered([
                used.then_some(1),
                row.active_users,
                row.events,
                None,
            ])
        });
    }

    pub(super) fn add_month(&mut self, as_of: Date, row: UsageMonth<'_>, kept: &mut Kept) {
        let last_day = row.month.last_of_month();
        let Some(age) = age_days(as_of, last_day) else { return };
        self.months_tell_users |= row.active_users.is_some();
        self.months_tell_days |= row.active_days.is_some();
        let used = is_use(row.events, row.active_users);
        self.add_feature(age, row.feature.filter(|_| used), row.feature.is_some(), || {
            kept.keep(Slot::Features, || {
                Entry::new("usage_monthly", row.key, row.month, 1).grouped(name_of(row.feature))
            });
        });
        if !self.only_for_book {
            self.past.add_month(last_day, row, kept);
        }
        let latest = self.month.map(|month| month.last_day);
        if latest.is_some_and(|latest| last_day < latest) {
            return;
        }
        if latest != Some(last_day) {
            kept.forget(Slot::Month);
            self.month = Some(Month { last_day, whole: Counts::default(), features: Counts::default() });
        }
        kept.keep(Slot::Month, || {
            Entry::new("usage_monthly", row.key, row.month, 1).grouped(name_of(row.feature)).numbered([
                row.active_users,
                row.licensed_users,
                days_within(row.active_days, last_day),
                row.events,
            ])
        });
        if let Some(month) = &mut self.month {
            month.add(row);
        }
    }

    fn add_feature(&mut self, age: i32, used: Option<&Arc<str>>, named: bool, keep: impl FnOnce()) {
        self.names_features |= named;
        let Some(feature) = used.filter(|_| age < rule::FEATURE_DAYS) else { return };
        if !self.features.contains(feature) {
            self.features.insert(feature.clone());
        }
        keep();
    }

    pub(super) fn daily_until(&self) -> Option<Date> {
        self.daily_until
    }

    pub(super) fn month_until(&self) -> Option<Date> {
        self.month.map(|month| month.last_day)
    }

    pub(super) fn features(&self) -> impl Iterator<Item = &Arc<str>> {
        self.features.iter()
    }

    /// Takes from older rows until when there were some, where these have none.
    pub(super) fn hear(&mut self, older: &Heard) {
        if self.daily_until.is_none() && self.month.is_none() {
            self.names_features = older.names_features;
        }
        if self.daily_until.is_none() {
            self.daily_until = older.days;
            self.days_tell_users = older.days_tell_users;
        }
        if self.month.is_none() {
            let bare = |last_day| Month { last_day, whole: Counts::default(), features: Counts::default() };
            self.month = older.month.map(bare);
            self.months_tell_users = older.months_tell_users;
            self.months_tell_days = older.months_tell_days;
        }
    }

    fn hears_days(&self, book: &Book) -> Result<(), Gap> {
        hears(book, Source::Days, self.daily_until)
    }

    fn hears_months(&self, book: &Book) -> Result<(), Gap> {
        hears(book, Source::Months, self.month_until())
    }

    fn recent_month(&self, as_of: Date) -> Option<Month> {
        let is_recent = |month: &Month| age_days(as_of, month.last_day).is_some_and(|a| a < rule::MONTH_SILENCE_DAYS);
        self.month.filter(is_recent)
    }

    /// Why neither days nor months tell: a source that fell silent is more to know than rows that never came.
    fn gap(&self, book: &Book) -> Gap {
        match (self.hears_days(book), self.hears_months(book)) {
            (Ok(()), _) | (_, Ok(())) => Gap::NotTold,
            (Err(Gap::NeverRecorded), Err(gap)) | (Err(gap), _) => gap,
        }
    }

    /// People who used the product in the latest month; where months do not tell, on the busiest day of the window.
    fn active_users(&self, as_of: Date, book: &Book) -> Result<(i64, Teller), Gap> {
        if let Some(active) = self.recent_month(as_of).and_then(|month| month.active_users()) {
            return Ok((active, Teller::Month));
        }
        if self.days_tell_users && self.hears_days(book).is_ok() {
            return Ok((self.peak_users.unwrap_or(0), Teller::Days));
        }
        let silent = self.recent_month(as_of).is_none() && self.hears_months(book).is_ok();
        if silent && self.months_tell_users { Ok((0, Teller::Silence)) } else { Err(self.gap(book)) }
    }

    pub(super) fn active_share(&self, as_of: Date, seats: Option<i64>, book: &Book) -> Found {
        let (active, teller) = match self.active_users(as_of, book) {
            Ok(found) => found,
            Err(gap) => return (Err(gap), &[]),
        };
        let told = self.recent_month(as_of).and_then(|month| month.licensed_users()).filter(|count| *count > 0);
        let Some(licensed) = told.or(seats) else { return (Err(Gap::NoSeats), &[]) };
        (Ok(Reading::ActiveShare { active, licensed }), user_parts(teller, told.is_none()))
    }

    pub(super) fn utilisation(&self, as_of: Date, seats: Option<i64>, book: &Book) -> Found {
        match (self.active_users(as_of, book), seats) {
            (Ok((active, teller)), Some(seats)) => {
                (Ok(Reading::Utilisation { active, seats }), user_parts(teller, true))
            }
            (Ok(_), None) => (Err(Gap::NoSeats), &[]),
            (Err(gap), _) => (Err(gap), &[]),
        }
    }

    pub(super) fn adoption(&self, book: &Book) -> Result<Reading, Gap> {
        let heard = self.hears_days(book).or_else(|_| self.hears_months(book));
        heard.map_err(|_| self.gap(book))?;
        if !self.names_features {
            return Err(Gap::NotTold);
        }
        let used = u32::try_from(self.features.len()).unwrap_or(u32::MAX);
        match book.feature_count().max(used) {
            0 => Err(Gap::NotInBook),
            in_book => Ok(Reading::FeatureAdoption { used, in_book }),
        }
    }

    pub(super) fn frequency(&self, as_of: Date, book: &Book) -> Found {
        let of_days = rule::FREQUENCY_DAYS.unsigned_abs();
        if self.hears_days(book).is_ok() {
            return (Ok(Reading::Frequency { active_days: self.active_days.count_ones(), of_days }), kept::DAYS);
        }
        if let Some(month) = self.recent_month(as_of)
            && let Some(days) = month.active_days()
        {
            let of_days = u32::from(month.last_day.day().unsigned_abs());
            let active_days = u32::try_from(days).unwrap_or(0).min(of_days);
            return (Ok(Reading::Frequency { active_days, of_days }), kept::MONTH);
        }
        let silent = self.recent_month(as_of).is_none() && self.hears_months(book).is_ok();
        if silent && self.months_tell_days {
            return (Ok(Reading::Frequency { active_days: 0, of_days }), kept::SILENCE);
        }
        (Err(self.gap(book)), &[])
    }

    /// Use now against this account's own use before: by days where they tell enough, else by months.
    pub(super) fn trend(&self, as_of: Date, book: &Book) -> Found {
        if self.hears_days(book).is_ok()
            && let Some((reading, parts)) = self.past.by_days()
        {
            return (Ok(reading), parts);
        }
        if self.recent_month(as_of).is_none() {
            return (Err(self.gap(book)), &[]);
        }
        self.past.by_months().map_or_else(|gap| (Err(gap), [].as_slice()), |(reading, parts)| (Ok(reading), parts))
    }

    /// The last day that rows of use speak about.
    pub(super) fn until(&self) -> Option<Date> {
        self.daily_until.max(self.month_until())
    }

    /// Events per day of use: by days where they tell, else of the latest month.
    pub(super) fn depth(&self, as_of: Date) -> (Result<Decimal, Gap>, &'static [Part]) {
        if self.active_days > 0
            && let Some(events) = self.daily_events
        {
            return (per_day(events, self.active_days.count_ones().into()), kept::DAILY_DEPTH);
        }
        let month = self.recent_month(as_of);
        match month.and_then(|month| month.events().zip(month.active_days())) {
            Some((events, days)) => (per_day(events, days), kept::MONTHLY_DEPTH),
            None if self.daily_until.is_none() && self.month.is_none() => (Err(Gap::NeverRecorded), &[]),
            None if self.active_days > 0 || month.is_some() => (Err(Gap::NotTold), &[]),
            None => (Err(Gap::NoUse), &[]),
        }
    }

    pub(super) fn depth_against(&self, as_of: Date, book: &Book) -> Found {
        let (depth, parts) = self.depth(as_of);
        let found = depth.and_then(|per_day| {
            let book_median = book.depth_median().filter(|median| *median > Decimal::ZERO).ok_or(Gap::NotInBook)?;
            Ok(Reading::Depth { per_day, book_median })
        });
        (found, parts)
    }
}

impl Month {
    fn add(&mut self, row: UsageMonth<'_>) {
        let is_whole = row.feature.is_none();
        let counts = if is_whole { &mut self.whole } else { &mut self.features };
        counts.active_users = counts.active_users.max(row.active_users);
        counts.licensed_users = counts.licensed_users.max(row.licensed_users);
        counts.active_days = counts.active_days.max(days_within(row.active_days, self.last_day));
        counts.events = if is_whole { counts.events.max(row.events) } else { added(counts.events, row.events) };
    }

    /// Of the whole product; else of its most used feature, which at least so many people used.
    fn active_users(&self) -> Option<i64> {
        self.whole.active_users.or(self.features.active_users)
    }

    fn licensed_users(&self) -> Option<i64> {
        self.whole.licensed_users.or(self.features.licensed_users)
    }

    fn active_days(&self) -> Option<i64> {
        self.whole.active_days.or(self.features.active_days)
    }

    fn events(&self) -> Option<i64> {
        self.whole.events.or(self.features.events)
    }
}

/// Who tells how many people used the product.
#[derive(Debug, Clone, Copy)]
enum Teller {
    Month,
    Days,
    Silence,
}

fn user_parts(teller: Teller, by_seats: bool) -> &'static [Part] {
    match (teller, by_seats) {
        (Teller::Month, true) => kept::MONTH_OF_SEATS,
        (Teller::Month, false) => kept::MONTH_OF_LICENCES,
        (Teller::Days, true) => kept::DAYS_OF_SEATS,
        (Teller::Days, false) => kept::DAYS_OF_LICENCES,
        // Without a recent month there are no recent licences either.
        (Teller::Silence, _) => kept::SILENCE_OF_SEATS,
    }
}

/// A month has no more days than it has.
fn days_within(days: Option<i64>, last_day: Date) -> Option<i64> {
    days.map(|days| days.clamp(0, last_day.day().into()))
}

pub(super) fn name_of(feature: Option<&Arc<str>>) -> Arc<str> {
    feature.map_or_else(|| Arc::from(WHOLE), Arc::clone)
}

/// A row counts as use unless it says that there was none.
pub(crate) fn is_use(events: Option<i64>, active_users: Option<i64>) -> bool {
    match (events, active_users) {
        (None, None) => true,
        (events, users) => events.is_some_and(|count| count > 0) || users.is_some_and(|count| count > 0),
    }
}

fn added(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    more.map_or(sum, |more| Some(sum.unwrap_or(0).saturating_add(more)))
}

fn per_day(events: i64, days: i64) -> Result<Decimal, Gap> {
    if days <= 0 {
        return Err(Gap::NoUse);
    }
    Decimal::from(events).checked_div(days.into()).ok_or(Gap::NotDivisible)
}
