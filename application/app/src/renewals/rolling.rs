use std::collections::BTreeMap;
use std::sync::Arc;

use churn::{Notice, Risk};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use renewals::{Habits, Outlook, Promise, Shock, call};
use retention::Basis;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::due::Ledgers;
use super::habits::Decided;
use super::learn::{Learned, NEAR_DAYS, learned};
use super::past::{Foreseen, Outcomes, Past};
use crate::churn::{Book, days_after, gather};
use crate::desk::Desk;
use crate::facts::histories;

/// So many past days are forecast again at most, the latest first.
// method: renewals.origins_most
const ORIGINS_MOST: usize = 8;
/// The share lost in all renewals counts as so many of each tier.
// method: renewals.tier_weight
const TIER_WEIGHT: f64 = 10.0;
/// The share lost before any outcome, for those who know no more than that.
const ASSUMED_LOST: f64 = 0.1;

/// What a forecaster other than the model said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) forecaster: Arc<str>,
    pub(crate) chance: f64,
    /// What would be kept if it renews.
    pub(crate) amount: f64,
}

/// A renewal as it was foreseen on a past day, and what came of it where that is known.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) account: AccountId,
    pub(crate) name: Arc<str>,
    pub(crate) on: Date,
    pub(crate) tier: &'static str,
    /// Whether notice had been served on all the account paid for.
    pub(crate) noticed: bool,
    pub(crate) available: f64,
    /// The chance of renewal the model gave it.
    pub(crate) chance: f64,
    /// The share that renewed before, of all and of its tier.
    pub(crate) shares: [f64; 2],
    pub(crate) said: Vec<Said>,
    /// What was kept.
    pub(crate) kept: Option<f64>,
}

/// A past day and what would have been foreseen on it.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) day: Date,
    pub(crate) shock: Shock,
    pub(crate) habits: Option<Habits>,
    /// How many past renewals had been learned from, and how many of them were lost.
    pub(crate) learned: (u64, u64),
    pub(crate) seen: Vec<Seen>,
}

impl Origin {
    /// Those decided within so many days.
    pub(crate) fn near(&self) -> impl Iterator<Item = &Seen> {
        let last = days_after(self.day, NEAR_DAYS);
        self.seen.iter().filter(move |one| one.on <= last)
    }

    /// What some of them were foreseen to bring.
    pub(crate) fn outlook(&self, of: &[&Seen]) -> Result<Outlook, Refusal> {
        let promise = |one: &&Seen| Promise { chance: one.chance, amount: one.available, signed: None };
        let promises: Vec<Promise> = of.iter().map(promise).collect();
        Outlook::of(&promises, self.habits.as_ref(), self.shock.whole())
            .map_err(|why| Refusal::NotEnoughData(why.to_string()))
    }

    /// What is kept of an amount that renews, as was known then.
    pub(crate) fn kept_share(&self) -> f64 {
        self.habits.map_or(1.0, |habits| habits.kept())
    }
}

/// Past days a quarter apart, the latest first, each forecast again with what was known then and held against what is known
/// now. The latest is the last whose near decisions are all known, the lapse rule included.
pub(crate) fn origins(desk: &Desk<'_>) -> Result<Vec<Origin>, Refusal> {
    let now = gather(desk, None)?;
    let latest = days_after(desk.as_of(), -(NEAR_DAYS + desk.settings.rules.lapse_days.max(0) + 1));
    let first = now.loaded.histories.iter().flat_map(|history| &history.terms).map(|term| term.from).min();
    let days = std::iter::successors(Some(latest), |day| Some(days_after(*day, -NEAR_DAYS)));
    let days: Vec<Date> = days.take(ORIGINS_MOST).take_while(|day| first.is_some_and(|first| first < *day)).collect();
    let mut past = Past::again(desk);
    let mut found = Vec::new();
    desk.progress.begin("forecasting past days again", Some(days.len() as u64));
    for day in days {
        let then = Desk { as_of: Some(day), ..*desk };
        found.push(origin(&then, (desk, &now), &mut past)?);
        desk.progress.advance(1);
    }
    desk.progress.end();
    Ok(found)
}

