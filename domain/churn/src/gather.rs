use std::sync::Arc;

use jiff::civil::Date;
use report::{Fold, Trace};
use rust_decimal::Decimal;

use crate::signal::{COUNT, place};
use crate::standing::{Gap, Notice, Reading, Standing};

mod flow;
mod sources;

use flow::{Flow, month_number};
pub use sources::Sources;

/// Conversations and answers older than this are not looked at.
// method: churn.look_back_days
pub const LOOK_BACK_DAYS: i32 = 365;
/// Escalations of so many days count.
// method: churn.escalation_days
pub const ESCALATION_DAYS: i32 = 90;
/// Contacts who left within so many days count.
// method: churn.contact_days
pub const CONTACT_DAYS: i32 = 180;

/// A row about an account, with what a risk needs of it.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// It used the product on a day.
    UsedDay {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// The day.
        on: Date,
        /// Whether the row speaks of one feature only.
        feature: bool,
        /// How often.
        events: i64,
    },
    /// It used the product in a month.
    UsedMonth {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// The first day of the month.
        month: Date,
        /// Whether the row speaks of one feature only.
        feature: bool,
        /// How often, where known.
        events: Option<i64>,
        /// People who used it.
        active: Option<i64>,
        /// People who could.
        licensed: Option<i64>,
    },
    /// We and they talked.
    Talked {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// When.
        on: Date,
    },
    /// A request to support.
    Ticket {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// When it was opened.
        opened_on: Date,
        /// When it was closed.
        closed_on: Option<Date>,
        /// Whether it was escalated.
        escalated: bool,
    },
    /// A problem carried upwards.
    Escalated {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// When.
        on: Date,
    },
    /// An answer to a question.
    Answered {
        /// `surveys` or `tickets`.
        object: &'static str,
        /// The key of the fact.
        key: &'a Arc<str>,
        /// When.
        on: Date,
        /// From 0, the worst, to 1.
        share: Decimal,
    },
    /// Someone we knew left the account.
    ContactLeft {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// When.
        on: Date,
    },
    /// Something to be paid.
    Invoice {
        /// The key of the fact.
        key: &'a Arc<str>,
        /// By when.
        due_on: Date,
        /// When it was.
        paid_on: Option<Date>,
    },
    /// What it pays as of the day, or paid 180 days before; as a figure that opens.
    Arr {
        /// The reference of the figure.
        key: &'a Arc<str>,
        /// The day it holds on.
        on: Date,
        /// How much.
        amount: Decimal,
    },
    /// Its first paid day.
    FirstPaid {
        /// The key of the contract.
        key: &'a Arc<str>,
        /// The day.
        on: Date,
    },
    /// It left, earlier.
    Left {
        /// `contracts` or `churn_events`.
        object: &'static str,
        /// The key of the fact.
        key: &'a Arc<str>,
        /// The day.
        on: Date,
    },
    /// Seats of a contract that runs on the day.
    Seats {
        /// The key of the contract.
        key: &'a Arc<str>,
        /// How many.
        seats: i64,
    },
    /// Notice was served on all it pays.
    Notice(&'a Notice),
}

/// A kind of row whose absence says something where there were some before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Events of use.
    Use,
    /// Months that tell active users.
    Active,
    /// Conversations.
    Talks,
}

/// The rows of one account, folded as of a day.
#[derive(Debug, Clone)]
pub struct Gathering {
    day: Date,
    is_opened: bool,
    /// By day and by month, the whole product before single features.
    flows: [Flow; 4],
    active: Option<Active>,
    seats: Decimal,
    /// The latest of the last two months is `active`; this is the latest before.
    active_before: Option<Active>,
    talked: Option<(Date, Arc<str>)>,
    /// The last conversation longer ago than any is looked at.
    talked_before: Option<(Date, Arc<str>)>,
    has_ticket: bool,
    has_escalation: bool,
    has_contact_left: bool,
    has_invoice: bool,
    last_ticket: Option<Date>,
    first_paid: Option<(Date, Arc<str>)>,
    /// Now and before, each with its reference.
    arr: [Option<(Decimal, Arc<str>)>; 2],
    /// One per signal where facts are kept, else none.
    tallies: Vec<Trace>,
    counts: [u64; COUNT],
    answers: (Decimal, u64),
    notice: Option<Notice>,
}

