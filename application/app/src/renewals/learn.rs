use std::collections::BTreeMap;

use churn::{Card, Lesson, Risk, Scale};
use jiff::civil::Date;
use kernel::{PersonId, Refusal};
use ports::store::KeptFigure;
use renewals::{Quarter, Shock};
use retention::Basis;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::past::{Foreseen, Outcomes, Past};
use crate::churn::{Book, days_after, standings};
use crate::desk::{Desk, refused};
use crate::facts::histories;

/// So many days ahead signals are read with what was learned near the decision; further ahead with what was learned far
/// from it. Cut-offs lie as far apart.
// method: renewals.near_days
pub(crate) const NEAR_DAYS: i32 = 90;
/// What is learned far from a decision is learned up to so many days before it.
// method: renewals.far_days
const FAR_DAYS: i32 = 180;
/// So many cut-offs are learned from at most, the latest first.
// method: renewals.cut_offs_most
const CUT_OFFS_MOST: usize = 12;
/// Most contracts run for a year: one decision stands for a year's chance of leaving.
const YEAR_DAYS: i32 = 365;

/// What past renewals have taught by a day.
#[derive(Debug, Clone)]
pub(crate) struct Learned {
    /// For decisions that are near.
    pub(crate) near: Card,
    /// For those further ahead.
    pub(crate) far: Card,
    /// What was to be expected at each cut-off, and what came.
    pub(crate) quarters: Vec<Quarter>,
}

impl Learned {
    /// The card for a decision so many days ahead.
    pub(crate) fn card(&self, days_left: i32) -> &Card {
        if days_left <= NEAR_DAYS { &self.near } else { &self.far }
    }

    /// What moves all renewals together.
    pub(crate) fn shock(&self) -> Shock {
        Shock::of(&self.quarters, self.near.covariance.first().map_or(0.0, |variance| libm::sqrt(variance.max(0.0))))
    }

    fn told(&self) -> Vec<(String, f64)> {
        let named = |name: &'static str, card: &Card| {
            card.told().into_iter().map(move |(metric, value)| (format!("{name} {metric}"), value))
        };
        let mut told: Vec<(String, f64)> = named("near", &self.near).chain(named("far", &self.far)).collect();
        for (place, quarter) in self.quarters.iter().enumerate() {
            let numbers =
                [("expected", quarter.expected), ("variance", quarter.variance), ("observed", quarter.observed)];
            told.extend(numbers.map(|(name, value)| (format!("quarter {place} {name}"), value)));
        }
        told
    }

    fn from_told(told: &BTreeMap<&str, f64>) -> Option<Self> {
        let card = |name: &str| {
            let own = told.iter().filter_map(|(metric, value)| Some((metric.strip_prefix(name)?.trim_start(), *value)));
            Card::from_told(&own.collect())
        };
        let number = |place: usize, name: &str| told.get(format!("quarter {place} {name}").as_str()).copied();
        let quarter = |place: usize| {
            let (expected, variance) = (number(place, "expected")?, number(place, "variance")?);
            Some(Quarter { expected, variance, observed: number(place, "observed")? })
        };
        Some(Self { near: card("near")?, far: card("far")?, quarters: (0..).map_while(quarter).collect() })
    }
}

/// What was learned by the desk's day, where it was kept.
pub(crate) fn kept(desk: &Desk<'_>) -> Result<Option<Learned>, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let kept = desk.store.kept_figures(&name(desk), version).map_err(refused)?;
    let told: BTreeMap<&str, f64> =
        kept.iter().filter_map(|figure| Some((figure.metric.as_str(), figure.value?.to_f64()?))).collect();
    Ok(Learned::from_told(&told))
}

fn name(desk: &Desk<'_>) -> String {
    let known = desk.known_by().map_or_else(|| "now".to_owned(), |moment| moment.date().to_string());
    // Who counts as kept decides what is learned.
    format!("renewals 1 {} known {known} lapse {}", desk.as_of(), desk.settings.rules.lapse_days)
}

