use std::collections::BTreeMap;

use churn::{Card, Lesson, Scale, Sources, Standing};
use jiff::civil::Date;
use kernel::{AccountId, Period, PersonId, Refusal};
use ports::store::KeptFigure;
use retention::{Basis, Cohort};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::days_after;
use super::rows::{Book, gather};
use crate::desk::{Desk, refused};
use crate::facts::histories;

/// So many cut-offs are learned from at most, the latest first.
// method: churn.cut_offs_most
const CUT_OFFS_MOST: usize = 8;

/// The card of the desk's day as it was kept.
pub(super) fn kept(desk: &Desk<'_>, within_days: i32) -> Result<Option<Card>, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let kept = desk.store.kept_figures(&name(desk, within_days), version).map_err(refused)?;
    let told: BTreeMap<&str, f64> =
        kept.iter().filter_map(|figure| Some((figure.metric.as_str(), figure.value?.to_f64()?))).collect();
    Ok(Card::from_told(&told))
}

fn name(desk: &Desk<'_>, within_days: i32) -> String {
    let known = desk.known_by().map_or_else(|| "now".to_owned(), |moment| moment.date().to_string());
    // Who counts as lost decides what is learned.
    let rules = &desk.settings.rules;
    let lost = format!("{} {} {} {}", rules.churn_source, rules.lapse_days, rules.win_back, rules.win_back_days);
    format!("churn card 1 {} within {within_days} known {known} lost {lost}", desk.as_of())
}

/// The card of the desk's day: kept, or learned from past cut-offs, each as it was known then.
pub(super) fn card(desk: &Desk<'_>, book: &Book, within_days: i32) -> Result<Card, Refusal> {
    if let Some(card) = kept(desk, within_days)? {
        return Ok(card);
    }
    let (standings, sources) = standings(book);
    let scale = Scale::of(standings.values());
    let cut_offs = cut_offs(desk, book, within_days);
    desk.progress.begin("learning from past cut-offs", Some(cut_offs.len() as u64));
    let mut lessons = Vec::new();
    let mut used = 0;
    for cut_off in cut_offs {
        let then = Desk { as_of: Some(cut_off), ..*desk };
        let told = lessons_at(&then, desk, book, within_days)?;
        used += u64::from(!told.is_empty());
        lessons.extend(told);
        desk.progress.advance(1);
    }
    desk.progress.end();
    let card = Card::learn(&lessons, used, within_days, (scale, sources));
    keep(desk, &card, within_days)
}

/// Kept and read back, so that the first answer and all later ones are the same to the last digit.
fn keep(desk: &Desk<'_>, card: &Card, within_days: i32) -> Result<Card, Refusal> {
    let told = card.told();
    let company = PersonId::new("company");
    let figure = |(metric, value): &(String, f64)| KeptFigure {
        person: company.clone(),
        metric: metric.clone(),
        value: Decimal::from_f64(*value).map(|value| value.round_dp(15)),
        n: 0,
    };
    let figures: Vec<KeptFigure> = told.iter().map(figure).collect();
    let version = desk.store.data_version().map_err(refused)?;
    desk.keep(&name(desk, within_days), version, &figures)?;
    let again = figures.iter().filter_map(|figure| Some((figure.metric.as_str(), figure.value?.to_f64()?))).collect();
    Ok(Card::from_told(&again).unwrap_or_else(|| card.clone()))
}

/// What is known of every account of a book, and which sources speak in it.
pub(super) fn standings(book: &Book) -> (BTreeMap<AccountId, Standing>, Sources) {
    let sources = Sources::of(book.gatherings.values());
    let finished = book.gatherings.iter().map(|(account, one)| (account.clone(), one.clone().finish(&sources)));
    (finished.collect(), sources)
}

/// How many accounts the sources say left within what was learned from, where the rule in force goes by contracts.
pub(super) fn churn_events(desk: &Desk<'_>, book: &Book, within_days: i32) -> usize {
    let cut_offs = cut_offs(desk, book, within_days);
    let (Some(last), Some(first)) = (cut_offs.first(), cut_offs.last()) else { return 0 };
    let until = days_after(*last, within_days);
    let by_contracts = desk.settings.rules.churn_source == retention::ChurnSource::Contracts;
    let left =
        |history: &&retention::AccountHistory| history.churn_events.iter().any(|(_, on)| *first < *on && *on <= until);
    if by_contracts { book.loaded.histories.iter().filter(left).count() } else { 0 }
}

/// Days whose horizon is over, the lapse rule included: only then is known who was lost. A horizon apart, so that no day
/// of an account counts in two lessons.
fn cut_offs(desk: &Desk<'_>, book: &Book, within_days: i32) -> Vec<Date> {
    let latest = days_after(desk.as_of(), -(within_days + desk.settings.rules.lapse_days.max(0) + 1));
    let first = book.loaded.histories.iter().flat_map(|history| &history.terms).map(|term| term.from).min();
    let days = std::iter::successors(Some(latest), |cut_off| Some(days_after(*cut_off, -within_days)));
    days.take(CUT_OFFS_MOST).take_while(|cut_off| first.is_some_and(|first| first < *cut_off)).collect()
}

/// Accounts that paid at a cut-off, as known then, and whether they were lost within the horizon, as known now.
fn lessons_at(then: &Desk<'_>, now: &Desk<'_>, book: &Book, within_days: i32) -> Result<Vec<Lesson>, Refusal> {
    let opens_on = days_after(then.as_of(), 1);
    let Some(period) = Period::days(opens_on, days_after(opens_on, within_days)) else { return Ok(Vec::new()) };
    let rates = histories::rates(now)?;
    let basis = Basis { rules: &now.settings.rules, rates: &rates, currency: now.currency()?, as_of: now.as_of() };
    let cohort = Cohort::freeze(&book.loaded.histories, period, &basis)
        .map_err(|why| Refusal::NotEnoughData(why.to_string()))?;
    let stayed_or_lost: BTreeMap<&AccountId, bool> =
        cohort.members().iter().map(|member| (&member.account, member.lost_on.is_some())).collect();
    let past = gather(then, None)?;
    let (standings, _) = standings(&past);
    let lesson =
        |(account, standing): (AccountId, Standing)| Some(Lesson { lost: *stayed_or_lost.get(&account)?, standing });
    Ok(standings.into_iter().filter_map(lesson).collect())
}
