use std::sync::Arc;

use customers::{Advocacy, Contact, Contract, Invoice, Opportunity, SurveyResponse, Ticket, Touchpoint};
use health::gather::Voice;
use health::{Act, Answer, Deal, Question, Row, Terms, Touch, UsageDay, UsageMonth};
use jiff::civil::Date;
use kernel::{Currency, FactRecord, FactShape};
use retention::Rates;
use usage::{DailyUsage, MonthlyUsage};

use super::Gathered;

pub(in crate::health) type Feed = fn(&mut Gathered, &FactRecord);

/// The feeds of accounts.
pub(super) const FEEDS: [(&FactShape, Feed); 8] = [
    (&usage::daily::SHAPE, feed_daily),
    (&usage::monthly::SHAPE, feed_monthly),
    (&customers::touchpoint::SHAPE, feed_touchpoint),
    (&customers::ticket::SHAPE, feed_ticket),
    (&customers::opportunity::SHAPE, feed_opportunity),
    (&customers::survey::SHAPE, feed_survey),
    (&customers::invoice::SHAPE, feed_invoice),
    (&customers::advocacy::SHAPE, feed_act),
];

/// Where an account has no row in any window, these are looked for before it: of which feed, which voice is missed.
pub(super) const OLDER: [(&FactShape, Feed, Voice); 7] = [
    (&usage::daily::SHAPE, feed_daily, Voice::Days),
    (&usage::monthly::SHAPE, feed_monthly, Voice::Months),
    (&customers::touchpoint::SHAPE, feed_touchpoint, Voice::Touches),
    (&customers::ticket::SHAPE, feed_ticket, Voice::Tickets),
    (&customers::opportunity::SHAPE, feed_opportunity, Voice::Deals),
    (&customers::invoice::SHAPE, feed_invoice, Voice::Invoices),
    (&customers::advocacy::SHAPE, feed_act, Voice::Acts),
];

pub(in crate::health) fn feed_daily(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = DailyUsage::from_record(record) else { return };
    gathered.add(&row.account, day_of_use(&row));
}

pub(in crate::health) fn day_of_use(row: &DailyUsage) -> Row<'_> {
    Row::UsageDay(UsageDay {
        key: &row.key,
        day: row.day,
        feature: row.feature.as_ref(),
        events: row.events,
        active_users: row.active_users,
    })
}

pub(in crate::health) fn feed_monthly(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = MonthlyUsage::from_record(record) else { return };
    gathered.add(&row.account, month_of_use(&row));
}

pub(in crate::health) fn month_of_use(row: &MonthlyUsage) -> Row<'_> {
    Row::UsageMonth(UsageMonth {
        key: &row.key,
        month: row.month,
        feature: row.feature.as_ref(),
        active_users: row.active_users,
        licensed_users: row.licensed_users,
        active_days: row.active_days,
        events: row.events,
    })
}

pub(in crate::health) fn feed_touchpoint(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Touchpoint::from_record(record) else { return };
    let touch = |sponsor| {
        Row::Touch(Touch {
            key: &row.key,
            on: row.happened_at.date(),
            kind: &row.kind,
            inbound: row.inbound,
            outcome: row.outcome.as_deref(),
            sponsor,
        })
    };
    let Some(days) = row.contact.as_ref().and_then(|contact| gathered.sponsors.get(contact)).cloned() else {
        return gathered.add(&row.account, touch(row.contact.as_ref().map(|_| false)));
    };
    let places = gathered.places.clone();
    for place in places.clone() {
        gathered.places = place..place + 1;
        gathered.add(&row.account, touch(Some(days.iter().any(|days| days.contains(&place)))));
    }
    gathered.places = places;
}

/// Takes in whether a contact is a sponsor, as far as that was known. A role has no date.
pub(super) fn know_sponsor(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Contact::from_record(record) else { return };
    if engagement::Role::of(row.role.as_deref()) == engagement::Role::Sponsor {
        let places = gathered.places.clone();
        gathered.sponsors.entry(row.key).or_default().push(places);
    }
}

pub(in crate::health) fn feed_ticket(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Ticket::from_record(record) else { return };
    gathered.add(
        &row.account,
        Row::Ticket(health::Ticket {
            key: &row.key,
            opened_on: row.opened_at.date(),
            closed_on: row.closed_at.map(jiff::civil::DateTime::date),
            satisfaction: row.satisfaction,
            escalated: row.escalated,
        }),
    );
}

fn feed_survey(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = SurveyResponse::from_record(record) else { return };
    let question = if row.is_nps { Question::NetPromoter } else { Question::Satisfaction };
    gathered.add(&row.account, Row::Answer(Answer { key: &row.key, on: row.responded_on, question, score: row.score }));
}

pub(in crate::health) fn feed_opportunity(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Opportunity::from_record(record) else { return };
    gathered.add(
        &row.account,
        Row::Deal(Deal {
            key: &row.key,
            kind: row.kind.as_deref(),
            opened_on: row.opened_on,
            closed_on: row.closed_on,
            won: row.won,
        }),
    );
}

fn feed_invoice(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Invoice::from_record(record) else { return };
    let invoice = health::Invoice { key: &row.key, due_on: row.due_on, paid_on: row.paid_on };
    gathered.add(&row.account, Row::Invoice(invoice));
}

pub(in crate::health) fn feed_act(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Advocacy::from_record(record) else { return };
    gathered.add(&row.account, Row::Act(Act { key: &row.key, on: row.acted_on, kind: &row.kind }));
}

pub(super) fn feed_contact(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Contact::from_record(record) else { return };
    let contact = health::Contact { key: &row.key, since_on: row.since_on, left_on: row.left_on };
    gathered.add(&row.account, Row::Contact(contact));
}

fn terms(row: &Contract) -> Terms {
    Terms {
        // What is tried out for nothing has no end to warn of.
        auto_renew: row.auto_renew.filter(|_| !row.trial),
        renewal_on: row.renewal_on,
        notice_on: row.notice_on,
        notice_days: row.notice_days,
    }
}

/// What amounts are worth in the currency of the book on a day.
pub(super) struct Exchange<'a> {
    pub(super) book: Option<Currency>,
    pub(super) rates: &'a Rates,
    pub(super) day: Date,
}

/// A contract in the currency of the book; without a rate the amount is not known.
pub(super) fn feed_contract(gathered: &mut Gathered, row: &Contract, exchange: &Exchange<'_>) {
    let own: Option<Currency> = row.currency.as_ref().and_then(|code: &Arc<str>| code.parse().ok());
    let rate = match (own, exchange.book) {
        (Some(own), Some(book)) => exchange.rates.rate(own, book, exchange.day).ok(),
        _ => Some(rust_decimal::Decimal::ONE),
    };
    let arr = rate.and_then(|rate| row.arr.checked_mul(rate));
    let contract = health::Contract {
        key: &row.key,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        arr,
        seats: row.seats,
        terms: terms(row),
    };
    gathered.add(&row.account, Row::Contract(contract));
}
