use churn::card::Taught;
use churn::{Card, SIGNALS};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use renewals::due::Deadline;
use renewals::{DatedBy, call, due, timeline};
use report::{Block, Ledger, Prose, Report, Section, Table, TableCell, Tone, Unit};
use rust_decimal::prelude::ToPrimitive as _;

use super::due::{Ledgers, Undated};
use super::judge::{Judged, address};
use super::learn::{self, Learned};
use super::past::Past;
use crate::churn::gather;
use crate::desk::Desk;
use crate::facts::paying::owners_on;
use crate::facts::stays::{everybody, of_accounts};
use crate::names;

/// The renewals of one account: what makes the chance of each, what people said, and the way to it.
///
/// # Errors
/// When the account is not known or pays nothing on the day.
pub fn show(desk: &Desk<'_>, account: &str) -> Result<Report, Refusal> {
    on(desk, &names::account(desk, account)?)
}

/// The same by its address.
pub(crate) fn on(desk: &Desk<'_>, account: &AccountId) -> Result<Report, Refusal> {
    let day = desk.as_of();
    let learned = match learn::kept(desk)? {
        Some(learned) => learned,
        None => learn::learned(desk, &gather(desk, None)?, &mut Past::once(desk))?,
    };
    let mut book = gather(desk, Some(account))?;
    let name = book.loaded.name(account);
    let Some(gathering) = book.gatherings.remove(account) else {
        return Err(Refusal::NotEnoughData(format!("{name} pays nothing on {day}, so there is nothing to renew")));
    };
    let standing = gathering.finish(&learned.near.sources);
    let found = Ledgers::load(desk, Some(account))?.ahead(&book.loaded)?;
    let people = everybody(desk)?;
    let owner = owners_on(&of_accounts(desk, &people, std::slice::from_ref(account))?, &people, day).remove(account);
    let mut dues = found.dues;
    due::sort(&mut dues, day);
    let mut report = Report::new("renewals.show", format!("Renewals: {name}"), day);
    report.subtitle = vec![
        format!("{} · owner: {} · as known on {day}", account.external(), owner.as_deref().unwrap_or("nobody")),
        taught(&learned),
    ];
    let mut page = Page {
        learned: &learned,
        money: Unit::Money(desk.currency()?.to_string()),
        ledger: Ledger::new(address(account, day).to_string()),
        day,
    };
    if dues.is_empty() {
        report.push(Block::text("Nothing this account pays for has a day on which it is decided about."));
    }
    for mut due in dues {
        due.owner.clone_from(&owner);
        report.push(page.section(&Judged::of(due, &standing, &learned, day)));
    }
    found.undated.iter().for_each(|one| report.push(undated(one)));
    for (tone, says) in crate::churn::caveats(&learned.near) {
        report.push(Block::callout(tone, says));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// What the forecast rests on, in a line.
pub(super) fn taught(learned: &Learned) -> String {
    let of = |card: &Card| {
        let rows = if card.rows == 1 { "past renewal" } else { "past renewals" };
        let days = if card.cut_offs == 1 { "cut-off" } else { "cut-offs" };
        format!("{} lost among {} {rows} of {} {days}", card.events, card.rows, card.cut_offs)
    };
    match learned.near.taught {
        Taught::Nothing => "an expert's card; no past renewal is known to learn from".to_owned(),
        Taught::Level => format!("an expert's card, its level learned from {}", of(&learned.near)),
        Taught::All => format!("learned from {}", of(&learned.near)),
        Taught::Unsolved => format!("an expert's card; {} gave no answer", of(&learned.near)),
    }
}

fn undated(one: &Undated) -> Block {
    let contract = one.contract.split_once('/').map_or(&*one.contract, |(_, key)| key);
    Block::callout(Tone::Caveat, format!("Contract {contract} is in no forecast: {}.", one.why.words()))
}

struct Page<'a> {
    learned: &'a Learned,
    money: Unit,
    ledger: Ledger,
    day: jiff::civil::Date,
}

impl Page<'_> {
    fn section(&mut self, one: &Judged) -> Section {
        one.enter(&mut self.ledger, &self.money);
        let mut section = Section::new(format!("on.{}", one.due.on), format!("Decided on {}", one.due.on));
        let mut figures = vec![one.chance().with_note(one.due.class().words()), one.arr(&self.money)];
        figures.extend(one.call().map(|(figure, _)| figure));
        section.push(Block::Figures { figures });
        if let Some((tone, says)) = self.state(one) {
            section.push(Block::callout(tone, says));
        }
        section.push(Block::points(terms(one, self.day)));
        section.push(self.reasons(one));
        section.push(calls(one));
        section.push(self.way(one));
        section
    }

    fn state(&self, one: &Judged) -> Option<(Tone, String)> {
        let state = one.due.state(self.day);
        let says = match (state, one.due.notice_on, &one.due.signed) {
            (renewals::State::NoticeGiven, Some(on), _) => format!("Notice was given on {on}."),
            (renewals::State::RanOut, _, _) => {
                "The day of the decision is over and nothing that follows is on record.".to_owned()
            }
            (renewals::State::DeadlinePassed, _, _) if one.due.auto_renew == Some(true) => {
                "The last day for notice is over and none is on record, so it renews by itself. The chance is the model's \
                 all the same: agreements are made in spite of such days."
                    .to_owned()
            }
            (renewals::State::DeadlinePassed, _, _) => "The last day for notice is over.".to_owned(),
            (_, _, Some(signed)) => {
                let contract = signed.contract.split_once('/').map_or(&*signed.contract, |(_, key)| key);
                format!("Contract {contract} follows on {}.", signed.starts_on)
            }
            _ => return None,
        };
        Some((if state.is_late() { Tone::Warning } else { Tone::Note }, says))
    }

    fn reasons(&self, one: &Judged) -> Table {
        let mut table = Table::new("What makes the risk of losing it", &["part", ">adds in log-odds"]);
        let Some(risk) = &one.risk else {
            table.row(["the contract that follows is known".into(), TableCell::Empty]);
            return table;
        };
        let signed = |number: rust_decimal::Decimal| report::display::signed(number.to_f64().unwrap_or_default(), 3);
        table.row(["an account like the mean of the book".into(), signed(risk.level).into()]);
        let mut reasons = risk.reasons.clone();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.contribution.abs()));
        for reason in reasons {
            table.row([reason.words().into(), signed(reason.contribution).into()]);
        }
        for of in &risk.unknown {
            table.row([format!("{}: not known of this account", SIGNALS[*of].name).into(), "0, not known".into()]);
        }
        let card = if one.due.days_left(self.day) <= learn::NEAR_DAYS { "at most" } else { "more than" };
        let learned = self.learned.card(one.due.days_left(self.day));
        table.note = Some(format!(
            "Learned {card} {} days before the decision, from {} past renewals of which {} were lost. The chance of loss is \
             1 / (1 + e^-sum). `evenkeel churn show` opens what is known of each signal.",
            learn::NEAR_DAYS,
            learned.rows,
            learned.events
        ));
        table
    }

    fn way(&self, one: &Judged) -> Table {
        let mut table = Table::new("The way to it", &["step", "by", "what is done", ""]);
        let next = timeline::next(&one.due, self.day);
        for step in renewals::STEPS {
            let by = crate::churn::days_after(one.due.on, -step.days);
            let mark = match next {
                Some(next) if next.step == step => format!("next, by {}", next.by),
                _ if by < self.day => "its day is over".to_owned(),
                _ => String::new(),
            };
            let says = match next {
                Some(next) if next.step == step => next.says,
                _ if one.due.class().is_in_danger() => step.in_danger,
                _ => step.says,
            };
            table.row([step.name.into(), by.to_string().into(), says.into(), mark.into()]);
        }
        let owner = one.due.owner.as_deref().unwrap_or("nobody owns it: the team's leader");
        table.note = next.map(|next| format!("Next: {owner}{}.", next.who.words()));
        table
    }
}

