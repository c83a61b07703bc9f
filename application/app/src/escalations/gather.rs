use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use customers::{Escalation, SurveyResponse, Ticket};
use escalations::{Cause, Customer, NPS_DAYS, REPEAT_DAYS, Raised, Tally};
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, Period, Refusal};
use report::Unit;
use rust_decimal::Decimal;

use super::EscalationsRequest;
use crate::desk::{Desk, refused};
use crate::facts::histories::{self, Histories};
use crate::facts::paying::{Paying, owners_on, paying};
use crate::facts::stays::{everybody, of_everybody};
use crate::facts::typed;
use crate::facts::voices::{by_account, days_before, from_to};

/// Everything the report is made from.
pub(super) struct Ground<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) period: Period,
    /// The last day that is looked at.
    pub(super) day: Date,
    pub(super) segment: Option<String>,
    pub(super) tally: Tally,
    /// The words of each escalation about itself, by key.
    pub(super) told: BTreeMap<Arc<str>, Arc<str>>,
    /// Escalations that somebody of us carries.
    pub(super) carried: BTreeSet<Arc<str>>,
    /// Whether escalated tickets stand in for escalations.
    pub(super) from_tickets: bool,
    /// Escalated tickets of the period, where they do not stand in.
    pub(super) tickets: u64,
    pub(super) customers: Vec<Customer>,
    /// What accounts paid on the first day.
    pub(super) opening: BTreeMap<AccountId, Paying>,
    /// Who pays on the last day.
    pub(super) closing: BTreeMap<AccountId, Paying>,
    pub(super) owners: BTreeMap<AccountId, Arc<str>>,
    /// Answers to the net promoter question of accounts with an escalation.
    pub(super) answers: BTreeMap<AccountId, Vec<SurveyResponse>>,
    pub(super) money: Unit,
    loaded: Histories,
}

