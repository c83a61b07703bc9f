use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// Of accounts that are linked, the account each counts for.
    counts_for: Arc<HashMap<Arc<str>, Arc<str>>>,
}

#[derive(Debug, Clone)]
enum Pointed {
    One(Arc<str>),
    Several(Vec<Arc<str>>),
}

impl Names {
    fn of(referents: Vec<Referent>) -> Self {
        let mut names = Self::default();
        for referent in &referents {
            names.add(referent);
        }
        let linked = referents.into_iter().filter_map(|referent| Some((referent.key, referent.counts_for?)));
        names.counts_for = Arc::new(linked.collect());
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
            called.iter().for_each(|(name, key)| names.enter(Arc::from(plain_name(name)), key));
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

    /// The account of the contract or contact somebody names instead of the account, or the account of that name.
    fn through(
        &mut self,
        via: Via,
        id: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<Arc<str>, String>, Refusal> {
        match via {
            Via::Contract => {
                let pointed = self.load("contracts", transaction)?.find(id, source, "contracts");
                let Ok(key) = pointed else { return Ok(pointed) };
                let account = self.named(Via::Contract, transaction)?.by_name.get(&key);
                Ok(match account {
                    Some(Pointed::One(account)) => Ok(account.clone()),
                    _ => Err(format!("the account of contract `{id}` is not known")),
                })
            }
            Via::Contact => self.through_contact(id, source, transaction),
            Via::Account | Via::Person => self.by_name(via, id, source, transaction),
        }
    }

    /// The row of an identifier, else of a name.
    fn by_name(
        &mut self,
        via: Via,
        id: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<Arc<str>, String>, Refusal> {
        if let Some((first, second)) = id.split_once('\u{1F}') {
            let found = self.by_name(via, first, source, transaction)?;
            let second = if found.is_ok() { return Ok(found) } else { self.by_name(via, second, source, transaction)? };
            return Ok(second.or(found));
        }
        let object = via.objects()[0];
        // `Maya Chen <maya@ourco.example>`, as mail programs write it.
        let address = id.split_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).map(str::trim);
        let id = address.filter(|_| via == Via::Person).unwrap_or(id);
        let own = self.load(object, transaction)?.find(id, source, object);
        if own.is_ok() {
            return Ok(own);
        }
        let called = self.named(via, transaction)?.find(&plain_name(id), source, object);
        let is_host = !id.contains(char::is_whitespace) && id.contains('.');
        match called {
            // An address names a contact, a domain its account.
            Err(_) if via == Via::Account && (id.contains('@') || is_host) => {
                let told = if id.contains('@') { id.to_owned() } else { format!("@{}", id.trim_start_matches("www.")) };
                Ok(self.through_contact(&told, source, transaction)?.or(called))
            }
            called => Ok(called),
        }
    }

    /// The account of a contact by identifier or e-mail address, else the one whose domain the address has, else the one of
    /// that name.
    fn through_contact(
        &mut self,
        id: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<Arc<str>, String>, Refusal> {
        if let Some((first, second)) = id.split_once('\u{1F}') {
            let found = self.through_contact(first, source, transaction)?;
            return if found.is_ok() {
                Ok(found)
            } else {
                Ok(self.through_contact(second, source, transaction)?.or(found))
            };
        }
        if let Ok(account) = self.load("accounts", transaction)?.find(id, source, "accounts") {
            return Ok(Ok(account));
        }
        let wanted = id.trim().to_lowercase();
        let known = self.named(Via::Contact, transaction)?;
        let domain = wanted.rsplit_once('@').map(|(_, domain)| format!("@{domain}"));
        let found = [Some(wanted.as_str()), domain.as_deref()].into_iter().flatten().find_map(|name| {
            match known.by_name.get(name) {
                Some(Pointed::Several(_)) => Some(known.find(name, source, "accounts")),
                Some(Pointed::One(account)) => Some(Ok(account.clone())),
                None => None,
            }
        });
        if let Some(found) = found {
            return Ok(found);
        }
        // Some exports name the organisation where others give an address.
        let name = plain_name(id);
        let named = self.named(Via::Account, transaction)?;
        if !wanted.contains('@') && named.by_name.contains_key(name.as_str()) {
            return Ok(named.find(&name, source, "accounts"));
        }
        Ok(Err(format!(
            "no contact, no account's domain and no account's name fits `{id}`; import contacts or accounts first"
        )))
    }

    /// Rows by what else names them, loaded once.
    fn named(&mut self, via: Via, transaction: &mut dyn Transaction) -> Result<&Names, Refusal> {
        if !self.objects.contains_key(via.shelf()) {
            let counts_for = self.load("accounts", transaction)?.counts_for.clone();
            let names = Names { counts_for, ..via.names(transaction)? };
            self.objects.insert(via.shelf(), names);
        }
        self.objects.get(via.shelf()).ok_or_else(|| Refusal::Fault(format!("no {}", via.shelf())))
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

/// What stands in the place of an account's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Via {
    Contract,
    /// Its identifier or e-mail address.
    Contact,
    /// Its name.
    Account,
    /// Somebody of us by name.
    Person,
}

impl Via {
    fn shelf(self) -> &'static str {
        match self {
            Self::Contract => "accounts of contracts",
            Self::Contact => "accounts of contacts",
            Self::Account => "accounts by name",
            Self::Person => "people by name",
        }
    }

    fn objects(self) -> &'static [&'static str] {
        match self {
            Self::Contract => &["contracts"],
            Self::Contact => &["contacts", "accounts"],
            Self::Account => &["accounts"],
            Self::Person => &["people"],
        }
    }

    fn names(self, transaction: &mut dyn Transaction) -> Result<Names, Refusal> {
        let mut names = Names::default();
        let mut each = |shape: &'static FactShape, see: &mut dyn FnMut(&kernel::FactRecord, &mut Names)| {
            for record in transaction.facts(&ports::store::FactQuery::all(shape)).map_err(refused)? {
                see(&record, &mut names);
            }
            Ok::<(), Refusal>(())
        };
        match self {
            Self::Contract => each(&customers::contract::SHAPE, &mut |record, names| {
                if let Some(account) = record.text("account_id") {
                    names.enter(record.key.clone(), &account);
                }
            })?,
            Self::Account => each(&customers::account::SHAPE, &mut |record, names| {
                if let Some(name) = record.text("name") {
                    names.enter(Arc::from(plain_name(&name)), &record.key);
                }
            })?,
            Self::Person => each(&people::person::SHAPE, &mut |record, names| {
                if let Some(name) = record.text("name") {
                    names.enter(Arc::from(plain_name(&name)), &record.key);
                }
            })?,
            Self::Contact => {
                each(&customers::account::SHAPE, &mut |record, names| {
                    if let Some(domain) = record.text("domain") {
                        names.enter(Arc::from(format!("@{}", domain.to_lowercase())), &record.key);
                    }
                })?;
                each(&customers::contact::SHAPE, &mut |record, names| {
                    let Some(account) = record.text("account_id") else { return };
                    let external = record.key.split_once('/').map_or(&*record.key, |(_, external)| external);
                    names.enter(Arc::from(external.to_lowercase()), &account);
                    if let Some(email) = record.text("email") {
                        names.enter(Arc::from(email.to_lowercase()), &account);
                    }
                })?;
            }
        }
        Ok(names)
    }
}

/// A name as it is compared: in lower case, blanks made one.
fn plain_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// `contracts:S-1` stands for the account of that contract, `contacts:ana@x.example` for the one of that contact, and
/// `accounts:Acme` for the one of that name, as `people:Ana Lima` for the person.
fn through(written: &str) -> Option<(Via, &str)> {
    let (object, id) = written.split_once(':')?;
    let via = match object {
        "contracts" => Via::Contract,
        "contacts" => Via::Contact,
        "accounts" => Via::Account,
        "people" => Via::Person,
        _ => return None,
    };
    Some((via, id))
}

/// A reference as it stands in the file.
pub(super) fn as_it_stands(written: &str) -> &str {
    let told = through(written).map_or(written, |(_, id)| id);
    told.split_once('\u{1F}').map_or(told, |(first, _)| first)
}

impl Names {
    /// The account that all of these count for, if they are one.
    fn one_account(&self, keys: &[&Arc<str>]) -> Option<Arc<str>> {
        let kept: BTreeSet<&Arc<str>> = keys.iter().map(|key| self.counts_for.get(*key).unwrap_or(key)).collect();
        kept.first().filter(|_| kept.len() == 1).map(|kept| (*kept).clone())
    }

    fn find(&self, written: &str, source: &str, object: &str) -> Result<Arc<str>, String> {
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