#[derive(Debug, Clone)]
struct Active {
    month: Date,
    feature: bool,
    active: i64,
    licensed: Option<i64>,
    key: Arc<str>,
}

/// How the facts of each signal become its reading.
const FOLDS: [Fold; COUNT] = [
    Fold::Ratio,
    Fold::Ratio,
    Fold::Sum,
    Fold::Count,
    Fold::Count,
    Fold::Mean,
    Fold::Ratio,
    Fold::Sum,
    Fold::Count,
    Fold::Count,
    Fold::Count,
];

fn columns(of: usize) -> &'static [&'static str] {
    match of {
        place::USE => &["recent", "recent and usual"],
        place::ACTIVE => &["active", "licensed"],
        place::SILENCE | place::TENURE => &["days"],
        place::ANSWERS => &["answer, 0 to 1"],
        place::ARR => &["now", "now and before"],
        _ => &[],
    }
}

impl Gathering {
    /// Nothing yet, as of the end of a day.
    #[must_use]
    pub fn new(day: Date) -> Self {
        Self {
            day,
            is_opened: false,
            flows: Default::default(),
            active: None,
            active_before: None,
            seats: Decimal::ZERO,
            talked: None,
            talked_before: None,
            has_ticket: false,
            has_escalation: false,
            has_contact_left: false,
            has_invoice: false,
            last_ticket: None,
            first_paid: None,
            arr: [None, None],
            tallies: Vec::new(),
            counts: [0; COUNT],
            answers: (Decimal::ZERO, 0),
            notice: None,
        }
    }

    /// The same, keeping the facts behind each reading. Say so before the first row.
    #[must_use]
    pub fn keeping_facts(self) -> Self {
        let tallies = (0..COUNT).map(|of| Trace::new(FOLDS[of], columns(of))).collect();
        Self { is_opened: true, tallies, ..self }
    }

    /// Adds a row; what is dated after the day, or too long before it, changes nothing.
    pub fn add(&mut self, row: Row<'_>) {
        match row {
            Row::UsedDay { key, on, feature, events } => {
                let age = self.age(on);
                self.flows[usize::from(feature)].add_day((age, on), events, self.is_opened.then_some(key));
            }
            Row::UsedMonth { key, month, feature, events, active, licensed } => {
                let Some(age) = flow::months_over(month, self.day) else { return };
                if let Some(events) = events {
                    self.flows[2 + usize::from(feature)].add_month((age, month), events, self.is_opened.then_some(key));
                }
                self.see_active(
                    age,
                    Active { month, feature, active: active.unwrap_or(-1), licensed, key: key.clone() },
                );
            }
            Row::Talked { key, on } => {
                let age = self.age(on);
                let last = if age < LOOK_BACK_DAYS { &mut self.talked } else { &mut self.talked_before };
                if age >= 0 && last.as_ref().is_none_or(|(last, old)| (*last, old) < (on, key)) {
                    *last = Some((on, key.clone()));
                }
            }
            Row::Ticket { key, opened_on, closed_on, escalated } => self.ticket(key, opened_on, closed_on, escalated),
            Row::Escalated { key, on } => self.escalated("escalations", key, on),
            Row::Answered { object, key, on, share } => {
                if self.is_within(on, LOOK_BACK_DAYS) {
                    self.answers = (self.answers.0 + share, self.answers.1 + 1);
                    self.count(place::ANSWERS, (object, key, on), &[share]);
                }
            }
            Row::ContactLeft { key, on } => {
                self.has_contact_left |= self.is_within(on, LOOK_BACK_DAYS);
                if self.is_within(on, CONTACT_DAYS) {
                    self.count(place::CONTACTS, ("contacts", key, on), &[]);
                }
            }
            Row::Invoice { key, due_on, paid_on } => {
                self.has_invoice |= self.is_within(due_on, LOOK_BACK_DAYS);
                let is_open = paid_on.is_none_or(|paid| paid > self.day);
                if due_on < self.day && self.is_within(due_on, LOOK_BACK_DAYS) && is_open {
                    self.count(place::INVOICES, ("invoices", key, due_on), &[]);
                }
            }
            money => self.money(money),
        }
    }

