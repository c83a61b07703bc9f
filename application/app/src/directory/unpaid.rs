use std::collections::BTreeMap;
use std::sync::Arc;

use customers::Account;
use kernel::{PersonId, Refusal};
use people::Person;
use ports::store::FactQuery;
use report::{Report, Table, TableCell};

use crate::desk::Desk;
use crate::facts::stays::OwnerStay;
use crate::facts::typed;

/// The owner asked for, who owned what, and everybody.
pub(super) type Owners<'a> = (Option<&'a PersonId>, &'a [OwnerStay], &'a BTreeMap<PersonId, Person>);

/// All accounts by name, where no amount is on record yet: for those who came to match accounts, say.
pub(super) fn list(desk: &Desk<'_>, (owner, stays, people): Owners<'_>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let mut accounts = typed(desk, FactQuery::all(&customers::account::SHAPE), Account::from_record)?;
    accounts.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
    let mut table = Table::new("", &["account", "identifier", "owner", "industry", "country"]);
    for account in accounts {
        let holder = stays.iter().find(|stay| stay.account == account.id && stay.holds_on(day)).map(|stay| &stay.owner);
        if owner.is_some_and(|owner| holder != Some(owner)) {
            continue;
        }
        let told = |text: Option<Arc<str>>| TableCell::from(text.as_deref().unwrap_or_default());
        // Somebody owns it whose name was not known then.
        let called =
            |holder: &PersonId| people.get(holder).map_or_else(|| holder.to_string(), |one| one.name.to_string());
        let who = holder.map_or_else(|| "unowned".to_owned(), called);
        table.row([
            TableCell::from(&*account.name),
            account.id.external().into(),
            who.into(),
            told(account.industry),
            told(account.country),
        ]);
    }
    table.note = Some("No contract is on record, so no account has an amount.".to_owned());
    let mut report = Report::new("accounts.list", "Accounts", day);
    report.push(table);
    Ok(report)
}
