use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use customers::account_link::Verdict;
use customers::{AccountLink, Contact};
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use matching::domains::{of_address, telling};
use matching::names::cleaned;
use matching::{Candidate, Findings, propose};
use ports::store::FactQuery;

use crate::desk::{Desk, refused};
use crate::facts::{stays, typed};

/// Everything that links of accounts are decided by, as it is known now: who is one company is no fact about the past.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) candidates: Vec<Candidate>,
    /// Decisions that hold, by account.
    pub(super) links: Vec<AccountLink>,
    /// What accounts are called in their own systems.
    pub(super) names: BTreeMap<AccountId, Arc<str>>,
    /// Of two systems the earlier one's account is kept.
    order: Vec<Arc<str>>,
}

impl Ground {
    pub(super) fn gather(desk: &Desk<'_>) -> Result<Self, Refusal> {
        let desk = &Desk { as_of: None, ..*desk };
        let written = desk.store.facts(&FactQuery::all(&customers::account::SHAPE).as_written()).map_err(refused)?;
        let kept: BTreeMap<AccountId, AccountId> = desk.store.account_aliases().map_err(refused)?.into_iter().collect();
        let mut candidates: BTreeMap<AccountId, Candidate> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for row in &written {
            let account = AccountId::new(&row.key);
            let Some(name) = row.text("name") else { continue };
            names.insert(account.clone(), name.clone());
            let head = kept.get(&account).unwrap_or(&account);
            let candidate = candidates.entry(head.clone()).or_insert_with(|| empty(head));
            if *head == account {
                candidate.name = name;
            }
            take_in(candidate, row, &kept);
        }
        write_from(desk, &mut candidates)?;
        owned(desk, &mut candidates)?;
        let links = typed(desk, FactQuery::all(&customers::account_link::SHAPE), AccountLink::from_record)?;
        let candidates = candidates.into_values().collect();
        Ok(Self { candidates, links, names, order: order_of_systems(desk)? })
    }

    pub(super) fn findings(&self) -> Findings {
        let different = self.links.iter().filter(|link| link.verdict == Verdict::Different);
        let pair = |link: &AccountLink| {
            let (one, other) = (link.account.clone(), link.other.clone());
            if one < other { (one, other) } else { (other, one) }
        };
        propose(&self.candidates, &different.map(pair).collect(), &self.order)
    }

    /// What an account is called.
    pub(super) fn name<'a>(&'a self, account: &'a AccountId) -> &'a str {
        self.names.get(account).map_or(account.external(), |name| name)
    }

    pub(super) fn candidate(&self, account: &AccountId) -> Option<&Candidate> {
        let place = self.candidates.binary_search_by(|candidate| candidate.account.cmp(account)).ok()?;
        self.candidates.get(place)
    }
}

fn empty(account: &AccountId) -> Candidate {
    Candidate {
        account: account.clone(),
        name: Arc::from(account.external()),
        rows: BTreeSet::new(),
        names: BTreeSet::new(),
        other_ids: BTreeSet::new(),
        domains: BTreeSet::new(),
        mail_domains: BTreeSet::new(),
        parent: None,
        owners: BTreeSet::new(),
    }
}

/// Adds what a row of an account says.
fn take_in(candidate: &mut Candidate, row: &FactRecord, kept: &BTreeMap<AccountId, AccountId>) {
    candidate.rows.insert(AccountId::new(&row.key));
    candidate.names.extend(row.text("name").map(|name| cleaned(&name)).unwrap_or_default());
    candidate.domains.extend(row.text("domain").and_then(|domain| telling(&domain)));
    let ids = row.text("other_ids");
    let ids = ids.iter().flat_map(|ids| ids.split([';', ',', ' '])).filter(|id| !id.is_empty());
    candidate.other_ids.extend(ids.map(str::to_owned));
    if candidate.parent.is_none() {
        let parent = row.text("parent_account_id").map(|key| AccountId::new(&key));
        let parent = parent.map(|parent| kept.get(&parent).cloned().unwrap_or(parent));
        candidate.parent = parent.filter(|parent| *parent != candidate.account);
    }
}

/// Adds the domains contacts write from.
fn write_from(desk: &Desk<'_>, candidates: &mut BTreeMap<AccountId, Candidate>) -> Result<(), Refusal> {
    for contact in typed(desk, FactQuery::all(&customers::contact::SHAPE), Contact::from_record)? {
        let domain = contact.email.and_then(|address| of_address(&address));
        if let (Some(candidate), Some(domain)) = (candidates.get_mut(&contact.account), domain) {
            candidate.mail_domains.insert(domain);
        }
    }
    Ok(())
}

/// Adds who owns an account today.
fn owned(desk: &Desk<'_>, candidates: &mut BTreeMap<AccountId, Candidate>) -> Result<(), Refusal> {
    let people = stays::everybody(desk)?;
    for stay in stays::of_everybody(desk, &people)?.into_iter().filter(|stay| stay.holds_on(desk.today())) {
        if let Some(candidate) = candidates.get_mut(&stay.account) {
            let name = people.get(&stay.owner).map(|person| person.name.clone());
            candidate.owners.insert(name.unwrap_or_else(|| Arc::from(stay.owner.external())));
        }
    }
    Ok(())
}

/// The systems, the one that knows most of who owns what first: what it calls an account is what your team calls it.
fn order_of_systems(desk: &Desk<'_>) -> Result<Vec<Arc<str>>, Refusal> {
    let telling: [&'static FactShape; 4] = [
        &customers::ownership::SHAPE,
        &customers::opportunity::SHAPE,
        &customers::contract::SHAPE,
        &customers::account::SHAPE,
    ];
    let mut counts: BTreeMap<Arc<str>, [u64; 4]> = BTreeMap::new();
    for (place, shape) in telling.into_iter().enumerate() {
        let mut count = |record: FactRecord| {
            counts.entry(record.origin.source).or_default()[place] += 1;
            true
        };
        let query = FactQuery::all(shape).as_written().in_any_order();
        desk.store.each_fact(&query, &mut count).map_err(refused)?;
    }
    let mut order: Vec<(Arc<str>, [u64; 4])> = counts.into_iter().collect();
    order.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    Ok(order.into_iter().map(|(source, _)| source).collect())
}
