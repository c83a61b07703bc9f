use std::collections::{BTreeMap, BTreeSet};

use kernel::AccountId;

use super::{Candidate, Reason};

/// What is known of all candidates that may speak against a pair of them.
#[derive(Debug)]
pub(super) struct Held<'a> {
    /// The candidates whose identifier others hold, by who holds it.
    named: BTreeMap<&'a AccountId, BTreeSet<&'a AccountId>>,
    /// Candidates of which anything says that they are one, the smaller first.
    alike: BTreeSet<(&'a AccountId, &'a AccountId)>,
}

impl<'a> Held<'a> {
    pub(super) fn of(all: &[&'a Candidate], pairs: &BTreeMap<(usize, usize), BTreeSet<Reason>>) -> Self {
        let mut held = Self { named: BTreeMap::new(), alike: BTreeSet::new() };
        for ((one, other), reasons) in pairs {
            let (one, other) = (&all[*one].account, &all[*other].account);
            held.alike.insert((one, other));
            if reasons.iter().any(|reason| matches!(reason, Reason::Holds { .. })) {
                held.named.entry(one).or_default().insert(other);
                held.named.entry(other).or_default().insert(one);
            }
        }
        held
    }

    fn may_be_one(&self, one: &AccountId, other: &AccountId) -> bool {
        one == other || self.alike.contains(&(one.min(other), one.max(other)))
    }

    /// Another candidate of the same systems that is named by identifier.
    fn other_named(&self, account: &AccountId, than: &Candidate) -> Option<&'a AccountId> {
        let sources = than.sources();
        let of_them =
            |named: &&&AccountId| named.as_str().split_once('/').is_some_and(|(source, _)| sources.contains(source));
        let named = self.named.get(account)?;
        if named.contains(&than.account) { None } else { named.iter().find(of_them).copied() }
    }
}

/// What speaks against two candidates being one, as a question.
pub(super) fn doubt(one: &Candidate, other: &Candidate, held: &Held<'_>) -> Option<String> {
    let twice: Vec<&str> = one.sources().intersection(&other.sources()).copied().collect();
    if !twice.is_empty() {
        return Some(format!("it counts for an account of {} already; are both one?", twice.join(" and ")));
    }
    if one.parent.as_ref() == Some(&other.account) || other.parent.as_ref() == Some(&one.account) {
        return Some("one is the parent of the other; are they one company?".to_owned());
    }
    for (account, beside) in [(one, other), (other, one)] {
        if let Some(named) = held.other_named(&account.account, beside) {
            let (system, named) = (named.as_str().split_once('/').map_or("", |(system, _)| system), named.as_str());
            return Some(format!("an identifier says that its account of {system} is {named}; which is it?"));
        }
    }
    if let (Some(ours), Some(theirs)) = (&one.parent, &other.parent)
        && !held.may_be_one(ours, theirs)
    {
        return Some(format!(
            "they belong to different parents, {} and {}; are they one?",
            ours.as_str(),
            theirs.as_str()
        ));
    }
    if !one.owners.is_empty() && !other.owners.is_empty() && one.owners.is_disjoint(&other.owners) {
        let names =
            |candidate: &Candidate| candidate.owners.iter().map(|name| &**name).collect::<Vec<_>>().join(" and ");
        return Some(format!(
            "their owners differ: on days of both, {} would count and not {}; is it one company?",
            names(one),
            names(other)
        ));
    }
    None
}
