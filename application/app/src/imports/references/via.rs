use std::sync::Arc;

use kernel::{FactShape, Refusal};
use ports::store::Transaction;

use super::Directory;
use super::names::{Names, Pointed};
use super::spellings::{as_compared, is_identifier, person_name, plain_name, two_in_one};
use crate::desk::refused;

/// What stands in the place of an account's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Via {
    Contract,
    /// Its identifier or e-mail address.
    Contact,
    /// Its name.
    Account,
    /// Somebody of us by name.
    Person,
}

impl Via {
    pub(super) fn shelf(self) -> &'static str {
        match self {
            Self::Contract => "accounts of contracts",
            Self::Contact => "accounts of contacts",
            Self::Account => "accounts by name",
            Self::Person => "people by name",
        }
    }

    pub(super) fn objects(self) -> &'static [&'static str] {
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
                    names.enter(Arc::from(as_compared(self, &name)), &record.key);
                }
            })?,
            Self::Person => each(&people::person::SHAPE, &mut |record, names| {
                if let Some(name) = record.text("name") {
                    names.enter(Arc::from(as_compared(self, &name)), &record.key);
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
                    if let Some(name) = record.text("name") {
                        names.enter(Arc::from(contact_name(&name)), &account);
                    }
                })?;
            }
        }
        Ok(names)
    }
}

/// `contracts:S-1` stands for the account of that contract, `contacts:ana@x.example` for the one of that contact, and
/// `accounts:Acme` for the one of that name, as `people:Ana Lima` for the person.
pub(super) fn through(written: &str) -> Option<(Via, &str)> {
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

/// The name of a contact, which no identifier and no address can be.
fn contact_name(name: &str) -> String {
    format!("\u{1F}{}", person_name(name))
}

/// A reference as it stands in the file.
pub(in crate::imports) fn as_it_stands(written: &str) -> &str {
    let told = through(written).map_or(written, |(_, id)| id);
    told.split_once('\u{1F}').map_or(told, |(first, _)| first)
}

impl Directory {
    /// The account of the contract or contact somebody names instead of the account, or the account of that name.
    pub(super) fn through(
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
    pub(super) fn by_name(
        &mut self,
        via: Via,
        id: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Result<Arc<str>, String>, Refusal> {
        if let Some((first, second)) = id.split_once('\u{1F}') {
            let found = self.by_name(via, first, source, transaction)?;
            if found.is_ok() {
                return Ok(found);
            }
            // The second name may be that of something else: the contact of a deal.
            let second = match through(second) {
                Some((other, id)) => self.through(other, id, source, transaction)?,
                None => self.by_name(via, second, source, transaction)?,
            };
            return Ok(if first.is_empty() { second } else { second.or(found) });
        }
        let object = via.objects()[0];
        // `Maya Chen <maya@ourco.example>`, as mail programs write it.
        let address = id.split_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).map(str::trim);
        let id = address.filter(|_| via == Via::Person).unwrap_or(id);
        let own = self.load(object, transaction)?.find(id, source, object);
        if own.is_ok() {
            return Ok(own);
        }
        let (names, compared) = (self.named(via, transaction)?, as_compared(via, id));
        let called = match names.by_name.contains_key(compared.as_str()) {
            true => names.find(&compared, source, object),
            // As it stands in the file.
            false => own,
        };
        if called.is_err()
            && let Some(found) = self.by_parts(via, id, source, transaction)?
        {
            return Ok(found);
        }
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

    /// The row of which a cell holds the identifier and the name: found by either, and refused where they are of two.
    fn by_parts(
        &mut self,
        via: Via,
        id: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Option<Result<Arc<str>, String>>, Refusal> {
        let object = via.objects()[0];
        let either = |(one, other)| [(one, other), (other, one)];
        for (number, name) in two_in_one(id).into_iter().flat_map(either) {
            let by_number = self.load(object, transaction)?.find(number, source, object);
            let names = self.named(via, transaction)?;
            let by_name = names.find(&as_compared(via, name), source, object);
            let found = match (by_number, by_name) {
                (Ok(one), Ok(other)) => names
                    .one_account(&[&one, &other])
                    .map(|_| one.clone())
                    .ok_or_else(|| format!("`{number}` is {one} and `{name}` is {other}: write one of them")),
                (Ok(found), Err(_)) | (Err(_), Ok(found)) if is_identifier(number) => Ok(found),
                _ => continue,
            };
            if found.is_ok() {
                self.apart.get_or_insert_with(|| (0, id.to_owned())).0 += 1;
            }
            return Ok(Some(found));
        }
        Ok(None)
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
                let second = through(second).map_or(second, |(_, id)| id);
                Ok(self.through_contact(second, source, transaction)?.or(found))
            };
        }
        if let Ok(account) = self.load("accounts", transaction)?.find(id, source, "accounts") {
            return Ok(Ok(account));
        }
        let parts = two_in_one(id).into_iter().flat_map(|(one, other)| [one, other]);
        for written in std::iter::once(id).chain(parts.filter(|part| part.contains('@') || is_identifier(part))) {
            if let Some(found) = self.account_of_contact(written, source, transaction)? {
                return Ok(found);
            }
        }
        // Some exports name the organisation where others give an address.
        let name = plain_name(id);
        let named = self.named(Via::Account, transaction)?;
        if !name.contains('@') && named.by_name.contains_key(name.as_str()) {
            return Ok(named.find(&name, source, "accounts"));
        }
        let known = self.named(Via::Contact, transaction)?;
        let bare = id.split_once(['(', '<']).map_or(id, |(name, _)| name);
        let called = contact_name(bare);
        if known.by_name.contains_key(called.as_str()) {
            let found = known.find(&called, source, "accounts");
            return Ok(found.map_err(|_| format!("contacts called `{}` are at several accounts", bare.trim())));
        }
        Ok(Err(format!(
            "no contact, no account's domain and no account's name fits `{id}`; import contacts or accounts first"
        )))
    }

    /// The account of the contact with this identifier or address, or of its domain; `None` where nothing is known of it.
    fn account_of_contact(
        &mut self,
        written: &str,
        source: &str,
        transaction: &mut dyn Transaction,
    ) -> Result<Option<Result<Arc<str>, String>>, Refusal> {
        let wanted = written.trim().to_lowercase();
        let known = self.named(Via::Contact, transaction)?;
        let domain = wanted.rsplit_once('@').map(|(_, domain)| format!("@{domain}"));
        let names = [Some(wanted.as_str()), domain.as_deref()];
        Ok(names.into_iter().flatten().find_map(|name| match known.by_name.get(name) {
            Some(Pointed::Several(_)) => Some(known.find(name, source, "accounts")),
            Some(Pointed::One(account)) => Some(Ok(account.clone())),
            None => None,
        }))
    }

    /// Rows by what else names them, loaded once.
    pub(super) fn named(&mut self, via: Via, transaction: &mut dyn Transaction) -> Result<&Names, Refusal> {
        if !self.objects.contains_key(via.shelf()) {
            let counts_for = self.load("accounts", transaction)?.counts_for.clone();
            let names = Names { counts_for, ..via.names(transaction)? };
            self.objects.insert(via.shelf(), names);
        }
        self.objects.get(via.shelf()).ok_or_else(|| Refusal::Fault(format!("no {}", via.shelf())))
    }
}
