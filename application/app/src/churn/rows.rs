use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use churn::gather::{Voice, is_conversation};
use churn::{Gathering, Notice, Row};
use customers::{Contact, Contract, Escalation, Invoice, SurveyResponse, Ticket, Touchpoint};
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use rayon::prelude::*;
use report::Address;
use retention::{AccountHistory, Basis, arr_on};
use rust_decimal::Decimal;
use usage::{DailyUsage, MonthlyUsage};

use super::days_after;
use crate::desk::{Desk, refused};
use crate::facts::histories::{self, Histories};
use crate::facts::typed;

/// No window of rows of daily work reaches further back.
const LOOK_BACK_DAYS: i32 = churn::gather::LOOK_BACK_DAYS;
/// Six stretches of four weeks, or the months that hold them.
const USE_DAYS: i32 = 168;
const USE_MONTHS_DAYS: i32 = 220;
/// Accounts whose rows are read at once by each core.
pub(super) const ACCOUNTS_AT_ONCE: usize = 250;
/// What was paid so long before is what today is held beside.
// method: churn.arr_days
const ARR_DAYS: i32 = 180;

/// Accounts that pay on a day, with what is known of them then.
pub(crate) struct Book {
    pub(crate) loaded: Histories,
    pub(crate) arr: BTreeMap<AccountId, Decimal>,
    pub(crate) gatherings: BTreeMap<AccountId, Gathering>,
}

type Feed = fn(&mut Gathering, &FactRecord);

/// What is read, how many days back, and how.
pub(super) const FEEDS: [(&FactShape, i32, Feed); 8] = [
    (&usage::daily::SHAPE, USE_DAYS, used_day),
    (&usage::monthly::SHAPE, USE_MONTHS_DAYS, used_month),
    (&customers::touchpoint::SHAPE, LOOK_BACK_DAYS, talked),
    (&customers::ticket::SHAPE, LOOK_BACK_DAYS, ticket),
    (&customers::escalation::SHAPE, LOOK_BACK_DAYS, escalated),
    (&customers::survey::SHAPE, LOOK_BACK_DAYS, answered),
    (&customers::contact::SHAPE, i32::MAX, left),
    (&customers::invoice::SHAPE, LOOK_BACK_DAYS, invoice),
];

/// What is looked for further back, before so many days, where an account misses it.
const OLDER: [(&FactShape, i32, Feed, &[Voice]); 3] = [
    (&usage::daily::SHAPE, USE_DAYS, used_day, &[Voice::Use]),
    (&usage::monthly::SHAPE, USE_MONTHS_DAYS, used_month, &[Voice::Use, Voice::Active]),
    (&customers::touchpoint::SHAPE, LOOK_BACK_DAYS, talked, &[Voice::Talks]),
];

/// The accounts that pay on the desk's day, or the one asked for, each with its rows folded; only what was known then.
pub(crate) fn gather(desk: &Desk<'_>, only: Option<&AccountId>) -> Result<Book, Refusal> {
    let wanted = only.map(std::slice::from_ref);
    let query = |shape| match wanted {
        Some(accounts) => FactQuery::all(shape).about_accounts(accounts),
        None => FactQuery::all(shape),
    };
    let contracts = typed(desk, query(&customers::contract::SHAPE), Contract::from_record)?;
    let loaded = histories::of(desk, wanted, contracts.clone(), desk.currency()?)?;
    let rates = histories::rates(desk)?;
    let fresh = |day| if only.is_some() { Gathering::new(day).keeping_facts() } else { Gathering::new(day) };
    let mut book = Book::begun(loaded, &contracts, &basis(desk, &rates)?, fresh)?;
    let mut gatherings: Vec<(AccountId, Gathering)> = std::mem::take(&mut book.gatherings).into_iter().collect();
    gatherings.par_chunks_mut(ACCOUNTS_AT_ONCE).try_for_each(|some| read(desk, some))?;
    book.gatherings = gatherings.into_iter().collect();
    Ok(book)
}

