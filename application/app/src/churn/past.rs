use std::collections::{BTreeMap, BTreeSet, HashMap};

use churn::{Gathering, Sources, Standing};
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, Refusal};
use retention::Basis;
use rust_decimal::Decimal;

use super::rows::{self, Book, FEEDS, Feed};
use crate::desk::{Desk, end_of};
use crate::facts::past::{Past, PastHistories};

/// Who paid on a day, and what was known of them by its end.
#[derive(Debug)]
pub(crate) struct Then {
    pub(crate) arr: BTreeMap<AccountId, Decimal>,
    pub(crate) standings: BTreeMap<AccountId, Standing>,
    pub(crate) sources: Sources,
}

/// The same for several days, first to last, with every row read once.
pub(crate) fn standings(desk: &Desk<'_>, past: &Past, told: &PastHistories) -> Result<Vec<Then>, Refusal> {
    let mut rows = Rows { of: HashMap::new(), days: past.days().len() };
    let mut arr = Vec::new();
    for (place, day) in past.days().iter().enumerate() {
        let (rates, currency) = (told.rates_at(place), desk.currency()?);
        let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: *day };
        let book = Book::begun(told.histories_at(place), &told.contracts_at(place), &basis, Gathering::new)?;
        book.gatherings.into_iter().for_each(|(account, one)| rows.begin(account, place, one));
        arr.push(book.arr);
    }
    for (shape, days, feed) in FEEDS {
        let back_days = (days != i32::MAX).then_some(days);
        past.each(desk, (shape, back_days), &mut |record, places| rows.feed(record, places, feed))?;
        desk.progress.advance(1);
    }
    for (place, day) in past.days().iter().enumerate() {
        rows.read_older(desk, place, *day)?;
    }
    Ok(arr.into_iter().enumerate().map(|(place, arr)| rows.finish(place, arr)).collect())
}

/// Who paid on each of several days, and who had given notice on all of it, as known then.
pub(crate) fn payers(desk: &Desk<'_>, past: &Past, told: &PastHistories) -> Result<Vec<Payers>, Refusal> {
    let mut found = Vec::new();
    for (place, day) in past.days().iter().enumerate() {
        let (rates, currency) = (told.rates_at(place), desk.currency()?);
        let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: *day };
        let book = Book::begun(told.histories_at(place), &told.contracts_at(place), &basis, Gathering::new)?;
        let gave = |(account, one): (AccountId, Gathering)| one.gave_notice().then_some(account);
        found.push(Payers { arr: book.arr, gave_notice: book.gatherings.into_iter().filter_map(gave).collect() });
    }
    Ok(found)
}

/// Who paid on a day, and who had given notice on all of it.
#[derive(Debug)]
pub(crate) struct Payers {
    pub(crate) arr: BTreeMap<AccountId, Decimal>,
    pub(crate) gave_notice: BTreeSet<AccountId>,
}

/// The gatherings of each account, one for each day on which it paid.
struct Rows {
    of: HashMap<AccountId, Vec<Option<Box<Gathering>>>>,
    days: usize,
}

impl Rows {
    fn begin(&mut self, account: AccountId, place: usize, gathering: Gathering) {
        let days = self.days;
        let all = self.of.entry(account).or_insert_with(|| vec![None; days]);
        all[place] = Some(Box::new(gathering));
    }

    fn feed(&mut self, record: &FactRecord, places: std::ops::Range<usize>, feed: Feed) {
        let Some(account) = record.text("account_id") else { return };
        let Some(all) = self.of.get_mut(&AccountId::new(&account)) else { return };
        all[places].iter_mut().flatten().for_each(|gathering| feed(gathering, record));
    }

    fn read_older(&mut self, desk: &Desk<'_>, place: usize, day: Date) -> Result<(), Refusal> {
        let mut of: HashMap<&str, &mut Gathering> = self
            .of
            .iter_mut()
            .filter_map(|(account, all)| Some((account.as_str(), &mut **all[place].as_mut()?)))
            .collect();
        rows::read_older(desk, day, &mut of, &|query| query.known_by(end_of(day)))
    }

    fn finish(&mut self, place: usize, arr: BTreeMap<AccountId, Decimal>) -> Then {
        let of = |account: &AccountId| self.of.get(account)?[place].as_deref();
        let sources = Sources::of(arr.keys().filter_map(of));
        let mut take = |account: &AccountId| {
            let gathering = self.of.get_mut(account)?[place].take()?;
            Some((account.clone(), gathering.finish(&sources)))
        };
        let standings = arr.keys().filter_map(&mut take).collect();
        Then { arr, standings, sources }
    }
}

impl Then {
    /// Of one account, where it paid.
    pub(crate) fn arr_of(&self, account: &AccountId) -> Option<Decimal> {
        self.arr.get(account).copied()
    }
}
