use std::collections::BTreeMap;
use std::sync::Arc;

use adoption::standing::Owned;
use adoption::usage::{Unit, Use};
use adoption::{Book, Gathering, Standing};
use customers::Entitlement;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use report::{Figure, Trace, months_between};
use rust_decimal::Decimal;
use usage::{DailyUsage, MonthlyUsage};

use crate::desk::{Desk, refused};
use crate::facts::histories::Histories;
use crate::facts::paying::{Paying, paying};
use crate::facts::typed;

/// An account that pays, with what it makes of the product.
pub(crate) struct Held {
    pub(crate) paying: Paying,
    pub(crate) standing: Standing,
    /// Features it may use, where that is told.
    pub(crate) entitled: Vec<Arc<str>>,
    /// Whole months since it first paid.
    pub(crate) age_months: Option<i64>,
}

/// Every account that pays on the day, largest first, with the book they stand in.
pub(crate) fn held(desk: &Desk<'_>) -> Result<(Vec<Held>, Book, Histories), Refusal> {
    let day = desk.as_of();
    let (accounts, loaded) = paying(desk, day, None)?;
    let mut gatherings: BTreeMap<AccountId, Gathering> =
        accounts.iter().map(|one| (one.account.clone(), Gathering::new(day))).collect();
    feed(desk, &usage::daily::SHAPE, used_day, &mut gatherings)?;
    feed(desk, &usage::monthly::SHAPE, used_month, &mut gatherings)?;
    Gathering::wait_for_month(day, gatherings.values_mut());
    let book = Book::of(gatherings.values());
    let mut owned = owned(desk, &accounts)?;
    let held = accounts.into_iter().map(|paying| {
        let owned = owned.remove(&paying.account).unwrap_or_default();
        let nothing = Gathering::new(day);
        let gathering = gatherings.get(&paying.account).unwrap_or(&nothing);
        let since = paying.since.as_ref().map(|(_, since)| *since);
        Held {
            standing: Standing::of(gathering, &owned, &book),
            entitled: owned.entitled.into_keys().collect(),
            age_months: since.map(|since| months_between(since, day)),
            paying,
        }
    });
    Ok((held.collect(), book, loaded))
}

type Read = fn(&FactRecord) -> Option<(AccountId, Use)>;

fn feed(
    desk: &Desk<'_>,
    shape: &'static FactShape,
    read: Read,
    gatherings: &mut BTreeMap<AccountId, Gathering>,
) -> Result<(), Refusal> {
    let day = desk.as_of();
    let query = FactQuery::all(shape).between(Gathering::reach(day), day.tomorrow().unwrap_or(day));
    let see = &mut |record: FactRecord| {
        if let Some((account, row)) = read(&record)
            && let Some(gathering) = gatherings.get_mut(&account)
        {
            gathering.add(row);
        }
        true
    };
    desk.store.each_fact(&desk.known(query).in_any_order(), see).map_err(refused)
}

fn used_day(record: &FactRecord) -> Option<(AccountId, Use)> {
    let row = DailyUsage::from_record(record)?;
    let used = Use {
        unit: Unit::Day,
        key: row.key,
        on: row.day,
        feature: row.feature,
        events: row.events,
        active: row.active_users,
        licensed: None,
        days: None,
    };
    Some((row.account, used))
}

fn used_month(record: &FactRecord) -> Option<(AccountId, Use)> {
    let row = MonthlyUsage::from_record(record)?;
    let used = Use {
        unit: Unit::Month,
        key: row.key,
        on: row.month,
        feature: row.feature,
        events: row.events,
        active: row.active_users,
        licensed: row.licensed_users,
        days: row.active_days,
    };
    Some((row.account, used))
}

/// Entitlements in force and seats of running contracts, by account.
fn owned(desk: &Desk<'_>, accounts: &[Paying]) -> Result<BTreeMap<AccountId, Owned>, Refusal> {
    let day = desk.as_of();
    let mut found: BTreeMap<AccountId, Owned> = BTreeMap::new();
    for one in typed(desk, FactQuery::all(&customers::entitlement::SHAPE), Entitlement::from_record)? {
        if one.from <= day && one.to.is_none_or(|to| day < to) {
            found.entry(one.account).or_default().entitled.insert(one.feature, (one.key, one.from));
        }
    }
    for account in accounts {
        let runs =
            account.contracts.iter().filter(|one| one.starts_on <= day && one.ends_on.is_none_or(|end| day < end));
        let seats: Vec<(Arc<str>, i64)> = runs.filter_map(|one| Some((one.key.clone(), one.seats?))).collect();
        found.entry(account.account.clone()).or_default().seats = seats;
    }
    Ok(found)
}

/// A share of people is at most all of them: where more came than could, means and lines take it as 100 %.
// method: adoption.share_most
pub(crate) const MOST: Decimal = Decimal::ONE;

/// A share goes into a mean, as at most the whole; a row says where it was more.
pub(crate) fn push_share(trace: &mut Trace, share: &Figure) {
    match share.value {
        Some(value) if value > MOST => {
            let says = format!("{}: {}, taken as 100 %", share.label, share.display());
            trace.push("method", &Arc::from("adoption.share_most"), says, None, &[MOST]);
        }
        _ => trace.push_known(share, &[]),
    }
}

/// What is said where more people came than could.
pub(crate) fn more_than_licensed(accounts: usize) -> Option<String> {
    let counted = match accounts {
        0 => return None,
        1 => "1 account had".to_owned(),
        many => format!("{many} accounts had"),
    };
    Some(format!("{counted} more active users than licences, which is taken as 100 % here; true up the contract."))
}
