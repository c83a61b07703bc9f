use std::collections::BTreeMap;
use std::sync::Arc;

use csm_performance::facts::{BookAccount, Expansion, HandedOn, HealthReading, Outcome};
use customers::Contract;
use health::Health;
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use retention::{AccountHistory, Cohort, MovementKind, arr_on, credit, movements};
use rust_decimal::Decimal;

use super::context::Context;
use super::gather::{CREDIT_DAYS, Loaded, days_before};
use super::tier;
use crate::desk::Desk;
use crate::facts::about_accounts;
use crate::facts::histories::{self, Histories};
use crate::facts::stays::OwnerStay;
use crate::health::{Books, scores};

// method: performance.renews-soon-days
const RENEWS_SOON_DAYS: i32 = 90;

/// Accounts with their contracts, and their health at both ends.
pub(crate) struct Accounts {
    pub(crate) histories: Histories,
    opening_health: BTreeMap<AccountId, HealthReading>,
    closing_health: BTreeMap<AccountId, HealthReading>,
}

impl Accounts {
    pub(crate) fn load(
        desk: &Desk<'_>,
        context: &Context,
        books: &[Books; 2],
        wanted: &[AccountId],
    ) -> Result<Self, Refusal> {
        let contracts = about_accounts(desk, &customers::contract::SHAPE, wanted, Contract::from_record)?;
        let mut scored = scores(desk, &[&books[0], &books[1]], wanted, &contracts)?.into_iter().map(readings);
        Ok(Self {
            histories: histories::of(desk, Some(wanted), contracts, context.currency)?,
            opening_health: scored.next().unwrap_or_default(),
            closing_health: scored.next().unwrap_or_default(),
        })
    }

    /// The name of an account.
    pub(crate) fn name(&self, account: &AccountId) -> Arc<str> {
        self.histories.name(account)
    }
}

fn readings(scored: BTreeMap<AccountId, Health>) -> BTreeMap<AccountId, HealthReading> {
    scored.into_iter().map(|(id, health)| (id, HealthReading { score: health.score, band: health.band })).collect()
}

/// What the accounts say about one person.
#[derive(Debug, Default)]
pub(crate) struct AccountSide {
    pub(crate) book: Vec<BookAccount>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) expansions: Vec<Expansion>,
    pub(crate) unowned_days: i64,
    pub(crate) handed_on: Vec<HandedOn>,
    /// Accounts of the book that pay nothing at the end and whose contracts ran out so recently that they still count.
    pub(crate) lapsed: Vec<Arc<str>>,
}

impl AccountSide {
    pub(crate) fn of(desk: &Desk<'_>, context: &Context, loaded: &Loaded, person: &PersonId) -> Result<Self, Refusal> {
        let mut side = Self::default();
        let reach = days_before(context.period.from(), CREDIT_DAYS);
        for (account, stays) in &loaded.stays {
            let theirs = |stay: &&OwnerStay| stay.owner == *person && stay.from < context.period.to();
            if !stays.iter().filter(theirs).any(|stay| stay.to.is_none_or(|to| to > reach)) {
                continue;
            }
            let Some(history) = loaded.accounts.histories.of(account) else { continue };
            let desk_view = One { desk, context, loaded, person, history, stays };
            desk_view.enter(&mut side).map_err(|refused| Refusal::NotEnoughData(refused.to_string()))?;
        }
        side.book.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Ok(side)
    }
}

/// One account in the eyes of one person.
struct One<'a> {
    desk: &'a Desk<'a>,
    context: &'a Context,
    loaded: &'a Loaded,
    person: &'a PersonId,
    history: &'a AccountHistory,
    stays: &'a [OwnerStay],
}

