use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::fact::ColumnKind;
use kernel::{Cell, FactShape, Refusal};
use ports::deliveries::ReadRow;
use ports::store::{Referent, Transaction};

use self::names::{Names, Pointed};
use self::spellings::as_compared;
use self::via::{Via, through};
use crate::desk::refused;
use crate::shapes;

/// By what rows go.
mod names;
/// How people write a name.
mod spellings;
/// What is named in the place of an identifier: contacts, domains, names.
mod via;

pub(super) use self::spellings::{name_beside, without_identifier};
pub(super) use self::via::as_it_stands;

/// Which row a reference points to, by the names rows of an object go by.
#[derive(Debug, Default)]
pub(super) struct Directory {
    objects: BTreeMap<&'static str, Names>,
    /// How many references held an identifier and a name, and the first of them.
    apart: Option<(u64, String)>,
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
            names.add(&Referent { key: key.clone(), also: also.clone(), counts_for: None });
        }
        Ok(())
    }

    /// Tells the directory what rows that are being added are called, with their keys, so that they can name each other.
    pub(super) fn learn_names(
        &mut self,
        shape: &'static FactShape,
        called: &[(Arc<str>, Arc<str>)],
        transaction: &mut dyn Transaction,
    ) -> Result<(), Refusal> {
        let via = match shape.object {
            "accounts" => Via::Account,
            "people" => Via::Person,
            _ => return Ok(()),
        };
        self.named(via, transaction)?;
        if let Some(names) = self.objects.get_mut(via.shelf()) {
            called.iter().for_each(|(name, key)| names.enter(Arc::from(as_compared(via, name)), key));
        }
        Ok(())
    }

    /// Takes rows out again that were rejected after all.
    pub(super) fn forget(&mut self, object: &'static str, gone: &BTreeSet<Arc<str>>) {
        let Some(names) = self.objects.get_mut(object).filter(|_| !gone.is_empty()) else { return };
        names.by_name.retain(|_, pointed| match pointed {
            Pointed::One(key) => !gone.contains(key),
            Pointed::Several(keys) => {
                keys.retain(|key| !gone.contains(key));
                !keys.is_empty()
            }
        });
    }

    /// How many references held an identifier and a name since this was last asked, and the first of them.
    pub(super) fn told_apart(&mut self) -> Option<(u64, String)> {
        self.apart.take()
    }

    /// Points every reference of a row to a key, or says why it cannot: the column and the reason. Of a lenient file
    /// an optional reference to what is not known is left empty; its column is returned.
    pub(super) fn resolve(
        &mut self,
        shape: &'static FactShape,
        row: &mut ReadRow,
        lenient: bool,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<Vec<&'static str>, (&'static str, String)>, Refusal> {
        let mut dangling = Vec::new();
        for (column, cell) in shape.columns.iter().zip(&mut row.cells) {
            let (ColumnKind::Reference(object), Cell::Text(written)) = (column.kind, &*cell) else { continue };
            let written = written.clone();
            let found = match through(&written) {
                Some((via, id)) => self.through(via, id, &row.source, transaction)?,
                None => self.load(object, transaction)?.find(&written, &row.source, object),
            };
            match found {
                Ok(key) => *cell = Cell::Text(key),
                Err(_) if lenient && !column.required => {
                    *cell = Cell::Empty;
                    dangling.push(column.name);
                }
                Err(why) => return Ok(Err((column.name, why))),
            }
        }
        Ok(Ok(dangling))
    }

    /// The account of a row that is known, by its identifier or its name.
    pub(super) fn known_account(
        &mut self,
        shape: &'static FactShape,
        row: &ReadRow,
        transaction: &mut dyn Transaction,
    ) -> Result<Option<Arc<str>>, Refusal> {
        let told = |name: &str| shape.position(name).map(|place| row.cells[place].to_string()).unwrap_or_default();
        for name in [told("account_id"), told("name")] {
            if !name.is_empty()
                && let Ok(key) = self.by_name(Via::Account, &name, &row.source, transaction)?
            {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// Forgets what accounts go by besides their identifiers, since rows of this object were added.
    pub(super) fn renew(&mut self, object: &str) {
        for via in [Via::Contract, Via::Contact, Via::Account, Via::Person] {
            if via.objects().contains(&object) {
                self.objects.remove(via.shelf());
            }
        }
    }
}
