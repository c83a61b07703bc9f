/// What could be sold, and what stands open against it.
mod openings;

use std::collections::BTreeMap;
use std::sync::Arc;

use customers::Invoice;
use expansion::propensity::GROWTH_SPAN_PERCENT;
use expansion::{CloseRate, Gates, Kind, Propensity};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::{Figure, on_lines};
use retention::{Basis, arr_on};
use rust_decimal::Decimal;

use crate::adoption::{Held, held};
use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::typed;
use crate::facts::voices::{days_before, narrowed};
use crate::health::{Books, scores};
pub(super) use openings::{Opening, Origin, Priced};
use openings::{Seats, escalations, opportunities};

/// ARR is held beside that of so many days before.
// method: expansion.growth_days
pub(super) const GROWTH_DAYS: i64 = 180;
/// Invoices due within so many days tell whether there is money.
// method: expansion.invoice_days
const INVOICE_DAYS: i64 = 365;

/// One account with all that bears on selling it more.
pub(super) struct One {
    pub(super) held: Held,
    pub(super) segment: Option<Arc<str>>,
    pub(super) health: Option<Decimal>,
    pub(super) engagement: Option<Figure>,
    pub(super) arr_before: Option<Decimal>,
    pub(super) invoices: Vec<Invoice>,
    pub(super) gates: Gates,
    pub(super) propensity: Propensity,
    /// What is on record first.
    pub(super) openings: Vec<Opening>,
}

/// Every account that pays, largest first, and how many openings are won.
pub(super) struct Ground {
    pub(super) accounts: Vec<One>,
    pub(super) rates: BTreeMap<Kind, CloseRate>,
    pub(super) loaded: Histories,
    pub(super) features: adoption::Book,
    /// What a feature costs an account in a year, by its name in lower case, as set.
    prices: BTreeMap<String, Decimal>,
}

impl Ground {
    /// What a feature would cost an account in a year, where that is set.
    pub(super) fn price(&self, feature: &str) -> Option<Decimal> {
        self.prices.get(&feature.trim().to_lowercase()).copied()
    }

    /// Of every account or of one; how many openings are won and which features are used is learned from all.
    pub(super) fn load(desk: &Desk<'_>, only: Option<&AccountId>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let wanted = only.map(std::slice::from_ref);
        let (mut held, features, loaded) = held(desk)?;
        held.retain(|one| only.is_none_or(|only| one.paying.account == *only));
        let ids: Vec<AccountId> = held.iter().map(|one| one.paying.account.clone()).collect();
        let contracts: Vec<_> = held.iter().flat_map(|one| one.paying.contracts.iter().cloned()).collect();
        let mut health = scores(desk, &[&Books::of(desk, day)?], &ids, &contracts)?.pop().unwrap_or_default();
        let mut engagement = crate::engagement::scores(desk, wanted)?;
        let mut before = before(desk, &loaded)?;
        let (mut openings, rates) = opportunities(desk, &loaded)?;
        let escalations = escalations(desk, wanted)?;
        let mut invoices: BTreeMap<AccountId, Vec<Invoice>> = BTreeMap::new();
        for invoice in typed(desk, narrowed(FactQuery::all(&customers::invoice::SHAPE), wanted), Invoice::from_record)?
        {
            if invoice.due_on <= day && invoice.due_on > days_before(day, INVOICE_DAYS) {
                invoices.entry(invoice.account.clone()).or_default().push(invoice);
            }
        }
        let accounts = held.into_iter().map(|held| {
            let account = &held.paying.account;
            let mut one = One {
                segment: loaded.accounts.get(account).and_then(|known| known.segment.clone()),
                health: health.remove(account).and_then(|health| health.score),
                engagement: engagement.remove(account),
                arr_before: before.remove(account),
                invoices: invoices.remove(account).unwrap_or_default(),
                gates: Gates::default(),
                propensity: Propensity::default(),
                openings: openings.remove(account).unwrap_or_default(),
                held,
            };
            let open = escalations.of(&one.held.paying.account);
            one.settle(day, open);
            one
        });
        Ok(Self { accounts: accounts.collect(), rates, loaded, features, prices: desk.settings.prices.clone() })
    }

