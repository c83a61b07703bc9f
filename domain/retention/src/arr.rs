use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Currency, Period};
use report::{Fold, Trace};
use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

use crate::conventions::Rules;
use crate::curve::Curve;
use crate::rates::Rates;

/// A contract above this ARR, in its own or in the book's currency, is taken for a typing error.
// method: retention.arr_limit
pub const ARR_LIMIT: i64 = 1_000_000_000_000_000;

/// Why a retention figure was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// An amount cannot be converted.
    #[error("no exchange rate from {from} to {to} on or before {on}; import one in exchange_rates")]
    MissingRate {
        /// The currency of the contract.
        from: Currency,
        /// The currency of the book.
        to: Currency,
        /// The day the rate was asked for.
        on: Date,
    },
    /// A contract cannot be converted.
    #[error(
        "contract {contract}: no exchange rate from {from} to {to} on or before {on}; import one in exchange_rates, or \
         correct the currency of the contract"
    )]
    MissingRateOf {
        /// The contract's key.
        contract: Arc<str>,
        /// Its currency.
        from: Currency,
        /// The currency of the book.
        to: Currency,
        /// The day the rate was asked for.
        on: Date,
    },
    /// An amount nobody pays.
    #[error("contract {contract} has an ARR of {arr}, which is too large to be true; correct it and import it again")]
    TooLarge {
        /// The contract's key.
        contract: Arc<str>,
        /// Its ARR.
        arr: Decimal,
    },
    /// A share that is not above 0 and at most 1.
    #[error("a holding of account {account} has a share of {share}; shares lie above 0 and at most at 1")]
    ShareOutOfRange {
        /// The account.
        account: AccountId,
        /// The share.
        share: Decimal,
    },
    /// More than the whole account is held.
    #[error("the shares of account {account} add up to {total} on {on}; they may add up to 1 at most")]
    SharesAboveOne {
        /// The account.
        account: AccountId,
        /// The first day on which this is so.
        on: Date,
        /// What the shares add up to.
        total: Decimal,
    },
}

impl Refused {
    /// The same, naming the contract that wants a rate: who has to mend it looks for a row.
    fn of_contract(self, contract: &Arc<str>) -> Self {
        match self {
            Self::MissingRate { from, to, on } => Self::MissingRateOf { contract: contract.clone(), from, to, on },
            other => other,
        }
    }
}

/// A stretch of days in which a contract brings one amount of ARR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The contract's key.
    pub fact: Arc<str>,
    /// The first paid day.
    pub from: Date,
    /// The first unpaid day; `None` while no end is agreed.
    pub to: Option<Date>,
    /// Annual recurring revenue in `currency`; zero or less is a trial and does not count.
    pub arr: Decimal,
    /// What `arr` is in.
    pub currency: Currency,
    /// Whether its rise over what it replaces was agreed in the contract before, not sold.
    pub escalator: bool,
    /// The day on which the customer decides about renewing, where the contract says so.
    pub renewal_on: Option<Date>,
}

impl Term {
    /// Whether the term is paid for on a day.
    #[must_use]
    pub fn is_active_on(&self, day: Date) -> bool {
        self.counts() && self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Terms without ARR or without days count for nothing.
    pub(crate) fn counts(&self) -> bool {
        self.arr > Decimal::ZERO && self.to.is_none_or(|to| self.from < to)
    }
}

/// Everything retention needs to know about one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHistory {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// A label to split by.
    pub segment: String,
    /// Its contracts, in any order.
    pub terms: Vec<Term>,
    /// Churn events as a source system recorded them: the fact's key and its day.
    pub churn_events: Vec<(Arc<str>, Date)>,
}

impl AccountHistory {
    /// The keys of the contracts paid for on a day, sorted.
    #[must_use]
    pub fn contracts_on(&self, day: Date) -> Vec<Arc<str>> {
        let active = self.terms.iter().filter(|term| term.is_active_on(day));
        sorted_keys(active.map(|term| term.fact.clone()).collect())
    }
}

pub(crate) fn sorted_keys(mut keys: Vec<Arc<str>>) -> Vec<Arc<str>> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// On what basis figures are worked out.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The rules in force.
    pub rules: &'a Rules,
    /// Dated exchange rates.
    pub rates: &'a Rates,
    /// The book currency: every contract enters in it, rounded to its minor unit.
    pub currency: Currency,
    /// The last day that can be known about.
    pub as_of: Date,
}

