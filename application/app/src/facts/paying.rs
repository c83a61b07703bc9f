use std::collections::BTreeMap;
use std::sync::Arc;

use csm_performance::facts::Tier;
use customers::Contract;
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use ports::store::FactQuery;
use report::{Address, Figure, Unit};
use retention::{Basis, arr_on};
use rust_decimal::Decimal;

use super::histories::{self, Histories};
use super::stays::{OwnerStay, People};
use super::typed;
use crate::desk::Desk;

/// An account that pays on a day.
#[derive(Debug, Clone)]
pub(crate) struct Paying {
    pub(crate) account: AccountId,
    pub(crate) name: Arc<str>,
    pub(crate) arr: Decimal,
    pub(crate) tier: Tier,
    /// The contract that began first, and when.
    pub(crate) since: Option<(Arc<str>, Date)>,
    /// The plan of the largest contract that runs.
    pub(crate) plan: Option<Arc<str>>,
    /// Every contract.
    pub(crate) contracts: Vec<Contract>,
}

impl Paying {
    /// What it pays, opening to its contracts.
    pub(crate) fn arr_figure(&self, desk: &Desk<'_>, on: Date) -> Result<Figure, Refusal> {
        let unit = Unit::Money(desk.currency()?.to_string());
        let address = Address::new("arr", self.account.as_str(), on, desk.as_of());
        Ok(Figure::known("ARR", self.arr, unit, desk.as_of()).with_evidence(address.figure("arr")))
    }
}

/// The accounts that pay on a day, of these or of all, largest first; and everything known of them.
pub(crate) fn paying(
    desk: &Desk<'_>,
    on: Date,
    accounts: Option<&[AccountId]>,
) -> Result<(Vec<Paying>, Histories), Refusal> {
    let currency = desk.currency()?;
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: desk.as_of() };
    let query = FactQuery::all(&customers::contract::SHAPE);
    let query = match accounts {
        Some(accounts) => query.about_accounts(accounts),
        None => query,
    };
    let contracts = typed(desk, query, Contract::from_record)?;
    let mut by_account: BTreeMap<AccountId, Vec<Contract>> = BTreeMap::new();
    for contract in &contracts {
        by_account.entry(contract.account.clone()).or_default().push(contract.clone());
    }
    let loaded = histories::of(desk, accounts, contracts, currency)?;
    let mut found = Vec::new();
    for history in &loaded.histories {
        let arr = arr_on(history, on, &basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        if arr.is_zero() {
            continue;
        }
        let contracts = by_account.remove(&history.account).unwrap_or_default();
        found.push(Paying {
            name: loaded.name(&history.account),
            account: history.account.clone(),
            arr,
            tier: crate::csm_performance::tier(arr, &desk.settings.tier_cutoffs),
            since: since(&contracts),
            plan: plan_on(&contracts, on),
            contracts,
        });
    }
    found.sort_by(|a, b| (b.arr, &a.account).cmp(&(a.arr, &b.account)));
    Ok((found, loaded))
}

fn since(contracts: &[Contract]) -> Option<(Arc<str>, Date)> {
    let paid = contracts.iter().filter(|contract| !contract.trial && contract.arr > Decimal::ZERO);
    paid.min_by(|a, b| (a.starts_on, &a.key).cmp(&(b.starts_on, &b.key)))
        .map(|contract| (contract.key.clone(), contract.starts_on))
}

fn plan_on(contracts: &[Contract], on: Date) -> Option<Arc<str>> {
    let running = contracts.iter().filter(|one| one.starts_on <= on && one.ends_on.is_none_or(|end| on < end));
    running.max_by(|a, b| (a.arr, &b.key).cmp(&(b.arr, &a.key))).and_then(|contract| contract.plan.clone())
}

/// The accounts a person owns on a day.
pub(crate) fn owned_on(stays: &[OwnerStay], owner: &PersonId, on: Date) -> Vec<AccountId> {
    let mut accounts: Vec<AccountId> = stays
        .iter()
        .filter(|stay| stay.owner == *owner && stay.holds_on(on))
        .map(|stay| stay.account.clone())
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// The name of the owner of each account on a day.
pub(crate) fn owners_on(stays: &[OwnerStay], people: &People, on: Date) -> BTreeMap<AccountId, Arc<str>> {
    let holding = stays.iter().filter(|stay| stay.holds_on(on));
    let name = |owner: &PersonId| people.get(owner).map_or_else(|| Arc::from(owner.external()), |one| one.name.clone());
    holding.map(|stay| (stay.account.clone(), name(&stay.owner))).collect()
}