/// What past renewals teach by the desk's day: kept, or learned from past cut-offs, each as it was known then.
pub(crate) fn learned(desk: &Desk<'_>, book: &Book, past: &mut Past<'_>) -> Result<Learned, Refusal> {
    if let Some(found) = kept(desk)? {
        return Ok(found);
    }
    let (standings, sources) = standings(book);
    let scale = Scale::of(standings.values());
    let cut_offs = cut_offs(desk, book);
    desk.progress.begin("learning from past renewals", Some(cut_offs.len() as u64));
    let mut lessons = Vec::new();
    past.each_ahead(&cut_offs, &mut |cut_off, ahead| {
        lessons.push(lessons_at(cut_off, desk, book, ahead)?);
        desk.progress.advance(1);
        Ok(())
    })?;
    desk.progress.end();
    let card = |of: &dyn Fn(&Lessons) -> Vec<Lesson>| {
        let by_day: Vec<Vec<Lesson>> = lessons.iter().map(of).collect();
        let used = by_day.iter().filter(|day| !day.is_empty()).count() as u64;
        Card::learn(&by_day.concat(), used, YEAR_DAYS, (scale.clone(), sources))
    };
    let near = card(&|day| day.near.iter().map(|(_, lesson)| lesson.clone()).collect());
    let far = card(&|day| day.far.clone());
    let quarters = lessons.iter().filter_map(|day| quarter(&near, day)).collect();
    keep(desk, Learned { near, far, quarters })
}

/// Kept and read back, so that the first answer and all later ones are the same to the last digit.
fn keep(desk: &Desk<'_>, learned: Learned) -> Result<Learned, Refusal> {
    let told = learned.told();
    let company = PersonId::new("company");
    let figure = |(metric, value): &(String, f64)| KeptFigure {
        person: company.clone(),
        metric: metric.clone(),
        value: Decimal::from_f64(*value).map(|value| value.round_dp(15)),
        n: 0,
    };
    let figures: Vec<KeptFigure> = told.iter().map(figure).collect();
    let version = desk.store.data_version().map_err(refused)?;
    desk.keep(&name(desk), version, &figures)?;
    let again = figures.iter().filter_map(|figure| Some((figure.metric.as_str(), figure.value?.to_f64()?))).collect();
    Ok(Learned::from_told(&again).unwrap_or(learned))
}

/// Days a quarter apart, the latest first; from the last one whose near decisions are all known, the lapse rule included.
fn cut_offs(desk: &Desk<'_>, book: &Book) -> Vec<Date> {
    let latest = days_after(desk.as_of(), -(NEAR_DAYS + desk.settings.rules.lapse_days.max(0) + 1));
    let first = book.loaded.histories.iter().flat_map(|history| &history.terms).map(|term| term.from).min();
    let days = std::iter::successors(Some(latest), |cut_off| Some(days_after(*cut_off, -NEAR_DAYS)));
    days.take(CUT_OFFS_MOST).take_while(|cut_off| first.is_some_and(|first| first < *cut_off)).collect()
}

/// Decisions that lay ahead at a cut-off and whose outcome is known now.
#[derive(Default)]
struct Lessons {
    near: Vec<(Date, Lesson)>,
    far: Vec<Lesson>,
}

fn lessons_at(cut_off: Date, desk: &Desk<'_>, book: &Book, ahead: &[Foreseen]) -> Result<Lessons, Refusal> {
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency: desk.currency()?, as_of: desk.as_of() };
    let outcomes = Outcomes::after(cut_off, basis, book)?;
    let mut lessons = Lessons::default();
    for one in ahead {
        let days = (one.on - cut_off).get_days();
        if days > FAR_DAYS {
            continue;
        }
        let Some(outcome) = outcomes.of(one)? else { continue };
        let lesson = Lesson { standing: one.standing.clone(), lost: !outcome.renewed() };
        if days <= NEAR_DAYS { lessons.near.push((one.on, lesson)) } else { lessons.far.push(lesson) }
    }
    Ok(lessons)
}

/// What was to be expected of the near decisions of a cut-off, and what came; without those where notice had been served.
fn quarter(card: &Card, day: &Lessons) -> Option<Quarter> {
    let open = day.near.iter().filter(|(_, lesson)| lesson.standing.notice.is_none());
    let told: Vec<(f64, bool)> = open
        .map(|(on, lesson)| {
            let lost = Risk::of(card, &lesson.standing, *on).chance.to_f64().unwrap_or_default();
            (1.0 - lost, !lesson.lost)
        })
        .collect();
    (!told.is_empty()).then(|| Quarter {
        expected: told.iter().map(|(chance, _)| chance).sum(),
        variance: told.iter().map(|(chance, _)| chance * (1.0 - chance)).sum(),
        observed: told.iter().filter(|(_, renewed)| *renewed).count() as f64,
    })
}
