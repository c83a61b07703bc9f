use std::collections::BTreeMap;
use std::sync::Arc;

use fairness::Value;
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Period, Refusal};
use ports::store::FactQuery;
use retention::{AccountHistory, Basis, arr_on};
use rust_decimal::prelude::ToPrimitive as _;

use crate::desk::{Desk, refused};
use crate::facts::typed;

/// Tickets of so many days before the hand-over are counted.
// method: fairness.tickets_before_days
const TICKETS_BEFORE_DAYS: i32 = 180;

/// What is adjusted for, in the order of [`Before::in_period`].
pub(crate) const COVARIATES: [&str; 11] = [
    "industry",
    "country",
    "referral source",
    "years as a customer",
    "ARR at hand-over (log)",
    "plan at hand-over",
    "billing at hand-over",
    "tickets in the half year before",
    "escalations before",
    "had left before",
    "season",
];

/// What was on record of accounts, with the day from which it was known.
#[derive(Debug, Default)]
pub(crate) struct Known {
    accounts: BTreeMap<AccountId, OneAccount>,
    /// Whether there are tickets and escalations at all: none on record is not none.
    tickets_recorded: bool,
    escalations_recorded: bool,
}

#[derive(Debug, Default)]
struct OneAccount {
    /// Every version, by the day it was known from.
    told: Vec<Told>,
    contracts: Vec<Terms>,
    tickets: Vec<Date>,
    escalations: Vec<Date>,
    left: Vec<Date>,
}

#[derive(Debug)]
struct Told {
    known_on: Date,
    industry: Option<Arc<str>>,
    country: Option<Arc<str>>,
    source: Option<Arc<str>>,
}

#[derive(Debug)]
struct Terms {
    known_on: Date,
    from: Date,
    to: Option<Date>,
    arr: f64,
    plan: Option<Arc<str>>,
    billing: Option<Arc<str>>,
}

impl Known {
    /// Of all accounts, as known as of the day asked about.
    pub(crate) fn load(desk: &Desk<'_>) -> Result<Self, Refusal> {
        let mut known = Self::default();
        known.load_accounts(desk)?;
        for (account, terms) in typed(desk, FactQuery::all(&customers::contract::SHAPE), terms)? {
            known.accounts.entry(account).or_default().contracts.push(terms);
        }
        known.tickets_recorded = known.load_days(desk, &customers::ticket::SHAPE, |one| &mut one.tickets)?;
        known.escalations_recorded =
            known.load_days(desk, &customers::escalation::SHAPE, |one| &mut one.escalations)?;
        known.load_days(desk, &customers::churn_event::SHAPE, |one| &mut one.left)?;
        Ok(known)
    }

    /// Every version of the accounts: what a row said before it was corrected counts for what came before.
    fn load_accounts(&mut self, desk: &Desk<'_>) -> Result<(), Refusal> {
        let latest = desk.as_of();
        let read = &mut |version: ports::store::Version| {
            let (account, told) = told(&version.record);
            if told.known_on <= latest {
                self.accounts.entry(account).or_default().told.push(told);
            }
            true
        };
        desk.store.each_version(&customers::account::SHAPE, read).map_err(refused)
    }

    /// Counts rows by the later of the day they happened and the day they were known.
    fn load_days(
        &mut self,
        desk: &Desk<'_>,
        shape: &'static FactShape,
        of: fn(&mut OneAccount) -> &mut Vec<Date>,
    ) -> Result<bool, Refusal> {
        let rows = typed(desk, FactQuery::all(shape), dated)?;
        let any = !rows.is_empty();
        for (account, day) in rows {
            of(self.accounts.entry(account).or_default()).push(day);
        }
        Ok(any)
    }

    /// The first day on which anybody could act: the hand-over, or the first contract where that came later.
    pub(crate) fn hand_over(&self, account: &AccountId, taken_over_on: Date) -> Date {
        let first = self.accounts.get(account).and_then(|one| one.contracts.iter().map(|terms| terms.from).min());
        first.map_or(taken_over_on, |first| first.max(taken_over_on))
    }

