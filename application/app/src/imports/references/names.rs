use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ports::store::Referent;

use crate::shapes;

/// What rows of one kind are called, and the keys of those rows.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Full keys and external identifiers and other names, in lower case.
    pub(super) by_name: HashMap<Arc<str>, Pointed>,
    /// Of accounts that are linked, the account each counts for.
    pub(super) counts_for: Arc<HashMap<Arc<str>, Arc<str>>>,
}

/// What a name points to.
#[derive(Debug, Clone)]
pub(super) enum Pointed {
    One(Arc<str>),
    Several(Vec<Arc<str>>),
}

impl Names {
    pub(super) fn of(referents: Vec<Referent>) -> Self {
        let mut names = Self::default();
        for referent in &referents {
            names.add(referent);
        }
        let linked = referents.into_iter().filter_map(|referent| Some((referent.key, referent.counts_for?)));
        names.counts_for = Arc::new(linked.collect());
        names
    }

    pub(super) fn add(&mut self, referent: &Referent) {
        let external = referent.key.split_once('/').map_or(&*referent.key, |(_, external)| external);
        for name in [Some(&*referent.key), Some(external), referent.also.as_deref()].into_iter().flatten() {
            self.enter(Arc::from(name.to_lowercase()), &referent.key);
        }
    }

    pub(super) fn enter(&mut self, name: Arc<str>, key: &Arc<str>) {
        let entry = self.by_name.entry(name).or_insert_with(|| Pointed::One(key.clone()));
        match entry {
            Pointed::One(known) if known == key => {}
            Pointed::One(known) => *entry = Pointed::Several(vec![known.clone(), key.clone()]),
            Pointed::Several(keys) if keys.contains(key) => {}
            Pointed::Several(keys) => keys.push(key.clone()),
        }
    }

    /// The account that all of these count for, if they are one.
    pub(super) fn one_account(&self, keys: &[&Arc<str>]) -> Option<Arc<str>> {
        let kept: BTreeSet<&Arc<str>> = keys.iter().map(|key| self.counts_for.get(*key).unwrap_or(key)).collect();
        kept.first().filter(|_| kept.len() == 1).map(|kept| (*kept).clone())
    }

    pub(super) fn find(&self, written: &str, source: &str, object: &str) -> Result<Arc<str>, String> {
        let wanted = written.trim().to_lowercase();
        let noun = shapes::find(object).map_or(object, |shape| shape.noun);
        match self.by_name.get(&*wanted) {
            Some(Pointed::One(key)) => Ok(key.clone()),
            Some(Pointed::Several(keys)) => {
                let own: Vec<&Arc<str>> =
                    keys.iter().filter(|key| key.split_once('/').is_some_and(|(of, _)| of == source)).collect();
                let candidates = if own.is_empty() { keys.iter().collect() } else { own };
                match candidates.as_slice() {
                    [one] => Ok((*one).clone()),
                    several => self.one_account(several).ok_or_else(|| {
                        format!("`{written}` can be more than one {noun}: {}; write one of these", keys.join(", "))
                    }),
                }
            }
            None => Err(format!("no {noun} `{written}` is known; import {object} first or mend the value")),
        }
    }
}
