use std::sync::Arc;

use jiff::civil::Date;
use kernel::{AccountId, Period, PersonId};
use report::Band;
use rust_decimal::Decimal;

// method: performance.hand-over-days
const HAND_OVER_DAYS: i64 = 90;
// method: performance.health-known-min
const HEALTH_KNOWN_MIN_PERCENT: i64 = 60;

/// The person under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Who.
    pub id: PersonId,
    /// Full name.
    pub name: Arc<str>,
    /// Job title.
    pub title: Option<Arc<str>>,
    /// Team.
    pub team: Option<Arc<str>>,
    /// Who they report to.
    pub manager: Option<Arc<str>>,
    /// First day at work.
    pub hired_on: Option<Date>,
    /// First day no longer at work.
    pub left_on: Option<Date>,
}

/// A health score at one end of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthReading {
    /// 0 to 100; `None` when too little is known.
    pub score: Option<Decimal>,
    /// Its colour.
    pub band: Band,
}

/// An account of the book: owned on at least one day of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookAccount {
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: Arc<str>,
    /// Tier by its ARR: strategic, growth, core or nurture.
    pub tier: Tier,
    /// ARR on the first day of the period.
    pub opening_arr: Decimal,
    /// ARR on the first day after it.
    pub closing_arr: Decimal,
    /// Whether it was owned on the first day.
    pub owned_at_opening: bool,
    /// Whether it was owned on the last day.
    pub owned_at_closing: bool,
    /// Since when, and until when, it is owned.
    pub owned_from: Date,
    /// First day no longer owned.
    pub owned_to: Option<Date>,
    /// From whom it was taken over, where it was: a name, or "nobody".
    pub taken_over_from: Option<Arc<str>>,
    /// Health on the day before the period.
    pub opening_health: HealthReading,
    /// Health on the last day.
    pub closing_health: HealthReading,
    /// Whether a renewal decision falls in the 90 days after the period; `None` where contracts carry no such dates.
    pub renews_soon: Option<bool>,
    /// Share of the account that is theirs, 0 to 1.
    pub share: Decimal,
}

/// The tiers by ARR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The largest.
    Strategic,
    /// Below.
    Growth,
    /// Below that.
    Core,
    /// The smallest.
    Nurture,
}

impl Tier {
    /// All tiers, largest first.
    pub const ALL: [Self; 4] = [Self::Strategic, Self::Growth, Self::Core, Self::Nurture];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Strategic => "strategic",
            Self::Growth => "growth",
            Self::Core => "core",
            Self::Nurture => "nurture",
        }
    }
}

/// What became of an account of the opening cohort, with this person's credit for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which account.
    pub account: AccountId,
    /// Its name.
    pub name: Arc<str>,
    /// ARR at the opening.
    pub opening: Decimal,
    /// What was kept of it, under the convention in force; at most the opening.
    pub kept: Decimal,
    /// What the same account is worth at the closing, 0 when lost.
    pub closing: Decimal,
    /// Whether the account was lost.
    pub lost: bool,
    /// The day the outcome was decided: the loss, or the end of the period.
    pub decided_on: Date,
    /// This person's share of the credit, 0 to 1.
    pub credit: Decimal,
}

/// More ARR from an account that was paying, with this person's credit for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The key of the contract that brought it.
    pub key: Arc<str>,
    /// The name of the account.
    pub name: Arc<str>,
    /// When.
    pub on: Date,
    /// How much, times the credit.
    pub credited: Decimal,
}

/// An opportunity decided in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// The key of the fact.
    pub key: Arc<str>,
    /// The name of the account.
    pub name: Arc<str>,
    /// When it was decided.
    pub on: Date,
    /// What it is worth.
    pub arr: Option<Decimal>,
    /// Whether it was won.
    pub won: bool,
    /// Whether it is about more rather than the same.
    pub expansion: bool,
}

/// Something counted: a key, what a reader would call it, a day and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key of the fact.
    pub key: Arc<str>,
    /// What a reader would call it.
    pub label: Arc<str>,
    /// When.
    pub on: Date,
    /// The number it brings.
    pub number: Decimal,
}

/// A business review that was due in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReview {
    /// The key of the fact.
    pub key: Arc<str>,
    /// The name of the account.
    pub name: Arc<str>,
    /// When it was due.
    pub due_on: Date,
    /// When it was held.
    pub held_on: Option<Date>,
    /// Whether the customer did not want it.
    pub declined: bool,
}

/// A survey or ticket answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// `surveys` or `tickets`.
    pub object: &'static str,
    /// The row.
    pub row: Row,
}

/// Hours of one category in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The key of the fact.
    pub key: Arc<str>,
    /// First day of the week.
    pub week: Date,
    /// What they were spent on.
    pub category: Arc<str>,
    /// How many.
    pub hours: Decimal,
}

/// A target of this person in this period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRow {
    /// The key of the fact.
    pub key: Arc<str>,
    /// The metric, as the source names it.
    pub metric: Arc<str>,
    /// The tier it holds for; all when empty.
    pub tier: Option<Arc<str>>,
    /// The number to reach.
    pub target: Decimal,
}

