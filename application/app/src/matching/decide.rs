use std::collections::BTreeMap;
use std::sync::Arc;

use customers::AccountLink;
use customers::account_link::{Verdict, contradictions};
use kernel::{AccountId, Cell, Event, Refusal};
use matching::Certainty;
use ports::store::{FactQuery, NewFact, Transaction};
use report::{Block, Report, Table, Tone};

use super::gather::Ground;
use super::show::{paying_in_both, why};
use crate::desk::{Desk, refused};
use crate::names;
use crate::pipeline::{Outcome, write};

/// The most letters of a reason.
const REASON_MAX: usize = 500;
/// What history calls a delivery of decisions.
const LABEL: &str = "account links";

/// Two accounts as somebody typed them, and why they decide so.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// The account to keep; of a merge, the one that was merged away.
    pub one: &'a str,
    /// The other.
    pub other: &'a str,
    /// What speaks for it; `None` takes what was found.
    pub reason: Option<&'a str>,
}

/// A link on its way.
struct Fresh {
    account: AccountId,
    other: AccountId,
    verdict: Verdict,
    reason: String,
}

/// Confirms that two accounts are one company: the second counts for the first from now on, in every reading.
///
/// # Errors
/// When one of them is not known, or they are one already.
pub fn confirm(desk: &Desk<'_>, decision: Decision<'_>) -> Result<Report, Refusal> {
    let ground = ready(desk)?;
    let (kept, other) = two(desk, &decision)?;
    let reason = reason(&ground, &decision, (&kept, &other))?;
    let fresh = Fresh { account: other, other: kept, verdict: Verdict::Same, reason };
    link(desk, &ground, &[fresh], ("accounts.confirm", "accounts.linked"))
}

/// Confirms every proposal that is certain.
///
/// # Errors
/// When none is.
pub fn confirm_all_certain(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let ground = ready(desk)?;
    let certain = ground.findings().proposals.into_iter().filter(|one| one.certainty == Certainty::Certain);
    let fresh: Vec<Fresh> = certain
        .map(|one| Fresh { reason: why(&one.reasons), account: one.other, other: one.kept, verdict: Verdict::Same })
        .collect();
    if fresh.is_empty() {
        return Err(Refusal::NotFound(
            "nothing is certain; `evenkeel accounts match` shows what is proposed and asked".into(),
        ));
    }
    link(desk, &ground, &in_order_of_links(fresh), ("accounts.confirm", "accounts.linked"))
}

/// An account counts for one other: where it would for two, what it counts for is linked to the second instead.
fn in_order_of_links(fresh: Vec<Fresh>) -> Vec<Fresh> {
    let mut kept: BTreeMap<AccountId, AccountId> = BTreeMap::new();
    let mut linked: Vec<Fresh> = Vec::with_capacity(fresh.len());
    for one in fresh {
        let end = |account: &AccountId| {
            let mut at = account;
            while let Some(next) = kept.get(at) {
                at = next;
            }
            at.clone()
        };
        let (account, other) = (end(&one.account), end(&one.other));
        if account != other {
            kept.insert(account.clone(), other.clone());
            linked.push(Fresh { account, other, ..one });
        }
    }
    linked
}

/// Two accounts of one system that were merged there: what was the loser's is the winner's from now on.
///
/// # Errors
/// When one of them is not known, they are of different systems, or one already.
pub fn merge(desk: &Desk<'_>, decision: Decision<'_>) -> Result<Report, Refusal> {
    let ground = ready(desk)?;
    let (loser, winner) = two(desk, &decision)?;
    let of = |account: &AccountId| ground.candidate(account).map(matching::Candidate::sources).unwrap_or_default();
    if of(&loser).is_disjoint(&of(&winner)) {
        let message = format!(
            "`{}` and `{}` are of different systems; link them with: evenkeel accounts match confirm {} {}",
            loser.as_str(),
            winner.as_str(),
            winner.as_str(),
            loser.as_str()
        );
        return Err(Refusal::invalid("winner", message));
    }
    let reason = decision.reason.map_or_else(|| Ok("merged".to_owned()), checked)?;
    let fresh = Fresh { account: loser, other: winner, verdict: Verdict::Merged, reason };
    link(desk, &ground, &[fresh], ("accounts.merge", "accounts.merged"))
}

/// Says that two accounts are different companies, so that they are not proposed again.
///
/// # Errors
/// When one of them is not known, or they are one.
pub fn reject(desk: &Desk<'_>, decision: Decision<'_>) -> Result<Report, Refusal> {
    let ground = ready(desk)?;
    let (one, other) = two(desk, &decision)?;
    let reason = decision.reason.map_or_else(|| Ok("different companies".to_owned()), checked)?;
    let (account, other) = if one < other { (one, other) } else { (other, one) };
    let fresh = Fresh { account, other, verdict: Verdict::Different, reason };
    link(desk, &ground, &[fresh], ("accounts.reject", "accounts.told_apart"))
}

