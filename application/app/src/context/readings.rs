/// Who was lost, who renewed, what was added.
mod money;
/// What customers said, and how long they waited.
mod voices;

use std::collections::BTreeMap;

use context::is_known_enough;
use customers::{Advocacy, Opportunity};
use health::{Health, MeasureKind};
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::{Address, Figure, Fold, Ledger, Trace, Unit};
use rust_decimal::Decimal;

use super::ground::Ground;
use crate::adoption::{MOST, more_than_licensed, push_share};
use crate::csm_performance::is_expansion;
use crate::facts::typed;
use crate::facts::voices::from_to;
use crate::health::{Books, scores};

/// Every figure of a programme, entered in the ledger of the report that shows them.
pub(super) struct Readings {
    pub(super) accounts: Figure,
    pub(super) health: Figure,
    pub(super) healths: BTreeMap<AccountId, Health>,
    pub(super) nps: Figure,
    pub(super) churn: Figure,
    pub(super) churn_before: Figure,
    /// Why churn is not held against the line although it has a value.
    pub(super) churn_disputed: Option<String>,
    pub(super) adoption: Figure,
    pub(super) response: Figure,
    pub(super) response_slow: Figure,
    pub(super) satisfied: Figure,
    pub(super) satisfaction: Figure,
    pub(super) renewed: Figure,
    pub(super) renewed_arr: Figure,
    pub(super) expansion: Figure,
    pub(super) deals: Figure,
    pub(super) deals_arr: Figure,
    pub(super) open_deals: Vec<Opportunity>,
    pub(super) advocates: Figure,
}

impl Readings {
    pub(super) fn load(ground: &Ground<'_>, ledger: &mut Ledger) -> Result<Self, Refusal> {
        let mut taker = Taker { ground, ledger };
        let healths = taker.healths()?;
        let churn = taker.churn()?;
        let voices = taker.voices()?;
        let [response, response_slow] = taker.responses()?;
        let [renewed, renewed_arr] = taker.renewals()?;
        let (open_deals, [deals, deals_arr]) = taker.deals()?;
        Ok(Self {
            accounts: taker.accounts(),
            health: taker.health(&healths),
            adoption: taker.adoption(&healths),
            healths,
            nps: voices.nps,
            satisfied: voices.satisfied,
            satisfaction: voices.satisfaction,
            churn: churn.now,
            churn_before: churn.before,
            churn_disputed: churn.disputed,
            response,
            response_slow,
            renewed,
            renewed_arr,
            expansion: taker.expansion()?,
            deals,
            deals_arr,
            open_deals,
            advocates: taker.advocates()?,
        })
    }
}

/// Makes figures of facts.
struct Taker<'a> {
    ground: &'a Ground<'a>,
    ledger: &'a mut Ledger,
}

