/// What was told of an account over time.
mod history;
/// Accounts before any amount was told.
mod unpaid;

pub use history::history;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use report::{Block, Figure, Report, Table, TableCell, Unit};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};
use crate::facts::histories;
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// What a person owns now, and from when to when they owned anything.
#[derive(Debug, Clone, Copy, Default)]
struct Owned {
    now: u64,
    span: Option<(Date, Date)>,
}

/// Who works here, and how many accounts each owns on the day asked about.
///
/// # Errors
/// When the store cannot be read.
pub fn people(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let (day, people) = (desk.as_of(), everybody(desk)?);
    let mut report = Report::new("people.list", "People", day);
    if people.is_empty() {
        report.push(Block::text("Nobody is on record yet. Next: evenkeel import FOLDER, or evenkeel demo."));
        return Ok(report);
    }
    let stays = of_everybody(desk, &people)?;
    let mut owned: BTreeMap<&PersonId, Owned> = BTreeMap::new();
    for stay in &stays {
        let entry = owned.entry(&stay.owner).or_default();
        let last = stay.to.unwrap_or(day);
        entry.now += u64::from(stay.holds_on(day));
        entry.span = Some(entry.span.map_or((stay.from, last), |(from, to)| (from.min(stay.from), to.max(last))));
    }
    let mut table =
        Table::new("", &["name", "title", "team", "reports to", "e-mail", ">accounts now", "owned accounts"]);
    let mut by_name: Vec<_> = people.values().collect();
    by_name.sort_by(|a, b| (&a.name, &a.key).cmp(&(&b.name, &b.key)));
    for person in by_name {
        let text = |text: &Option<std::sync::Arc<str>>| TableCell::from(text.as_deref().unwrap_or_default());
        let manager =
            person.manager.as_ref().and_then(|manager| people.get(manager)).map(|manager| manager.name.to_string());
        let Owned { now, span } = owned.get(&person.id).copied().unwrap_or_default();
        let count = Figure::known("accounts", Decimal::from(now), Unit::Count, day);
        let left = person.left_on.map(|left| format!(" (left {left})")).unwrap_or_default();
        table.row([
            TableCell::from(format!("{}{left}", person.name)),
            text(&person.title),
            text(&person.team),
            manager.unwrap_or_default().into(),
            text(&person.email),
            count.into(),
            span.map(|(from, to)| format!("{from} to {to}")).unwrap_or_default().into(),
        ]);
    }
    report.push(table);
    Ok(report)
}

/// The accounts that pay on the day asked about, by name, of the company or of one book.
///
/// # Errors
/// When the person is not known.
pub fn accounts(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let (day, people) = (desk.as_of(), everybody(desk)?);
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let stays = of_everybody(desk, &people)?;
    if desk.store.count(&customers::contract::SHAPE).map_err(refused)? == 0 {
        return unpaid::list(desk, (owner.as_ref(), &stays, &people));
    }
    let currency = desk.currency()?;
    let rates = histories::rates(desk)?;
    let basis = retention::Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: day };
    let loaded = histories::load(desk, None, currency)?;
    let mut report = Report::new("accounts.list", "Accounts", day);
    let sources = sources(desk, &loaded)?;
    let several = sources.values().flatten().collect::<BTreeSet<_>>().len() > 1;
    let mut headings = vec!["account", "identifier", "owner", "industry", "country", ">ARR"];
    if several {
        headings.insert(2, "known in");
    }
    let mut table = Table::new("", &headings);
    let mut rows: Vec<(String, Vec<TableCell>)> = Vec::new();
    let mut without_arr = 0;
    for history in &loaded.histories {
        let holder =
            stays.iter().find(|stay| stay.account == history.account && stay.holds_on(day)).map(|stay| &stay.owner);
        if owner.as_ref().is_some_and(|owner| holder != Some(owner)) {
            continue;
        }
        let arr =
            retention::arr_on(history, day, &basis).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        if arr.is_zero() {
            without_arr += 1;
            continue;
        }
        let known = loaded.accounts.get(&history.account);
        let told =
            |text: Option<&std::sync::Arc<str>>| TableCell::from(text.map(|text| text.to_string()).unwrap_or_default());
        // Somebody owns it whose name was not known then.
        let called =
            |holder: &PersonId| people.get(holder).map_or_else(|| holder.to_string(), |one| one.name.to_string());
        let who = holder.map_or_else(|| "unowned".to_owned(), called);
        let mut cells = vec![
            TableCell::from(history.name.as_str()),
            history.account.external().into(),
            who.into(),
            told(known.and_then(|account| account.industry.as_ref())),
            told(known.and_then(|account| account.country.as_ref())),
            Figure::known("ARR", arr, Unit::Money(currency.to_string()), day).into(),
        ];
        if several {
            let known_in =
                sources.get(&history.account).map(|sources| sources.iter().map(|one| &**one).collect::<Vec<_>>());
            cells.insert(2, known_in.unwrap_or_default().join(", ").into());
        }
        rows.push((history.name.clone(), cells));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.into_iter().for_each(|(_, cells)| table.row(cells));
    table.note = (without_arr > 0).then(|| format!("{without_arr} accounts without ARR on {day} are left out"));
    report.push(table);
    Ok(report)
}

/// The systems that know each account, its own first of all by name.
fn sources(desk: &Desk<'_>, loaded: &histories::Histories) -> Result<BTreeMap<AccountId, BTreeSet<String>>, Refusal> {
    let source = |account: &AccountId| account.as_str().split_once('/').map_or("", |(source, _)| source).to_owned();
    let mut sources: BTreeMap<AccountId, BTreeSet<String>> =
        loaded.accounts.keys().map(|account| (account.clone(), BTreeSet::from([source(account)]))).collect();
    for (account, kept) in desk.store.account_aliases().map_err(refused)? {
        sources.entry(kept).or_default().insert(source(&account));
    }
    Ok(sources)
}
