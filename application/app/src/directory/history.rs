use std::sync::Arc;

use jiff::civil::DateTime;
use kernel::{AccountId, Cell, Column, ColumnKind, FactShape, Refusal};
use ports::store::Version;
use report::{Block, Report, Table};

use crate::desk::{Desk, end_of, refused};
use crate::names;

/// What tells of today and becomes history when it is told again.
static TOLD: [&FactShape; 4] = [
    &customers::account::SHAPE,
    &customers::ownership::SHAPE,
    &customers::contract::SHAPE,
    &customers::opportunity::SHAPE,
];

/// One cell that was told otherwise from a moment on.
struct Change {
    at: DateTime,
    noun: &'static str,
    key: Arc<str>,
    column: &'static str,
    was: String,
    became: String,
    delivery: i64,
}

/// What systems told of an account from one delivery to the next: stages of its opportunities, plan, seats, owners, health
/// another tool sees, each with the day since which the new word was known.
///
/// # Errors
/// When the account is not known.
pub fn history(desk: &Desk<'_>, typed: &str) -> Result<Report, Refusal> {
    let account = names::account(desk, typed)?;
    let mut rows = vec![account.clone()];
    let aliases = desk.store.account_aliases().map_err(refused)?;
    rows.extend(aliases.into_iter().filter(|(_, kept)| *kept == account).map(|(alias, _)| alias));
    let until = desk.known_by().unwrap_or_else(|| end_of(desk.today()));
    let mut changes = Vec::new();
    for shape in TOLD {
        changes.extend(changes_of(desk, shape, &rows, until)?);
    }
    changes.sort_by(|one, other| {
        (other.at, one.noun, &one.key, one.column).cmp(&(one.at, other.noun, &other.key, other.column))
    });
    let title = format!("What was told of {} over time", name(desk, &account)?);
    let mut report = Report::new("accounts.history", title, desk.as_of());
    if changes.is_empty() {
        report.push(Block::text(
            "Nothing was told otherwise so far. Import the same exports again as they change, and what changed stands here.",
        ));
        return Ok(report);
    }
    let mut table = Table::new("", &["known since", "of", "column", "was", "became", ">delivery"]);
    for change in changes {
        let of = format!("{} {}", change.noun, change.key);
        table.row([
            change.at.date().to_string().into(),
            of.into(),
            change.column.into(),
            change.was.into(),
            change.became.into(),
            change.delivery.to_string().into(),
        ]);
    }
    table.note = Some("Newest first. To answer as of a day between: --as-of DAY with any command.".to_owned());
    report.push(table);
    Ok(report)
}

fn name(desk: &Desk<'_>, account: &AccountId) -> Result<String, Refusal> {
    let accounts = std::slice::from_ref(account);
    let query = ports::store::FactQuery::all(&customers::account::SHAPE).about_accounts(accounts);
    let found = desk.store.facts(&query).map_err(refused)?;
    let name = found.first().and_then(|record| record.text("name"));
    Ok(name.map_or_else(|| account.external().to_owned(), |name| name.to_string()))
}

/// Every cell that a later version tells otherwise than the one before it.
fn changes_of(
    desk: &Desk<'_>,
    shape: &'static FactShape,
    accounts: &[AccountId],
    until: DateTime,
) -> Result<Vec<Change>, Refusal> {
    let mut before: Option<Version> = None;
    let mut changes = Vec::new();
    let mut see = |version: Version| {
        if version.recorded_at > until || !is_about(&version, accounts) {
            return true;
        }
        if let Some(before) = before.as_ref().filter(|before| before.record.key == version.record.key) {
            changes.extend(told_otherwise(before, &version));
        }
        before = Some(version);
        true
    };
    desk.store.each_version(shape, &mut see).map_err(refused)?;
    Ok(changes)
}

fn is_about(version: &Version, accounts: &[AccountId]) -> bool {
    let record = &version.record;
    let is_one = |key: &str| accounts.iter().any(|account| account.as_str() == key);
    match record.shape.reference_to("accounts").map(|place| &record.cells[place]) {
        _ if record.shape.object == "accounts" => is_one(&record.key),
        Some(Cell::Text(key)) => is_one(key),
        _ => false,
    }
}

fn told_otherwise<'a>(before: &'a Version, version: &'a Version) -> impl Iterator<Item = Change> + 'a {
    let record = &version.record;
    let cells = before.record.cells.iter().zip(&record.cells);
    let changed = record.shape.columns.iter().zip(cells).filter(|(_, (was, became))| was != became);
    changed.map(|(column, (was, became))| Change {
        at: version.recorded_at,
        noun: record.shape.noun,
        key: record.key.clone(),
        column: column.name,
        was: shown(column, was),
        became: shown(column, became),
        delivery: record.origin.delivery,
    })
}

/// A reference as its own system writes it.
fn shown(column: &Column, cell: &Cell) -> String {
    let text = cell.to_string();
    match column.kind {
        ColumnKind::Reference(_) => text.split_once('/').map_or(text.clone(), |(_, external)| external.to_owned()),
        _ => text,
    }
}
