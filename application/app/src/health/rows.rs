use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Contract, Opportunity, SurveyResponse, Ticket, Touchpoint};
use health::{Answer, Deal, Gathering, Question, Row, Touch, UsageDay, UsageMonth};
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use usage::{DailyUsage, MonthlyUsage};

use crate::desk::{Desk, refused};
use crate::facts::histories;

/// No measure of an account looks further back than this.
const LOOK_BACK_DAYS: i64 = 366;
/// The book of the company reads usage only to learn which features there are and which sources still speak.
const BOOK_DAILY_DAYS: i64 = 100;
const BOOK_MONTHLY_DAYS: i64 = 130;

/// What rows are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// What all accounts tell together.
    Company,
    /// The health of these accounts.
    Accounts(&'a [AccountId]),
    /// The health of this one, with the facts behind each measure.
    Opened(&'a AccountId),
}

type Feed = fn(&mut Gathered, &FactRecord);

/// The feeds of a reading, with how far back each is read.
fn feeds(reading: Reading<'_>) -> Vec<(&'static FactShape, Feed, i64)> {
    let company = reading == Reading::Company;
    let back = |book: i64| if company { book } else { LOOK_BACK_DAYS };
    let mut feeds: Vec<(&'static FactShape, Feed, i64)> = vec![
        (&usage::daily::SHAPE, feed_daily, back(BOOK_DAILY_DAYS)),
        (&usage::monthly::SHAPE, feed_monthly, back(BOOK_MONTHLY_DAYS)),
        (&customers::touchpoint::SHAPE, feed_touchpoint, LOOK_BACK_DAYS),
        (&customers::ticket::SHAPE, feed_ticket, LOOK_BACK_DAYS),
        (&customers::opportunity::SHAPE, feed_opportunity, LOOK_BACK_DAYS),
    ];
    if !company {
        feeds.push((&customers::survey::SHAPE, feed_survey, LOOK_BACK_DAYS));
    }
    feeds
}

/// The rows of a reading, folded per account as of each day; the rows are read once for all days.
pub(super) fn gather(
    desk: &Desk<'_>,
    days: &[Date],
    reading: Reading<'_>,
) -> Result<Vec<BTreeMap<AccountId, Gathering>>, Refusal> {
    let accounts = match reading {
        Reading::Company => None,
        Reading::Accounts(accounts) => Some(accounts),
        Reading::Opened(account) => Some(std::slice::from_ref(account)),
    };
    let keep_facts = matches!(reading, Reading::Opened(_));
    let known = days.iter().map(|day| (*day, BTreeMap::new())).collect();
    let mut gathered = Gathered { keep_facts, known };
    accounts.unwrap_or_default().iter().for_each(|account| gathered.add(account, None));
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(Vec::new()) };
    let to = last.tomorrow().unwrap_or(*last);
    for (shape, feed, back) in feeds(reading) {
        let from = first.checked_sub(Span::new().days(back)).unwrap_or(*first);
        let query = narrowed(shape, accounts).between(from, to);
        let mut see = |record: FactRecord| {
            feed(&mut gathered, &record);
            true
        };
        desk.store.each_fact(&desk.known(query), &mut see).map_err(refused)?;
    }
    if reading != Reading::Company {
        feed_contracts(desk, &mut gathered, accounts)?;
    }
    Ok(gathered.known.into_iter().map(|(_, known)| known).collect())
}

fn narrowed<'a>(shape: &'static FactShape, accounts: Option<&'a [AccountId]>) -> FactQuery<'a> {
    match accounts {
        Some(accounts) => FactQuery::all(shape).about_accounts(accounts),
        None => FactQuery::all(shape),
    }
}

struct Gathered {
    keep_facts: bool,
    known: Vec<(Date, BTreeMap<AccountId, Gathering>)>,
}

impl Gathered {
    /// Adds a row to the account as of every day; a gathering leaves out what lies after its own.
    fn add(&mut self, account: &AccountId, row: Option<Row<'_>>) {
        for (day, known) in &mut self.known {
            let gathering = known.entry(account.clone()).or_insert_with(|| {
                let blank = Gathering::new(*day);
                if self.keep_facts { blank.keeping_facts() } else { blank }
            });
            if let Some(row) = row {
                gathering.add(row);
            }
        }
    }
}

fn feed_daily(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = DailyUsage::from_record(record) else { return };
    gathered.add(
        &row.account,
        Some(Row::UsageDay(UsageDay {
            key: &row.key,
            day: row.day,
            feature: row.feature.as_ref(),
            events: row.events,
            active_users: row.active_users,
        })),
    );
}

fn feed_monthly(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = MonthlyUsage::from_record(record) else { return };
    gathered.add(
        &row.account,
        Some(Row::UsageMonth(UsageMonth {
            key: &row.key,
            month: row.month,
            feature: row.feature.as_ref(),
            active_users: row.active_users,
            licensed_users: row.licensed_users,
            active_days: row.active_days,
            events: row.events,
        })),
    );
}

fn feed_touchpoint(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Touchpoint::from_record(record) else { return };
    gathered.add(
        &row.account,
        Some(Row::Touch(Touch {
            key: &row.key,
            on: row.happened_at.date(),
            kind: &row.kind,
            inbound: row.inbound,
            outcome: row.outcome.as_deref(),
            sponsor: None,
        })),
    );
}

fn feed_ticket(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Ticket::from_record(record) else { return };
    gathered.add(
        &row.account,
        Some(Row::Ticket(health::Ticket {
            key: &row.key,
            opened_on: row.opened_at.date(),
            closed_on: row.closed_at.map(jiff::civil::DateTime::date),
            satisfaction: row.satisfaction,
            escalated: row.escalated,
        })),
    );
}

fn feed_survey(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = SurveyResponse::from_record(record) else { return };
    let question = if row.is_nps { Question::NetPromoter } else { Question::Satisfaction };
    gathered.add(
        &row.account,
        Some(Row::Answer(Answer { key: &row.key, on: row.responded_on, question, score: row.score })),
    );
}

fn feed_opportunity(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Opportunity::from_record(record) else { return };
    gathered.add(
        &row.account,
        Some(Row::Deal(Deal {
            key: &row.key,
            kind: row.kind.as_deref(),
            opened_on: row.opened_on,
            closed_on: row.closed_on,
            won: row.won,
        })),
    );
}

/// Contracts in one currency per account, at the rate of the last day; without a rate the amount is not known.
fn feed_contracts(desk: &Desk<'_>, gathered: &mut Gathered, accounts: Option<&[AccountId]>) -> Result<(), Refusal> {
    let rates = histories::rates(desk)?;
    let book = desk.currency().ok();
    let Some(day) = gathered.known.iter().map(|(day, _)| *day).max() else { return Ok(()) };
    let mut see = |record: FactRecord| {
        let Some(row) = Contract::from_record(&record) else { return true };
        let own: Option<kernel::Currency> = row.currency.as_ref().and_then(|code: &Arc<str>| code.parse().ok());
        let rate = match (own, book) {
            (Some(own), Some(book)) => rates.rate(own, book, day).ok(),
            _ => Some(rust_decimal::Decimal::ONE),
        };
        let arr = rate.and_then(|rate| row.arr.checked_mul(rate));
        let contract =
            health::Contract { key: &row.key, starts_on: row.starts_on, ends_on: row.ends_on, arr, seats: row.seats };
        gathered.add(&row.account, Some(Row::Contract(contract)));
        true
    };
    let query = desk.known(narrowed(&customers::contract::SHAPE, accounts));
    desk.store.each_fact(&query, &mut see).map_err(refused)
}
