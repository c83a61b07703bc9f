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

/// No measure looks further back than this.
const LOOK_BACK_DAYS: i64 = 366;

/// The rows of these accounts, or of all, folded per account as of a day.
pub(super) fn gather(
    desk: &Desk<'_>,
    day: Date,
    accounts: Option<&[AccountId]>,
    keep_facts: bool,
) -> Result<BTreeMap<AccountId, Gathering>, Refusal> {
    let mut gathered = Gathered { day, keep_facts, known: BTreeMap::new() };
    if let Some(accounts) = accounts {
        accounts.iter().for_each(|account| {
            gathered.of(account);
        });
    }
    let from = day.checked_sub(Span::new().days(LOOK_BACK_DAYS)).unwrap_or(day);
    let to = day.tomorrow().unwrap_or(day);
    let feeds: [(&'static FactShape, Feed); 6] = [
        (&usage::daily::SHAPE, feed_daily),
        (&usage::monthly::SHAPE, feed_monthly),
        (&customers::touchpoint::SHAPE, feed_touchpoint),
        (&customers::ticket::SHAPE, feed_ticket),
        (&customers::survey::SHAPE, feed_survey),
        (&customers::opportunity::SHAPE, feed_opportunity),
    ];
    for (shape, feed) in feeds {
        let query = narrowed(shape, accounts).between(from, to);
        let mut see = |record: FactRecord| {
            feed(&mut gathered, &record);
            true
        };
        desk.store.each_fact(&desk.known(query), &mut see).map_err(refused)?;
    }
    feed_contracts(desk, &mut gathered, accounts)?;
    Ok(gathered.known)
}

fn narrowed<'a>(shape: &'static FactShape, accounts: Option<&'a [AccountId]>) -> FactQuery<'a> {
    match accounts {
        Some(accounts) => FactQuery::all(shape).about_accounts(accounts),
        None => FactQuery::all(shape),
    }
}

struct Gathered {
    day: Date,
    keep_facts: bool,
    known: BTreeMap<AccountId, Gathering>,
}

type Feed = fn(&mut Gathered, &FactRecord);

impl Gathered {
    fn of(&mut self, account: &AccountId) -> &mut Gathering {
        let (day, keep) = (self.day, self.keep_facts);
        self.known.entry(account.clone()).or_insert_with(|| {
            let blank = Gathering::new(day);
            if keep { blank.keeping_facts() } else { blank }
        })
    }
}

fn feed_daily(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = DailyUsage::from_record(record) else { return };
    gathered.of(&row.account).add(Row::UsageDay(UsageDay {
        key: &row.key,
        day: row.day,
        feature: row.feature.as_ref(),
        events: row.events,
        active_users: row.active_users,
    }));
}

fn feed_monthly(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = MonthlyUsage::from_record(record) else { return };
    gathered.of(&row.account).add(Row::UsageMonth(UsageMonth {
        key: &row.key,
        month: row.month,
        feature: row.feature.as_ref(),
        active_users: row.active_users,
        licensed_users: row.licensed_users,
        active_days: row.active_days,
        events: row.events,
    }));
}

fn feed_touchpoint(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Touchpoint::from_record(record) else { return };
    gathered.of(&row.account).add(Row::Touch(Touch {
        key: &row.key,
        on: row.happened_at.date(),
        kind: &row.kind,
        inbound: row.inbound,
        outcome: row.outcome.as_deref(),
        sponsor: None,
    }));
}

fn feed_ticket(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Ticket::from_record(record) else { return };
    gathered.of(&row.account).add(Row::Ticket(health::Ticket {
        key: &row.key,
        opened_on: row.opened_at.date(),
        closed_on: row.closed_at.map(jiff::civil::DateTime::date),
        satisfaction: row.satisfaction,
        escalated: row.escalated,
    }));
}

fn feed_survey(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = SurveyResponse::from_record(record) else { return };
    let question = if row.is_nps { Question::NetPromoter } else { Question::Satisfaction };
    gathered.of(&row.account).add(Row::Answer(Answer {
        key: &row.key,
        on: row.responded_on,
        question,
        score: row.score,
    }));
}

fn feed_opportunity(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Opportunity::from_record(record) else { return };
    gathered.of(&row.account).add(Row::Deal(Deal {
        key: &row.key,
        kind: row.kind.as_deref(),
        opened_on: row.opened_on,
        closed_on: row.closed_on,
        won: row.won,
    }));
}

/// Contracts in one currency per account, at the rate of the day; without a rate the amount is not known.
fn feed_contracts(desk: &Desk<'_>, gathered: &mut Gathered, accounts: Option<&[AccountId]>) -> Result<(), Refusal> {
    let rates = histories::rates(desk)?;
    let book = desk.currency().ok();
    let day = gathered.day;
    let mut see = |record: FactRecord| {
        let Some(row) = Contract::from_record(&record) else { return true };
        let own: Option<kernel::Currency> = row.currency.as_ref().and_then(|code: &Arc<str>| code.parse().ok());
        let rate = match (own, book) {
            (Some(own), Some(book)) => rates.rate(own, book, day).ok(),
            _ => Some(rust_decimal::Decimal::ONE),
        };
        let arr = rate.and_then(|rate| row.arr.checked_mul(rate));
        gathered.of(&row.account).add(Row::Contract(health::Contract {
            key: &row.key,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            arr,
            seats: row.seats,
        }));
        true
    };
    let query = desk.known(narrowed(&customers::contract::SHAPE, accounts));
    desk.store.each_fact(&query, &mut see).map_err(refused)
}
