use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use churn::Standing;
use jiff::civil::Date;
use kernel::{AccountId, Period, Refusal};
use retention::{AccountHistory, Basis, Term, arr_on, arr_trace, renewals as decisions};
use rust_decimal::Decimal;

use super::refused;
use crate::churn::{Book, days_after, gather, standings};
use crate::desk::Desk;
use crate::facts::histories;

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

/// What was known on past days, each read once.
pub(crate) struct Past<'a> {
    desk: &'a Desk<'a>,
    /// Kept where days are asked for more than once.
    seen: Option<BTreeMap<Date, Rc<Vec<Foreseen>>>>,
}

impl<'a> Past<'a> {
    /// For days that are asked for once.
    pub(crate) fn once(desk: &'a Desk<'a>) -> Self {
        Self { desk, seen: None }
    }

    /// For days that are asked for again and again.
    pub(crate) fn again(desk: &'a Desk<'a>) -> Self {
        Self { desk, seen: Some(BTreeMap::new()) }
    }

    /// What lay ahead on a day, as known then.
    pub(crate) fn ahead_on(&mut self, day: Date) -> Result<Rc<Vec<Foreseen>>, Refusal> {
        if let Some(found) = self.seen.as_ref().and_then(|seen| seen.get(&day)) {
            return Ok(found.clone());
        }
        let then = Desk { as_of: Some(day), ..*self.desk };
        let book = gather(&then, None)?;
        self.take(&then, &book)
    }

    /// The same from a book that was read before.
    pub(crate) fn take(&mut self, then: &Desk<'_>, book: &Book) -> Result<Rc<Vec<Foreseen>>, Refusal> {
        let found = Rc::new(foreseen(then, book)?);
        if let Some(seen) = &mut self.seen {
            seen.insert(then.as_of(), found.clone());
        }
        Ok(found)
    }
}

fn foreseen(then: &Desk<'_>, book: &Book) -> Result<Vec<Foreseen>, Refusal> {
    let (day, rates) = (then.as_of(), histories::rates(then)?);
    let basis = Basis { rules: &then.settings.rules, rates: &rates, currency: then.currency()?, as_of: day };
    let (standings, _) = standings(book);
    let mut found = Vec::new();
    for (account, standing) in standings {
        let Some(history) = book.loaded.of(&account) else { continue };
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
                let (account, name) = (account.clone(), book.loaded.name(&account));
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