/// Takes back what was decided about two accounts: they are read as before, and may be proposed again.
///
/// # Errors
/// When nothing was decided about these two.
pub fn undo(desk: &Desk<'_>, one: &str, other: &str) -> Result<Report, Refusal> {
    let ground = ready(desk)?;
    let (one, other) = (names::account_row(desk, one)?, names::account_row(desk, other)?);
    let found: Vec<&AccountLink> = ground.links.iter().filter(|link| link.is_about(&one, &other)).collect();
    if found.is_empty() {
        return Err(nothing_decided(&ground, &one, &other));
    }
    let keys: Vec<Arc<str>> = found.iter().map(|link| link.key.clone()).collect();
    let title = format!("{} and {} are as they were", ground.name(&one), ground.name(&other));
    write(desk, |transaction| {
        let delivery = transaction.open_delivery(LABEL).map_err(refused)?;
        transaction.withdraw(&customers::account_link::SHAPE, &keys).map_err(refused)?;
        let mut report = Report::new("accounts.undo", title, desk.today());
        report.push(Block::points(found.iter().map(|link| {
            format!("{} decided on {}: {} ({})", link.linked_by, link.linked_on, link.verdict.word(), link.reason)
        })));
        report.push(Block::text(format!(
            "Every reading takes them apart again. To undo this: evenkeel import undo {delivery}."
        )));
        let summary =
            format!("{} took back what was decided about {} and {}", desk.actor, one.as_str(), other.as_str());
        Ok(Outcome { view: report, event: Event::new("accounts.separated", one.as_str(), summary) })
    })
}

fn nothing_decided(ground: &Ground, one: &AccountId, other: &AccountId) -> Refusal {
    let about = |account: &AccountId| {
        let links = ground.links.iter().filter(|link| link.account == *account || link.other == *account);
        links.map(|link| format!("{} {}", link.other.as_str(), link.account.as_str())).collect::<Vec<_>>()
    };
    let known = [about(one), about(other)].concat();
    let hint = if known.is_empty() {
        "`evenkeel accounts match` lists what was".to_owned()
    } else {
        format!("something was about: {}", known.join(", "))
    };
    Refusal::NotFound(format!("nothing was decided about `{}` and `{}`; {hint}", one.as_str(), other.as_str()))
}

fn ready(desk: &Desk<'_>) -> Result<Ground, Refusal> {
    if desk.as_of.is_some() {
        return Err(Refusal::invalid("as_of", "who is one company is decided today; leave `--as-of` out"));
    }
    Ground::gather(desk)
}

/// The two accounts that are meant, as they are read.
fn two(desk: &Desk<'_>, decision: &Decision<'_>) -> Result<(AccountId, AccountId), Refusal> {
    let (one, other) = (names::account(desk, decision.one)?, names::account(desk, decision.other)?);
    if one == other {
        let message = format!("`{}` and `{}` are one account already: {}", decision.one, decision.other, one.as_str());
        return Err(Refusal::Conflict(message));
    }
    Ok((one, other))
}

fn checked(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        return Err(Refusal::invalid("reason", format!("say in 1 to {REASON_MAX} characters what speaks for it")));
    }
    Ok(reason.to_owned())
}

/// The reason somebody gave, else what was found.
fn reason(ground: &Ground, decision: &Decision<'_>, (one, other): (&AccountId, &AccountId)) -> Result<String, Refusal> {
    if let Some(reason) = decision.reason {
        return checked(reason);
    }
    let findings = ground.findings();
    let is_it = |a: &AccountId, b: &AccountId| (a, b) == (one, other) || (a, b) == (other, one);
    let proposed = findings.proposals.iter().find(|found| is_it(&found.kept, &found.other)).map(|found| &found.reasons);
    let asked = || {
        let fits = |question: &&matching::Question| question.others.iter().any(|other| is_it(&question.account, other));
        findings.questions.iter().find(fits).map(|question| &question.reasons)
    };
    Ok(proposed.or_else(asked).map_or_else(|| "confirmed by hand".to_owned(), why))
}

