/// What the page says.
mod page;
/// Why accounts left, in words.
mod reasons;

use std::collections::BTreeMap;
use std::sync::Arc;

use customers::Contract;
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use lifetimes::{Curve, Watched};
use ports::store::FactQuery;
use report::Report;
use retention::{Basis, Life, life};

use self::page::Page;
use self::reasons::Reasons;
use crate::desk::Desk;
use crate::facts::histories::{self, Histories};
use crate::facts::typed;

/// More groups than this cannot be told apart in a picture; the smallest stand together.
const GROUPS_MOST: usize = 6;
const OTHERS: &str = "all others";
const NOT_TOLD: &str = "not told";

/// How accounts are told apart, and from when on they are watched.
#[derive(Debug, Clone, Copy, Default)]
pub struct CurvesRequest<'a> {
    /// plan, size, segment, industry or country; all together when empty.
    pub by: Option<&'a str>,
    /// A day before which nobody is watched; from the first contract on when empty.
    pub since: Option<&'a str>,
}

/// How long accounts and their ARR stay.
///
/// # Errors
/// When the day is none, or nobody has paid.
pub fn curves(desk: &Desk<'_>, request: CurvesRequest<'_>) -> Result<Report, Refusal> {
    let since: Option<Date> = request
        .since
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| Refusal::invalid("since", "it is no day; write it like 2023-01-01"))?;
    Page::new(desk, Lives::load(desk, request.by, since)?).map(Page::report)
}

/// One account with its life and the group it stands in.
struct OneLife {
    life: Life,
    group: Arc<str>,
    plan: Arc<str>,
    watched: Watched,
}

/// Everybody who was watched.
struct Lives {
    by: Option<String>,
    since: Option<Date>,
    seen_to: Date,
    as_of: Date,
    churn_words: String,
    reasons: Reasons,
    /// Accounts that left, as churn events say.
    told_to_have_left: usize,
    lives: Vec<OneLife>,
    /// Accounts whose contracts ended so shortly before the records do that it is no loss yet, though `retention` takes the
    /// records at their word and counts it.
    ended_late: usize,
    /// The largest first.
    groups: Vec<Arc<str>>,
    curve: Curve,
}

impl Lives {
    fn load(desk: &Desk<'_>, by: Option<&str>, since: Option<Date>) -> Result<Self, Refusal> {
        let (as_of, currency) = (desk.as_of(), desk.currency()?);
        let rates = histories::rates(desk)?;
        let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of };
        let contracts = typed(desk, FactQuery::all(&customers::contract::SHAPE), Contract::from_record)?;
        let plans: BTreeMap<Arc<str>, Arc<str>> =
            contracts.iter().filter_map(|one| Some((one.key.clone(), one.plan.clone()?))).collect();
        let loaded = histories::of(desk, None, contracts, currency)?;
        let seen_to = seen_to(desk, &loaded)?;
        let reasons = Reasons::load(desk)?;
        let (mut lives, mut ended_late) = (Vec::new(), 0);
        for history in &loaded.histories {
            let Some(life) = life(history, seen_to, &basis).map_err(super::refused)? else { continue };
            if life.loss.is_none() && seen_to < as_of {
                let lost_by_now = retention::life(history, as_of, &basis).map_err(super::refused)?;
                ended_late += usize::from(lost_by_now.is_some_and(|life| life.loss.is_some()));
            }
            let Some(watched) = watched(&life, since, &reasons) else { continue };
            let plan = plans.get(&life.contract).cloned().unwrap_or_else(|| Arc::from(NOT_TOLD));
            let group = match by {
                None => Arc::from("all accounts"),
                Some("plan") => plan.clone(),
                Some("size") => Arc::from(crate::csm_performance::tier(life.arr, &desk.settings.tier_cutoffs).word()),
                Some(by) => told(&loaded, &life.account, by),
            };
            lives.push(OneLife { life, group, plan, watched });
        }
        let groups = grouped(&mut lives);
        let rows: Vec<Watched> = lives.iter().map(|one| one.watched.clone()).collect();
        let curve = Curve::of(&rows).ok_or_else(|| {
            Refusal::NotEnoughData(format!(
                "no account was paying on any day up to {seen_to}; import contracts, or watch from an earlier day (--since)"
            ))
        })?;
        let told_to_have_left = loaded.histories.iter().filter(|history| !history.churn_events.is_empty()).count();
        let churn_words = desk.settings.rules.churn_source.words().to_owned();
        Ok(Self {
            by: by.map(str::to_owned),
            since,
            seen_to,
            as_of,
            churn_words,
            told_to_have_left,
            reasons,
            lives,
            ended_late,
            groups,
            curve,
        })
    }

    /// What `retention` counts and these curves do not yet.
    fn ended_late(&self) -> Option<String> {
        let ended = report::display::counted(self.ended_late, "account", "accounts");
        (self.ended_late > 0).then(|| {
            format!(
                "The contracts of {ended} ended shortly before the records do, on {}. `evenkeel retention` counts them as lost; \
                 here they were watched to that end, as the end of a contract may be the end of the records. Newer rows settle it.",
                self.seen_to
            )
        })
    }

    fn of(&self, group: &Arc<str>) -> Vec<&OneLife> {
        self.lives.iter().filter(|one| one.group == *group).collect()
    }
}