/// Folds what was known of some accounts on the desk's day.
fn read(desk: &Desk<'_>, some: &mut [(AccountId, Gathering)]) -> Result<(), Refusal> {
    let day = desk.as_of();
    let accounts: Vec<AccountId> = some.iter().map(|(account, _)| account.clone()).collect();
    let mut of: HashMap<&str, &mut Gathering> = some.iter_mut().map(|(account, one)| (account.as_str(), one)).collect();
    for (shape, days, feed) in FEEDS {
        let see = &mut |record: FactRecord| {
            if let Some(gathering) = record.text("account_id").and_then(|key| of.get_mut(&*key)) {
                feed(gathering, &record);
            }
            true
        };
        let query = FactQuery::all(shape).about_accounts(&accounts);
        let query = match days {
            i32::MAX => query,
            days => query.between(days_after(day, -days), day.tomorrow().unwrap_or(day)),
        };
        desk.store.each_fact(&desk.known(query).in_any_order(), see).map_err(refused)?;
    }
    read_older(desk, day, &mut of, &|query| desk.known(query))
}

/// Looks further back for what accounts miss: whether there was ever any decides what silence means. Few accounts miss
/// much, so little is read.
pub(super) fn read_older(
    desk: &Desk<'_>,
    day: Date,
    of: &mut HashMap<&str, &mut Gathering>,
    known: &dyn for<'q> Fn(FactQuery<'q>) -> FactQuery<'q>,
) -> Result<(), Refusal> {
    for (shape, days, feed, voices) in OLDER {
        let misses = |one: &Gathering| voices.iter().any(|voice| one.misses(*voice));
        let silent: Vec<AccountId> =
            of.iter().filter(|(_, one)| misses(one)).map(|(account, _)| AccountId::new(account)).collect();
        if silent.is_empty() {
            continue;
        }
        let query = FactQuery::all(shape).about_accounts(&silent).between(Date::MIN, days_after(day, -days));
        let see = &mut |record: FactRecord| {
            let dated = record.clocks.happened_on.is_some();
            if let Some(one) = record.text("account_id").filter(|_| dated).and_then(|key| of.get_mut(&*key)) {
                feed(one, &record);
            }
            true
        };
        desk.store.each_fact(&known(query).in_any_order(), see).map_err(refused)?;
    }
    Ok(())
}

fn basis<'a>(desk: &Desk<'a>, rates: &'a retention::Rates) -> Result<Basis<'a>, Refusal> {
    Ok(Basis { rules: &desk.settings.rules, rates, currency: desk.currency()?, as_of: desk.as_of() })
}

impl Book {
    /// Who pays on the day of the basis, with what money and contracts tell of them.
    pub(super) fn begun(
        loaded: Histories,
        contracts: &[Contract],
        basis: &Basis<'_>,
        fresh: impl Fn(Date) -> Gathering,
    ) -> Result<Self, Refusal> {
        let day = basis.as_of;
        let mut of_account: BTreeMap<&AccountId, Vec<&Contract>> = BTreeMap::new();
        for contract in contracts.iter().filter(|contract| !contract.trial && contract.arr > Decimal::ZERO) {
            of_account.entry(&contract.account).or_default().push(contract);
        }
        let (mut arr, mut gatherings) = (BTreeMap::new(), BTreeMap::new());
        for history in &loaded.histories {
            let paid = arr_on(history, day, basis).map_err(|why| Refusal::NotEnoughData(why.to_string()))?;
            if paid <= Decimal::ZERO {
                continue;
            }
            let mut gathering = fresh(day);
            money(&mut gathering, history, paid, basis);
            terms(&mut gathering, of_account.get(&history.account).map_or(&[], Vec::as_slice), day);
            arr.insert(history.account.clone(), paid);
            gatherings.insert(history.account.clone(), gathering);
        }
        Ok(Self { loaded, arr, gatherings })
    }
}

fn money(gathering: &mut Gathering, history: &AccountHistory, arr: Decimal, basis: &Basis<'_>) {
    let day = basis.as_of;
    let before = days_after(day, -ARR_DAYS);
    let at = |on: Date| Arc::from(Address::new("arr", history.account.as_str(), on, day).figure("arr").to_string());
    gathering.add(Row::Arr { key: &at(day), on: day, amount: arr });
    if let Some(amount) = arr_on(history, before, basis).ok().filter(|amount| !amount.is_zero()) {
        gathering.add(Row::Arr { key: &at(before), on: before, amount });
    }
    let mut paid: Vec<_> = history.terms.iter().filter(|term| term.arr > Decimal::ZERO).collect();
    paid.sort_by(|a, b| (a.from, &a.fact).cmp(&(b.from, &b.fact)));
    if let Some(first) = paid.first() {
        gathering.add(Row::FirstPaid { key: &first.fact, on: first.from });
    }
    for (key, on) in &history.churn_events {
        gathering.add(Row::Left { object: "churn_events", key, on: *on });
    }
    if !history.churn_events.is_empty() {
        return;
    }
    let mut paid_to = paid.first().map_or(Some(Date::MIN), |first| first.to);
    for term in paid.iter().skip(1) {
        let gap = paid_to.filter(|to| (term.from - *to).get_days() > basis.rules.lapse_days);
        if let Some(left_on) = gap {
            gathering.add(Row::Left { object: "contracts", key: &term.fact, on: left_on });
        }
        paid_to = match (paid_to, term.to) {
            (Some(one), Some(other)) => Some(one.max(other)),
            _ => None,
        };
    }
}