    fn money(&mut self, row: Row<'_>) {
        match row {
            Row::Arr { key, on, amount } => {
                let of = usize::from(on < self.day);
                self.arr[of] = Some((amount, key.clone()));
            }
            Row::FirstPaid { key, on }
                if on <= self.day && self.first_paid.as_ref().is_none_or(|(first, _)| on < *first) =>
            {
                self.first_paid = Some((on, key.clone()));
            }
            Row::Left { object, key, on } if on <= self.day => self.count(place::LEFT, (object, key, on), &[]),
            Row::Seats { seats, .. } => self.seats = self.seats.saturating_add(Decimal::from(seats)),
            Row::Notice(notice) if notice.on <= self.day => self.notice = Some(notice.clone()),
            _ => {}
        }
    }

    /// Whether notice was given on all the account pays.
    #[must_use]
    pub fn gave_notice(&self) -> bool {
        self.notice.is_some()
    }

    /// Days before the day of the gathering; below zero after it.
    fn age(&self, on: Date) -> i32 {
        (self.day - on).get_days()
    }

    fn is_within(&self, on: Date, days: i32) -> bool {
        (0..days).contains(&self.age(on))
    }

    fn count(&mut self, of: usize, (object, key, on): (&'static str, &Arc<str>, Date), numbers: &[Decimal]) {
        self.counts[of] += 1;
        if self.is_opened {
            self.tallies[of].push(object, key, on.to_string(), Some(on), numbers);
        }
    }

    fn ticket(&mut self, key: &Arc<str>, opened_on: Date, closed_on: Option<Date>, escalated: bool) {
        if !self.is_within(opened_on, LOOK_BACK_DAYS) {
            return;
        }
        self.has_ticket = true;
        self.last_ticket = self.last_ticket.max(Some(opened_on));
        if closed_on.is_none_or(|closed| closed > self.day) {
            self.count(place::TICKETS, ("tickets", key, opened_on), &[]);
        }
        if escalated {
            self.escalated("tickets", key, opened_on);
        }
    }

    fn escalated(&mut self, object: &'static str, key: &Arc<str>, on: Date) {
        self.has_escalation |= self.is_within(on, LOOK_BACK_DAYS);
        if self.is_within(on, ESCALATION_DAYS) {
            self.count(place::ESCALATIONS, (object, key, on), &[]);
        }
    }

    /// The latest of the last two months that are over, the whole product before its most used feature.
    fn see_active(&mut self, age: i32, seen: Active) {
        if seen.active < 0 {
            return;
        }
        let order = |one: &Active| (month_number(one.month), !one.feature, one.active);
        let last = if age > 1 { &mut self.active_before } else { &mut self.active };
        if last.as_ref().is_none_or(|old| order(old) < order(&seen)) {
            *last = Some(seen);
        }
    }

    /// Whether rows of this kind would have to be looked for further back than usual: that there were some tells an
    /// account that fell silent from one of which nothing was ever written down.
    #[must_use]
    pub fn misses(&self, voice: Voice) -> bool {
        match voice {
            Voice::Use => !self.flows.iter().any(Flow::is_any),
            Voice::Active => self.active.is_none() && self.active_before.is_none(),
            Voice::Talks => self.talked.is_none(),
        }
    }

    /// What is known of the account, given which sources speak in its book.
    #[must_use]
    pub fn finish(mut self, sources: &Sources) -> Standing {
        let readings = std::array::from_fn(|of| self.reading(of, sources));
        self.tallies.iter_mut().for_each(|trace| trace.rows.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key))));
        Standing { readings, facts: self.tallies, notice: self.notice }
    }

    fn reading(&mut self, of: usize, sources: &Sources) -> Reading {
        let counted = Decimal::from(self.counts[of]);
        match of {
            place::USE => self.usage(sources),
            place::ACTIVE => self.active_share(sources),
            place::SILENCE => self.silence(sources),
            place::TICKETS => zero_where(counted, sources.tickets),
            place::ESCALATIONS => zero_where(counted, sources.escalations),
            place::ANSWERS => self.answers.0.checked_div(self.answers.1.into()).ok_or(Gap::NothingOfAccount),
            place::ARR => {
                let [Some((now, key)), Some((before, _))] = self.arr.clone() else { return Err(Gap::TooYoung) };
                let both = now.checked_add(before).ok_or(Gap::TooLittle)?;
                self.count(of, ("figure", &key, self.day), &[now, both]);
                now.checked_div(both).ok_or(Gap::TooYoung)
            }
            place::TENURE => {
                let (on, key) = self.first_paid.clone().ok_or(Gap::NothingOfAccount)?;
                let days = Decimal::from(self.age(on));
                self.count(of, ("contracts", &key, on), &[days]);
                Ok(days)
            }
            place::CONTACTS => zero_where(counted, sources.contacts),
            place::INVOICES => zero_where(counted, sources.invoices),
            _ => Ok(counted),
        }
    }

    fn usage(&mut self, sources: &Sources) -> Reading {
        let speaks = [sources.days, sources.days, sources.months, sources.months];
        let found = self.flows.iter().zip(speaks).find(|(flow, speaks)| *speaks && flow.is_enough());
        let Some((flow, _)) = found else {
            let any = self.flows.iter().any(Flow::is_any);
            let stopped = self.flows.iter().zip(speaks).find(|(flow, speaks)| *speaks && flow.had_enough());
            if let Some((flow, _)) = stopped.filter(|_| !any) {
                if self.is_opened {
                    let object = if flow.is_by_month() { "usage_monthly" } else { "usage_daily" };
                    self.tallies[place::USE] = flow.trace_of_older(object, columns(place::USE));
                }
                return Ok(Decimal::ZERO);
            }
            return Err(if !(sources.days || sources.months) {
                Gap::NotRecorded
            } else if any {
                Gap::TooLittle
            } else {
                Gap::NothingOfAccount
            });
        };
        let object = if flow.is_by_month() { "usage_monthly" } else { "usage_daily" };
        let value = flow.recent_share().ok_or(Gap::TooLittle)?;
        if self.is_opened {
            self.tallies[place::USE] = flow.trace(object, columns(place::USE));
            return self.tallies[place::USE].value().ok_or(Gap::TooLittle);
        }
        Ok(value)
    }

    /// Where months speak for others and this account had some before, none is nobody.
    fn active_share(&mut self, sources: &Sources) -> Reading {
        let nobody = || self.active_before.clone().filter(|_| sources.months).map(|last| Active { active: 0, ..last });
        let Some(Active { month, active, licensed, key, .. }) = self.active.clone().or_else(nobody) else {
            return Err(Gap::NothingOfAccount);
        };
        let seats = Some(self.seats).filter(|seats| !seats.is_zero());
        let licensed = licensed.filter(|licensed| *licensed > 0).map(Decimal::from).or(seats).ok_or(Gap::TooLittle)?;
        let active = Decimal::from(active);
        self.count(place::ACTIVE, ("usage_monthly", &key, month), &[active, licensed]);
        active.checked_div(licensed).ok_or(Gap::TooLittle)
    }

    fn silence(&mut self, sources: &Sources) -> Reading {
        if !sources.talks {
            return Err(Gap::NotRecorded);
        }
        let last = self.talked.clone().or_else(|| self.talked_before.clone());
        let (on, key) = last.ok_or(Gap::NothingOfAccount)?;
        // Longer silence is not worse, and a few accounts silent for years would hide the months of all others.
        let days = Decimal::from(self.age(on).min(LOOK_BACK_DAYS));
        self.count(place::SILENCE, ("touchpoints", &key, on), &[days]);
        Ok(days)
    }
}

/// Kinds of touchpoint in which both sides speak.
const LIVE: [&str; 4] = ["call", "meeting", "onsite", "training"];
const NOT_HELD: [&str; 6] = ["cancelled", "canceled", "no-show", "no show", "no_show", "missed"];

/// Whether a touchpoint was a conversation: held in person or begun by the customer, and not called off.
#[must_use]
pub fn is_conversation(kind: &str, inbound: bool, outcome: Option<&str>) -> bool {
    let is_one_of = |word: &str, words: &[&str]| words.iter().any(|known| word.trim().eq_ignore_ascii_case(known));
    let held = outcome.is_none_or(|outcome| !is_one_of(outcome, &NOT_HELD));
    held && (inbound || is_one_of(kind, &LIVE))
}

/// None on record is none only where the source speaks.
fn zero_where(counted: Decimal, speaks: bool) -> Reading {
    if speaks || !counted.is_zero() { Ok(counted) } else { Err(Gap::NotRecorded) }
}

#[cfg(test)]
mod tests;