/// The last day on which anybody was seen: what nobody writes down any longer is not known to have gone on.
fn seen_to(desk: &Desk<'_>, loaded: &Histories) -> Result<Date, Refusal> {
    let as_of = desk.as_of();
    let terms = loaded.histories.iter().flat_map(|history| &history.terms);
    let ends = terms.flat_map(|term| [Some(term.from), term.to]).flatten();
    let events = loaded.histories.iter().flat_map(|history| &history.churn_events).map(|(_, on)| *on);
    let last = ends.chain(events).filter(|day| *day <= as_of).max();
    Ok(last.max(desk.last_day_of_work()?).map_or(as_of, |last| last.min(as_of)))
}

fn watched(life: &Life, since: Option<Date>, reasons: &Reasons) -> Option<Watched> {
    let age = |day: Date| (day - life.began_on).get_days();
    let entry = since.map_or(0, age).max(0);
    let (object, key) = match &life.loss {
        Some(loss) => (loss.object, loss.key.clone()),
        None => ("contracts", life.contract.clone()),
    };
    let watched = Watched {
        object,
        key,
        label: Arc::from(life.name.as_str()),
        on: Some(life.until),
        entry,
        exit: age(life.until),
        event: life.loss.is_some(),
        weight: life.arr,
        reason: reasons.of(life),
    };
    (entry == 0 || entry < watched.exit).then_some(watched)
}

fn told(loaded: &Histories, account: &AccountId, by: &str) -> Arc<str> {
    let known = loaded.accounts.get(account);
    let told = known.and_then(|account| match by {
        "industry" => account.industry.clone(),
        "country" => account.country.clone(),
        _ => account.segment.clone(),
    });
    told.unwrap_or_else(|| Arc::from(NOT_TOLD))
}

/// The groups, the largest first; the smallest are put together where there are too many.
fn grouped(lives: &mut [OneLife]) -> Vec<Arc<str>> {
    let mut sizes: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    lives.iter().for_each(|one| *sizes.entry(one.group.clone()).or_default() += 1);
    let mut groups: Vec<(usize, Arc<str>)> = sizes.into_iter().map(|(group, size)| (size, group)).collect();
    groups.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let mut groups: Vec<Arc<str>> = groups.into_iter().map(|(_, group)| group).collect();
    if groups.len() > GROUPS_MOST {
        groups.truncate(GROUPS_MOST - 1);
        let others: Arc<str> = Arc::from(OTHERS);
        lives.iter_mut().filter(|one| !groups.contains(&one.group)).for_each(|one| one.group = others.clone());
        groups.push(others);
    }
    groups
}
