use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Cell, FactRecord, FactShape, Refusal};
use ports::store::{FactQuery, NewFact, Transaction};

use crate::desk::refused;

/// Who owns accounts today, as a customer system exports it: ownership begins on the day it is first told, and ends on
/// the day somebody else is told instead. An account the file does not name keeps its owner.
pub(super) fn ownership(
    facts: Vec<NewFact>,
    today: Date,
    transaction: &mut dyn Transaction,
) -> Result<Vec<NewFact>, Refusal> {
    let shape = &customers::ownership::SHAPE;
    let place = |column: &str| shape.position(column).unwrap_or_default();
    let (account, owner, from, to) = (place("account_id"), place("owner_email"), place("from"), place("to"));
    let open = open_stays(&facts, account, transaction)?;
    let mut told = Vec::with_capacity(facts.len());
    for mut fact in facts {
        let stays: &[FactRecord] = open.get(&fact.cells[account].to_string()).map_or(&[], Vec::as_slice);
        if let Some(same) = stays.iter().find(|stay| stay.cells[owner] == fact.cells[owner]) {
            told.push(NewFact { key: same.key.clone(), cells: same.cells.clone(), ..fact });
            continue;
        }
        for stay in stays {
            let mut cells = stay.cells.clone();
            cells[to] = Cell::Day(today);
            told.push(NewFact { key: stay.key.clone(), cells, ..fact.clone() });
        }
        fact.cells[from] = Cell::Day(today);
        let source = fact.key.split_once('/').map_or("", |(source, _)| source).to_owned();
        let parts = [account, owner, from].map(|place| fact.cells[place].to_string());
        fact.key = Arc::from(format!("{source}/{}", parts.join("|")));
        told.push(fact);
    }
    Ok(told)
}

/// What a file tells without saying since when: each row holds since the day on which it was first told.
pub(super) fn since_first_told(
    mut facts: Vec<NewFact>,
    (shape, column): (&'static FactShape, &str),
    today: Date,
    transaction: &mut dyn Transaction,
) -> Result<Vec<NewFact>, Refusal> {
    let Some(since) = shape.position(column) else { return Ok(facts) };
    let told: BTreeSet<Arc<str>> = facts.iter().map(|fact| fact.key.clone()).collect();
    let mut known: BTreeMap<Arc<str>, Cell> = BTreeMap::new();
    for record in transaction.facts(&FactQuery::all(shape)).map_err(refused)? {
        if told.contains(&record.key) {
            known.insert(record.key.clone(), record.cells[since].clone());
        }
    }
    for fact in facts.iter_mut().filter(|fact| fact.cells[since].is_empty()) {
        fact.cells[since] = known.get(&fact.key).cloned().unwrap_or(Cell::Day(today));
    }
    Ok(facts)
}

/// How many accounts have contracts that run on beside those of a list without numbers of contracts: the same money, told
/// twice, as likely as not.
pub(super) fn running_beside(
    facts: &[NewFact],
    today: Date,
    transaction: &mut dyn Transaction,
) -> Result<u64, Refusal> {
    let shape = &customers::contract::SHAPE;
    let Some(account) = shape.position("account_id") else { return Ok(0) };
    let told: BTreeSet<Arc<str>> = facts.iter().map(|fact| fact.key.clone()).collect();
    let named: BTreeSet<String> = facts.iter().map(|fact| fact.cells[account].to_string()).collect();
    let accounts: Vec<AccountId> = named.iter().map(|key| AccountId::new(key)).collect();
    let known = transaction.facts(&FactQuery::all(shape).about_accounts(&accounts)).map_err(refused)?;
    let runs = |record: &&FactRecord| {
        let pays = record.number("arr_amount").is_some_and(|amount| !amount.is_zero());
        !told.contains(&record.key) && pays && record.day("ends_on").is_none_or(|day| day > today)
    };
    let beside: BTreeSet<String> = known.iter().filter(runs).map(|record| record.cells[account].to_string()).collect();
    Ok(beside.len() as u64)
}

/// What a file has no column for it says nothing about: what is known of it stays.
pub(super) fn keep_untold(
    mut facts: Vec<NewFact>,
    (shape, told): (&'static FactShape, &[(String, &'static str)]),
    transaction: &mut dyn Transaction,
) -> Result<Vec<NewFact>, Refusal> {
    let is_told = |name: &str| told.iter().any(|(_, column)| *column == name) || shape.key.contains(&name);
    let untold: Vec<usize> = (0..shape.columns.len()).filter(|place| !is_told(shape.columns[*place].name)).collect();
    let keys: BTreeSet<Arc<str>> = facts.iter().map(|fact| fact.key.clone()).collect();
    let known = transaction.facts(&FactQuery::all(shape).as_written()).map_err(refused)?;
    let known: BTreeMap<Arc<str>, FactRecord> = known
        .into_iter()
        .filter(|record| keys.contains(&record.key))
        .map(|record| (record.key.clone(), record))
        .collect();
    for fact in &mut facts {
        let Some(record) = known.get(&fact.key) else { continue };
        for place in untold.iter().filter(|place| fact.cells[**place].is_empty()).copied().collect::<Vec<_>>() {
            fact.cells[place] = record.cells[place].clone();
        }
    }
    Ok(facts)
}

/// The stays of owners that last, by account.
fn open_stays(
    facts: &[NewFact],
    account: usize,
    transaction: &mut dyn Transaction,
) -> Result<BTreeMap<String, Vec<FactRecord>>, Refusal> {
    let named: BTreeSet<String> = facts.iter().map(|fact| fact.cells[account].to_string()).collect();
    let named: Vec<AccountId> = named.iter().map(|key| AccountId::new(key)).collect();
    let query = FactQuery::all(&customers::ownership::SHAPE).about_accounts(&named);
    let mut open: BTreeMap<String, Vec<FactRecord>> = BTreeMap::new();
    for record in transaction.facts(&query).map_err(refused)? {
        let owns = record.text("role").is_none_or(|role| &*role == "owner");
        if owns && record.day("to").is_none() {
            open.entry(record.cells[account].to_string()).or_default().push(record);
        }
    }
    Ok(open)
}
