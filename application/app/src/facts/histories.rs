use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Account, Contract};
use jiff::civil::Date;
use kernel::{AccountId, Currency, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use retention::{AccountHistory, Basis, RateRow, Rates, Term, arr_on};

use super::typed;
use crate::desk::Desk;

/// Accounts with their contracts and churn events.
#[derive(Debug, Clone, Default)]
pub struct Histories {
    /// In order of identifiers.
    pub accounts: BTreeMap<AccountId, Account>,
    /// In the same order.
    pub histories: Vec<AccountHistory>,
}

impl Histories {
    /// The history of an account.
    #[must_use]
    pub fn of(&self, account: &AccountId) -> Option<&AccountHistory> {
        let place = self.histories.binary_search_by(|history| history.account.cmp(account)).ok()?;
        self.histories.get(place)
    }

    /// The name of an account, or its identifier where it is not known.
    #[must_use]
    pub fn name(&self, account: &AccountId) -> Arc<str> {
        self.accounts.get(account).map_or_else(|| Arc::from(account.external()), |known| known.name.clone())
    }
}

/// All exchange rates known as of the day asked about.
pub(crate) fn rates(desk: &Desk<'_>) -> Result<Rates, Refusal> {
    let rows = typed(desk, FactQuery::all(&customers::exchange_rate::SHAPE), rate)?;
    Ok(Rates::new(rows))
}

pub(crate) fn rate(record: &FactRecord) -> Option<RateRow> {
    Some(RateRow {
        from: record.text("from_currency")?.parse().ok()?,
        to: record.text("to_currency")?.parse().ok()?,
        on: record.day("on")?,
        rate: record.number("rate")?,
    })
}

pub(crate) fn churn_event(record: &FactRecord) -> Option<ChurnEvent> {
    let account = AccountId::new(&record.text("account_id")?);
    Some((account, (record.key.clone(), record.day("churned_on")?)))
}

/// The histories of these accounts, or of all.
pub(crate) fn load(desk: &Desk<'_>, accounts: Option<&[AccountId]>, book: Currency) -> Result<Histories, Refusal> {
    let contracts = typed(desk, about(&customers::contract::SHAPE, accounts), Contract::from_record)?;
    of(desk, accounts, contracts, book)
}

fn about<'a>(shape: &'static FactShape, accounts: Option<&'a [AccountId]>) -> FactQuery<'a> {
    match accounts {
        Some(accounts) => FactQuery::all(shape).about_accounts(accounts),
        None => FactQuery::all(shape),
    }
}

/// The histories of these accounts, or of all, from contracts that were read before.
pub(crate) fn of(
    desk: &Desk<'_>,
    accounts: Option<&[AccountId]>,
    contracts: Vec<Contract>,
    book: Currency,
) -> Result<Histories, Refusal> {
    let about = |shape| about(shape, accounts);
    let known = typed(desk, about(&customers::account::SHAPE), Account::from_record)?;
    let events = typed(desk, about(&customers::churn_event::SHAPE), churn_event)?;
    Ok(from_rows((known, contracts, events), book))
}

/// A churn event: whose, its key and its day.
type ChurnEvent = (AccountId, (Arc<str>, Date));

/// The histories of these accounts, with their contracts and churn events.
pub(crate) fn from_rows(
    (accounts, contracts, churn_events): (Vec<Account>, Vec<Contract>, Vec<ChurnEvent>),
    book: Currency,
) -> Histories {
    let known: BTreeMap<AccountId, Account> =
        accounts.into_iter().map(|account| (account.id.clone(), account)).collect();
    let mut terms: BTreeMap<AccountId, Vec<Term>> = BTreeMap::new();
    for contract in contracts {
        terms.entry(contract.account.clone()).or_default().push(term(contract, book));
    }
    let mut events: BTreeMap<AccountId, Vec<(Arc<str>, Date)>> = BTreeMap::new();
    for (account, event) in churn_events {
        events.entry(account).or_default().push(event);
    }
    let histories = known
        .values()
        .map(|account| AccountHistory {
            account: account.id.clone(),
            name: account.name.to_string(),
            segment: String::new(),
            terms: terms.remove(&account.id).unwrap_or_default(),
            churn_events: events.remove(&account.id).unwrap_or_default(),
        })
        .collect();
    Histories { accounts: known, histories }
}

fn term(contract: Contract, book: Currency) -> Term {
    Term {
        fact: contract.key,
        from: contract.starts_on,
        to: contract.ends_on,
        arr: if contract.trial { rust_decimal::Decimal::ZERO } else { contract.arr },
        currency: contract.currency.and_then(|code| code.parse().ok()).unwrap_or(book),
        escalator: contract.escalator,
        renewal_on: contract.renewal_on,
    }
}

/// Writes the label to split by into every history: tier by ARR on a day, or an attribute of the account.
pub(crate) fn label(
    histories: &mut Histories,
    by: &str,
    on: Date,
    basis: &Basis<'_>,
    cutoffs: &[rust_decimal::Decimal; 3],
) -> Result<(), Refusal> {
    for history in &mut histories.histories {
        let arr = || arr_on(history, on, basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()));
        history.segment = label_of(histories.accounts.get(&history.account), by, arr, cutoffs)?;
    }
    Ok(())
}

/// The label of one account.
pub(crate) fn label_of(
    account: Option<&Account>,
    by: &str,
    arr: impl FnOnce() -> Result<rust_decimal::Decimal, Refusal>,
    cutoffs: &[rust_decimal::Decimal; 3],
) -> Result<String, Refusal> {
    let told = |read: fn(&Account) -> Option<Arc<str>>| account.and_then(read).map(|text| text.to_string());
    let label = match by {
        "industry" => told(|account| account.industry.clone()),
        "country" => told(|account| account.country.clone()),
        "segment" => told(|account| account.segment.clone()),
        _ => Some(crate::csm_performance::tier(arr()?, cutoffs).word().to_owned()),
    };
    Ok(label.unwrap_or_else(|| "not told".to_owned()))
}
