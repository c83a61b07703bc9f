use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// One fact about the account, in the shape this crate reads.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// Use on a day.
    UsageDay(UsageDay<'a>),
    /// Use in a month.
    UsageMonth(UsageMonth<'a>),
    /// A conversation.
    Touch(Touch<'a>),
    /// A request to support.
    Ticket(Ticket<'a>),
    /// An answer to a survey.
    Answer(Answer<'a>),
    /// What is paid for, from a day to a day.
    Contract(Contract<'a>),
    /// A chance to sell more.
    Deal(Deal<'a>),
    /// What is to be paid by a day.
    Invoice(Invoice<'a>),
    /// Something they did to speak for us.
    Act(Act<'a>),
    /// Somebody we know there.
    Contact(Contact<'a>),
}

/// Use of a feature on a day (`usage_daily`).
#[derive(Debug, Clone, Copy)]
pub struct UsageDay<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// The day.
    pub day: Date,
    /// Which feature, if told.
    pub feature: Option<&'a Arc<str>>,
    /// How often.
    pub events: Option<i64>,
    /// By how many people.
    pub active_users: Option<i64>,
}

/// Use in a month (`usage_monthly`); looked at once the month is over.
#[derive(Debug, Clone, Copy)]
pub struct UsageMonth<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// Any day of the month.
    pub month: Date,
    /// Which feature; the whole product when empty.
    pub feature: Option<&'a Arc<str>>,
    /// People who used it.
    pub active_users: Option<i64>,
    /// People who could.
    pub licensed_users: Option<i64>,
    /// Days with use.
    pub active_days: Option<i64>,
    /// How often it was used.
    pub events: Option<i64>,
}

/// A conversation (`touchpoints`).
#[derive(Debug, Clone, Copy)]
pub struct Touch<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// The day.
    pub on: Date,
    /// `call`, `meeting`, `onsite`, `training`, `email` or another kind, which counts like an e-mail.
    pub kind: &'a str,
    /// Whether the customer began it.
    pub inbound: bool,
    /// What became of it; cancelled ones and no-shows do not count.
    pub outcome: Option<&'a str>,
    /// Whether a sponsor took part, if it is known who did. A role without a date may only be told for today.
    pub sponsor: Option<bool>,
}

/// A request to support (`tickets`).
#[derive(Debug, Clone, Copy)]
pub struct Ticket<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// When it was opened.
    pub opened_on: Date,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// What the customer answered at closing, 1 to 5; other numbers do not count.
    pub satisfaction: Option<Decimal>,
    /// Whether it was escalated.
    pub escalated: bool,
}

/// What was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether they would recommend us, 0 to 10.
    NetPromoter,
    /// How satisfied they are, 1 to 5.
    Satisfaction,
}

/// An answer to a survey (`surveys`).
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// The day.
    pub on: Date,
    /// What was asked.
    pub question: Question,
    /// The answer; one outside the scale does not count.
    pub score: Decimal,
}

/// What is paid for, from a day to a day (`contracts`).
#[derive(Debug, Clone, Copy)]
pub struct Contract<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// First paid day.
    pub starts_on: Date,
    /// First unpaid day.
    pub ends_on: Option<Date>,
    /// Annual recurring revenue, all contracts of the account in one currency at one rate; empty without a rate.
    pub arr: Option<Decimal>,
    /// Licensed seats.
    pub seats: Option<i64>,
    /// How it goes on.
    pub terms: Terms,
}

/// How a contract goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terms {
    /// Whether it renews by itself.
    pub auto_renew: Option<bool>,
    /// When renewal is decided.
    pub renewal_on: Option<Date>,
    /// When notice was given; a day after the as-of day does not count.
    pub notice_on: Option<Date>,
    /// How many days before the renewal notice has to be given.
    pub notice_days: Option<i64>,
}

/// What is to be paid by a day (`invoices`).
#[derive(Debug, Clone, Copy)]
pub struct Invoice<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// By when.
    pub due_on: Date,
    /// When it was paid.
    pub paid_on: Option<Date>,
}

/// Something they did to speak for us (`advocacy`).
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// When.
    pub on: Date,
    /// `community`, or another kind.
    pub kind: &'a str,
}

/// Somebody we know there (`contacts`).
#[derive(Debug, Clone, Copy)]
pub struct Contact<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// Since when we know them.
    pub since_on: Option<Date>,
    /// When they left.
    pub left_on: Option<Date>,
}

/// A chance to sell more (`opportunities`).
#[derive(Debug, Clone, Copy)]
pub struct Deal<'a> {
    /// The key of the fact.
    pub key: &'a Arc<str>,
    /// What kind; `renewal` and `new` are not looked at.
    pub kind: Option<&'a str>,
    /// When it was opened.
    pub opened_on: Date,
    /// When it was decided.
    pub closed_on: Option<Date>,
    /// Whether it was won.
    pub won: Option<bool>,
}
