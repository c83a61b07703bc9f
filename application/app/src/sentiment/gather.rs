use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use customers::{SurveyResponse, Ticket, Touchpoint};
use jiff::civil::{Date, DateTime};
use kernel::{AccountId, FactShape, Period, Refusal};
use ports::store::FactQuery;
use report::months_between;
use rust_decimal::Decimal;
use sentiment::{Answer, Followed, Satisfaction, Stance, Touch, counted_once, follow_up, latest};

use super::NpsRequest;
use crate::desk::{Desk, refused};
use crate::facts::paying::{Paying, owners_on, paying};
use crate::facts::stays::{everybody, of_accounts};
use crate::facts::voices::{QUIET_DAYS, days_before, is_told};
use crate::facts::{about_accounts, histories, typed};

/// Quarters that a trend shows.
const TREND_QUARTERS: usize = 8;
/// What is not told of an account.
const NOT_TOLD: &str = "not told";

/// What an account is counted under.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    pub(super) segment: String,
    pub(super) plan: String,
    pub(super) tenure: &'static str,
}

/// Everything the report is made from.
pub(super) struct Ground {
    pub(super) period: Period,
    pub(super) as_of: Date,
    /// The day as of which accounts are grouped.
    pub(super) day: Date,
    pub(super) segment: Option<String>,
    /// Oldest first.
    pub(super) quarters: Vec<Period>,
    /// What was answered in the quarters and the period.
    pub(super) heard: Heard,
    touches: BTreeMap<AccountId, Vec<Touch>>,
    told_to: Option<Date>,
    pub(super) labels: BTreeMap<AccountId, Labels>,
    pub(super) paying: BTreeMap<AccountId, Paying>,
    pub(super) owners: BTreeMap<AccountId, Arc<str>>,
}

impl Ground {
    pub(super) fn load(desk: &Desk<'_>, request: NpsRequest<'_>) -> Result<Self, Refusal> {
        let period = desk.period(request.period)?;
        if period.from() > desk.as_of() {
            let as_of = desk.as_of();
            return Err(Refusal::NotEnoughData(format!(
                "{period} begins after {as_of}, so nothing of it can be known"
            )));
        }
        let day = period.last_day().min(desk.as_of());
        let quarters = quarters(desk, day);
        let from = quarters.first().map_or(period.from(), |first| first.from().min(period.from()));
        let surveys = between(desk, &customers::survey::SHAPE, (from, day), SurveyResponse::from_record)?;
        let tickets = tickets(desk, period, day)?;
        let accounts: BTreeSet<AccountId> = surveys
            .iter()
            .map(|answer| &answer.account)
            .chain(tickets.iter().map(|ticket| &ticket.account))
            .cloned()
            .collect();
        let accounts: Vec<AccountId> = accounts.into_iter().collect();
        let (labels, paying) = labels(desk, &accounts, day)?;
        let mut ground = Self {
            period,
            as_of: desk.as_of(),
            day,
            segment: request.segment.map(str::to_owned),
            quarters,
            heard: Heard::default(),
            touches: touches(desk, &accounts, period.from())?,
            told_to: told_to(desk)?,
            labels,
            paying,
            owners: owners_on(&of_accounts(desk, &everybody(desk)?, &accounts)?, &everybody(desk)?, desk.as_of()),
        };
        ground.settle_segment()?;
        let names = names(desk, &accounts)?;
        let asked = |account: &AccountId| ground.is_asked_about(account);
        ground.heard = Heard::of((surveys, tickets), &names, period, &asked);
        Ok(ground)
    }

    /// The label as it is written, or a refusal that lists what there is.
    fn settle_segment(&mut self) -> Result<(), Refusal> {
        let Some(typed) = &self.segment else { return Ok(()) };
        let known: BTreeSet<&str> = self.labels.values().map(|labels| labels.segment.as_str()).collect();
        let found = known.iter().find(|label| label.to_lowercase() == typed.trim().to_lowercase());
        let found = found.map(|label| (*label).to_owned()).ok_or_else(|| {
            let list: Vec<&str> = known.into_iter().collect();
            Refusal::invalid(
                "segment",
                format!(
                    "nobody in segment `{typed}` answered; answers come from {}; `segment_by` says what segments are",
                    if list.is_empty() { "nobody".to_owned() } else { list.join(", ") }
                ),
            )
        })?;
        self.segment = Some(found);
        Ok(())
    }

