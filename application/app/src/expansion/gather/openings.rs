use std::collections::BTreeMap;
use std::sync::Arc;

use customers::{Escalation, Opportunity, Ticket};
use expansion::propensity::{SEATS_FROM_PERCENT, SEATS_TO_PERCENT};
use expansion::{CloseRate, Decided, Kind};
use jiff::civil::Date;
use kernel::{AccountId, Currency, Refusal};
use ports::store::FactQuery;
use rust_decimal::Decimal;

use crate::csm_performance::is_expansion;
use crate::desk::{Desk, refused};
use crate::facts::histories::{self, Histories};
use crate::facts::typed;
use crate::facts::voices::narrowed;

/// Something that could be sold.
#[derive(Debug, Clone)]
pub(in crate::expansion) struct Opening {
    pub(in crate::expansion) kind: Kind,
    pub(in crate::expansion) origin: Origin,
    /// ARR it would add in the currency of the book, where that is known.
    pub(in crate::expansion) amount: Option<Decimal>,
}

/// How one knows that something could be sold.
#[derive(Debug, Clone)]
pub(in crate::expansion) enum Origin {
    /// An opportunity on record.
    Opportunity {
        key: Arc<str>,
        opened_on: Date,
        /// The stage it is in, as last told.
        stage: Option<Arc<str>>,
        /// Its amount, where one is told.
        told: Option<Priced>,
    },
    /// Seats run short, and nobody has written it down.
    Seats(Seats),
}

/// An amount as it is told.
#[derive(Debug, Clone)]
pub(in crate::expansion) struct Priced {
    pub(in crate::expansion) amount: Decimal,
    pub(in crate::expansion) currency: Arc<str>,
    /// What one of its currency is worth in that of the book; `None` where no rate is on record.
    pub(in crate::expansion) rate: Option<Decimal>,
}

/// Seats that run short.
#[derive(Debug, Clone, Copy)]
pub(in crate::expansion) struct Seats {
    licensed: Decimal,
    /// Whole seats that bring use back to three quarters or below.
    pub(in crate::expansion) more: Decimal,
}

impl Seats {
    pub(super) fn of(utilisation: &adoption::Read) -> Option<Self> {
        let sum =
            |place: usize| utilisation.trace.rows.iter().filter_map(|row| row.numbers.get(place)).sum::<Decimal>();
        let (active, licensed) = (sum(0), sum(1));
        let is_short = utilisation.value()? >= Decimal::new(SEATS_FROM_PERCENT, 2);
        let wanted = active.checked_div(Decimal::new(SEATS_TO_PERCENT, 2))?;
        let more = (wanted - licensed).ceil();
        (is_short && licensed > Decimal::ZERO && more > Decimal::ZERO).then_some(Self { licensed, more })
    }

    /// By which part seats would have to grow.
    pub(in crate::expansion) fn part(&self) -> Decimal {
        self.more.checked_div(self.licensed).unwrap_or_default()
    }
}

type Openings = BTreeMap<AccountId, Vec<Opening>>;

/// Expansion opportunities that are open by account, and how many were won of those decided.
pub(super) fn opportunities(
    desk: &Desk<'_>,
    loaded: &Histories,
) -> Result<(Openings, BTreeMap<Kind, CloseRate>), Refusal> {
    let (day, book, rates) = (desk.as_of(), desk.currency()?, histories::rates(desk)?);
    let mut open: Openings = BTreeMap::new();
    let mut decided: BTreeMap<Kind, Vec<Decided>> = BTreeMap::new();
    for deal in typed(desk, FactQuery::all(&customers::opportunity::SHAPE), Opportunity::from_record)? {
        if !is_expansion(deal.kind.as_deref()) || deal.opened_on > day {
            continue;
        }
        let kind = Kind::of(deal.kind.as_deref());
        match (deal.won, deal.closed_on.filter(|on| *on <= day)) {
            (Some(won), Some(on)) => {
                let label = loaded.name(&deal.account);
                decided.entry(kind).or_default().push(Decided { key: deal.key, label, on, won });
            }
            _ => {
                let account = deal.account.clone();
                open.entry(account).or_default().push(opening(deal, book, |from| rates.rate(from, book, day).ok()));
            }
        }
    }
    let place = |one: &Opening| match &one.origin {
        Origin::Opportunity { key, opened_on, .. } => Some((key.clone(), *opened_on)),
        Origin::Seats(_) => None,
    };
    open.values_mut().for_each(|those| those.sort_by_key(place));
    let rates = Kind::ALL.map(|kind| (kind, CloseRate::of(kind, decided.get(&kind).map_or(&[], Vec::as_slice))));
    Ok((open, BTreeMap::from(rates)))
}

/// An open opportunity; its amount is converted by the latest rate of the day, as contracts are.
fn opening(deal: Opportunity, book: Currency, rate: impl Fn(Currency) -> Option<Decimal>) -> Opening {
    let told = deal.arr.map(|amount| {
        let currency = deal.currency.clone().unwrap_or_else(|| book.to_string().into());
        Priced { amount, rate: currency.parse().ok().and_then(rate), currency }
    });
    let amount = told.as_ref().and_then(|told| told.amount.checked_mul(told.rate?));
    let origin = Origin::Opportunity { key: deal.key, opened_on: deal.opened_on, stage: deal.stage, told };
    Opening { kind: Kind::of(deal.kind.as_deref()), origin, amount }
}

/// What was escalated and is open, by account.
pub(super) struct Escalated {
    open: BTreeMap<AccountId, usize>,
    /// Whether any escalation of anybody is on record.
    are_told: bool,
}

impl Escalated {
    /// How many are open at an account; `None` where none is seen and escalations are not on record at all.
    pub(super) fn of(&self, account: &AccountId) -> Option<usize> {
        self.open.get(account).copied().or_else(|| self.are_told.then_some(0))
    }
}

/// Escalations of these accounts or of all that are open, and open tickets that are marked escalated.
pub(super) fn escalations(desk: &Desk<'_>, of: Option<&[AccountId]>) -> Result<Escalated, Refusal> {
    let day = desk.as_of();
    let mut open: BTreeMap<AccountId, usize> = BTreeMap::new();
    for one in typed(desk, narrowed(FactQuery::all(&customers::escalation::SHAPE), of), Escalation::from_record)? {
        if one.raised_on <= day && one.resolved_on.is_none_or(|resolved| resolved > day) {
            *open.entry(one.account).or_default() += 1;
        }
    }
    let marked = narrowed(FactQuery::all(&customers::ticket::SHAPE).telling("escalated"), of);
    for ticket in typed(desk, marked, Ticket::from_record)? {
        let is_open = ticket.opened_at.date() <= day && ticket.closed_at.is_none_or(|closed| closed.date() > day);
        if ticket.escalated && is_open {
            *open.entry(ticket.account).or_default() += 1;
        }
    }
    let are_told = desk.store.count(&customers::escalation::SHAPE).map_err(refused)? > 0;
    Ok(Escalated { open, are_told })
}