fn origin(then: &Desk<'_>, (desk, now): (&Desk<'_>, &Book), past: &mut Past<'_>) -> Result<Origin, Refusal> {
    let book = gather(then, None)?;
    let learned = learned(then, &book, past)?;
    let foreseen = past.take(then, &book)?;
    let ledgers = Ledgers::load(then, None)?;
    let decided = Decided::before(then.as_of(), &book.loaded.histories, &ledgers.basis()?);
    let shares = Shares::of(&decided, desk);
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency: desk.currency()?, as_of: desk.as_of() };
    let outcomes = Outcomes::after(then.as_of(), basis, now)?;
    let mut seen = Vec::with_capacity(foreseen.len());
    for one in foreseen.iter() {
        let kept = outcomes.of(one)?.and_then(|outcome| outcome.kept.to_f64());
        let calls = ledgers.calls(&one.account, one.on, &one.contracts)?;
        let available = one.available.to_f64().unwrap_or_default();
        let said = call::latest_of_each(&calls).into_iter().map(|call| Said {
            forecaster: call.forecaster.clone(),
            chance: call.chance.to_f64().unwrap_or_default(),
            amount: call.expected_arr.and_then(|arr| arr.to_f64()).map_or(available, |arr| arr.clamp(0.0, available)),
        });
        let tier = crate::csm_performance::tier(one.available, &desk.settings.tier_cutoffs).word();
        seen.push(Seen {
            account: one.account.clone(),
            name: one.name.clone(),
            on: one.on,
            tier,
            noticed: one.standing.notice.is_some(),
            available,
            chance: chance(one, &learned, then.as_of()),
            shares: shares.renewed(tier),
            said: said.collect(),
            kept,
        });
    }
    let card = &learned.near;
    Ok(Origin {
        day: then.as_of(),
        shock: learned.shock(),
        habits: decided.habits(),
        learned: (card.rows, card.events),
        seen,
    })
}

/// As the forecast of that day says it.
fn chance(one: &Foreseen, learned: &Learned, day: Date) -> f64 {
    let mut standing = one.standing.clone();
    standing.notice = standing.notice.map(|notice| Notice { ends_on: Some(one.on), ..notice });
    let risk = Risk::of(learned.card((one.on - day).get_days()), &standing, one.on);
    (Decimal::ONE - risk.chance).to_f64().unwrap_or_default().clamp(0.0, 1.0)
}

/// The shares that renewed before, for those who know no more than that.
struct Shares {
    all: f64,
    tiers: BTreeMap<&'static str, f64>,
}

impl Shares {
    fn of(decided: &Decided, desk: &Desk<'_>) -> Self {
        let mut counts: BTreeMap<&'static str, (f64, f64)> = BTreeMap::new();
        for (arr, lost) in decided.lost() {
            let tier = crate::csm_performance::tier(arr, &desk.settings.tier_cutoffs).word();
            let count = counts.entry(tier).or_default();
            *count = (count.0 + f64::from(u8::from(lost)), count.1 + 1.0);
        }
        let (lost, n) = counts.values().fold((0.0, 0.0), |sums, count| (sums.0 + count.0, sums.1 + count.1));
        let all = (lost + TIER_WEIGHT * ASSUMED_LOST) / (n + TIER_WEIGHT);
        let of_tier = |(lost, n): (f64, f64)| 1.0 - (lost + TIER_WEIGHT * all) / (n + TIER_WEIGHT);
        Self { all: 1.0 - all, tiers: counts.into_iter().map(|(tier, count)| (tier, of_tier(count))).collect() }
    }

    fn renewed(&self, tier: &str) -> [f64; 2] {
        [self.all, self.tiers.get(tier).copied().unwrap_or(self.all)]
    }
}

/// A plain number as a decimal with few digits.
pub(crate) fn decimal(value: f64, digits: u32) -> Decimal {
    Decimal::from_f64(value).unwrap_or_default().round_dp(digits)
}
