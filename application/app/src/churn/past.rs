use std::collections::{BTreeMap, BTreeSet, HashMap};

use churn::{Gathering, Sources, Standing};
use kernel::{AccountId, Refusal};
use rayon::prelude::*;
use retention::Basis;
use rust_decimal::Decimal;

use super::rows::{self, ACCOUNTS_AT_ONCE, Book, FEEDS};
use crate::desk::{Desk, end_of};
use crate::facts::past::{Past, PastHistories};

/// Who paid on a day, and what was known of them by its end.
#[derive(Debug)]
pub(crate) struct Then {
    pub(crate) arr: BTreeMap<AccountId, Decimal>,
    pub(crate) standings: BTreeMap<AccountId, Standing>,
    pub(crate) sources: Sources,
}

/// The gatherings of an account, one for each day on which it paid.
type OfDays = Vec<Option<Box<Gathering>>>;

/// The same for several days, first to last, with every row read once, some hundred accounts at a time on all cores.
pub(crate) fn standings(desk: &Desk<'_>, past: &Past, told: &PastHistories) -> Result<Vec<Then>, Refusal> {
    let mut rows: BTreeMap<AccountId, OfDays> = BTreeMap::new();
    let mut arr = Vec::new();
    for (place, day) in past.days().iter().enumerate() {
        let (rates, currency) = (told.rates_at(place), desk.currency()?);
        let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: *day };
        let book = Book::begun(told.histories_at(place), &told.contracts_at(place), &basis, Gathering::new)?;
        for (account, one) in book.gatherings {
            rows.entry(account).or_insert_with(|| vec![None; past.days().len()])[place] = Some(Box::new(one));
        }
        arr.push(book.arr);
    }
    let mut rows: Vec<(AccountId, OfDays)> = rows.into_iter().collect();
    rows.par_chunks_mut(ACCOUNTS_AT_ONCE).try_for_each(|some| read(desk, past, some))?;
    let finish = |(place, arr): (usize, BTreeMap<AccountId, Decimal>)| {
        let of_day = || rows.iter().filter_map(move |(account, days)| Some((account, days[place].as_deref()?)));
        let sources = Sources::of(of_day().map(|(_, one)| one));
        let standings = of_day().map(|(account, one)| (account.clone(), one.clone().finish(&sources))).collect();
        Then { arr, standings, sources }
    };
    Ok(arr.into_par_iter().enumerate().map(finish).collect())
}

/// Folds what was known of some accounts on each of the days.
fn read(desk: &Desk<'_>, past: &Past, some: &mut [(AccountId, OfDays)]) -> Result<(), Refusal> {
    let accounts: Vec<AccountId> = some.iter().map(|(account, _)| account.clone()).collect();
    let mut of: HashMap<&str, &mut OfDays> = some.iter_mut().map(|(account, days)| (account.as_str(), days)).collect();
    for (shape, days, feed) in FEEDS {
        let back_days = (days != i32::MAX).then_some(days);
        past.each_about(desk, Some(&accounts), (shape, back_days), &mut |record, places| {
            let Some(days) = record.text("account_id").and_then(|account| of.get_mut(&*account)) else { return };
            days[places].iter_mut().flatten().for_each(|gathering| feed(gathering, record));
        })?;
    }
    for (place, day) in past.days().iter().enumerate() {
        let mut of_day: HashMap<&str, &mut Gathering> =
            of.iter_mut().filter_map(|(account, days)| Some((*account, days[place].as_deref_mut()?))).collect();
        rows::read_older(desk, *day, &mut of_day, &|query| query.known_by(end_of(*day)))?;
    }
    desk.progress.advance(1);
    Ok(())
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

impl Then {
    /// Of one account, where it paid.
    pub(crate) fn arr_of(&self, account: &AccountId) -> Option<Decimal> {
        self.arr.get(account).copied()
    }
}
