use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Advocacy, Contact, Contract, Invoice, Opportunity, SurveyResponse, Ticket, Touchpoint};
use health::{
    Act, Answer, Book, Deal, Gathering, MeasureKind, Question, Row, Terms, Touch, UsageDay, UsageMonth, Windows,
};
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use ports::store::FactQuery;
use usage::{DailyUsage, MonthlyUsage};

use super::judge::Judge;
use crate::desk::{Desk, refused};
use crate::facts::histories;

/// No measure of an account looks further back than this.
const LOOK_BACK_DAYS: i64 = 366;
/// The book of the company reads usage only to learn which features there are and which sources still speak.
const BOOK_DAILY_DAYS: i64 = 100;
const BOOK_MONTHLY_DAYS: i64 = 130;

/// Whether a source still speaks is mostly told by its last days; only where they tell nothing is more read.
const LAST_DAYS: i64 = 30;

/// What rows are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// The health of these accounts.
    Accounts(&'a [AccountId]),
    /// The health of this one, with the facts behind each measure.
    Opened(&'a AccountId),
}

type Feed = fn(&mut Gathered, &FactRecord);

/// The feeds of accounts.
const FEEDS: [(&FactShape, Feed); 8] = [
    (&usage::daily::SHAPE, feed_daily),
    (&usage::monthly::SHAPE, feed_monthly),
    (&customers::touchpoint::SHAPE, feed_touchpoint),
    (&customers::ticket::SHAPE, feed_ticket),
    (&customers::opportunity::SHAPE, feed_opportunity),
    (&customers::survey::SHAPE, feed_survey),
    (&customers::invoice::SHAPE, feed_invoice),
    (&customers::advocacy::SHAPE, feed_act),
];

/// The feeds the book of the company reads only to learn which sources still speak, with the words for it.
const SPEAKERS: [(&FactShape, Feed, &[&str]); 4] = [
    (&customers::touchpoint::SHAPE, feed_touchpoint, &["touch", "training"]),
    (&customers::ticket::SHAPE, feed_ticket, &["ticket"]),
    (&customers::opportunity::SHAPE, feed_opportunity, &["deal"]),
    (&customers::advocacy::SHAPE, feed_act, &["act"]),
];

/// The rows of a reading, folded per account as of each day; the rows are read once for all days.
pub(super) fn gather(
    desk: &Desk<'_>,
    days: &[Date],
    reading: Reading<'_>,
    contracts: &[Contract],
    judge: &Judge<'_>,
) -> Result<Vec<BTreeMap<AccountId, Gathering>>, Refusal> {
    let accounts = match reading {
        Reading::Accounts(accounts) => accounts,
        Reading::Opened(account) => std::slice::from_ref(account),
    };
    let mut gathered = Gathered::new(days, matches!(reading, Reading::Opened(_)));
    accounts.iter().for_each(|account| gathered.begin(account, judge.windows(account)));
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(Vec::new()) };
    let (from, to) = (days_before(*first, LOOK_BACK_DAYS), last.tomorrow().unwrap_or(*last));
    for (shape, feed) in FEEDS {
        let query = FactQuery::all(shape).about_accounts(accounts).between(from, to);
        gathered.read(desk, query, feed)?;
    }
    if judge.reads(MeasureKind::StakeholderChanges) {
        // People are known for years, so no window narrows them.
        gathered.read(desk, FactQuery::all(&customers::contact::SHAPE).about_accounts(accounts), feed_contact)?;
    }
    feed_contracts(desk, &mut gathered, contracts)?;
    Ok(gathered.known.into_iter().map(|(_, known)| known).collect())
}

/// What all accounts tell together as of a day.
pub(super) fn book(desk: &Desk<'_>, day: Date) -> Result<Book, Refusal> {
    let mut gathered = Gathered::new(&[day], false);
    let end = day.tomorrow().unwrap_or(day);
    let daily = FactQuery::all(&usage::daily::SHAPE).between(days_before(day, BOOK_DAILY_DAYS), end);
    gathered.read(desk, daily, feed_daily)?;
    let monthly = FactQuery::all(&usage::monthly::SHAPE).between(days_before(day, BOOK_MONTHLY_DAYS), end);
    gathered.read(desk, monthly, feed_monthly)?;
    for (shape, feed, words) in SPEAKERS {
        let mut to = end;
        for from in [LAST_DAYS, LOOK_BACK_DAYS].map(|back| days_before(day, back)) {
            gathered.read(desk, FactQuery::all(shape).between(from, to), feed)?;
            let told = gathered.book(day).told();
            if words.iter().all(|word| told.iter().any(|(name, value)| name == word && value.is_some())) {
                break;
            }
            to = from;
        }
    }
    Ok(gathered.book(day))
}