/// Writes links down, in place of what was decided about the same accounts before.
fn link(
    desk: &Desk<'_>,
    ground: &Ground,
    fresh: &[Fresh],
    (action, kind): (&'static str, &'static str),
) -> Result<Report, Refusal> {
    let joined: Vec<(&AccountId, &AccountId)> =
        fresh.iter().filter(|one| one.verdict.joins()).map(|one| (&one.other, &one.account)).collect();
    let twice = paying_in_both(desk, &joined)?;
    write(desk, |transaction| {
        let delivery = transaction.open_delivery(LABEL).map_err(refused)?;
        let facts: Vec<NewFact> = fresh.iter().map(|one| fact(desk, one)).collect();
        refuse_contradictions(transaction, &facts, fresh)?;
        withdraw_earlier(transaction, fresh)?;
        transaction.append(&customers::account_link::SHAPE, &facts).map_err(refused)?;
        let mut report = told(desk, ground, fresh, (action, delivery));
        for (one, other) in &twice {
            let (one, other) = (one.as_str(), other.as_str());
            let says = format!(
                "{one} and {other} have contracts on the same days, and the ARR of both counts now. If both tell the same contracts, take the contracts of one system back."
            );
            report.push(Block::callout(Tone::Caveat, says));
        }
        let pairs: Vec<String> = fresh
            .iter()
            .map(|one| format!("{} {} {}", one.account.as_str(), one.verdict.word(), one.other.as_str()))
            .collect();
        let summary = format!("{} decided: {}", desk.actor, pairs.join(", "));
        let subject = fresh.first().map_or("accounts", |one| one.other.as_str());
        Ok(Outcome { view: report, event: Event::new(kind, subject, summary) })
    })
}

fn fact(desk: &Desk<'_>, fresh: &Fresh) -> NewFact {
    let (account, other) = (fresh.account.as_str(), fresh.other.as_str());
    NewFact {
        key: Arc::from(format!("own/{account}|{other}")),
        cells: vec![
            Cell::text(account),
            Cell::text(other),
            Cell::text(fresh.verdict.word()),
            Cell::text(&fresh.reason),
            Cell::text(desk.actor.name()),
            Cell::Day(desk.today()),
        ],
        file: Arc::from(LABEL),
        line: 0,
        known_at: Some(desk.clock.now()),
    }
}

/// Somebody else may have decided meanwhile.
fn refuse_contradictions(transaction: &mut dyn Transaction, facts: &[NewFact], fresh: &[Fresh]) -> Result<(), Refusal> {
    let known = links(transaction)?;
    let new: Vec<AccountLink> = facts
        .iter()
        .zip(fresh)
        .map(|(fact, fresh)| AccountLink {
            key: fact.key.clone(),
            account: fresh.account.clone(),
            other: fresh.other.clone(),
            verdict: fresh.verdict,
            reason: Arc::from(fresh.reason.as_str()),
            linked_by: Arc::from(""),
            linked_on: jiff::civil::Date::ZERO,
        })
        .collect();
    match contradictions(&known, &new).into_iter().next() {
        Some((_, why)) => Err(Refusal::Conflict(why)),
        None => Ok(()),
    }
}

fn links(transaction: &mut dyn Transaction) -> Result<Vec<AccountLink>, Refusal> {
    let known = transaction.facts(&FactQuery::all(&customers::account_link::SHAPE)).map_err(refused)?;
    Ok(known.iter().filter_map(AccountLink::from_record).collect())
}

/// What was said before about the same two, in whatever order.
fn withdraw_earlier(transaction: &mut dyn Transaction, fresh: &[Fresh]) -> Result<(), Refusal> {
    let known = links(transaction)?;
    let said = |link: &&AccountLink| fresh.iter().any(|one| link.is_about(&one.account, &one.other));
    let keys: Vec<Arc<str>> = known.iter().filter(said).map(|link| link.key.clone()).collect();
    transaction.withdraw(&customers::account_link::SHAPE, &keys).map(|_| ()).map_err(refused)
}

fn told(desk: &Desk<'_>, ground: &Ground, fresh: &[Fresh], (action, delivery): (&str, i64)) -> Report {
    let title = match fresh {
        [one] if one.verdict.joins() => format!("{} counts for {}", ground.name(&one.account), ground.name(&one.other)),
        [one] => format!("{} and {} are different companies", ground.name(&one.account), ground.name(&one.other)),
        many => format!("{} for others", report::display::counted(many.len(), "account counts", "accounts count")),
    };
    let mut report = Report::new(action, title, desk.today());
    let mut table = Table::new("", &["account", "identifier", "verdict", "and", "identifier", "why"]);
    for one in fresh {
        table.row([
            ground.name(&one.other).into(),
            one.other.as_str().into(),
            one.verdict.word().into(),
            ground.name(&one.account).into(),
            one.account.as_str().into(),
            one.reason.as_str().into(),
        ]);
    }
    report.push(table);
    let says = if fresh.iter().any(|one| one.verdict.joins()) {
        "Every reading sees one account now, also of past days; the rows stay as they were imported."
    } else {
        "They are not proposed again."
    };
    let take_back = match fresh {
        [one] => format!("evenkeel accounts match undo {} {}", one.other.as_str(), one.account.as_str()),
        _ => format!("evenkeel import undo {delivery}, or one by one: evenkeel accounts match undo A B"),
    };
    report.push(Block::text(format!(
        "{says} Decided by {} on {}. To take it back: {take_back}.",
        desk.actor,
        desk.today()
    )));
    report
}
