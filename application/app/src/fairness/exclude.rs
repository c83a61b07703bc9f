use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Account, Exclusion};
use jiff::civil::Date;
use kernel::period::is_plausible;
use kernel::{AccountId, Cell, Event, Refusal};
use ports::store::{FactQuery, NewFact};
use report::{Block, Figure, Prose, Report, Table, Unit};
use rust_decimal::Decimal;

use crate::desk::{Desk, refused};
use crate::facts::{about_accounts, typed};
use crate::names;
use crate::pipeline::{Outcome, write};

/// Longest reason, in characters.
const REASON_MAX: usize = 1000;

/// What is to count for nobody, and why.
#[derive(Debug, Clone, Copy)]
pub struct ExcludeInput<'a> {
    /// Which account.
    pub account: &'a str,
    /// First day, as typed.
    pub from: &'a str,
    /// First day no longer, as typed; none while it lasts.
    pub to: Option<&'a str>,
    /// Why nobody could have changed the outcome.
    pub reason: &'a str,
}

/// Has outcomes of an account decided on these days count for nobody in a comparison of CSMs.
///
/// # Errors
/// When the account or a day is not known, no day is covered, one is excluded already, or the reason is empty or too long.
pub fn exclude(desk: &Desk<'_>, input: ExcludeInput<'_>) -> Result<Report, Refusal> {
    if desk.as_of.is_some() {
        return Err(Refusal::invalid("as_of", "an exclusion is decided today; leave `--as-of` out"));
    }
    let exclusion = asked_for(desk, input)?;
    let name = account_names(desk, std::slice::from_ref(&exclusion.account))?
        .remove(&exclusion.account)
        .unwrap_or_else(|| exclusion.account.external().into());
    refuse_a_second(desk, &exclusion, &name)?;
    write(desk, |transaction| {
        let delivery = transaction.open_delivery("exclusion").map_err(refused)?;
        // Deliveries are never numbered alike in one home, and the moment tells two homes apart.
        let id = format!("exclusion-{delivery}-{}", desk.clock.now().strftime("%Y%m%d%H%M%S"));
        transaction.append(&customers::exclusion::SHAPE, &[fact(desk, &exclusion, &id)]).map_err(refused)?;
        let Exclusion { excluded_by, account, .. } = &exclusion;
        let summary = format!("{excluded_by} excluded {account} from comparisons {}", exclusion.days_in_words());
        let view = told(desk, &exclusion, &name, delivery);
        Ok(Outcome { view, event: Event::new("fairness.excluded", account.as_str(), summary) })
    })
}

fn asked_for(desk: &Desk<'_>, input: ExcludeInput<'_>) -> Result<Exclusion, Refusal> {
    let account = names::account(desk, input.account)?;
    let from = day("from", input.from)?;
    let to = input.to.map(|to| day("to", to)).transpose()?;
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        return Err(Refusal::invalid(
            "reason",
            format!("say in 1 to {REASON_MAX} characters why nobody could have changed the outcome"),
        ));
    }
    let exclusion = Exclusion {
        key: Arc::from(""),
        account,
        from,
        to,
        reason: Arc::from(reason),
        excluded_by: Arc::from(desk.actor.name()),
        excluded_on: desk.today(),
    };
    if exclusion.covers_nothing() {
        let message = format!(
            "no day lies from {from} to {}; `to` is the first day no longer, so name a later one",
            input.to.unwrap_or_default()
        );
        return Err(Refusal::invalid("to", message));
    }
    Ok(exclusion)
}

fn day(field: &str, typed: &str) -> Result<Date, Refusal> {
    let day: Option<Date> = typed.trim().parse().ok();
    day.filter(|day| is_plausible(*day)).ok_or_else(|| {
        Refusal::invalid(field, format!("`{typed}` is no day from 1970 to 2100; write it as 2024-12-31"))
    })
}

fn fact(desk: &Desk<'_>, exclusion: &Exclusion, id: &str) -> NewFact {
    NewFact {
        key: Arc::from(format!("own/{id}")),
        cells: vec![
            Cell::text(id),
            Cell::text(exclusion.account.as_str()),
            Cell::Day(exclusion.from),
            exclusion.to.map_or(Cell::Empty, Cell::Day),
            Cell::Text(exclusion.reason.clone()),
            Cell::Text(exclusion.excluded_by.clone()),
            Cell::Day(exclusion.excluded_on),
        ],
        file: Arc::from("exclusion"),
        line: 0,
        known_at: Some(desk.clock.now()),
    }
}