    fn is_asked_about(&self, account: &AccountId) -> bool {
        let label = self.labels.get(account).map(|labels| labels.segment.as_str());
        self.segment.as_deref().is_none_or(|wanted| label == Some(wanted))
    }

    /// The latest answer of everybody who answered within these days.
    pub(super) fn latest_in(&self, period: Period) -> Vec<&Answer> {
        self.heard.latest_in(period)
    }

    /// What followed an answer.
    pub(super) fn followed(&self, answer: &Answer) -> Option<Followed> {
        let touches = self.touches.get(&answer.account).map_or(&[] as &[Touch], Vec::as_slice);
        follow_up(answer, touches, self.as_of, self.told_to)
    }

    /// What the account of an answer pays, zero where nothing is known.
    pub(super) fn arr(&self, answer: &Answer) -> Decimal {
        self.paying.get(&answer.account).map_or(Decimal::ZERO, |paying| paying.arr)
    }
}

/// What customers answered.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// To the net promoter question, in order of day and key.
    answers: Vec<Answer>,
    /// To how satisfied they are, within the period; each once.
    pub(crate) satisfaction: Vec<Satisfaction>,
    /// Answers within the period that lie off their scale.
    pub(super) off_scale: usize,
    /// Answers found at a ticket and in a survey.
    pub(super) twice: u64,
}

impl Heard {
    /// What these accounts, or all, answered in a period.
    pub(crate) fn in_period(desk: &Desk<'_>, period: Period, accounts: Option<&[AccountId]>) -> Result<Self, Refusal> {
        let day = period.last_day().min(desk.as_of());
        let surveys = between(desk, &customers::survey::SHAPE, (period.from(), day), SurveyResponse::from_record)?;
        let tickets = tickets(desk, period, day)?;
        let known = typed(desk, FactQuery::all(&customers::account::SHAPE), customers::Account::from_record)?;
        let names = known.into_iter().map(|account| (account.id, account.name)).collect();
        let asked = |account: &AccountId| accounts.is_none_or(|accounts| accounts.contains(account));
        Ok(Self::of((surveys, tickets), &names, period, &asked))
    }

    fn of(
        (surveys, tickets): (Vec<SurveyResponse>, Vec<Ticket>),
        names: &BTreeMap<AccountId, Arc<str>>,
        period: Period,
        is_asked_about: &dyn Fn(&AccountId) -> bool,
    ) -> Self {
        let name = |account: &AccountId| names.get(account).cloned().unwrap_or_else(|| Arc::from(account.external()));
        let (mut heard, mut satisfied) = (Self::default(), Vec::new());
        for row in surveys {
            if !is_asked_about(&row.account) {
                continue;
            }
            let name = name(&row.account);
            let (key, account, score, on) = (row.key, row.account, row.score, row.responded_on);
            if row.is_nps {
                heard.off_scale += usize::from(period.contains(on) && Stance::of(score).is_none());
                heard.answers.push(Answer {
                    key,
                    account,
                    name,
                    contact: row.contact,
                    score,
                    on,
                    comment: row.comment,
                });
            } else if period.contains(on) {
                satisfied.push(Satisfaction { at_ticket: false, key, account, name, score, on });
            }
        }
        for ticket in tickets.into_iter().filter(|ticket| is_asked_about(&ticket.account)) {
            let (Some(score), Some(on)) = (ticket.satisfaction, ticket.closed_at.map(DateTime::date)) else { continue };
            let name = name(&ticket.account);
            satisfied.push(Satisfaction { at_ticket: true, key: ticket.key, account: ticket.account, name, score, on });
        }
        let told = satisfied.len() as u64;
        (heard.satisfaction, heard.twice) = counted_once(satisfied);
        heard.off_scale += usize::try_from(told - heard.twice).unwrap_or(0).saturating_sub(heard.satisfaction.len());
        heard.answers.sort_by(|a, b| (a.on, &a.key).cmp(&(b.on, &b.key)));
        heard
    }

    /// The latest answer of everybody who answered within these days.
    pub(crate) fn latest_in(&self, period: Period) -> Vec<&Answer> {
        latest(self.answers.iter().filter(|answer| period.contains(answer.on)))
    }
}

fn quarters(desk: &Desk<'_>, day: Date) -> Vec<Period> {
    let fiscal = desk.settings.fiscal_year;
    let (year, quarter) = fiscal.quarter_of(day);
    let last = fiscal.quarter(year, quarter);
    let mut found: Vec<Period> = std::iter::successors(last, Period::previous).take(TREND_QUARTERS).collect();
    found.reverse();
    found
}