    pub(super) fn rate(&self, kind: Kind) -> Decimal {
        self.rates.get(&kind).map_or(Decimal::ZERO, CloseRate::value)
    }
}

/// The line from ARR against half a year ago to points.
pub(super) fn growth_line() -> [(Decimal, Decimal); 3] {
    let span = Decimal::new(GROWTH_SPAN_PERCENT, 2);
    [
        (Decimal::ONE - span, Decimal::ZERO),
        (Decimal::ONE, Decimal::from(50)),
        (Decimal::ONE + span, Decimal::ONE_HUNDRED),
    ]
}

/// The line from a share to points.
pub(super) fn share_line() -> [(Decimal, Decimal); 2] {
    [(Decimal::ZERO, Decimal::ZERO), (Decimal::ONE, Decimal::ONE_HUNDRED)]
}

impl One {
    pub(super) fn level(&self) -> Option<Decimal> {
        self.held.standing.level()
    }

    fn paid_on_time(&self) -> Option<Decimal> {
        let on_time = self.invoices.iter().filter(|one| one.paid_on.is_some_and(|paid| paid <= one.due_on)).count();
        Decimal::from(on_time).checked_div(Decimal::from(self.invoices.len()))
    }

    /// Expected ARR of what could be sold.
    pub(super) fn expected(&self, rates: &BTreeMap<Kind, CloseRate>) -> Decimal {
        let each = self.openings.iter().filter_map(|one| Some(one.amount? * rates.get(&one.kind)?.value()));
        each.sum()
    }

    fn settle(&mut self, day: Date, escalations: Option<usize>) {
        let paying = &self.held.paying;
        let running =
            || paying.contracts.iter().filter(|one| one.starts_on <= day && one.ends_on.is_none_or(|end| day < end));
        let renewals = running().filter_map(|one| one.renewal_on.or(one.ends_on)).filter(|renewal| *renewal >= day);
        self.gates = Gates {
            health: self.health,
            adoption: self.level(),
            escalations,
            notice: running().any(|one| one.notice_on.is_some_and(|on| on <= day)),
            renewal_days: renewals.min().map(|renewal| (renewal - day).get_days()),
        };
        let growth = self.arr_before.and_then(|before| paying.arr.checked_div(before));
        self.propensity = Propensity {
            points: [
                self.health,
                self.level().and_then(|level| on_lines(level, &share_line())),
                growth.and_then(|growth| on_lines(growth, &growth_line())),
                self.engagement.as_ref().and_then(|figure| figure.value),
                self.paid_on_time().and_then(|share| on_lines(share, &share_line())),
            ],
        };
        if let Some(seats) = self.seats() {
            self.openings.push(seats);
        }
    }

    /// More seats, where they run short and nobody has written it down.
    fn seats(&self) -> Option<Opening> {
        if self.openings.iter().any(|one| one.kind == Kind::Seats) {
            return None;
        }
        let seats = Seats::of(self.held.standing.utilisation.as_ref().ok()?)?;
        let amount = self.held.paying.arr.checked_mul(seats.part());
        Some(Opening { kind: Kind::Seats, origin: Origin::Seats(seats), amount })
    }
}

/// What accounts paid half a year ago.
fn before(desk: &Desk<'_>, loaded: &Histories) -> Result<BTreeMap<AccountId, Decimal>, Refusal> {
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency: desk.currency()?, as_of: desk.as_of() };
    let on = days_before(desk.as_of(), GROWTH_DAYS);
    let mut found = BTreeMap::new();
    for history in &loaded.histories {
        if let Some(paid) = arr_on(history, on, &basis).ok().filter(|paid| *paid > Decimal::ZERO) {
            found.insert(history.account.clone(), paid);
        }
    }
    Ok(found)
}