/// Seats of what runs, and notice where it was served on all of it and nothing begins later. An account whose contracts
/// have all ended still counts as paying until they lapse: then what ended last speaks.
fn terms(gathering: &mut Gathering, contracts: &[&Contract], day: Date) {
    let runs = |contract: &&&Contract| contract.ends_on.is_none_or(|end| day < end);
    for contract in contracts.iter().filter(runs).filter(|contract| contract.starts_on <= day) {
        if let Some(seats) = contract.seats {
            gathering.add(Row::Seats { key: &contract.key, seats });
        }
    }
    let last = contracts.iter().filter_map(|contract| contract.ends_on).max();
    let still: Vec<&&Contract> = match contracts.iter().any(|contract| runs(&contract)) {
        true => contracts.iter().filter(runs).collect(),
        false => contracts.iter().filter(|contract| contract.ends_on == last).collect(),
    };
    let served: Option<Vec<(Date, &Arc<str>)>> =
        still.iter().map(|one| Some((one.notice_on.filter(|on| *on <= day)?, &one.key))).collect();
    if let Some((on, key)) = served.and_then(|served| served.into_iter().max()) {
        let ends_on = still.iter().filter_map(|one| one.ends_on.or(one.renewal_on)).max();
        gathering.add(Row::Notice(&Notice { contract: key.clone(), on, ends_on }));
    }
}

fn used_day(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = DailyUsage::from_record(record) else { return };
    let Some(events) = row.events else { return };
    gathering.add(Row::UsedDay { key: &row.key, on: row.day, feature: row.feature.is_some(), events });
}

fn used_month(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = MonthlyUsage::from_record(record) else { return };
    gathering.add(Row::UsedMonth {
        key: &row.key,
        month: row.month,
        feature: row.feature.is_some(),
        events: row.events,
        active: row.active_users,
        licensed: row.licensed_users,
    });
}

fn talked(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = Touchpoint::from_record(record) else { return };
    if is_conversation(&row.kind, row.inbound, row.outcome.as_deref()) {
        gathering.add(Row::Talked { key: &row.key, on: row.happened_at.date() });
    }
}

fn ticket(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = Ticket::from_record(record) else { return };
    let closed_on = row.closed_at.map(jiff::civil::DateTime::date);
    let opened_on = row.opened_at.date();
    gathering.add(Row::Ticket { key: &row.key, opened_on, closed_on, escalated: row.escalated });
    if let (Some(on), Some(share)) = (closed_on, row.satisfaction.and_then(of_five)) {
        gathering.add(Row::Answered { object: "tickets", key: &row.key, on, share });
    }
}

fn escalated(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = Escalation::from_record(record) else { return };
    gathering.add(Row::Escalated { key: &row.key, on: row.raised_on });
}

fn answered(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = SurveyResponse::from_record(record) else { return };
    let share = if row.is_nps { row.score.checked_div(Decimal::TEN) } else { of_five(row.score) };
    if let Some(share) = share {
        gathering.add(Row::Answered { object: "surveys", key: &row.key, on: row.responded_on, share });
    }
}

fn of_five(score: Decimal) -> Option<Decimal> {
    score.checked_sub(Decimal::ONE)?.checked_div(Decimal::from(4))
}

fn left(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = Contact::from_record(record) else { return };
    if let Some(on) = row.left_on {
        gathering.add(Row::ContactLeft { key: &row.key, on });
    }
}

fn invoice(gathering: &mut Gathering, record: &FactRecord) {
    let Some(row) = Invoice::from_record(record) else { return };
    gathering.add(Row::Invoice { key: &row.key, due_on: row.due_on, paid_on: row.paid_on });
}
