use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use customers::{AccountLink, Exclusion, HealthOverride, Ownership};
use jiff::civil::DateTime;
use kernel::{AccountId, Cell, Clocks, FactRecord, FactShape, Origin, Refusal};
use ports::store::{FactQuery, NewFact, Transaction};

use crate::desk::refused;

/// New facts that cannot be true together with each other or with what is known, with the reason.
pub(super) fn find(
    shape: &'static FactShape,
    facts: &[NewFact],
    transaction: &mut dyn Transaction,
) -> Result<BTreeMap<Arc<str>, String>, Refusal> {
    match shape.object {
        "ownership" => ownership(facts, transaction),
        "people" => Ok(reporting_circles(facts, "manager_email", shape)),
        "accounts" => Ok(reporting_circles(facts, "parent_account_id", shape)),
        "exchange_rates" => Ok(impossible_rates(facts, shape)),
        "health_overrides" => Ok(endless_judgements(facts, shape)),
        "exclusions" => exclusions(facts, transaction),
        "account_links" => account_links(facts, transaction),
        _ => Ok(BTreeMap::new()),
    }
}

/// Rates of nothing, and of a currency in itself.
fn impossible_rates(facts: &[NewFact], shape: &FactShape) -> BTreeMap<Arc<str>, String> {
    let cell = |fact: &NewFact, column: &str| {
        shape.position(column).and_then(|place| fact.cells.get(place)).cloned().unwrap_or_default()
    };
    let mut found = BTreeMap::new();
    for fact in facts {
        if cell(fact, "from_currency") == cell(fact, "to_currency") {
            found.insert(fact.key.clone(), "a currency has no rate in itself; name two currencies".to_owned());
        } else if matches!(cell(fact, "rate"), Cell::Number(rate) if rate.is_zero()) {
            found.insert(
                fact.key.clone(),
                "a rate of 0 would make every amount worthless; write what one unit is worth".to_owned(),
            );
        }
    }
    found
}

/// Judgements that end before they begin, or hold longer than anybody may judge.
fn endless_judgements(facts: &[NewFact], shape: &'static FactShape) -> BTreeMap<Arc<str>, String> {
    let told = |fact: &NewFact| {
        let judged = HealthOverride::from_record(&as_record(shape, fact))?;
        Some((fact.key.clone(), judged.contradiction()?))
    };
    facts.iter().filter_map(told).collect()
}

/// Exclusions without a day, and those of days that are excluded already.
fn exclusions(facts: &[NewFact], transaction: &mut dyn Transaction) -> Result<BTreeMap<Arc<str>, String>, Refusal> {
    let shape = &customers::exclusion::SHAPE;
    let new: Vec<Exclusion> = facts.iter().filter_map(|fact| Exclusion::from_record(&as_record(shape, fact))).collect();
    let replaced: BTreeSet<&Arc<str>> = new.iter().map(|exclusion| &exclusion.key).collect();
    let accounts: BTreeSet<AccountId> = new.iter().map(|exclusion| exclusion.account.clone()).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let known = transaction.facts(&FactQuery::all(shape).about_accounts(&accounts)).map_err(refused)?;
    let known = known.iter().filter_map(Exclusion::from_record);
    let known: Vec<Exclusion> = known.filter(|exclusion| !replaced.contains(&exclusion.key)).collect();
    Ok(customers::exclusion::contradictions(&known, &new))
}

/// Links that go round in a circle or leave an account counting for two others.
fn account_links(facts: &[NewFact], transaction: &mut dyn Transaction) -> Result<BTreeMap<Arc<str>, String>, Refusal> {
    let shape = &customers::account_link::SHAPE;
    let new: Vec<AccountLink> =
        facts.iter().filter_map(|fact| AccountLink::from_record(&as_record(shape, fact))).collect();
    let replaced: BTreeSet<&Arc<str>> = new.iter().map(|link| &link.key).collect();
    let known = transaction.facts(&FactQuery::all(shape)).map_err(refused)?;
    let known = known.iter().filter_map(AccountLink::from_record);
    let known: Vec<AccountLink> = known.filter(|link| !replaced.contains(&link.key)).collect();
    Ok(customers::account_link::contradictions(&known, &new))
}

/// Whether rows of this shape can contradict each other or refer to their like, so that all must be seen at once.
pub(super) fn needs_all(shape: &FactShape) -> bool {
    matches!(shape.object, "ownership" | "people" | "accounts" | "exclusions" | "account_links")
}

fn ownership(facts: &[NewFact], transaction: &mut dyn Transaction) -> Result<BTreeMap<Arc<str>, String>, Refusal> {
    let shape = &customers::ownership::SHAPE;
    let new: Vec<Ownership> = facts.iter().filter_map(|fact| Ownership::from_record(&as_record(shape, fact))).collect();
    let accounts: BTreeSet<AccountId> = new.iter().map(|row| row.account.clone()).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let replaced: BTreeSet<Arc<str>> = new.iter().map(|row| row.key.clone()).collect();
    let known = transaction.facts(&FactQuery::all(shape).about_accounts(&accounts)).map_err(refused)?;
    let kept = known.iter().filter_map(Ownership::from_record).filter(|row| !replaced.contains(&row.key));
    let all: Vec<Ownership> = kept.chain(new).collect();
    let mut found = customers::ownership::contradictions(&all);
    found.retain(|key, _| replaced.contains(key));
    Ok(found)
}

/// Rows whose chain of references comes back to themselves.
fn reporting_circles(facts: &[NewFact], column: &str, shape: &FactShape) -> BTreeMap<Arc<str>, String> {
    let Some(place) = shape.position(column) else { return BTreeMap::new() };
    let above: BTreeMap<&Arc<str>, &Arc<str>> = facts
        .iter()
        .filter_map(|fact| match fact.cells.get(place) {
            Some(Cell::Text(above)) => Some((&fact.key, above)),
            _ => None,
        })
        .collect();
    let mut found = BTreeMap::new();
    for start in above.keys() {
        let mut seen = BTreeSet::new();
        let mut at = *start;
        while let Some(next) = above.get(at) {
            if *next == *start {
                let why = format!("{column} leads back to the {} itself; name another or leave it empty", shape.noun);
                found.insert((*start).clone(), why);
                break;
            }
            if !seen.insert(*next) {
                break;
            }
            at = next;
        }
    }
    found
}

/// A new fact as rules read facts; its clocks play no part.
fn as_record(shape: &'static FactShape, fact: &NewFact) -> FactRecord {
    FactRecord {
        shape,
        key: fact.key.clone(),
        cells: fact.cells.clone(),
        clocks: Clocks { happened_on: None, known_at: DateTime::ZERO, closing_known_at: None, assumed: false },
        origin: Origin { source: Arc::from(""), delivery: 0, file: fact.file.clone(), line: fact.line },
    }
}