impl Basis<'_> {
    /// The ARR of a term in the book currency, at the rate of a day.
    pub(crate) fn worth(&self, term: &Term, on: Date) -> Result<Decimal, Refused> {
        let too_large = || Refused::TooLarge { contract: term.fact.clone(), arr: term.arr };
        let within = |amount: &Decimal| *amount <= Decimal::from(ARR_LIMIT);
        let own = Some(term.arr).filter(within).ok_or_else(too_large)?;
        let rate = self.rates.rate(term.currency, self.currency, on).map_err(|why| why.of_contract(&term.fact))?;
        let worth = own.checked_mul(rate).filter(within).ok_or_else(too_large)?;
        Ok(worth.round_dp_with_strategy(self.currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero))
    }
}

/// The two moments a period is measured between: 00:00 of its first day and 00:00 of the first day after it.
///
/// What changes at 00:00 of `opens_on` is part of the opening; what changes at 00:00 of `closes_on` happened in the
/// period. Periods that follow one another share one moment, so that a closing is always the next opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The day of the opening.
    pub opens_on: Date,
    /// The day of the closing; never later than the day after the as-of day.
    pub closes_on: Date,
}

impl Window {
    /// The window of a period as far as it can be known.
    #[must_use]
    pub fn of(period: Period, as_of: Date) -> Self {
        let known_to = as_of.tomorrow().unwrap_or(as_of);
        let opens_on = period.from();
        Self { opens_on, closes_on: period.to().min(known_to).max(opens_on) }
    }

    /// The window that has one moment only.
    #[must_use]
    pub fn at(day: Date) -> Self {
        Self { opens_on: day, closes_on: day }
    }

    /// Whether a change at 00:00 of a day falls between opening and closing.
    #[must_use]
    pub fn holds_change(&self, on: Date) -> bool {
        self.opens_on < on && on <= self.closes_on
    }

    /// Whether something that happened during a day did so between opening and closing.
    #[must_use]
    pub fn holds_day(&self, day: Date) -> bool {
        self.opens_on <= day && day < self.closes_on
    }
}

/// How many days lie between two days.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// What an account pays at 00:00 of a day, at that day's rates, billing lapses carried over.
///
/// # Errors
/// When an exchange rate is missing or an amount is too large to be true.
pub fn arr_on(history: &AccountHistory, day: Date, basis: &Basis<'_>) -> Result<Decimal, Refused> {
    Ok(Curve::of(history, Window::at(day), basis)?.level_on(day).at_closing_rate)
}

/// The contracts that make what an account pays at 00:00 of a day; they sum to [`arr_on`].
///
/// # Errors
/// As [`arr_on`].
pub fn arr_trace(history: &AccountHistory, day: Date, basis: &Basis<'_>) -> Result<Trace, Refused> {
    let paid_day = Curve::of(history, Window::at(day), basis)?.paid_day(day);
    let mut terms: Vec<&Term> = history.terms.iter().filter(|term| term.is_active_on(paid_day)).collect();
    terms.sort_by(|a, b| (&a.fact, a.from).cmp(&(&b.fact, b.from)));
    let mut trace = Trace::new(Fold::Sum, &["ARR"]);
    for term in terms {
        trace.push("contracts", &term.fact, &*history.name, Some(term.from), &[basis.worth(term, day)?]);
    }
    Ok(trace)
}

/// An account whose contracts have run out so recently that a new one could still make it a billing lapse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLapse {
    /// The account.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: String,
    /// The first unpaid day.
    pub since: Date,
    /// The ARR that is still counted, in the book currency.
    pub arr: Decimal,
    /// The contracts that ran out.
    pub contracts: Vec<Arc<str>>,
}

/// The accounts that are unpaid on the as-of day but not yet lost, sorted by account.
///
/// # Errors
/// When an exchange rate is missing or an amount is too large to be true.
pub fn open_lapses(histories: &[AccountHistory], basis: &Basis<'_>) -> Result<Vec<OpenLapse>, Refused> {
    let mut found = Vec::new();
    for history in histories {
        let curve = Curve::of(history, Window::at(basis.as_of), basis)?;
        let Some(hole) = curve.hole_at(basis.as_of).filter(|hole| hole.until.is_none()) else { continue };
        found.push(OpenLapse {
            account: history.account.clone(),
            name: history.name.clone(),
            since: hole.from,
            arr: curve.level_on(basis.as_of).at_closing_rate,
            contracts: history.contracts_on(curve.paid_day(basis.as_of)),
        });
    }
    found.sort_by(|a, b| a.account.cmp(&b.account));
    Ok(found)
}

#[cfg(test)]
mod tests;
