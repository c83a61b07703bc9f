use report::{Fold, Trace, on_lines};
use rust_decimal::Decimal;

use crate::evidence::{Evidence, Kind, Role, Touch};
use crate::rule;

/// One part of a component: a number read from rows, and the lines that turn it into 0 to 100.
#[derive(Debug, Clone)]
pub struct Part {
    /// The word that stands for it.
    pub key: &'static str,
    /// The words on screen.
    pub name: &'static str,
    /// How much it weighs within its component.
    pub weight: Decimal,
    /// The rows that make the number, or why it is not known.
    pub number: Result<Trace, &'static str>,
    /// Points through which number and score go, in order.
    pub line: Vec<(Decimal, Decimal)>,
    /// Whether the number is a share rather than a count.
    pub is_share: bool,
}

impl Part {
    /// 0 to 100; `None` when it is not known.
    #[must_use]
    pub fn score(&self) -> Option<Decimal> {
        on_lines(self.number.as_ref().ok()?.value()?, &self.line)
    }
}

const NO_TALK: &str = "no conversation with anybody is on record near the end of the period";
const NOT_RECORDED: &str = "no fact tells this";

fn number(whole: i64) -> Decimal {
    Decimal::from(whole)
}

/// A count that is full at `cap / each` in a season of 90 days.
fn counted(
    (key, name): (&'static str, &'static str),
    (each, cap): (i64, i64),
    days: i64,
    rows: Result<Trace, &'static str>,
) -> Part {
    let top = number(cap) * number(days.max(1)) / (number(each) * number(rule::SEASON_DAYS));
    let line = vec![(Decimal::ZERO, Decimal::ZERO), (top, Decimal::ONE_HUNDRED)];
    Part { key, name, weight: number(cap), number: rows, line, is_share: false }
}

fn unknown(key: &'static str, name: &'static str, weight: Decimal, why: &'static str) -> Part {
    Part { key, name, weight, number: Err(why), line: Vec::new(), is_share: false }
}

fn rows<'a>(touches: impl Iterator<Item = &'a Touch>) -> Trace {
    let mut trace = Trace::new(Fold::Count, &[]);
    touches.for_each(|touch| trace.push("touchpoints", &touch.key, kind(touch), Some(touch.on), &[]));
    trace
}

pub(crate) fn kind(touch: &Touch) -> &'static str {
    match (touch.kind, touch.inbound) {
        (Kind::Live, _) => "call, meeting or visit",
        (Kind::Training, _) => "training",
        (Kind::Written, true) => "message from the customer",
        (Kind::Written, false) => "message of ours",
    }
}

/// How often the account speaks with us and turns to us.
pub(crate) fn frequency(evidence: &Evidence) -> Vec<Part> {
    let days = evidence.days();
    let told = |wanted: fn(&&Touch) -> bool| {
        if evidence.conversations_told { Ok(rows(evidence.in_period().filter(wanted))) } else { Err(NO_TALK) }
    };
    let mut tickets = Trace::new(Fold::Count, &[]);
    for (key, on) in evidence.tickets.iter().filter(|(_, on)| evidence.counts(*on)) {
        tickets.push("tickets", key, "ticket", Some(*on), &[]);
    }
    let tickets = if evidence.tickets_told { Ok(tickets) } else { Err("no tickets of anybody are on record") };
    vec![
        // method: engagement.points.calls, engagement.points.calls_most
        counted(
            ("calls", "calls, meetings, visits"),
            (5, 40),
            days,
            told(|touch| touch.held && touch.kind == Kind::Live),
        ),
        // method: engagement.points.messages, engagement.points.messages_most
        counted(
            ("messages", "messages from the customer"),
            (2, 20),
            days,
            told(|touch| touch.inbound && touch.kind == Kind::Written),
        ),
        // method: engagement.points.logins_most
        unknown("logins", "logins", number(20), NOT_RECORDED),
        // method: engagement.points.tickets, engagement.points.tickets_most
        counted(("tickets", "tickets"), (3, 15), days, tickets),
        // method: engagement.points.trainings, engagement.points.trainings_most
        counted(("trainings", "trainings"), (10, 20), days, told(|touch| touch.held && touch.kind == Kind::Training)),
    ]
}

/// How good the conversations are: half whether messages are answered, half how meetings go.
pub(crate) fn quality(evidence: &Evidence) -> Vec<Part> {
    let share = |key, name, weight, number| Part { key, name, weight, number, line: straight(), is_share: true };
    vec![
        // method: engagement.quality.response_rate
        Part {
            line: steps(),
            ..share("response_rate", "messages of ours that are answered", number(50), replies(evidence))
        },
        // method: engagement.quality.on_time
        unknown("on_time", "meetings on time", number(10), NOT_RECORDED),
        // method: engagement.quality.held
        share("held", "meetings held as agreed", number(10), held(evidence)),
        // method: engagement.quality.executive
        Part {
            line: vec![(Decimal::ZERO, Decimal::ZERO), (Decimal::ONE, Decimal::ONE_HUNDRED)],
            is_share: false,
            ..share("executive", "conversations with a sponsor", Decimal::new(125, 1), sponsors(evidence))
        },
        // method: engagement.quality.follow_through
        unknown("follow_through", "what was agreed was done", Decimal::new(125, 1), NOT_RECORDED),
        // method: engagement.quality.reviews
        share("reviews", "business reviews held", number(5), reviews(evidence)),
    ]
}

