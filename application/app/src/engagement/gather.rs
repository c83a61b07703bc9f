use std::collections::BTreeMap;
use std::sync::Arc;

use csm_performance::facts::Tier;
use customers::{BusinessReview, Ticket, Touchpoint};
use engagement::{Contact, Evidence, Kind, LOOK_BACK_DAYS, Review, Role, SilenceLimit, Touch};
use jiff::civil::Date;
use kernel::{AccountId, Period, Refusal};
use ports::store::FactQuery;
use report::{Address, Figure, Unit};
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::facts::paying::Paying;
use crate::facts::voices::{self, QUIET_DAYS, by_account, days_before, from_to, is_told, narrowed};
use crate::health::{Books, scores};

/// The days that count, and how far back rows are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) from: Date,
    pub(super) last: Date,
    pub(super) first_read: Date,
}

impl Days {
    pub(super) fn of(period: Period, as_of: Date) -> Self {
        let last = period.last_day().min(as_of);
        Self { from: period.from(), last, first_read: days_before(last, LOOK_BACK_DAYS).min(period.from()) }
    }
}

/// The period asked for, if anything of it can be known.
pub(super) fn period(desk: &Desk<'_>, typed: Option<&str>) -> Result<Period, Refusal> {
    let period = desk.period(typed)?;
    if period.from() > desk.as_of() {
        let as_of = desk.as_of();
        return Err(Refusal::NotEnoughData(format!("{period} begins after {as_of}, so nothing of it can be known")));
    }
    Ok(period)
}

/// Rows of many accounts, handed out as evidence account by account.
pub(super) struct Rows {
    days: Days,
    touches: BTreeMap<AccountId, Vec<Touchpoint>>,
    contacts: BTreeMap<AccountId, Vec<customers::Contact>>,
    tickets: BTreeMap<AccountId, Vec<Ticket>>,
    reviews: BTreeMap<AccountId, Vec<BusinessReview>>,
    pub(super) conversations_told: bool,
    tickets_told: bool,
}

/// No ticket of anybody in so many days means that tickets are not recorded.
const TICKET_QUIET_DAYS: i64 = 90;

impl Rows {
    pub(super) fn load(desk: &Desk<'_>, accounts: Option<&[AccountId]>, days: Days) -> Result<Self, Refusal> {
        let tickets = from_to(&customers::ticket::SHAPE, days.from, days.last);
        let reviews = from_to(&customers::business_review::SHAPE, days.from, days.last);
        let told = |shape, quiet| is_told(desk, shape, days.last, quiet);
        Ok(Self {
            days,
            touches: voices::touchpoints(desk, accounts, (days.first_read, days.last))?,
            contacts: voices::contacts(desk, accounts, days.last)?,
            tickets: by_account(desk, narrowed(tickets, accounts), Ticket::from_record, |row| &row.account)?,
            reviews: by_account(desk, narrowed(reviews, accounts), BusinessReview::from_record, |row| &row.account)?,
            conversations_told: told(&customers::touchpoint::SHAPE, QUIET_DAYS)?,
            tickets_told: told(&customers::ticket::SHAPE, TICKET_QUIET_DAYS)?,
        })
    }

    /// The evidence of one account; its rows are handed over.
    pub(super) fn take(&mut self, account: &AccountId, product: Option<Figure>) -> Evidence {
        let mut tickets: Vec<(Arc<str>, Date)> = self
            .tickets
            .remove(account)
            .unwrap_or_default()
            .into_iter()
            .map(|ticket| (ticket.key, ticket.opened_at.date()))
            .collect();
        tickets.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        let mut reviews: Vec<Review> = self
            .reviews
            .remove(account)
            .unwrap_or_default()
            .into_iter()
            .map(|row| review(row, self.days.last))
            .collect();
        reviews.sort_by(|a, b| (a.due_on, &a.key).cmp(&(b.due_on, &b.key)));
        Evidence {
            from: self.days.from,
            last: self.days.last,
            touches: self.touches.remove(account).unwrap_or_default().into_iter().map(touch).collect(),
            tickets,
            contacts: self.contacts.remove(account).unwrap_or_default().into_iter().map(contact).collect(),
            reviews,
            conversations_told: self.conversations_told,
            tickets_told: self.tickets_told,
            product,
        }
    }
}

fn touch(row: Touchpoint) -> Touch {
    let kind = match &*row.kind.trim().to_lowercase() {
        "training" => Kind::Training,
        _ if row.is_live() => Kind::Live,
        _ => Kind::Written,
    };
    let held = row.is_held();
    Touch { key: row.key, on: row.happened_at.date(), kind, inbound: row.inbound, held, contact: row.contact }
}

fn contact(row: customers::Contact) -> Contact {
    let role = Role::of(row.role.as_deref());
    let external = || Arc::from(row.key.split_once('/').map_or(&*row.key, |(_, external)| external));
    let name = row.name.clone().or_else(|| row.email.clone()).unwrap_or_else(external);
    Contact { key: row.key, name, role, left_on: row.left_on }
}

fn review(row: BusinessReview, last: Date) -> Review {
    let held_on = row.held_on.filter(|held| *held <= last);
    Review { key: row.key, due_on: row.due_on, held_on, missed: row.missed_reason }
}

/// How these accounts use the product on a day, as health has it.
pub(super) fn products(
    desk: &Desk<'_>,
    paid: &[Paying],
    day: Date,
) -> Result<BTreeMap<AccountId, (Decimal, Figure)>, Refusal> {
    let accounts: Vec<AccountId> = paid.iter().map(|one| one.account.clone()).collect();
    let contracts: Vec<customers::Contract> = paid.iter().flat_map(|one| one.contracts.iter().cloned()).collect();
    let books = Books::of(desk, day)?;
    let healths = scores(desk, &[&books], &accounts, &contracts)?.pop().unwrap_or_default();
    let used = healths.into_iter().filter_map(|(account, health)| {
        let usage = health.components.iter().find(|component| component.key == "usage")?;
        let at = Address::new("health", account.as_str(), day, desk.as_of());
        let figure = Figure::known("usage", usage.score?, Unit::Score, desk.as_of()).with_evidence(at.figure("usage"));
        Some((account, (usage.score?, figure)))
    });
    Ok(used.collect())
}

/// How long an account of this tier may be silent.
pub(super) fn limit(tier: Tier) -> SilenceLimit {
    match tier {
        Tier::Strategic => SilenceLimit::Strategic,
        Tier::Growth => SilenceLimit::Growth,
        Tier::Core => SilenceLimit::Core,
        Tier::Nurture => SilenceLimit::Nurture,
    }
}

/// All the rows of one account's contracts, whether it pays or not.
pub(super) fn account_query(account: &AccountId) -> FactQuery<'_> {
    FactQuery::all(&customers::account::SHAPE).about_accounts(std::slice::from_ref(account))
}