    /// What was known of an account on the day of the hand-over, whatever period a row of it is of.
    pub(crate) fn before(&self, history: &AccountHistory, basis: &Basis<'_>, day: Date) -> Before {
        let Some(one) = self.accounts.get(&history.account) else { return Before::default() };
        let told = one.told.iter().rev().find(|told| told.known_on <= day);
        let terms = one.terms_on(day);
        let count = |recorded: bool, days: &[Date], from: Date| match recorded {
            true => Value::Number(libm::log1p(days.iter().filter(|on| **on >= from && **on < day).count() as f64)),
            false => Value::Unknown,
        };
        let half_year = day.checked_sub(Span::new().days(TICKETS_BEFORE_DAYS)).unwrap_or(Date::MIN);
        let told = [
            word(told.and_then(|told| told.industry.clone())),
            word(told.and_then(|told| told.country.clone())),
            word(told.and_then(|told| told.source.clone())),
        ];
        let found = [
            arr(history, basis, day),
            word(terms.and_then(|terms| terms.plan.clone())),
            word(terms.and_then(|terms| terms.billing.clone())),
            count(self.tickets_recorded, &one.tickets, half_year),
            count(self.escalations_recorded, &one.escalations, Date::MIN),
            Value::Number(f64::from(u8::from(one.left.iter().any(|on| *on < day)))),
        ];
        Before(Some((told, one.contracts.iter().map(|terms| terms.from).min(), found)))
    }
}

/// What was known on the day of a hand-over: of the account, its first contract, and of what had happened. Nothing where the
/// account is not known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before(Option<([Value; 3], Option<Date>, [Value; 6])>);

impl Before {
    /// In the order of [`COVARIATES`], for a row of this period; nobody moves that.
    pub(crate) fn in_period(&self, period: Period) -> Vec<Value> {
        let Some((told, first, found)) = &self.0 else { return vec![Value::Unknown; COVARIATES.len()] };
        let days = first.map(|first| (period.from() - first).get_days());
        let years = days.map_or(Value::Unknown, |days| Value::Number(f64::from(days.max(0)) / 365.25));
        let season = Value::Word(Arc::from(period.to_string()));
        told.iter().cloned().chain([years]).chain(found.iter().cloned()).chain([season]).collect()
    }
}

impl OneAccount {
    /// The largest contract in force on a day, of those known then.
    fn terms_on(&self, day: Date) -> Option<&Terms> {
        let active = |terms: &&Terms| terms.known_on <= day && terms.from <= day && terms.to.is_none_or(|to| day < to);
        self.contracts.iter().filter(active).max_by(|left, right| left.arr.total_cmp(&right.arr))
    }
}

/// ARR on the day, of contracts that had begun: what was sold later cannot bridge a gap.
fn arr(history: &AccountHistory, basis: &Basis<'_>, day: Date) -> Value {
    let begun = history.terms.iter().filter(|term| term.from <= day).cloned().collect();
    let then = AccountHistory { terms: begun, churn_events: Vec::new(), ..history.clone() };
    let amount = arr_on(&then, day, basis).ok().and_then(|arr| arr.to_f64()).filter(|arr| *arr > 0.0);
    amount.map_or(Value::Unknown, |arr| Value::Number(libm::log(arr)))
}

fn word(text: Option<Arc<str>>) -> Value {
    text.map_or(Value::Unknown, Value::Word)
}

fn told(record: &FactRecord) -> (AccountId, Told) {
    let told = Told {
        known_on: record.clocks.known_at.date(),
        industry: record.text("industry"),
        country: record.text("country"),
        source: record.text("referral_source"),
    };
    (AccountId::new(&record.key), told)
}

fn terms(record: &FactRecord) -> Option<(AccountId, Terms)> {
    let terms = Terms {
        known_on: record.clocks.known_at.date(),
        from: record.day("starts_on")?,
        to: record.day("ends_on"),
        arr: record.number("arr_amount")?.to_f64()?,
        plan: record.text("plan"),
        billing: record.text("billing_frequency"),
    };
    Some((AccountId::new(&record.text("account_id")?), terms))
}

fn dated(record: &FactRecord) -> Option<(AccountId, Date)> {
    let known = record.clocks.known_at.date();
    Some((AccountId::new(&record.text("account_id")?), record.clocks.happened_on?.max(known)))
}