fn between<T>(
    desk: &Desk<'_>,
    shape: &'static FactShape,
    (first, last): (Date, Date),
    read: fn(&kernel::FactRecord) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    typed(desk, FactQuery::all(shape).between(first, last.tomorrow().unwrap_or(last)), read)
}

/// Tickets that were closed in the period with an answer. They may have been opened long before.
fn tickets(desk: &Desk<'_>, period: Period, day: Date) -> Result<Vec<Ticket>, Refusal> {
    let mut found = Vec::new();
    let query = FactQuery { happened_before: day.tomorrow().ok(), ..FactQuery::all(&customers::ticket::SHAPE) };
    let mut see = |record: kernel::FactRecord| {
        let ticket = Ticket::from_record(&record).filter(|ticket| ticket.satisfaction.is_some());
        let closed =
            |ticket: &Ticket| ticket.closed_at.is_some_and(|at| period.contains(at.date()) && at.date() <= day);
        found.extend(ticket.filter(closed));
        true
    };
    desk.store.each_fact(&desk.known(query).in_any_order(), &mut see).map_err(refused)?;
    found.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(found)
}

fn names(desk: &Desk<'_>, accounts: &[AccountId]) -> Result<BTreeMap<AccountId, Arc<str>>, Refusal> {
    let known = about_accounts(desk, &customers::account::SHAPE, accounts, customers::Account::from_record)?;
    Ok(known.into_iter().map(|account| (account.id, account.name)).collect())
}

/// What of ours reached these accounts.
fn touches(desk: &Desk<'_>, accounts: &[AccountId], from: Date) -> Result<BTreeMap<AccountId, Vec<Touch>>, Refusal> {
    let as_of = desk.as_of();
    let query = FactQuery::all(&customers::touchpoint::SHAPE)
        .about_accounts(accounts)
        .between(from, as_of.tomorrow().unwrap_or(as_of));
    let mut found: BTreeMap<AccountId, Vec<Touch>> = BTreeMap::new();
    for row in typed(desk, query, Touchpoint::from_record)? {
        if row.is_held() && (row.is_live() || !row.inbound) {
            found.entry(row.account).or_default().push(Touch { key: row.key, on: row.happened_at.date() });
        }
    }
    Ok(found)
}

/// The last day on which a conversation with anybody could be on record.
fn told_to(desk: &Desk<'_>) -> Result<Option<Date>, Refusal> {
    let as_of = desk.as_of();
    if is_told(desk, &customers::touchpoint::SHAPE, as_of, QUIET_DAYS)? {
        return Ok(Some(as_of));
    }
    let range = desk.store.day_range(&customers::touchpoint::SHAPE).map_err(refused)?;
    Ok(range.map(|(_, last)| last.min(days_before(as_of, QUIET_DAYS))))
}

type Grouped = (BTreeMap<AccountId, Labels>, BTreeMap<AccountId, Paying>);

/// What accounts are counted under, and what they pay. Without a currency nothing is known of either.
fn labels(desk: &Desk<'_>, accounts: &[AccountId], day: Date) -> Result<Grouped, Refusal> {
    let Ok(currency) = desk.currency() else { return Ok(Grouped::default()) };
    let (paid, mut loaded) = paying(desk, day, Some(accounts))?;
    let rates = histories::rates(desk)?;
    let basis = retention::Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: desk.as_of() };
    histories::label(&mut loaded, &desk.settings.segment_by, day, &basis, &desk.settings.tier_cutoffs)?;
    let paid: BTreeMap<AccountId, Paying> = paid.into_iter().map(|one| (one.account.clone(), one)).collect();
    let labels = loaded.histories.iter().map(|history| {
        let one = paid.get(&history.account);
        let plan = one.and_then(|one| one.plan.as_deref()).unwrap_or(NOT_TOLD).to_owned();
        let began = history.terms.iter().filter(|term| term.arr > Decimal::ZERO).map(|term| term.from).min();
        let labels = Labels { segment: history.segment.clone(), plan, tenure: tenure(began, day) };
        (history.account.clone(), labels)
    });
    Ok((labels.collect(), paid))
}

fn tenure(began: Option<Date>, day: Date) -> &'static str {
    match began.map(|began| months_between(began, day)) {
        None => NOT_TOLD,
        Some(..12) => "paying for less than a year",
        Some(12..24) => "paying for one to two years",
        Some(_) => "paying for two years or more",
    }
}
