use std::collections::BTreeMap;

use churn::{Card, Lesson, Scale, Sources, Standing};
use jiff::civil::Date;
use kernel::{AccountId, Period, PersonId, Refusal};
use ports::store::KeptFigure;
use retention::{Basis, Cohort, Rules};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::rows::Book;
use super::{days_after, past};
use crate::desk::{Desk, refused};
use crate::facts::histories::{self, Histories};
use crate::facts::past::{Past, PastHistories};

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
    format!("churn card 2 {} within {within_days} known {known} lost {lost}", desk.as_of())
}

/// The card of the desk's day: kept, or learned from past cut-offs, each as it was known then.
pub(super) fn card(desk: &Desk<'_>, book: &Book, within_days: i32) -> Result<Card, Refusal> {
    if let Some(card) = kept(desk, within_days)? {
        return Ok(card);
    }
    let (standings, sources) = standings(book);
    let first = first_term(&book.loaded);
    let cut_offs = cut_offs(desk.as_of(), first, within_days, &desk.settings.rules);
    desk.progress.begin("learning from past cut-offs", None);
    let past = Past::of(cut_offs.iter().copied());
    let then = past::standings(desk, &past, &PastHistories::load(desk, &past)?)?;
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency: desk.currency()?, as_of: desk.as_of() };
    let mut lessons = Vec::new();
    for cut_off in &cut_offs {
        let Some(told) = past.place(*cut_off).and_then(|place| then.get(place)) else { continue };
        lessons.push(lessons_at(&told.standings, &lost_after(&book.loaded, *cut_off, within_days, &basis)?));
    }
    desk.progress.end();
    keep(desk, &learned(&lessons, within_days, (Scale::of(standings.values()), sources)), within_days)
}

/// The card that lessons of several cut-offs teach.
pub(crate) fn learned(lessons: &[Vec<Lesson>], within_days: i32, on: (Scale, Sources)) -> Card {
    let used = lessons.iter().filter(|told| !told.is_empty()).count() as u64;
    Card::learn(&lessons.concat(), used, within_days, on)
}

/// Kept and read back, so that the first answer and all later ones are the same to the last digit.
fn keep(desk: &Desk<'_>, card: &Card, within_days: i32) -> Result<Card, Refusal> {
    let figures = figures(card);
    let version = desk.store.data_version().map_err(refused)?;
    desk.keep(&name(desk, within_days), version, &figures)?;
    Ok(as_kept(card))
}

fn figures(card: &Card) -> Vec<KeptFigure> {
    let company = PersonId::new("company");
    let figure = |(metric, value): &(String, f64)| KeptFigure {
        person: company.clone(),
        metric: metric.clone(),
        value: Decimal::from_f64(*value).map(|value| value.round_dp(15)),
        n: 0,
    };
    card.told().iter().map(figure).collect()
}

/// A card as it reads once it was kept.
pub(crate) fn as_kept(card: &Card) -> Card {
    let figures = figures(card);
    let again = figures.iter().filter_map(|figure| Some((figure.metric.as_str(), figure.value?.to_f64()?))).collect();
    Card::from_told(&again).unwrap_or_else(|| card.clone())
}

/// What is known of every account of a book, and which sources speak in it.
pub(crate) fn standings(book: &Book) -> (BTreeMap<AccountId, Standing>, Sources) {
    let sources = Sources::of(book.gatherings.values());
    let finished = book.gatherings.iter().map(|(account, one)| (account.clone(), one.clone().finish(&sources)));
    (finished.collect(), sources)
}

/// How many accounts the sources say left within what was learned from, where the rule in force goes by contracts.
pub(super) fn churn_events(desk: &Desk<'_>, book: &Book, within_days: i32) -> usize {
    let rules = &desk.settings.rules;
    let cut_offs = cut_offs(desk.as_of(), first_term(&book.loaded), within_days, rules);
    let (Some(last), Some(first)) = (cut_offs.first(), cut_offs.last()) else { return 0 };
    let until = days_after(*last, within_days);
    let by_contracts = rules.churn_source == retention::ChurnSource::Contracts;
    let left =
        |history: &&retention::AccountHistory| history.churn_events.iter().any(|(_, on)| *first < *on && *on <= until);
    if by_contracts { book.loaded.histories.iter().filter(left).count() } else { 0 }
}

/// The first paid day of anybody.
pub(crate) fn first_term(loaded: &Histories) -> Option<Date> {
    loaded.histories.iter().flat_map(|history| &history.terms).map(|term| term.from).min()
}

/// The last day whose horizon is over on a day, the lapse rule included: only then is known who was lost.
pub(crate) fn last_settled(day: Date, within_days: i32, rules: &Rules) -> Date {
    days_after(day, -(within_days + rules.lapse_days.max(0) + 1))
}

/// The last day of the latest month that was over by the end of a day.
pub(crate) fn month_end(day: Date) -> Date {
    let ends = day.last_of_month();
    if day == ends { day } else { day.first_of_month().yesterday().unwrap_or(day) }
}

/// What a day is taught by, latest first: ends of months whose outcome was known by then, a horizon apart, so that no day of
/// an account counts in two lessons.
pub(crate) fn cut_offs(day: Date, first: Option<Date>, within_days: i32, rules: &Rules) -> Vec<Date> {
    let latest = month_end(last_settled(day, within_days, rules));
    let before = |cut_off: &Date| Some(month_end(days_after(*cut_off, -within_days)));
    let days = std::iter::successors(Some(latest), before);
    days.take(CUT_OFFS_MOST).take_while(|cut_off| first.is_some_and(|first| first < *cut_off)).collect()
}

/// Who paid on a cut-off, and whether they were lost within the horizon, as these histories tell.
pub(crate) fn lost_after(
    loaded: &Histories,
    cut_off: Date,
    within_days: i32,
    basis: &Basis<'_>,
) -> Result<BTreeMap<AccountId, Option<Date>>, Refusal> {
    // Whoever pays on the cut-off; whether they are lost on one of the days after it.
    let closes_on = days_after(cut_off, within_days + 1);
    let Some(period) = Period::days(cut_off, closes_on) else { return Ok(BTreeMap::new()) };
    let cohort =
        Cohort::freeze(&loaded.histories, period, basis).map_err(|why| Refusal::NotEnoughData(why.to_string()))?;
    Ok(cohort.members().iter().map(|member| (member.account.clone(), member.lost_on)).collect())
}

/// What was known of those who paid at a cut-off, and what came of it.
pub(crate) fn lessons_at(
    standings: &BTreeMap<AccountId, Standing>,
    lost: &BTreeMap<AccountId, Option<Date>>,
) -> Vec<Lesson> {
    let lesson = |(account, standing): (&AccountId, &Standing)| {
        Some(Lesson { lost: lost.get(account)?.is_some(), standing: standing.clone() })
    };
    standings.iter().filter_map(lesson).collect()
}
