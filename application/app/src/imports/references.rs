use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kernel::fact::ColumnKind;
use kernel::{Cell, FactShape, Refusal};
use ports::deliveries::ReadRow;
use ports::store::{Referent, Transaction};

use crate::desk::refused;
use crate::shapes;

/// Which row a reference points to, by the names rows of an object go by.
#[derive(Debug, Default)]
pub(super) struct Directory {
    objects: BTreeMap<&'static str, Names>,
}

#[derive(Debug, Default)]
struct Names {
    /// Full keys and external identifiers and other names, in lower case.
    by_name: HashMap<Arc<str>, Pointed>,
}

#[derive(Debug, Clone)]
enum Pointed {
    One(Arc<str>),
    Several(Vec<Arc<str>>),
}

impl Names {
    fn of(referents: Vec<Referent>) -> Self {
        let mut names = Self::default();
        for referent in referents {
            names.add(&referent);
        }
        names
    }

    fn add(&mut self, referent: &Referent) {
        let external = referent.key.split_once('/').map_or(&*referent.key, |(_, external)| external);
        for name in [Some(&*referent.key), Some(external), referent.also.as_deref()].into_iter().flatten() {
            self.enter(Arc::from(name.to_lowercase()), &referent.key);
        }
    }

    fn enter(&mut self, name: Arc<str>, key: &Arc<str>) {
        let entry = self.by_name.entry(name).or_insert_with(|| Pointed::One(key.clone()));
        match entry {
            Pointed::One(known) if known == key => {}
            Pointed::One(known) => *entry = Pointed::Several(vec![known.clone(), key.clone()]),
            Pointed::Several(keys) if keys.contains(key) => {}
            Pointed::Several(keys) => keys.push(key.clone()),
        }
    }
}

impl Directory {
    /// Loads the rows an object's references can point to, once.
    fn load(&mut self, object: &'static str, transaction: &mut dyn Transaction) -> Result<&mut Names, Refusal> {
        if !self.objects.contains_key(object) {
            let shape = shapes::find(object).ok_or_else(|| Refusal::Fault(format!("no shape named {object}")))?;
            let referents = transaction.referents(shape).map_err(refused)?;
            self.objects.insert(object, Names::of(referents));
        }
        self.objects.get_mut(object).ok_or_else(|| Refusal::Fault(format!("no names for {object}")))
    }

    /// Tells the directory about rows that are being added, so that later ones can refer to them.
    pub(super) fn learn(
        &mut self,
        shape: &'static FactShape,
        keys: &[(Arc<str>, Option<Arc<str>>)],
        transaction: &mut dyn Transaction,
    ) -> Result<(), Refusal> {
        let names = self.load(shape.object, transaction)?;
        for (key, also) in keys {
            names.add(&Referent { key: key.clone(), also: also.clone() });
        }
        Ok(())
    }

    /// Takes rows out again that were rejected after all.
    pub(super) fn forget(&mut self, object: &'static str, gone: &std::collections::BTreeSet<Arc<str>>) {
        let Some(names) = self.objects.get_mut(object).filter(|_| !gone.is_empty()) else { return };
        names.by_name.retain(|_, pointed| match pointed {
            Pointed::One(key) => !gone.contains(key),
            Pointed::Several(keys) => {
                keys.retain(|key| !gone.contains(key));
                !keys.is_empty()
            }
        });
    }

    /// Points every reference of a row to a key, or says why it cannot: the column and the reason.
    pub(super) fn resolve(
        &mut self,
        shape: &'static FactShape,
        row: &mut ReadRow,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<(), (&'static str, String)>, Refusal> {
        for (column, cell) in shape.columns.iter().zip(&mut row.cells) {
            let (ColumnKind::Reference(object), Cell::Text(written)) = (column.kind, &*cell) else { continue };
            let written = written.clone();
            let found = match through(&written) {
                Some((via, id)) => self.through(via, id, &row.source, transaction)?,
                None => self.load(object, transaction)?.find(&written, &row.source, object),
            };
            match found {
                Ok(key) => *cell = Cell::Text(key),
                Err(why) => return Ok(Err((column.name, why))),
            }
        }
        Ok(Ok(()))
    }

    /// The account of the contract somebody names instead of the account.
    fn through(
        &mut self,
        via: &'static str,
        id: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<Arc<str>, String>, Refusal> {
        let pointed = self.load(via, transaction)?.find(id, source, via);
        let Ok(key) = pointed else { return Ok(pointed) };
        if !self.objects.contains_key("accounts of contracts") {
            let query = ports::store::FactQuery::all(&customers::contract::SHAPE);
            let mut names = Names::default();
            for record in transaction.facts(&query).map_err(refused)? {
                if let Some(account) = record.text("account_id") {
                    names.enter(record.key.clone(), &account);
                }
            }
            self.objects.insert("accounts of contracts", names);
        }
        let account = self.objects.get("accounts of contracts").and_then(|names| names.by_name.get(&key));
        Ok(match account {
            Some(Pointed::One(account)) => Ok(account.clone()),
            _ => Err(format!("the account of contract `{id}` is not known")),
        })
    }
}

/// `contracts:S-1` stands for the account of that contract.
fn through(written: &str) -> Option<(&'static str, &str)> {
    written.strip_prefix("contracts:").map(|id| ("contracts", id))
}

impl Names {
    fn find(&self, written: &str, source: &str, object: &str) -> Result<Arc<str>, String> {
        let wanted = written.trim().to_lowercase();
        let noun = shapes::find(object).map_or(object, |shape| shape.noun);
        match self.by_name.get(&*wanted) {
            Some(Pointed::One(key)) => Ok(key.clone()),
            Some(Pointed::Several(keys)) => {
                let own: Vec<&Arc<str>> =
                    keys.iter().filter(|key| key.split_once('/').is_some_and(|(of, _)| of == source)).collect();
                match own.as_slice() {
                    [one] => Ok((*one).clone()),
                    _ => {
                        Err(format!("`{written}` can be more than one {noun}: {}; write one of these", keys.join(", ")))
                    }
                }
            }
            None => Err(format!("no {noun} `{written}` is known; import {object} first or mend the value")),
        }
    }
}
