use std::collections::BTreeSet;
use std::sync::Arc;

use customers::{Contact, Contract, Escalation, SurveyResponse, Ticket, Touchpoint};
use jiff::civil::{Date, DateTime};
use kernel::{AccountId, Refusal};
use people::calendar::WorkCalendar;
use ports::store::FactQuery;
use rust_decimal::Decimal;
use today::{Event, Happening};

use crate::desk::{Desk, end_of};
use crate::facts::typed;
use crate::facts::voices::{days_before, from_to, narrowed};
use crate::usage::{self, Fallen};

/// Messages older than this are not looked for any more.
// method: today.waiting_back_days
const WAITING_BACK_DAYS: i64 = 14;
// method: today.waiting_minutes
const WAITING_MINUTES: i64 = 240;
/// Marks from which an answer is low: 0 to 6 of 10, 1 and 2 of 5.
// method: today.low_nps
const LOW_NPS: i64 = 6;
// method: today.low_csat
const LOW_CSAT: i64 = 2;

/// The days that are looked at, and whose.
pub(super) struct Scope<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) accounts: Option<&'a [AccountId]>,
    /// The last working day before the as-of day.
    pub(super) since: Date,
    pub(super) last: Date,
    pub(super) calendar: &'a WorkCalendar,
}

impl Scope<'_> {
    fn is_new(&self, day: Date) -> bool {
        (self.since..=self.last).contains(&day)
    }

    /// Everything new, in no particular order.
    pub(super) fn events(&self) -> Result<Vec<Event>, Refusal> {
        let mut found = self.contracts()?;
        found.extend(self.contacts()?);
        found.extend(self.escalations()?);
        found.extend(self.tickets()?);
        found.extend(self.answers()?);
        found.extend(self.waiting()?);
        found.extend(self.use_fallen()?);
        Ok(found)
    }

    /// Accounts whose use fell, once the week or month is over in which it could be seen.
    fn use_fallen(&self) -> Result<Vec<Event>, Refusal> {
        let fallen = usage::fallen(self.desk, self.accounts, |day| self.is_new(day))?;
        let event = |fallen: Fallen| Event {
            what: Happening::UseFell,
            object: "accounts",
            key: Arc::from(fallen.account.as_str()),
            account: fallen.account,
            on: fallen.told_on,
            says: fallen.says,
        };
        Ok(fallen.into_iter().map(event).collect())
    }

    fn contracts(&self) -> Result<Vec<Event>, Refusal> {
        let query = narrowed(FactQuery::all(&customers::contract::SHAPE), self.accounts);
        let contracts = typed(self.desk, query, Contract::from_record)?;
        let paid = |contract: &&Contract| !contract.trial && contract.arr > Decimal::ZERO;
        // What begins on the day another ends goes on, so it is no end.
        let begun: BTreeSet<(&AccountId, Date)> =
            contracts.iter().filter(paid).map(|contract| (&contract.account, contract.starts_on)).collect();
        let running = |account: &AccountId, day: Date| {
            contracts.iter().filter(paid).any(|other| {
                other.account == *account && other.starts_on < day && other.ends_on.is_none_or(|end| end > day)
            })
        };
        let event = |contract: &Contract, what, on, says: String| Event {
            what,
            account: contract.account.clone(),
            object: "contracts",
            key: contract.key.clone(),
            on,
            says,
        };
        let mut found = Vec::new();
        for contract in contracts.iter().filter(paid) {
            if let Some(on) = contract.notice_on.filter(|on| self.is_new(*on)) {
                found.push(event(contract, Happening::Notice, on, format!("notice given on {on}")));
            }
            if self.is_new(contract.starts_on) {
                found.push(self.began(contract, &contracts));
            }
            if let Some(on) = contract.ends_on.filter(|on| self.is_new(*on)) {
                let goes_on = begun.contains(&(&contract.account, on)) || running(&contract.account, on);
                if !goes_on {
                    let says = format!("the contract ended on {on} and no other runs");
                    found.push(event(contract, Happening::Ended, on, says));
                }
            }
        }
        Ok(found)
    }

    /// A contract that began: a welcome only where no other one was paid for until lately, by the lapse rule.
    fn began(&self, contract: &Contract, all: &[Contract]) -> Event {
        let on = contract.starts_on;
        let lapse = i64::from(self.desk.settings.rules.lapse_days.max(0));
        let goes_on = all.iter().any(|other| {
            let is_paid = other.account == contract.account && !other.trial && other.arr > Decimal::ZERO;
            let until_lately = other.ends_on.is_none_or(|end| end >= days_before(on, lapse));
            is_paid && other.starts_on < on && until_lately
        });
        let (what, says) = match goes_on {
            true => (Happening::ContractFollowed, format!("the next contract began on {on}")),
            false => (Happening::ContractBegan, format!("a contract began on {on}")),
        };
        Event { what, account: contract.account.clone(), object: "contracts", key: contract.key.clone(), on, says }
    }

    fn contacts(&self) -> Result<Vec<Event>, Refusal> {
        let query = narrowed(FactQuery::all(&customers::contact::SHAPE), self.accounts);
        let left = typed(self.desk, query, Contact::from_record)?.into_iter();
        Ok(left
            .filter_map(|contact| {
                let on = contact.left_on.filter(|on| self.is_new(*on))?;
                let name = contact.name.as_deref().unwrap_or("a contact");
                let role = contact.role.as_deref().map_or_else(String::new, |role| format!(", {role},"));
                let says = format!("{name}{role} left on {on}");
                Some(Event {
                    what: Happening::ContactLeft,
                    account: contact.account,
                    object: "contacts",
                    key: contact.key,
                    on,
                    says,
                })
            })
            .collect())
    }

    fn escalations(&self) -> Result<Vec<Event>, Refusal> {
        let query = narrowed(from_to(&customers::escalation::SHAPE, self.since, self.last), self.accounts);
        let raised = typed(self.desk, query, Escalation::from_record)?.into_iter();
        Ok(raised
            .filter(|row| self.is_new(row.raised_on))
            .map(|row| Event {
                what: Happening::Escalation,
                says: format!(
                    "escalated on {}: {}",
                    row.raised_on,
                    row.issue_type.as_deref().unwrap_or("no cause told")
                ),
                account: row.account,
                object: "escalations",
                key: row.key,
                on: row.raised_on,
            })
            .collect())
    }

    fn tickets(&self) -> Result<Vec<Event>, Refusal> {
        let query = narrowed(from_to(&customers::ticket::SHAPE, self.since, self.last), self.accounts);
        let opened = typed(self.desk, query, Ticket::from_record)?.into_iter();
        Ok(opened
            .filter(|row| self.is_new(row.opened_at.date()))
            .map(|row| {
                let priority = row.priority.as_deref().unwrap_or("no priority told");
                let urgent = row.escalated || priority.trim().eq_ignore_ascii_case("urgent");
                let escalated = if row.escalated { ", escalated" } else { "" };
                Event {
                    what: if urgent { Happening::UrgentTicket } else { Happening::Ticket },
                    says: format!("ticket of {}: {priority}{escalated}", row.opened_at.date()),
                    on: row.opened_at.date(),
                    account: row.account,
                    object: "tickets",
                    key: row.key,
                }
            })
            .collect())
    }

    fn answers(&self) -> Result<Vec<Event>, Refusal> {
        let query = narrowed(from_to(&customers::survey::SHAPE, self.since, self.last), self.accounts);
        let given = typed(self.desk, query, SurveyResponse::from_record)?.into_iter();
        Ok(given
            .filter(|row| self.is_new(row.responded_on))
            .map(|row| {
                let (most, low) = if row.is_nps { (10, LOW_NPS) } else { (5, LOW_CSAT) };
                let kind = if row.is_nps { "NPS" } else { "satisfaction" };
                let low = row.score <= Decimal::from(low);
                Event {
                    what: if low { Happening::Detractor } else { Happening::Answer },
                    says: format!("{kind} answer {} of {most} on {}", row.score.normalize(), row.responded_on),
                    on: row.responded_on,
                    account: row.account,
                    object: "surveys",
                    key: row.key,
                }
            })
            .collect())
    }

    /// Messages and calls of customers that nobody has answered, where answers are written down at all.
    fn waiting(&self) -> Result<Vec<Event>, Refusal> {
        let from = days_before(self.last, WAITING_BACK_DAYS);
        let query = narrowed(from_to(&customers::touchpoint::SHAPE, from, self.last), self.accounts);
        let asked: Vec<Touchpoint> = typed(self.desk, query, Touchpoint::from_record)?
            .into_iter()
            .filter(|row| row.inbound && matches!(&*row.kind, "email" | "call"))
            .filter(|row| (from..=self.last).contains(&row.happened_at.date()))
            .collect();
        let is_answered = |row: &Touchpoint| row.first_response_minutes.is_some() || row.answered_at.is_some();
        if !asked.iter().any(is_answered) {
            return Ok(Vec::new());
        }
        let late = |row: &Touchpoint| self.waited(row.happened_at) > WAITING_MINUTES;
        let open = asked.into_iter().filter(|row| !is_answered(row) && late(row));
        Ok(open
            .map(|row| Event {
                what: Happening::Waiting,
                says: format!("{} of {} waits for an answer", spoken(&row.kind), row.happened_at.date()),
                on: row.happened_at.date(),
                account: row.account,
                object: "touchpoints",
                key: row.key,
            })
            .collect())
    }

    fn waited(&self, since: DateTime) -> i64 {
        self.calendar.minutes_between(since, end_of(self.last).min(self.desk.clock.now()).max(since))
    }
}

fn spoken(kind: &str) -> &'static str {
    if kind == "call" { "a call" } else { "an e-mail" }
}
