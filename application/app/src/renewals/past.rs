use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use ::churn::Standing;
use jiff::civil::Date;
use kernel::{AccountId, Period, Refusal};
use retention::{AccountHistory, Basis, Rates, Term, arr_on, arr_trace, renewals as decisions};
use rust_decimal::Decimal;

use super::refused;
use crate::churn::{self, Book, days_after, standings};
use crate::desk::Desk;
use crate::facts;
use crate::facts::histories::{self, Histories};
use crate::facts::past::PastHistories;

/// Decisions further ahead than this are not looked at on a past day.
// method: renewals.ahead_most
pub(crate) const AHEAD_MOST: i32 = 270;

/// A renewal as it lay ahead on a past day.
#[derive(Debug, Clone)]
pub(crate) struct Foreseen {
    pub(crate) account: AccountId,
    pub(crate) name: Arc<str>,
    /// The day of the decision, as known then.
    pub(crate) on: Date,
    /// What was up.
    pub(crate) available: Decimal,
    /// The contracts that came up.
    pub(crate) contracts: Vec<Arc<str>>,
    /// What the account paid besides.
    besides: Decimal,
    /// What was known of the account.
    pub(crate) standing: Standing,
}

/// What a renewal that lay ahead came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// What was kept, of what was up.
    pub(crate) kept: Decimal,
}

impl Outcome {
    /// Whether anything was kept.
    pub(crate) fn renewed(self) -> bool {
        self.kept > Decimal::ZERO
    }
}

/// Days whose rows are folded at once: each holds what is known of every account.
const DAYS_AT_ONCE: usize = 4;

/// What is shown the renewals that lay ahead on a day.
type SeeAhead<'a> = dyn FnMut(Date, &[Foreseen]) -> Result<(), Refusal> + 'a;

/// What was known on past days, each read once.
pub(crate) struct Past<'a> {
    desk: &'a Desk<'a>,
    seen: BTreeMap<Date, Rc<Vec<Foreseen>>>,
    /// Whether days are asked for more than once.
    again: bool,
}

impl<'a> Past<'a> {
    /// For days that are asked for once.
    pub(crate) fn once(desk: &'a Desk<'a>) -> Self {
        Self { desk, seen: BTreeMap::new(), again: false }
    }

    /// For days that are asked for again and again.
    pub(crate) fn again(desk: &'a Desk<'a>) -> Self {
        Self { desk, seen: BTreeMap::new(), again: true }
    }

    /// Shows what lay ahead on each of several days, as known then; days that were not looked at yet are read together.
    pub(crate) fn each_ahead(&mut self, days: &[Date], see: &mut SeeAhead<'_>) -> Result<(), Refusal> {
        for some in days.chunks(DAYS_AT_ONCE) {
            let unseen = some.iter().filter(|day| !self.seen.contains_key(day)).copied();
            self.read(&facts::past::Past::of(unseen))?;
            for day in some {
                let found = if self.again { self.seen.get(day).cloned() } else { self.seen.remove(day) };
                see(*day, found.as_ref().map_or(&[], |found| found.as_slice()))?;
            }
        }
        Ok(())
    }

    fn read(&mut self, past: &facts::past::Past) -> Result<(), Refusal> {
        let told = PastHistories::load(self.desk, past)?;
        let standings = churn::past::standings(self.desk, past, &told)?;
        for ((place, day), known) in past.days().iter().enumerate().zip(standings) {
            let then = Desk { as_of: Some(*day), ..*self.desk };
            let rates = told.rates_at(place);
            let found = foreseen(&then, &rates, &told.histories_at(place), known.standings)?;
            self.seen.insert(*day, Rc::new(found));
        }
        Ok(())
    }

