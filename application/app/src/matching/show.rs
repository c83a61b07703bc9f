use std::collections::{BTreeMap, BTreeSet};

use customers::{AccountLink, Contract};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use matching::{Certainty, Findings, Proposal, Reason};
use ports::store::FactQuery;
use report::{Block, Report, Section, Table, Tone};

use super::gather::Ground;
use crate::desk::Desk;
use crate::facts::typed;

/// Which accounts of different systems are likely the same company, with the reasons; what only a person can decide; and
/// what was decided so far.
///
/// # Errors
/// When the store cannot be read.
pub fn show(desk: &Desk<'_>) -> Result<Report, Refusal> {
    let ground = Ground::gather(desk)?;
    let findings = ground.findings();
    let mut report = Report::new("accounts.match", "Accounts that may be one", desk.today());
    report.push(Block::text(known(&ground)));
    if findings.proposals.is_empty() && findings.questions.is_empty() {
        report.push(Block::text("Nothing more speaks for two accounts of different systems being one company."));
    }
    for certainty in [Certainty::Certain, Certainty::Likely, Certainty::Possible] {
        let of_it = findings.proposals.iter().filter(|proposal| proposal.certainty == certainty);
        if let Some(section) = proposals(&ground, certainty, &of_it.collect::<Vec<_>>()) {
            report.push(section);
        }
    }
    if let Some(caveat) = counted_twice(desk, &findings)? {
        report.push(Block::callout(Tone::Caveat, caveat));
    }
    if !findings.questions.is_empty() {
        report.push(questions(&ground, &findings));
    }
    if !findings.not_telling.is_empty() {
        report.push(Block::text("Not used, since so many have it in common that it tells none of them apart:"));
        report.push(Block::points(findings.not_telling.clone()));
    }
    if !ground.links.is_empty() {
        report.push(decided(&ground));
    }
    next_steps(&findings, &mut report);
    Ok(report)
}

fn known(ground: &Ground) -> String {
    let mut systems: BTreeMap<&str, usize> = BTreeMap::new();
    for source in ground.candidates.iter().flat_map(matching::Candidate::sources) {
        *systems.entry(source).or_default() += 1;
    }
    let told: Vec<String> = systems.iter().map(|(source, count)| format!("{source} {count}")).collect();
    match systems.len() {
        0 => "No account is on record yet. Next: evenkeel import FOLDER.".to_owned(),
        1 => format!("All accounts come from one system ({}), so there is nothing to match.", told.join(", ")),
        _ => format!("Accounts by system: {}. Nothing is linked until you confirm it.", told.join(", ")),
    }
}

/// What speaks for a pair, in words.
pub(super) fn why(reasons: &BTreeSet<Reason>) -> String {
    reasons.iter().map(Reason::says).collect::<Vec<_>>().join("; ")
}

fn proposals(ground: &Ground, certainty: Certainty, found: &[&Proposal]) -> Option<Section> {
    if found.is_empty() {
        return None;
    }
    let word = certainty.word();
    let title = format!("{}{} ({})", word[..1].to_uppercase(), &word[1..], found.len());
    let mut section = Section::new(word, title);
    let mut table = Table::new("", &["account", "identifier", "is also", "identifier", "why"]);
    for proposal in found {
        table.row([
            ground.name(&proposal.kept).into(),
            proposal.kept.as_str().into(),
            ground.name(&proposal.other).into(),
            proposal.other.as_str().into(),
            why(&proposal.reasons).into(),
        ]);
    }
    section.push(table);
    Some(section)
}

fn questions(ground: &Ground, findings: &Findings) -> Section {
    let mut section = Section::new("questions", format!("Only you can tell ({})", findings.questions.len()));
    let mut table = Table::new("", &["account", "identifier", "may be", "question", "what speaks for it"]);
    for question in &findings.questions {
        let named = |account: &AccountId| format!("{} ({})", ground.name(account), account.as_str());
        let others: Vec<String> = question.others.iter().map(named).collect();
        table.row([
            ground.name(&question.account).into(),
            question.account.as_str().into(),
            others.join(", ").into(),
            question.asks.as_str().into(),
            why(&question.reasons).into(),
        ]);
    }
    section.push(table);
    section
}