impl Taker<'_> {
    fn enter(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        self.ledger.figure(key, label, unit, self.ground.as_of(), trace)
    }

    fn unknown(&self, label: &str, unit: Unit, why: impl Into<String>) -> Figure {
        Figure::unknown(label, unit, self.ground.as_of(), why)
    }

    fn accounts(&mut self) -> Figure {
        let mut trace = Trace::new(Fold::Count, &[]);
        for one in &self.ground.paid {
            trace.push("accounts", &one.account.as_str().into(), &*one.name, None, &[]);
        }
        let words = format!("accounts with ARR on {}", self.ground.day);
        self.enter("accounts", "accounts managed", Unit::Count, trace).with_convention(words)
    }

    fn healths(&self) -> Result<BTreeMap<AccountId, Health>, Refusal> {
        let desk = self.ground.desk;
        let accounts: Vec<AccountId> = self.ground.paid.iter().map(|one| one.account.clone()).collect();
        let contracts: Vec<_> = self.ground.paid.iter().flat_map(|one| one.contracts.iter().cloned()).collect();
        let books = Books::of(desk, self.ground.day)?;
        Ok(scores(desk, &[&books], &accounts, &contracts)?.pop().unwrap_or_default())
    }

    /// A mean over the accounts of the book where so many are known that it speaks for all.
    fn mean(
        &mut self,
        (key, label, unit): (&str, &str, Unit),
        known: &BTreeMap<AccountId, Decimal>,
        opens: &str,
    ) -> Figure {
        let all = self.ground.paid.len();
        let mut trace = Trace::new(Fold::Mean, &["of the account"]);
        for one in &self.ground.paid {
            if let Some(value) = known.get(&one.account) {
                let at = Address::new("health", one.account.as_str(), self.ground.day, self.ground.as_of());
                let figure = Figure::known(&*one.name, *value, unit.clone(), self.ground.as_of());
                let figure = figure.with_evidence(at.figure(opens));
                match unit {
                    Unit::Ratio => push_share(&mut trace, &figure),
                    _ => trace.push_known(&figure, &[]),
                }
            }
        }
        if !is_known_enough(known.len(), all) {
            let (known, least) = (known.len(), context::KNOWN_LEAST_PERCENT);
            let why = format!("known of {known} of {all} accounts; {least} % of them are needed to speak for all");
            return self.unknown(label, unit, why);
        }
        let words = format!("mean of accounts, each counting alike; known of {} of {all}", known.len());
        self.enter(key, label, unit, trace).with_convention(words)
    }

    fn health(&mut self, healths: &BTreeMap<AccountId, Health>) -> Figure {
        let known = healths.iter().filter_map(|(account, health)| Some((account.clone(), health.score?))).collect();
        self.mean(("health", "average health", Unit::Score), &known, "score")
    }

    fn adoption(&mut self, healths: &BTreeMap<AccountId, Health>) -> Figure {
        let known = healths.iter().filter_map(|(account, health)| Some((account.clone(), active_share(health)?)));
        let known: BTreeMap<AccountId, Decimal> = known.collect();
        let opens = format!("{}.number", MeasureKind::ActiveShare.key());
        let figure = self.mean(("adoption", "adoption", Unit::Ratio), &known, &opens);
        let words = figure.convention.clone().map(|words| format!("active users of licensed users, {words}"));
        let paid = |account: &AccountId| self.ground.paid.iter().any(|one| one.account == *account);
        let beyond = known.iter().filter(|(account, share)| **share > MOST && paid(account)).count();
        let figure = Figure { convention: words, ..figure };
        match more_than_licensed(beyond).filter(|_| figure.value.is_some()) {
            Some(says) => figure.with_note(says.trim_end_matches('.')),
            None => figure,
        }
    }

    fn deals(&mut self) -> Result<(Vec<Opportunity>, [Figure; 2]), Refusal> {
        let day = self.ground.day;
        let query = FactQuery::all(&customers::opportunity::SHAPE);
        let mut all = typed(self.ground.desk, query, Opportunity::from_record)?;
        let (labels, money) = (["open upsell opportunities", "ARR they would add"], self.ground.money.clone());
        if all.is_empty() {
            let why = "no opportunity is on record; import opportunities";
            let both = [self.unknown(labels[0], Unit::Count, why), self.unknown(labels[1], money, why)];
            return Ok((Vec::new(), both));
        }
        all.retain(|deal| {
            is_expansion(deal.kind.as_deref()) && is_open(deal, day) && self.ground.is_in_book(&deal.account)
        });
        all.sort_by(|a, b| (b.arr, &a.key).cmp(&(a.arr, &b.key)));
        let (mut count, mut sum) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Sum, &["ARR"]));
        for deal in &all {
            let name = self.ground.name(&deal.account);
            count.push("opportunities", &deal.key, &*name, Some(deal.opened_on), &[]);
            if let Some(arr) = deal.arr.filter(|_| self.is_in_book_currency(deal)) {
                sum.push("opportunities", &deal.key, &*name, Some(deal.opened_on), &[arr]);
            }
        }
        let untold = count.rows.len() - sum.rows.len();
        let words = format!("opened by {day} and not decided; renewals are none");
        let count = self.enter("deals", labels[0], Unit::Count, count).with_convention(words);
        let mut sum = self.enter("deals_arr", labels[1], money, sum);
        if untold > 0 {
            sum = sum.with_note(format!("{untold} without an amount in the currency of the book bring nothing"));
        }
        Ok((all, [count, sum]))
    }

    fn is_in_book_currency(&self, deal: &Opportunity) -> bool {
        let Unit::Money(book) = &self.ground.money else { return false };
        deal.currency.as_deref().is_none_or(|code| code.eq_ignore_ascii_case(book))
    }

    /// The latest act of each account that spoke for us within twelve months.
    fn advocates(&mut self) -> Result<Figure, Refusal> {
        let label = "accounts that speak for us";
        let Some((year, _)) = self.ground.years() else {
            return Ok(self.unknown(label, Unit::Count, "the day is too early"));
        };
        let desk = self.ground.desk;
        let mut told = typed(desk, FactQuery::all(&customers::advocacy::SHAPE), Advocacy::from_record)?;
        if told.is_empty() {
            let why = "no act of advocacy is on record; import advocacy";
            return Ok(self.unknown(label, Unit::Count, why));
        }
        told.retain(|act| year.contains(act.acted_on) && self.ground.is_in_book(&act.account));
        told.sort_by(|a, b| (&a.account, a.acted_on, &a.key).cmp(&(&b.account, b.acted_on, &b.key)));
        let latest: BTreeMap<&AccountId, &Advocacy> = told.iter().map(|act| (&act.account, act)).collect();
        let mut trace = Trace::new(Fold::Count, &[]);
        for act in latest.values() {
            let label = format!("{}: {}", self.ground.name(&act.account), act.kind);
            trace.push("advocacy", &act.key, label, Some(act.acted_on), &[]);
        }
        let words = format!("accounts with an act of advocacy within twelve months up to {}", self.ground.day);
        Ok(self.enter("advocates", label, Unit::Count, trace).with_convention(words))
    }
}

/// People who use the product, of those who could.
pub(super) fn active_share(health: &Health) -> Option<Decimal> {
    let measure = health.measure(MeasureKind::ActiveShare)?;
    measure.score?;
    measure.reading.ok()?.number()
}

pub(super) fn is_open(deal: &Opportunity, day: jiff::civil::Date) -> bool {
    deal.opened_on <= day && deal.closed_on.is_none_or(|closed| closed > day)
}
