use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{AccountId, PersonId, Refusal};
use relationships::{Finding, FindingKind, findings, map};
use report::{Address, Block, Figure, Fold, Ledger, Prose, Report, Table, TableCell, Tone, Trace, Unit};

use super::maps::Voices;
use super::show::{capital, not_written_down};
use crate::desk::Desk;
use crate::facts::about_accounts;
use crate::facts::paying::{Paying, owned_on, owners_on, paying};
use crate::facts::stays::{everybody, of_everybody};
use crate::names;

/// Accounts shown in the table.
const ROWS_MAX: usize = 40;

/// What is dangerous about the relationships of all accounts or of one book, most ARR first.
///
/// # Errors
/// When the person is not known.
pub fn list(desk: &Desk<'_>, csm: Option<&str>) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let people = everybody(desk)?;
    let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
    let stays = of_everybody(desk, &people)?;
    let mine = owner.as_ref().map(|owner| owned_on(&stays, owner, day));
    let (paid, _) = paying(desk, day, mine.as_deref())?;
    let voices = Voices::load(desk, mine.as_deref(), day)?;
    let mut found: Vec<(&Paying, Vec<Finding>)> = Vec::new();
    let mut unclear = 0;
    for one in &paid {
        let map = map(voices.contacts(&one.account), voices.talks(&one.account), day);
        unclear += usize::from(map.named() == 0 && !map.unnamed.is_empty());
        found.push((one, findings(&map)));
    }
    let who = owner.as_ref().map_or_else(
        || "all accounts".to_owned(),
        |owner| people.get(owner).map_or_else(|| owner.to_string(), |one| format!("the book of {}", one.name)),
    );
    let mut report = Report::new("relationships.list", format!("Relationships of {who}"), day);
    report.subtitle = vec![format!("accounts with ARR on {day}, most ARR first")];
    let whose = owner.as_ref().map_or("company", PersonId::as_str);
    let mut ledger = Ledger::new(Address::new("relationships-list", whose, day, day).to_string());
    if !voices.knows_anybody() {
        report.push(Block::callout(
            Tone::Caveat,
            "No contact of any of these accounts is on record, so nothing can be said about who speaks with us. Import \
             `contacts`, and let touchpoints say with whom they were.",
        ));
        return Ok(report);
    }
    report.push(Block::text(lead(&found)));
    if let Some(says) = not_written_down(desk)? {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.push(kinds(desk, &found, &mut ledger)?);
    report.push(table(desk, &found, &owners_on(&stays, &people, day))?);
    if unclear > 0 {
        report.push(Block::callout(
            Tone::Caveat,
            format!("Of {unclear} accounts the conversations do not say with whom, so nothing is concluded from them."),
        ));
    }
    report.push(Block::callout(
        Tone::Caveat,
        "Roles carry no date in the sources: for days before their import they count as not told.",
    ));
    report.ledger = ledger;
    Ok(report)
}

/// The names of these accounts.
pub(super) fn named(desk: &Desk<'_>, accounts: &[AccountId]) -> Result<BTreeMap<AccountId, Arc<str>>, Refusal> {
    let known = about_accounts(desk, &customers::account::SHAPE, accounts, customers::Account::from_record)?;
    Ok(known.into_iter().map(|account| (account.id, account.name)).collect())
}

fn lead(found: &[(&Paying, Vec<Finding>)]) -> Prose {
    let risky: Vec<_> = found.iter().filter(|(_, findings)| !findings.is_empty()).collect();
    match risky.first() {
        None if found.is_empty() => "No account has ARR on this day.".into(),
        None => {
            format!("Nothing dangerous is seen in {}.", report::display::counted(found.len(), "account", "accounts"))
                .into()
        }
        Some((one, findings)) => Prose::default()
            .strong(format!(
                "{} of {} by few people or none.",
                risky.len(),
                report::display::counted(found.len(), "account hangs", "accounts hang")
            ))
            .words(format!(" Most ARR is at stake at {}: {}.", one.name, findings[0].says)),
    }
}

/// How many accounts and how much ARR each kind of finding concerns.
fn kinds(desk: &Desk<'_>, found: &[(&Paying, Vec<Finding>)], ledger: &mut Ledger) -> Result<Table, Refusal> {
    let (day, money) = (desk.as_of(), Unit::Money(desk.currency()?.to_string()));
    let mut table = Table::new("", &["what", ">accounts", ">ARR"]);
    for kind in FindingKind::ALL {
        let (mut count, mut arr) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Sum, &["ARR"]));
        for (one, _) in found.iter().filter(|(_, findings)| findings.iter().any(|finding| finding.kind == kind)) {
            count.push("accounts", &Arc::from(one.account.as_str()), &*one.name, None, &[]);
            arr.push_known(&one.arr_figure(desk, day)?.labelled(&*one.name), &[]);
        }
        let count = ledger.figure(kind.key(), kind.words(), Unit::Count, day, count);
        let arr = ledger.figure(&format!("{}.arr", kind.key()), kind.words(), money.clone(), day, arr);
        table.row([TableCell::from(kind.words()), count.into(), arr.into()]);
    }
    table.note = Some("An account can stand in several lines.".to_owned());
    Ok(table)
}

fn table(
    desk: &Desk<'_>,
    found: &[(&Paying, Vec<Finding>)],
    owners: &BTreeMap<AccountId, Arc<str>>,
) -> Result<Table, Refusal> {
    let mut table = Table::new("By ARR at stake", &["account", "owner", ">ARR", "why"]);
    let risky: Vec<_> = found.iter().filter(|(_, findings)| !findings.is_empty()).collect();
    for (one, findings) in risky.iter().take(ROWS_MAX) {
        let says: Vec<String> = findings.iter().map(|finding| capital(&finding.says)).collect();
        let arr: Figure = one.arr_figure(desk, desk.as_of())?;
        let owner = owners.get(&one.account).map_or("unowned", |owner| owner);
        table.row([TableCell::from(&*one.name), owner.into(), arr.into(), says.join(". ").into()]);
    }
    let more = risky.len().saturating_sub(ROWS_MAX);
    table.note = (more > 0).then(|| format!("And {more} more with less ARR."));
    Ok(table)
}