/// A day counts for nobody by one decision, so that it is clear whose it was and why.
fn refuse_a_second(desk: &Desk<'_>, exclusion: &Exclusion, name: &str) -> Result<(), Refusal> {
    let accounts = std::slice::from_ref(&exclusion.account);
    let known = about_accounts(desk, &customers::exclusion::SHAPE, accounts, Exclusion::from_record)?;
    let Some(other) = known.iter().find(|other| other.overlaps(exclusion)) else { return Ok(()) };
    Err(Refusal::Conflict(format!(
        "{name} is excluded already {}, decided by {} on {} ({}); name days outside of these, or take that one back first: \
         `evenkeel import history` has its number for `evenkeel import undo`",
        other.days_in_words(),
        other.excluded_by,
        other.excluded_on,
        other.reason
    )))
}

fn told(desk: &Desk<'_>, exclusion: &Exclusion, name: &str, delivery: i64) -> Report {
    let Exclusion { from, to, reason, excluded_by, excluded_on, .. } = exclusion;
    let mut report = Report::new("fairness.exclude", format!("{name} is excluded"), desk.as_of());
    let days = exclusion.days_in_words();
    let mut what = Prose::from(format!("Outcomes of {name} that are decided {days}"));
    if let Some(to) = to {
        let days = Decimal::from((*to - *from).get_days());
        what = what.words(", ").figure(Figure::known("days excluded", days, Unit::Days, desk.as_of())).words(" in all");
    }
    report.push(Block::text(what.words(", count for nobody when CSMs are compared.")));
    report.push(Block::points([
        format!("who: {excluded_by}"),
        format!("when: {excluded_on}"),
        format!("why: {reason}"),
    ]));
    report.push(Block::text(format!(
        "Reviews show the comparison with and without it. To list what is excluded: evenkeel fairness exclusions. \
         To take it back: evenkeel import undo {delivery}."
    )));
    report
}

/// Everything that counts for nobody, by account and day, with who decided it, when and why.
///
/// # Errors
/// When the store cannot be read.
pub fn exclusions(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let mut all = typed(desk, FactQuery::all(&customers::exclusion::SHAPE), Exclusion::from_record)?;
    let mut report = Report::new("fairness.exclusions", "Excluded from comparisons of CSMs", desk.as_of());
    if all.is_empty() {
        report.push(Block::text("Nothing is excluded: every outcome counts. Next: evenkeel help fairness exclude."));
        return Ok(report);
    }
    let accounts: Vec<AccountId> = all.iter().map(|exclusion| exclusion.account.clone()).collect();
    let names = account_names(desk, &accounts)?;
    let name_of = |account: &AccountId| names.get(account).map_or(account.external(), |name| &**name).to_owned();
    all.sort_by_cached_key(|exclusion| (name_of(&exclusion.account), exclusion.from, exclusion.key.clone()));
    let mut table = Table::new("", &["account", "from", "to", "reason", "by whom", "recorded on"]);
    for exclusion in &all {
        table.row([
            name_of(&exclusion.account).into(),
            exclusion.from.to_string().into(),
            exclusion.to.map(|to| to.to_string()).unwrap_or_default().into(),
            exclusion.reason.as_ref().into(),
            exclusion.excluded_by.as_ref().into(),
            exclusion.excluded_on.to_string().into(),
        ]);
    }
    table.note = Some(
        "`to` is the first day no longer; where there is none, it lasts. Reviews show the comparison with and \
         without these outcomes. `evenkeel import history` has the number by which one is taken back."
            .to_owned(),
    );
    report.push(table);
    Ok(report)
}

fn account_names(desk: &Desk<'_>, accounts: &[AccountId]) -> Result<BTreeMap<AccountId, Arc<str>>, Refusal> {
    let known = about_accounts(desk, &customers::account::SHAPE, accounts, Account::from_record)?;
    Ok(known.into_iter().map(|account| (account.id, account.name)).collect())
}