impl<'a> Ground<'a> {
    pub(super) fn load(desk: &'a Desk<'a>, request: EscalationsRequest<'_>) -> Result<Self, Refusal> {
        let period = desk.period(request.period)?;
        if period.from() > desk.as_of() {
            let as_of = desk.as_of();
            return Err(Refusal::NotEnoughData(format!(
                "{period} begins after {as_of}, so nothing of it can be known"
            )));
        }
        let day = period.last_day().min(desk.as_of());
        let currency = desk.currency()?;
        let (opening, mut loaded) = paying(desk, period.from(), None)?;
        let (closing, _) = paying(desk, day, None)?;
        let rates = histories::rates(desk)?;
        let basis = retention::Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: desk.as_of() };
        let settings = desk.settings;
        histories::label(&mut loaded, &settings.segment_by, period.from(), &basis, &settings.tier_cutoffs)?;
        let segment = request.segment.map(|typed| settled(typed, &loaded)).transpose()?;
        let stays = of_everybody(desk, &everybody(desk)?)?;
        let by_id = |all: Vec<Paying>| all.into_iter().map(|one| (one.account.clone(), one)).collect();
        let mut ground = Self {
            desk,
            period,
            day,
            segment,
            tally: Tally::of(Vec::new(), period.from()),
            told: BTreeMap::new(),
            carried: BTreeSet::new(),
            from_tickets: false,
            tickets: 0,
            customers: Vec::new(),
            opening: by_id(opening),
            closing: by_id(closing),
            owners: owners_on(&stays, &everybody(desk)?, day),
            answers: BTreeMap::new(),
            money: Unit::Money(currency.to_string()),
            loaded,
        };
        ground.customers = ground.customers();
        ground.take()?;
        ground.listen()?;
        Ok(ground)
    }

    pub(super) fn as_of(&self) -> Date {
        self.desk.as_of()
    }

    pub(super) fn segment_of(&self, account: &AccountId) -> &str {
        self.loaded.of(account).map_or("not told", |history| history.segment.as_str())
    }

    fn is_asked_about(&self, account: &AccountId) -> bool {
        self.segment.as_deref().is_none_or(|wanted| self.segment_of(account) == wanted)
    }

    fn customers(&self) -> Vec<Customer> {
        let asked = self.opening.values().filter(|one| self.is_asked_about(&one.account));
        let customer = |one: &Paying| Customer {
            account: one.account.clone(),
            name: one.name.clone(),
            segment: self.segment_of(&one.account).to_owned(),
        };
        asked.map(customer).collect()
    }

    fn take(&mut self) -> Result<(), Refusal> {
        let desk = self.desk;
        let first = days_before(self.period.from(), i64::from(REPEAT_DAYS));
        let none = desk.store.count(&customers::escalation::SHAPE).map_err(refused)? == 0;
        let tickets = self.escalated_tickets(if none { first } else { self.period.from() })?;
        let mut rows = Vec::new();
        if none {
            for ticket in &tickets {
                rows.extend(self.of_ticket(ticket));
            }
            self.from_tickets = true;
        } else {
            self.tickets = tickets.len() as u64;
            let query = from_to(&customers::escalation::SHAPE, first, self.day);
            for row in typed(desk, query, Escalation::from_record)? {
                rows.extend(self.of_escalation(row));
            }
        }
        self.tally = Tally::of(rows, self.period.from());
        Ok(())
    }

    /// Escalated tickets of accounts asked about; the rows of all others are not held.
    fn escalated_tickets(&self, from: Date) -> Result<Vec<Ticket>, Refusal> {
        let mut found = Vec::new();
        let mut see = |record: FactRecord| {
            found.extend(Ticket::from_record(&record).filter(|ticket| ticket.escalated));
            true
        };
        let query = from_to(&customers::ticket::SHAPE, from, self.day);
        self.desk.store.each_fact(&self.desk.known(query).in_any_order(), &mut see).map_err(refused)?;
        found.retain(|ticket| {
            (from..=self.day).contains(&ticket.opened_at.date()) && self.is_asked_about(&ticket.account)
        });
        Ok(found)
    }

    fn of_ticket(&mut self, ticket: &Ticket) -> Option<Raised> {
        let told = ticket.subject.clone().unwrap_or_default();
        let cause = Cause::of(&told);
        self.told.insert(ticket.key.clone(), told);
        Some(Raised {
            object: "tickets",
            key: ticket.key.clone(),
            account: ticket.account.clone(),
            name: self.loaded.name(&ticket.account),
            on: ticket.opened_at.date(),
            resolved_on: ticket.closed_at.map(|at| at.date()).filter(|closed| *closed <= self.day),
            cause,
            seen_by_us: None,
            answered_hours: ticket.first_response_minutes.map(hours),
        })
    }

    fn of_escalation(&mut self, row: Escalation) -> Option<Raised> {
        if row.raised_on > self.day || !self.is_asked_about(&row.account) {
            return None;
        }
        let told = row.issue_type.unwrap_or_default();
        let cause = Cause::of(&told);
        self.told.insert(row.key.clone(), told);
        if row.raised_by.is_some() {
            self.carried.insert(row.key.clone());
        }
        let seen_by_us = row.raised_first_by.as_deref().map(|who| who.trim().eq_ignore_ascii_case("csm"));
        Some(Raised {
            object: "escalations",
            name: self.loaded.name(&row.account),
            key: row.key,
            account: row.account,
            on: row.raised_on,
            resolved_on: row.resolved_on.filter(|resolved| *resolved <= self.day),
            cause,
            seen_by_us,
            answered_hours: row.acknowledged_minutes.map(hours),
        })
    }

    fn listen(&mut self) -> Result<(), Refusal> {
        let accounts: Vec<AccountId> = self.tally.by_account().into_keys().cloned().collect();
        let from = days_before(self.period.from(), NPS_DAYS);
        let query = from_to(&customers::survey::SHAPE, from, self.as_of()).about_accounts(&accounts);
        self.answers = by_account(self.desk, query, SurveyResponse::from_record, |row| &row.account)?;
        for rows in self.answers.values_mut() {
            rows.retain(|row| row.is_nps && row.score >= Decimal::ZERO && row.score <= Decimal::TEN);
            rows.sort_by(|a, b| (a.responded_on, &a.key).cmp(&(b.responded_on, &b.key)));
        }
        Ok(())
    }
}

fn hours(minutes: Decimal) -> Decimal {
    minutes / Decimal::from(60)
}

/// The label as it is written, or a refusal that lists what there is.
fn settled(typed: &str, loaded: &Histories) -> Result<String, Refusal> {
    let known: BTreeSet<&str> = loaded.histories.iter().map(|history| history.segment.as_str()).collect();
    let found = known.iter().find(|label| label.to_lowercase() == typed.trim().to_lowercase());
    found.map(|label| (*label).to_owned()).ok_or_else(|| {
        let list: Vec<&str> = known.iter().copied().collect();
        let list = list.join(", ");
        Refusal::invalid("segment", format!("no account is in segment `{typed}`; there are {list}"))
    })
}
