use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Contract, RenewalCall};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use renewals::{Call, DatedBy, Due, Signed};
use retention::{AccountHistory, Basis, Rates, arr_trace};
use rust_decimal::Decimal;

use super::refused;
use crate::churn::days_after;
use crate::desk::Desk;
use crate::facts::histories::{Histories, rates};
use crate::facts::typed;

/// Why contracts have no day on which they are decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoDay {
    /// Neither a renewal day nor an end is on record.
    NotOnRecord,
    /// The renewal day is over, the contract runs on, and no later day is on record.
    Passed,
    /// The renewal day does not lie after the first paid day.
    BeforeStart,
}

impl NoDay {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::NotOnRecord => "neither a renewal day nor an end is on record",
            Self::Passed => "the renewal day on record is over, the contract runs on, and no later day is on record",
            Self::BeforeStart => "the renewal day on record does not lie after the first paid day",
        }
    }
}

/// Contracts that are paid for and have no day of decision.
#[derive(Debug, Clone)]
pub(super) struct Undated {
    pub(super) account: AccountId,
    pub(super) name: Arc<str>,
    pub(super) contract: Arc<str>,
    pub(super) arr: Decimal,
    pub(super) why: NoDay,
}

/// What contracts say about decisions to come, account by account.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Without chances and owners.
    pub(super) dues: Vec<Due>,
    pub(super) undated: Vec<Undated>,
}

/// Contracts, calls and rates as known on the desk's day.
pub(super) struct Ledgers<'a> {
    desk: &'a Desk<'a>,
    rates: Rates,
    contracts: BTreeMap<AccountId, BTreeMap<Arc<str>, Contract>>,
    calls: BTreeMap<AccountId, Vec<RenewalCall>>,
}

impl<'a> Ledgers<'a> {
    /// Of one account, or of all.
    pub(super) fn load(desk: &'a Desk<'a>, only: Option<&AccountId>) -> Result<Self, Refusal> {
        let query = |shape| match only {
            Some(account) => FactQuery::all(shape).about_accounts(std::slice::from_ref(account)),
            None => FactQuery::all(shape),
        };
        let mut contracts: BTreeMap<AccountId, BTreeMap<Arc<str>, Contract>> = BTreeMap::new();
        for contract in typed(desk, query(&customers::contract::SHAPE), Contract::from_record)? {
            contracts.entry(contract.account.clone()).or_default().insert(contract.key.clone(), contract);
        }
        let mut calls: BTreeMap<AccountId, Vec<RenewalCall>> = BTreeMap::new();
        for call in typed(desk, query(&customers::renewal_call::SHAPE), RenewalCall::from_record)? {
            if call.called_on <= desk.as_of() {
                calls.entry(call.account.clone()).or_default().push(call);
            }
        }
        Ok(Self { desk, rates: rates(desk)?, contracts, calls })
    }