/// An account on its way to first value in the days of the period in which it was somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTheWay {
    /// The milestone.
    pub key: Arc<str>,
    /// What a reader would call the account.
    pub label: Arc<str>,
    /// The day it was reached, or the last of those days.
    pub on: Date,
    /// Whether it was reached then.
    pub reached: bool,
    /// How often it was to be expected of an account of its age in those days.
    pub expected: Decimal,
}

/// How fast all accounts of the company reach first value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstValuePace {
    /// The days by which half have reached it.
    pub median_days: Decimal,
    /// How many expected cases the others are worth beside one's own.
    pub worth: Decimal,
}

/// What a review is made from: everything about one person and one period that was known as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Who.
    pub subject: Subject,
    /// Over which period.
    pub period: Period,
    /// Known as of this day.
    pub as_of: Date,
    /// What money is in: an ISO 4217 code.
    pub currency: String,
    /// The accounts of the book, by name.
    pub book: Vec<BookAccount>,
    /// What became of the opening cohort.
    pub outcomes: Vec<Outcome>,
    /// How GRR was worked out, in a sentence.
    pub retention_convention: String,
    /// What sources say against each other about who was lost, in a sentence, when they do.
    pub churn_dispute: Option<String>,
    /// More ARR from accounts that were paying.
    pub expansions: Vec<Expansion>,
    /// Opportunities decided; `None` when no opportunity of anybody is on record.
    pub deals: Option<Vec<Deal>>,
    /// Save plays ended: 1 saved, 0 lost.
    pub save_plays: Vec<Row>,
    /// Conversations: 1 each.
    pub touchpoints: Vec<Row>,
    /// Working hours until a person answered, of conversations the customer began.
    pub responses: Vec<Row>,
    /// How many of them still wait for an answer.
    pub waiting: u64,
    /// Business reviews due.
    pub reviews: Vec<DueReview>,
    /// Net promoter answers, 0 to 10.
    pub promoter_answers: Vec<Row>,
    /// Satisfaction answers, 1 to 5, each counted once.
    pub satisfaction_answers: Vec<Answer>,
    /// How many satisfaction answers stood in both surveys and tickets.
    pub answers_seen_twice: u64,
    /// Escalations raised: 1 each.
    pub escalations: Vec<Row>,
    /// Whether any escalation of anybody is on record, so that none is a number rather than a gap.
    pub escalations_recorded: bool,
    /// Accounts on their way to first value in the period while they were theirs.
    pub first_values: Vec<OnTheWay>,
    /// What they are held against; `None` when too little is on record.
    pub first_value_pace: Option<FirstValuePace>,
    /// Hours by week and category.
    pub hours: Vec<Hours>,
    /// What was to be reached.
    pub targets: Vec<TargetRow>,
    /// Days of the period on leave.
    pub leave_days: i32,
    /// Account-days of this book's accounts that nobody owned.
    pub unowned_days: i64,
    /// Accounts given away in the period.
    pub handed_on: Vec<HandedOn>,
    /// What the reader must know about the data, in sentences.
    pub caveats: Vec<String>,
}

/// An account that was given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOn {
    /// Its name.
    pub account: Arc<str>,
    /// By name who owned it next; `None` when nobody did.
    pub to: Option<Arc<str>>,
    /// Since when they own it, or nobody does.
    pub on: Date,
}

impl Facts {
    /// How long the period is, in quarters of a year.
    #[must_use]
    pub fn quarters(&self) -> Decimal {
        let days = Decimal::from(self.period.day_count());
        // A named quarter has 90 to 92 days and is one quarter; other stretches count by the mean quarter.
        if (90..=92).contains(&self.period.day_count()) { Decimal::ONE } else { days / Decimal::new(913_125, 4) }
    }

    /// The last day of the period, or the as-of day where that comes first.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.period.last_day().min(self.as_of)
    }

    /// The day at whose 00:00 the closing ARR is counted.
    #[must_use]
    pub fn closes_on(&self) -> Date {
        self.last_day().tomorrow().unwrap_or(self.last_day())
    }

    /// The accounts owned on the last day.
    pub fn closing_book(&self) -> impl Iterator<Item = &BookAccount> {
        self.book.iter().filter(|account| account.owned_at_closing)
    }

    /// The accounts owned on the last day, without those taken over so recently that their health is another's work.
    pub fn settled_book(&self) -> impl Iterator<Item = &BookAccount> {
        let days = jiff::Span::new().days(HAND_OVER_DAYS);
        let since = self.period.to().checked_sub(days).unwrap_or(self.period.to());
        self.closing_book().filter(move |account| account.taken_over_from.is_none() || account.owned_from <= since)
    }

    /// Why the health of the book cannot be told, when it is known of too few accounts.
    #[must_use]
    pub fn health_too_few(&self) -> Option<String> {
        let accounts = self.settled_book().count();
        let known = self.settled_book().filter(|account| account.closing_health.band != Band::Unknown).count();
        let share = Decimal::from(known).checked_div(Decimal::from(accounts)).unwrap_or_default();
        (accounts > 0 && share < Decimal::new(HEALTH_KNOWN_MIN_PERCENT, 2)).then(|| {
            format!("health is known of only {known} of {accounts} accounts; {HEALTH_KNOWN_MIN_PERCENT} % are needed")
        })
    }

    /// The accounts owned on the first day.
    pub fn opening_book(&self) -> impl Iterator<Item = &BookAccount> {
        self.book.iter().filter(|account| account.owned_at_opening)
    }
}
