//! By what a file names accounts and people: an identifier, a name, an address, somebody who belongs to them.

use kernel::{Column, ColumnKind};

use super::fitting::Fitting;
use super::speech::speech;
use crate::headings::normal_form;

impl Fitting<'_> {
    /// Whoever exports a list names accounts and people by what its reader knows: an identifier, a name, an address.
    pub(super) fn via(&self, column: &Column, place: usize) -> Option<&'static str> {
        match column.kind {
            ColumnKind::Reference("accounts")
                if self.sight.profiles[place].is_of_addresses() || self.is_of_contacts(place) =>
            {
                Some("contacts")
            }
            ColumnKind::Reference("accounts") => Some("accounts"),
            ColumnKind::Reference("people") => Some("people"),
            _ => None,
        }
    }

    /// An address says who somebody is better than a name does.
    pub(super) fn address_bonus(&self, column: &Column, place: usize) -> f64 {
        match column.kind {
            _ if !self.sight.profiles[place].is_of_addresses() => 0.0,
            ColumnKind::Reference("people") => 0.03,
            ColumnKind::Reference("accounts") => -0.1,
            _ => 0.0,
        }
    }

    /// Where a company is named, too, a bare name beside an address is a person's.
    pub(super) fn person_cost(&self, column: &Column, place: usize) -> f64 {
        let is_bare = self.shape.object == "accounts" && column.name == "name" && self.form(place) == "name";
        let companies =
            ["company", "companyname", "organization", "organizationname", "organisation", "accountname", "firma"];
        let named = || self.sight.headings.iter().any(|heading| companies.contains(&normal_form(heading).as_str()));
        if is_bare && named() { 0.5 } else { 0.0 }
    }

    /// Whether a heading speaks of somebody at a customer; to bookkeeping a contact is the customer.
    fn is_of_contacts(&self, place: usize) -> bool {
        self.shape.object == "opportunities" && self.sight.spoken[place].mentions(&speech().contacts)
    }

    /// Whoever names a company and somebody there means the company.
    pub(super) fn contact_cost(&self, column: &Column, place: usize) -> f64 {
        let is_account = matches!(column.kind, ColumnKind::Reference("accounts"));
        if is_account && self.is_of_contacts(place) { 0.15 } else { 0.0 }
    }
}