impl One<'_> {
    fn enter(&self, side: &mut AccountSide) -> Result<(), retention::Refused> {
        side.outcomes.extend(self.outcome()?);
        side.expansions.extend(self.expansions()?);
        let period = self.context.period;
        let mine: Vec<&OwnerStay> = self.stays.iter().filter(|stay| stay.owner == *self.person).collect();
        let Some(stay) = mine.iter().rev().find(|stay| period.overlap_days(stay.from, stay.to) > 0) else {
            return Ok(());
        };
        side.book.push(self.book_account(stay, &mine)?);
        side.unowned_days += self.unowned_days();
        side.handed_on.extend(self.handed_on(stay));
        let basis = self.context.basis(self.desk);
        let open = retention::open_lapses(std::slice::from_ref(self.history), &basis)?;
        side.lapsed.extend(open.into_iter().map(|lapse| Arc::from(lapse.name)));
        Ok(())
    }

    fn credit(&self, decided_on: Date) -> Decimal {
        let stays: Vec<retention::Stay> = self.stays.iter().map(OwnerStay::as_stay).collect();
        let shares = credit(&stays, self.desk.settings.credit_rule, decided_on, self.context.period);
        shares
            .into_iter()
            .find(|share| *share.owner == *self.person.as_str())
            .map_or(Decimal::ZERO, |share| share.share)
    }

    fn outcome(&self) -> Result<Option<Outcome>, retention::Refused> {
        let basis = self.context.basis(self.desk);
        let cohort = Cohort::freeze(std::slice::from_ref(self.history), self.context.period, &basis)?;
        let Some(member) = cohort.members().first() else { return Ok(None) };
        let end = self.context.last_day().tomorrow().unwrap_or_else(|_| self.context.last_day());
        let decided_on = member.lost_on.unwrap_or(end);
        Ok(Some(Outcome {
            account: member.account.clone(),
            name: Arc::from(&*member.name),
            opening: member.opening,
            kept: member.retained,
            closing: member.closing,
            lost: member.lost_on.is_some(),
            decided_on,
            credit: self.credit(decided_on),
        }))
    }

    fn expansions(&self) -> Result<Vec<Expansion>, retention::Refused> {
        let basis = self.context.basis(self.desk);
        let moved = movements(self.history, self.context.period, &basis)?;
        let grown = moved.into_iter().filter(|movement| movement.kind == MovementKind::Expansion);
        Ok(grown
            .map(|movement| Expansion {
                key: movement.facts.first().cloned().unwrap_or_else(|| Arc::from(movement.account.as_str())),
                name: Arc::from(&*self.history.name),
                on: movement.on,
                credited: movement.amount * self.credit(movement.on),
            })
            .filter(|expansion| !expansion.credited.is_zero())
            .collect())
    }

    fn book_account(&self, stay: &OwnerStay, mine: &[&OwnerStay]) -> Result<BookAccount, retention::Refused> {
        let (context, basis) = (self.context, self.context.basis(self.desk));
        let end = context.last_day().tomorrow().unwrap_or_else(|_| context.last_day());
        let (opening_arr, closing_arr) =
            (arr_on(self.history, context.period.from(), &basis)?, arr_on(self.history, end, &basis)?);
        let id = &self.history.account;
        let owned = |day| mine.iter().any(|stay| stay.holds_on(day));
        let gone =
            closing_arr.is_zero() && self.history.terms.iter().any(|term| !term.arr.is_zero() && term.from < end);
        let unknown = || HealthReading { score: None, band: report::Band::Unknown };
        Ok(BookAccount {
            id: id.clone(),
            name: Arc::from(&*self.history.name),
            tier: tier(closing_arr.max(opening_arr), &self.desk.settings.tier_cutoffs),
            opening_arr,
            closing_arr,
            owned_at_opening: owned(context.period.from()),
            owned_at_closing: owned(context.last_day()) && !gone,
            owned_from: stay.from,
            owned_to: stay.to,
            taken_over_from: self.taken_over_from(stay),
            opening_health: self.loaded.accounts.opening_health.get(id).cloned().unwrap_or_else(unknown),
            closing_health: self.loaded.accounts.closing_health.get(id).cloned().unwrap_or_else(unknown),
            renews_soon: self.renews_soon(end),
            share: stay.share,
        })
    }

    /// Whether a renewal falls in the 90 days after the period; unknown where no contract of the account says when.
    fn renews_soon(&self, end: Date) -> Option<bool> {
        let until = end.checked_add(Span::new().days(RENEWS_SOON_DAYS)).unwrap_or(end);
        let mut dates = self
            .history
            .terms
            .iter()
            .filter(|term| term.to.is_none_or(|to| to > end))
            .filter_map(|term| term.renewal_on)
            .peekable();
        dates.peek()?;
        Some(dates.any(|day| end <= day && day < until))
    }

    fn taken_over_from(&self, stay: &OwnerStay) -> Option<Arc<str>> {
        let recent = stay.from > days_before(self.context.period.to(), CREDIT_DAYS);
        let before = self.stays.iter().rev().find(|other| other.owner != stay.owner && other.from < stay.from)?;
        recent.then(|| self.who(&before.owner))
    }

    fn handed_on(&self, stay: &OwnerStay) -> Option<HandedOn> {
        let ended = stay.to.filter(|to| *to > self.context.period.from() && *to <= self.context.period.to())?;
        let next = self.stays.iter().find(|other| other.owner != stay.owner && other.from >= ended);
        Some(HandedOn {
            account: Arc::from(&*self.history.name),
            to: next.map(|next| self.who(&next.owner)),
            on: next.map_or(ended, |next| next.from),
        })
    }

    fn who(&self, person: &PersonId) -> Arc<str> {
        self.context.people.get(person).map_or_else(|| Arc::from(person.external()), |person| person.name.clone())
    }

    /// Days of the period, after the first ownership on record, on which nobody owned the account.
    fn unowned_days(&self) -> i64 {
        let Some(first) = self.stays.iter().map(|stay| stay.from).min() else { return 0 };
        let period = self.context.period;
        let mut from = first.max(period.from());
        let end = self.context.last_day().tomorrow().unwrap_or(period.to());
        let mut days = 0_i64;
        for stay in self.stays.iter().filter(|stay| stay.to.is_none_or(|to| to > period.from())) {
            if stay.from > from {
                days += i64::from((stay.from.min(end) - from).get_days()).max(0);
            }
            from = from.max(stay.to.unwrap_or(end));
        }
        days + if from < end { i64::from((end - from).get_days()) } else { 0 }
    }
}