    pub(super) fn basis(&self) -> Result<Basis<'_>, Refusal> {
        Ok(Basis {
            rules: &self.desk.settings.rules,
            rates: &self.rates,
            currency: self.desk.currency()?,
            as_of: self.desk.as_of(),
        })
    }

    /// What is ahead of all accounts that pay.
    pub(super) fn ahead(&self, loaded: &Histories) -> Result<Ahead, Refusal> {
        let mut found = Ahead::default();
        let basis = self.basis()?;
        for history in &loaded.histories {
            self.of_account(history, &basis, &mut found)?;
        }
        Ok(found)
    }

    fn of_account(&self, history: &AccountHistory, basis: &Basis<'_>, found: &mut Ahead) -> Result<(), Refusal> {
        let day = basis.as_of;
        let Some(contracts) = self.contracts.get(&history.account) else { return Ok(()) };
        let paid = arr_trace(history, day, basis).map_err(refused)?;
        let name: Arc<str> = Arc::from(&*history.name);
        let mut grouped: BTreeMap<Date, Vec<(&Contract, Decimal, DatedBy)>> = BTreeMap::new();
        let mut total = Decimal::ZERO;
        for row in &paid.rows {
            let Some(contract) = contracts.get(&row.key) else { continue };
            let arr = row.numbers.first().copied().unwrap_or_default();
            total += arr;
            match decided_on(contract, day, basis.rules.lapse_days.max(0)) {
                Ok((on, by)) => grouped.entry(on).or_default().push((contract, arr, by)),
                Err(why) => found.undated.push(Undated {
                    account: history.account.clone(),
                    name: name.clone(),
                    contract: contract.key.clone(),
                    arr,
                    why,
                }),
            }
        }
        for (on, group) in grouped {
            let due = self.due(history, on, &group)?;
            let signed = self.signed(history, &due, basis)?;
            found.dues.push(Due { is_whole_account: due.arr() == total, signed, ..due });
        }
        Ok(())
    }

    fn due(&self, history: &AccountHistory, on: Date, group: &[(&Contract, Decimal, DatedBy)]) -> Result<Due, Refusal> {
        let day = self.desk.as_of();
        let all = |read: &dyn Fn(&Contract) -> bool| group.iter().all(|(contract, _, _)| read(contract));
        let auto_renew = if all(&|one| one.auto_renew == Some(true)) {
            Some(true)
        } else {
            group.iter().any(|(one, _, _)| one.auto_renew == Some(false)).then_some(false)
        };
        let served: Option<Vec<Date>> =
            group.iter().map(|(one, _, _)| one.notice_on.filter(|served| *served <= day)).collect();
        let is_dated_by = |wanted: DatedBy| group.iter().any(|(_, _, by)| *by == wanted);
        let dated_by = [DatedBy::Renewal, DatedBy::EndBeforeRenewal].into_iter().find(|by| is_dated_by(*by));
        let notice = |is_odd: bool| {
            let told = group.iter().filter_map(|(one, _, _)| one.notice_days.map(|days| (one, days)));
            told.filter(|(one, days)| is_longer_than_term(one, on, *days) == is_odd).map(|(_, days)| days).max()
        };
        let mut contracts: Vec<(Arc<str>, Decimal)> =
            group.iter().map(|(one, arr, _)| (one.key.clone(), *arr)).collect();
        contracts.sort();
        let keys: Vec<Arc<str>> = contracts.iter().map(|(key, _)| key.clone()).collect();
        Ok(Due {
            account: history.account.clone(),
            name: Arc::from(&*history.name),
            owner: None,
            on,
            dated_by: dated_by.unwrap_or(DatedBy::End),
            auto_renew,
            notice_days: notice(false),
            odd_notice_days: notice(true),
            notice_on: served.and_then(|served| served.into_iter().max()),
            signed: None,
            is_whole_account: false,
            chance: Decimal::ZERO,
            calls: self.calls(&history.account, on, &keys)?,
            contracts,
        })
    }

    /// A contract that begins about when these end and is known already.
    fn signed(&self, history: &AccountHistory, due: &Due, basis: &Basis<'_>) -> Result<Option<Signed>, Refusal> {
        let near = basis.rules.lapse_days.max(0);
        let (from, to) = (days_after(due.on, -near), days_after(due.on, near));
        let follows = |one: &&Contract| {
            let counts = !one.trial && one.arr > Decimal::ZERO;
            counts && one.starts_on > basis.as_of && (from..=to).contains(&one.starts_on)
        };
        let all = self.contracts.get(&history.account);
        let first = all.into_iter().flatten().map(|(_, one)| one).filter(follows);
        let Some(first) = first.min_by(|a, b| (a.starts_on, &a.key).cmp(&(b.starts_on, &b.key))) else {
            return Ok(None);
        };
        let then = arr_trace(history, first.starts_on, basis).map_err(refused)?;
        let worth = then.rows.iter().filter(|row| row.key == first.key).flat_map(|row| row.numbers.first().copied());
        let kept = worth.sum::<Decimal>().min(due.arr());
        Ok(Some(Signed { contract: first.key.clone(), starts_on: first.starts_on, kept }))
    }

    /// Calls about this decision: by its contract, or by its day.
    pub(super) fn calls(&self, account: &AccountId, on: Date, contracts: &[Arc<str>]) -> Result<Vec<Call>, Refusal> {
        let book = self.desk.currency()?;
        let about = |call: &&RenewalCall| {
            call.renewal_on == on || call.contract.as_ref().is_some_and(|key| contracts.contains(key))
        };
        let told = |call: &RenewalCall| {
            let currency = call.currency.as_ref().map_or(Some(book), |code| code.parse().ok());
            let rate = currency.and_then(|from| self.rates.rate(from, book, call.called_on).ok());
            Call {
                key: call.key.clone(),
                forecaster: call.forecaster.clone(),
                on: call.called_on,
                chance: call.percent / Decimal::ONE_HUNDRED,
                expected_arr: call.expected_arr.zip(rate).and_then(|(arr, rate)| arr.checked_mul(rate)),
                reason: call.reason.clone(),
            }
        };
        let mut calls: Vec<Call> = self.calls.get(account).into_iter().flatten().filter(about).map(told).collect();
        calls.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
        Ok(calls)
    }
}

/// Nobody can be asked to give notice before the contract began.
fn is_longer_than_term(contract: &Contract, on: Date, days: i64) -> bool {
    days > i64::from((on - contract.starts_on).get_days())
}

/// The day on which a contract that is paid for is decided about, and what says so.
fn decided_on(contract: &Contract, day: Date, lapse_days: i32) -> Result<(Date, DatedBy), NoDay> {
    let ended = contract.ends_on.is_some_and(|end| end <= day);
    // Some sign late, and sources close a contract only then: so long the decision counts as open.
    let is_late = |on: Date| (day - on).get_days() <= lapse_days;
    let end = contract.ends_on.filter(|end| *end > contract.starts_on);
    match (contract.renewal_on, end) {
        (Some(on), _) if on <= contract.starts_on => {
            end.map(|end| (end, DatedBy::EndBeforeRenewal)).ok_or(NoDay::BeforeStart)
        }
        // It ends before the day on which it would be decided about.
        (Some(on), Some(end)) if end < on => Ok((end, DatedBy::EndBeforeRenewal)),
        (Some(on), _) if on > day || ended || (end.is_none() && is_late(on)) => Ok((on, DatedBy::Renewal)),
        (_, Some(end)) => Ok((end, DatedBy::End)),
        (Some(_), None) => Err(NoDay::Passed),
        (None, None) => Err(NoDay::NotOnRecord),
    }
}

#[cfg(test)]
mod tests;