fn days_before(day: Date, days: i64) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(day)
}

struct Gathered {
    keep_facts: bool,
    known: Vec<(Date, BTreeMap<AccountId, Gathering>)>,
}

impl Gathered {
    fn new(days: &[Date], keep_facts: bool) -> Self {
        Self { keep_facts, known: days.iter().map(|day| (*day, BTreeMap::new())).collect() }
    }

    fn read(&mut self, desk: &Desk<'_>, query: FactQuery<'_>, feed: Feed) -> Result<(), Refusal> {
        let mut see = |record: FactRecord| {
            feed(self, &record);
            true
        };
        desk.store.each_fact(&desk.known(query).in_any_order(), &mut see).map_err(refused)
    }

    fn book(&self, day: Date) -> Book {
        Book::of(day, self.known.iter().flat_map(|(_, known)| known.values()))
    }

    /// Adds a row to the account as of every day; a gathering leaves out what lies after its own.
    fn add(&mut self, account: &AccountId, row: Row<'_>) {
        for (day, known) in &mut self.known {
            let gathering = match known.get_mut(account) {
                Some(gathering) => gathering,
                None => known.entry(account.clone()).or_insert_with(|| blank(*day, self.keep_facts)),
            };
            gathering.add(row);
        }
    }

    /// An account of which nothing is known yet, looked at over these windows.
    fn begin(&mut self, account: &AccountId, windows: Windows) {
        for (day, known) in &mut self.known {
            known.insert(account.clone(), blank(*day, self.keep_facts).looking_over(windows));
        }
    }
}

fn blank(day: Date, keep_facts: bool) -> Gathering {
    let blank = Gathering::new(day);
    if keep_facts { blank.keeping_facts() } else { blank }
}

fn feed_daily(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = DailyUsage::from_record(record) else { return };
    gathered.add(
        &row.account,
        Row::UsageDay(UsageDay {
            key: &row.key,
            day: row.day,
            feature: row.feature.as_ref(),
            events: row.events,
            active_users: row.active_users,
        }),
    );
}

fn feed_monthly(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = MonthlyUsage::from_record(record) else { return };
    gathered.add(
        &row.account,
        Row::UsageMonth(UsageMonth {
            key: &row.key,
            month: row.month,
            feature: row.feature.as_ref(),
            active_users: row.active_users,
            licensed_users: row.licensed_users,
            active_days: row.active_days,
            events: row.events,
        }),
    );
}

fn feed_touchpoint(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Touchpoint::from_record(record) else { return };
    gathered.add(
        &row.account,
        Row::Touch(Touch {
            key: &row.key,
            on: row.happened_at.date(),
            kind: &row.kind,
            inbound: row.inbound,
            outcome: row.outcome.as_deref(),
            sponsor: None,
        }),
    );
}

fn feed_ticket(gathered: &mut Gathered, record: &FactRecord) {
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

fn feed_opportunity(gathered: &mut Gathered, record: &FactRecord) {
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

fn feed_act(gathered: &mut Gathered, record: &FactRecord) {
    let Some(row) = Advocacy::from_record(record) else { return };
    gathered.add(&row.account, Row::Act(Act { key: &row.key, on: row.acted_on, kind: &row.kind }));
}

fn feed_contact(gathered: &mut Gathered, record: &FactRecord) {
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

/// Contracts in one currency per account, at the rate of the last day; without a rate the amount is not known.
fn feed_contracts(desk: &Desk<'_>, gathered: &mut Gathered, contracts: &[Contract]) -> Result<(), Refusal> {
    let rates = histories::rates(desk)?;
    let book = desk.currency().ok();
    let Some(day) = gathered.known.iter().map(|(day, _)| *day).max() else { return Ok(()) };
    for row in contracts {
        let own: Option<kernel::Currency> = row.currency.as_ref().and_then(|code: &Arc<str>| code.parse().ok());
        let rate = match (own, book) {
            (Some(own), Some(book)) => rates.rate(own, book, day).ok(),
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
    Ok(())
}