    /// The same of one day from a book that was read before.
    pub(crate) fn take(&mut self, then: &Desk<'_>, book: &Book) -> Result<Rc<Vec<Foreseen>>, Refusal> {
        let (standings, _) = standings(book);
        let found = Rc::new(foreseen(then, &histories::rates(then)?, &book.loaded, standings)?);
        if self.again {
            self.seen.insert(then.as_of(), found.clone());
        }
        Ok(found)
    }
}

fn foreseen(
    then: &Desk<'_>,
    rates: &Rates,
    loaded: &Histories,
    standings: BTreeMap<AccountId, Standing>,
) -> Result<Vec<Foreseen>, Refusal> {
    let day = then.as_of();
    let basis = Basis { rules: &then.settings.rules, rates, currency: then.currency()?, as_of: day };
    let mut found = Vec::new();
    for (account, standing) in standings {
        let Some(history) = loaded.of(&account) else { continue };
        let by_day = days_ahead(history, day);
        if by_day.is_empty() {
            continue;
        }
        let paid = arr_trace(history, day, &basis).map_err(refused)?;
        let whole = paid.value().unwrap_or_default();
        for (on, keys) in by_day {
            let worth = paid.rows.iter().filter(|row| keys.contains(&row.key));
            let available: Decimal = worth.filter_map(|row| row.numbers.first().copied()).sum();
            if available > Decimal::ZERO {
                let (account, name) = (account.clone(), loaded.name(&account));
                let standing = standing.clone();
                let besides = whole - available;
                found.push(Foreseen { account, name, on, available, contracts: keys, besides, standing });
            }
        }
    }
    Ok(found)
}

/// The contracts of an account by the day on which they will be decided about.
fn days_ahead(history: &AccountHistory, day: Date) -> BTreeMap<Date, Vec<Arc<str>>> {
    let last = days_after(day, AHEAD_MOST);
    let mut found: BTreeMap<Date, Vec<Arc<str>>> = BTreeMap::new();
    let open = |term: &&Term| term.is_active_on(day);
    for term in history.terms.iter().filter(open) {
        if let Some(on) = term.renewal_on.filter(|on| day < *on && *on <= last && term.from < *on) {
            found.entry(on).or_default().push(term.fact.clone());
        }
    }
    found
}

/// What became of renewals that lay ahead on a day, as known on the desk's day.
pub(crate) struct Outcomes<'a> {
    basis: Basis<'a>,
    book: &'a Book,
    decided: BTreeMap<(AccountId, Date), (Decimal, Decimal)>,
}

impl<'a> Outcomes<'a> {
    /// Of decisions after a day.
    pub(crate) fn after(day: Date, basis: Basis<'a>, book: &'a Book) -> Result<Self, Refusal> {
        let mut decided = BTreeMap::new();
        if let Some(period) = Period::days(days_after(day, 1), days_after(day, AHEAD_MOST + 1)) {
            let found = decisions(&book.loaded.histories, period, &basis).map_err(refused)?;
            decided.extend(found.decisions.into_iter().map(|one| ((one.account, one.on), (one.kept, one.available))));
        }
        Ok(Self { basis, book, decided })
    }

    /// Of one; `None` while it can still turn.
    pub(crate) fn of(&self, one: &Foreseen) -> Result<Option<Outcome>, Refusal> {
        if days_after(one.on, self.basis.rules.lapse_days.max(0) + 1) > self.basis.as_of {
            return Ok(None);
        }
        if let Some((kept, available)) = self.decided.get(&(one.account.clone(), one.on)) {
            let share = kept.checked_div(*available).unwrap_or_default();
            return Ok(Some(Outcome { kept: (share * one.available).round_dp(2) }));
        }
        // The contract was replaced or ended before its day, or the day was moved: what is paid on the day counts.
        let Some(history) = self.book.loaded.of(&one.account) else { return Ok(None) };
        let paid = arr_on(history, one.on, &self.basis).map_err(refused)?;
        Ok(Some(Outcome { kept: (paid - one.besides).max(Decimal::ZERO).min(one.available) }))
    }
}