fn terms(one: &Judged, day: Date) -> Vec<Prose> {
    let mut told = Vec::new();
    match one.due.dated_by {
        DatedBy::Renewal => {}
        DatedBy::End => told.push("No renewal day is on record; the first unpaid day stands in.".to_owned()),
        DatedBy::EndBeforeRenewal => told.push(
            "The renewal day on record does not lie within the contract; the first unpaid day stands in.".to_owned(),
        ),
    }
    told.push(match one.due.auto_renew {
        Some(true) => "It renews unless somebody ends it.".to_owned(),
        Some(false) => "It does not renew by itself: it has to be signed.".to_owned(),
        None => "Whether it renews by itself is not on record for all of its contracts.".to_owned(),
    });
    told.extend(one.due.odd_notice_days.map(|days| {
        format!("A notice period of {days} days is on record, longer than the contract runs; it is left aside.")
    }));
    told.push(match one.due.deadline() {
        Deadline::Notice(last) if last < day => format!("Notice could be given until {last}."),
        Deadline::Notice(last) => format!("Notice can be given until {last}."),
        Deadline::Decision(_) | Deadline::NotOnRecord(_) if one.due.odd_notice_days.is_some() => {
            "By when notice has to be given is not known; correct notice_days to see it.".to_owned()
        }
        Deadline::Decision(_) => "No notice period is on record.".to_owned(),
        Deadline::NotOnRecord(_) => {
            "The notice period is not on record; import notice_days to see by when it has to be settled.".to_owned()
        }
    });
    if !one.due.is_whole_account {
        told.push("The account pays for more than this.".to_owned());
    }
    told.into_iter().map(Prose::from).collect()
}

fn calls(one: &Judged) -> Block {
    if one.due.calls.is_empty() {
        return Block::text("Nobody has called it yet.");
    }
    let mut table = Table::new("What people said", &["on", "who", "chance", "beside the model", "why"]);
    for said in call::latest_of_each(&one.due.calls) {
        let apart = call::difference(said.chance, one.due.chance);
        let beside = match apart.map(|apart| (apart * rust_decimal::Decimal::ONE_HUNDRED).round()) {
            Some(points) if points.is_sign_positive() => format!("{points} points above"),
            Some(points) => format!("{} points below", points.abs()),
            None => "about the same".to_owned(),
        };
        table.row([
            TableCell::from(said.on.to_string()),
            said.forecaster.to_string().into(),
            format!("{} %", (said.chance * rust_decimal::Decimal::ONE_HUNDRED).normalize()).into(),
            beside.into(),
            said.reason.as_deref().unwrap_or_default().into(),
        ]);
    }
    Block::Table(table)
}