fn decided(ground: &Ground) -> Section {
    let mut section = Section::new("decided", "Decided so far");
    let mut table = Table::new("", &["account", "identifier", "verdict", "and", "identifier", "why", "by whom", "on"]);
    let mut links: Vec<&AccountLink> = ground.links.iter().collect();
    links.sort_by(|one, other| (&one.other, &one.account).cmp(&(&other.other, &other.account)));
    for link in links {
        table.row([
            ground.name(&link.other).into(),
            link.other.as_str().into(),
            link.verdict.word().into(),
            ground.name(&link.account).into(),
            link.account.as_str().into(),
            link.reason.as_ref().into(),
            link.linked_by.as_ref().into(),
            link.linked_on.to_string().into(),
        ]);
    }
    section.push(table);
    section
}

/// Proposals of which both accounts have contracts on the same days.
fn counted_twice(desk: &Desk<'_>, findings: &Findings) -> Result<Option<String>, Refusal> {
    let both = findings.proposals.iter().map(|proposal| (&proposal.kept, &proposal.other));
    let pairs: Vec<(&AccountId, &AccountId)> = both.collect();
    let count = paying_in_both(desk, &pairs)?.len();
    Ok((count > 0).then(|| {
        format!(
            "Of these, {count} have contracts in both systems on the same days. Linked, the ARR of both counts. If both \
             systems tell the same contracts, take the contracts of one of them back first: evenkeel import history"
        )
    }))
}

/// Of these pairs, those whose accounts both have contracts with an amount on the same day.
pub(super) fn paying_in_both<'a>(
    desk: &Desk<'_>,
    pairs: &[(&'a AccountId, &'a AccountId)],
) -> Result<Vec<(&'a AccountId, &'a AccountId)>, Refusal> {
    let now = Desk { as_of: None, ..*desk };
    let mut terms: BTreeMap<AccountId, Vec<(Date, Option<Date>)>> = BTreeMap::new();
    if !pairs.is_empty() {
        for contract in typed(&now, FactQuery::all(&customers::contract::SHAPE), Contract::from_record)? {
            if !contract.trial && !contract.arr.is_zero() {
                terms.entry(contract.account).or_default().push((contract.starts_on, contract.ends_on));
            }
        }
    }
    let before = |from: Date, to: Option<Date>| to.is_none_or(|to| from < to);
    let meet = |one: &AccountId, other: &AccountId| {
        let (Some(ours), Some(theirs)) = (terms.get(one), terms.get(other)) else { return false };
        ours.iter().any(|a| theirs.iter().any(|b| before(a.0, b.1) && before(b.0, a.1)))
    };
    Ok(pairs.iter().copied().filter(|(one, other)| meet(one, other)).collect())
}

fn next_steps(findings: &Findings, report: &mut Report) {
    let mut steps: Vec<String> = Vec::new();
    if findings.proposals.iter().any(|proposal| proposal.certainty == Certainty::Certain) {
        steps.push("To confirm all that are certain: evenkeel accounts match confirm --all-certain".to_owned());
    }
    let pair = findings.proposals.last().map(|proposal| (&proposal.kept, &proposal.other));
    let asked = findings.questions.first().and_then(|question| Some((&question.account, question.others.first()?)));
    if let Some((kept, other)) = pair.or(asked) {
        let (kept, other) = (kept.as_str(), other.as_str());
        steps
            .push(format!("To confirm one, the account to keep first: evenkeel accounts match confirm {kept} {other}"));
        steps.push(format!("To have it not proposed again: evenkeel accounts match reject {kept} {other}"));
    }
    if !steps.is_empty() {
        report.push(Block::points(steps));
    }
}
