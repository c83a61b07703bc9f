use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use relationships::{Contact, Talk, WINDOW_DAYS};

use crate::desk::Desk;
use crate::facts::voices::{contacts, days_before, touchpoints};

/// Contacts and two-way conversations of accounts.
pub(super) struct Voices {
    contacts: BTreeMap<AccountId, Vec<Contact>>,
    talks: BTreeMap<AccountId, Vec<Talk>>,
}

impl Voices {
    pub(super) fn load(desk: &Desk<'_>, accounts: Option<&[AccountId]>, day: Date) -> Result<Self, Refusal> {
        let known = contacts(desk, accounts, day)?;
        let rows = touchpoints(desk, accounts, (days_before(day, i64::from(WINDOW_DAYS)), day))?;
        let talks = rows.into_iter().map(|(account, rows)| {
            let two_way = rows.into_iter().filter(customers::Touchpoint::is_two_way);
            let talk = two_way.map(|row| Talk { key: row.key, on: row.happened_at.date(), contact: row.contact });
            (account, talk.collect())
        });
        Ok(Self {
            talks: talks.collect(),
            contacts: known
                .into_iter()
                .map(|(account, rows)| (account, rows.into_iter().map(contact).collect()))
                .collect(),
        })
    }

    /// Whether any contact of any of these accounts is on record.
    pub(super) fn knows_anybody(&self) -> bool {
        !self.contacts.is_empty()
    }

    pub(super) fn contacts(&self, account: &AccountId) -> &[Contact] {
        self.contacts.get(account).map_or(&[], Vec::as_slice)
    }

    pub(super) fn talks(&self, account: &AccountId) -> &[Talk] {
        self.talks.get(account).map_or(&[], Vec::as_slice)
    }
}

fn contact(row: customers::Contact) -> Contact {
    let name = row.name.or(row.email).unwrap_or_else(|| {
        let external = row.key.split_once('/').map_or(&*row.key, |(_, external)| external);
        Arc::from(external)
    });
    Contact { key: row.key, name, told_role: row.role, title: row.title, left_on: row.left_on }
}
