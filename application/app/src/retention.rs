/// What one account pays on a day.
mod arr;
/// The ARR bridge.
mod bridge;
/// How long accounts and their ARR stay.
mod curves;
/// Retention of the company or a book.
mod show;

pub(crate) use arr::arr;
pub use bridge::{BridgeRequest, bridge};
pub use curves::{CurvesRequest, curves};
pub use show::{RetentionRequest, show};

use jiff::civil::Date;
use kernel::{AccountId, Currency, Period, PersonId, Refusal};
use report::Address;
use retention::{Basis, Holding, Rates, Rules};

use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::stays::{OwnerStay, People, everybody, of_everybody};
use crate::names;

/// Everything both questions start from.
struct Ground {
    period: Period,
    as_of: Date,
    currency: Currency,
    rules: Rules,
    rates: Rates,
    people: People,
    stays: Vec<OwnerStay>,
    loaded: Histories,
    owner: Option<PersonId>,
    /// The last day of daily work on record.
    recorded_to: Option<Date>,
    /// Whether any churn event is on record.
    events_recorded: bool,
}

impl Ground {
    fn load(desk: &Desk<'_>, period: Option<&str>, csm: Option<&str>) -> Result<Self, Refusal> {
        let period = desk.period(period)?;
        if period.from() > desk.as_of() {
            let as_of = desk.as_of();
            return Err(Refusal::NotEnoughData(format!(
                "{period} begins after {as_of}, so nothing of it can be known"
            )));
        }
        let people = everybody(desk)?;
        let owner = csm.map(|csm| names::person(desk, csm)).transpose()?;
        let stays = of_everybody(desk, &people)?;
        let currency = desk.currency()?;
        let wanted: Option<Vec<AccountId>> = owner.as_ref().map(|owner| {
            let mut accounts: Vec<AccountId> =
                stays.iter().filter(|stay| stay.owner == *owner).map(|stay| stay.account.clone()).collect();
            accounts.dedup();
            accounts
        });
        Ok(Self {
            period,
            recorded_to: desk.last_day_of_work()?,
            events_recorded: desk.store.count(&customers::churn_event::SHAPE).map_err(crate::desk::refused)? > 0,
            as_of: desk.as_of(),
            currency,
            rules: desk.settings.rules,
            rates: histories::rates(desk)?,
            people,
            stays,
            loaded: histories::load(desk, wanted.as_deref(), currency)?,
            owner,
        })
    }

    fn basis(&self) -> Basis<'_> {
        Basis { rules: &self.rules, rates: &self.rates, currency: self.currency, as_of: self.as_of }
    }

    fn who(&self) -> String {
        match &self.owner {
            Some(owner) => self.people.get(owner).map_or_else(|| owner.to_string(), |person| person.name.to_string()),
            None => "the company".to_owned(),
        }
    }

    /// Says so when the period reaches past what is on record.
    fn not_covered(&self) -> Option<String> {
        let last = self.recorded_to.filter(|last| self.period.from() > *last)?;
        Some(format!("Daily work is on record only to {last}; losses after that may not have been told yet."))
    }

    /// The stays of one owner.
    fn holdings_of(&self, owner: &PersonId) -> Vec<Holding> {
        self.stays.iter().filter(|stay| stay.owner == *owner).map(holding).collect()
    }

    fn address(&self, action: &str) -> Address {
        let owner = self.owner.as_ref().map_or("company", PersonId::as_str);
        Address::new(action, owner, self.period, self.as_of)
    }
}

fn holding(stay: &OwnerStay) -> Holding {
    Holding { account: stay.account.clone(), from: stay.from, to: stay.to, share: stay.share }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn refused(refused: retention::Refused) -> Refusal {
    Refusal::NotEnoughData(refused.to_string())
}