fn straight() -> Vec<(Decimal, Decimal)> {
    vec![(Decimal::ZERO, Decimal::ZERO), (Decimal::ONE, Decimal::ONE_HUNDRED)]
}

/// 20 below a quarter, then 40, 60, 80, and 100 only when every message is answered.
// method: engagement.response.lowest_score, engagement.response.step_score
fn steps() -> Vec<(Decimal, Decimal)> {
    let mut line = vec![(Decimal::ZERO, number(20))];
    for quarter in 1..=4 {
        let at = Decimal::new(25 * quarter, 2);
        line.extend([(at, number(20 * quarter)), (at, number(20 * (quarter + 1)))]);
    }
    line
}

fn replies(evidence: &Evidence) -> Result<Trace, &'static str> {
    if !evidence.conversations_told {
        return Err(NO_TALK);
    }
    let asked = evidence.asked(evidence.from, evidence.last);
    if asked.is_empty() {
        return Err("we wrote nothing that had time to be answered");
    }
    let mut trace = Trace::new(Fold::Mean, &["answered"]);
    for (touch, reply) in asked {
        let answered = Decimal::from(u8::from(reply.is_some()));
        trace.push("touchpoints", &touch.key, kind(touch), Some(touch.on), &[answered]);
    }
    Ok(trace)
}

fn held(evidence: &Evidence) -> Result<Trace, &'static str> {
    let mut trace = Trace::new(Fold::Mean, &["held"]);
    for touch in evidence.in_period().filter(|touch| touch.kind != Kind::Written) {
        let held = Decimal::from(u8::from(touch.held));
        trace.push("touchpoints", &touch.key, kind(touch), Some(touch.on), &[held]);
    }
    if trace.rows.is_empty() { Err("no call or meeting was agreed") } else { Ok(trace) }
}

fn sponsors(evidence: &Evidence) -> Result<Trace, &'static str> {
    let known = evidence.contacts.iter().any(|contact| contact.role == Role::Sponsor);
    if !known {
        return Err("no sponsor is known");
    }
    if !evidence.conversations_told {
        return Err(NO_TALK);
    }
    let is_sponsor = |touch: &&Touch| {
        touch.contact.as_ref().is_some_and(|key| {
            evidence.contacts.iter().any(|contact| contact.role == Role::Sponsor && contact.key == *key)
        })
    };
    Ok(rows(evidence.in_period().filter(|touch| touch.is_two_way()).filter(is_sponsor)))
}

fn reviews(evidence: &Evidence) -> Result<Trace, &'static str> {
    let mut trace = Trace::new(Fold::Mean, &["held"]);
    for review in evidence.reviews.iter().filter(|review| evidence.counts(review.due_on)) {
        let held = Decimal::from(u8::from(review.held_on.is_some()));
        trace.push("business_reviews", &review.key, "business review", Some(review.due_on), &[held]);
    }
    if trace.rows.is_empty() { Err("no business review was due") } else { Ok(trace) }
}

/// How many people at the account speak with us.
pub(crate) fn breadth(evidence: &Evidence) -> Vec<Part> {
    let why = if evidence.contacts.iter().all(|contact| contact.role == Role::Other) {
        Some("no contact with a role is known")
    } else if !evidence.conversations_told {
        Some(NO_TALK)
    } else if evidence.in_period().any(|touch| touch.is_two_way())
        && evidence.in_period().all(|touch| touch.contact.is_none())
    {
        Some("conversations do not say with whom")
    } else {
        None
    };
    let people = |key, name, weight, role, full| {
        let mut trace = Trace::new(Fold::Count, &[]);
        for (contact, _) in evidence.active(role) {
            trace.push("contacts", &contact.key, &*contact.name, None, &[]);
        }
        let line = vec![(Decimal::ZERO, Decimal::ZERO), (number(full), Decimal::ONE_HUNDRED)];
        Part { key, name, weight: number(weight), number: why.map_or(Ok(trace), Err), line, is_share: false }
    };
    vec![
        // method: engagement.breadth.sponsor
        people("sponsor", "sponsor who speaks with us", 30, Role::Sponsor, 1),
        // method: engagement.breadth.champions, engagement.breadth.champions_full
        people("champions", "champions who speak with us", 45, Role::Champion, 3),
        // method: engagement.breadth.power_users, engagement.breadth.power_users_full
        people("power_users", "power users who speak with us", 25, Role::PowerUser, 5),
        // method: engagement.breadth.departments
        unknown("departments", "three departments or more", number(20), NOT_RECORDED),
    ]
}

/// How the product is used, as health has it.
pub(crate) fn product(evidence: &Evidence) -> Vec<Part> {
    let mut trace = Trace::new(Fold::Sum, &["score"]);
    let known = evidence.product.as_ref().filter(|figure| figure.value.is_some() && figure.evidence.is_some());
    let number = match known {
        Some(figure) => {
            trace.push_known(figure, &[]);
            Ok(trace)
        }
        None => Err("health knows nothing of the use of the product"),
    };
    let line = vec![(Decimal::ZERO, Decimal::ZERO), (Decimal::ONE_HUNDRED, Decimal::ONE_HUNDRED)];
    vec![Part {
        key: "usage",
        name: "usage, as health has it",
        weight: Decimal::ONE_HUNDRED,
        number,
        line,
        is_share: false,
    }]
}
