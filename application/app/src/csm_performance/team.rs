use std::collections::{BTreeMap, BTreeSet};

use csm_performance::benchmark::PeerFigures;
use csm_performance::review::{known_values, row_counts};
use csm_performance::score::ScoreInput;
use csm_performance::{Category, Facts, Metric, Peer, Team, measure, score};
use kernel::{PersonId, Refusal};
use ports::store::KeptFigure;
use rust_decimal::Decimal;

use super::context::Context;
use super::expansions::each_won;
use super::gather::gather;
use super::kept::Shelf;
use crate::desk::{Desk, both};
use crate::facts::stays::of_everybody;
use crate::health::Books;

/// People read at once: enough to save look-ups, few enough to hold in memory.
const PEOPLE_AT_ONCE: usize = 50;
const COMPANY: &str = "company";
const DEAL_MEAN: &str = "deal mean";
const NO_BOOK: &str = "no book";

/// The figures of everybody who owned accounts in the period, and the mean expansion of the company. The facts of one
/// of them may be there already.
pub(super) fn team(
    desk: &Desk<'_>,
    context: &Context,
    books: &[Books; 2],
    one: Option<&Facts>,
) -> Result<(Team, Option<Decimal>), Refusal> {
    let shelf = Shelf::of(desk, context.period, "of the team")?;
    let mut kept = shelf.kept()?;
    if kept.is_empty() {
        let somebody_waits;
        (kept, somebody_waits) = worked_out(desk, context, books, one)?;
        shelf.keep(&kept, somebody_waits)?;
    }
    Ok(assembled(desk, context, &kept))
}

fn worked_out(
    desk: &Desk<'_>,
    context: &Context,
    books: &[Books; 2],
    one: Option<&Facts>,
) -> Result<(Vec<KeptFigure>, bool), Refusal> {
    let deal_mean = deal_mean(desk, context)?;
    let stays = of_everybody(desk, &context.people)?;
    let owners: BTreeSet<PersonId> = stays
        .iter()
        .filter(|stay| context.period.overlap_days(stay.from, stay.to) > 0)
        .map(|stay| stay.owner.clone())
        .collect();
    drop(stays);
    let mut kept =
        vec![KeptFigure { person: PersonId::new(COMPANY), metric: DEAL_MEAN.into(), value: deal_mean, n: 0 }];
    let known = one.filter(|one| owners.contains(&one.subject.id));
    let mut somebody_waits = known.is_some_and(|one| one.waiting > 0);
    kept.extend(known.into_iter().flat_map(|one| kept_of(desk, one, deal_mean)));
    let owners: Vec<PersonId> =
        owners.into_iter().filter(|owner| known.is_none_or(|one| *owner != one.subject.id)).collect();
    desk.progress.begin("working out the figures of the team", Some(owners.len() as u64));
    let work_out = |people: &[PersonId]| -> Result<(Vec<KeptFigure>, bool), Refusal> {
        let facts = gather(desk, context, books, people)?;
        desk.progress.advance(people.len() as u64);
        let figures = facts.iter().flat_map(|facts| kept_of(desk, facts, deal_mean)).collect();
        Ok((figures, facts.iter().any(|facts| facts.waiting > 0)))
    };
    for people in owners.chunks(2 * PEOPLE_AT_ONCE) {
        let (one, other) = people.split_at(people.len() / 2);
        let ((one, waits), (other, also_waits)) = both(|| work_out(one), || work_out(other))?;
        kept.extend(one.into_iter().chain(other));
        somebody_waits |= waits || also_waits;
    }
    desk.progress.end();
    Ok((kept, somebody_waits))
}

/// The mean ARR of all expansions won in the period, whoever won them.
pub(super) fn deal_mean(desk: &Desk<'_>, context: &Context) -> Result<Option<Decimal>, Refusal> {
    let (mut sum, mut count) = (Decimal::ZERO, 0_u64);
    each_won(desk, context, &mut |deal| {
        sum += deal.arr.unwrap_or_default();
        count += 1;
    })?;
    Ok(sum.checked_div(Decimal::from(count)))
}

/// The figures of a person from their facts.
pub(super) fn figures(desk: &Desk<'_>, facts: &Facts, deal_mean: Option<Decimal>) -> PeerFigures {
    let measurements = measure(facts);
    let (values, counts) = (known_values(&measurements), row_counts(&measurements));
    let input = ScoreInput {
        values: &values,
        counts: &counts,
        targets: &facts.targets,
        period: &facts.period.to_string(),
        quarters: facts.quarters(),
        team_deal_size: deal_mean,
    };
    let card = score(&input, &desk.settings.profile);
    let shape = csm_performance::portfolio::portfolio(facts);
    PeerFigures {
        points: Metric::ALL.into_iter().filter_map(|metric| Some((metric, card.points(metric)?))).collect(),
        categories: Category::ALL.into_iter().filter_map(|one| Some((one, card.category(one)?.points?))).collect(),
        overall: card.overall,
        accounts: shape.accounts,
        account_target: shape.account_target.map(|(target, _)| target),
        arr: shape.arr.value().unwrap_or_default(),
        values,
    }
}

pub(super) fn kept_of(desk: &Desk<'_>, facts: &Facts, deal_mean: Option<Decimal>) -> Vec<KeptFigure> {
    let figures = figures(desk, facts, deal_mean);
    let person = &facts.subject.id;
    let keep = |metric: String, value: Option<Decimal>| KeptFigure { person: person.clone(), metric, value, n: 0 };
    let values = figures.values.iter().map(|(metric, value)| keep(format!("value {}", metric.key()), Some(*value)));
    let points = figures.points.iter().map(|(metric, points)| keep(format!("points {}", metric.key()), Some(*points)));
    let categories =
        figures.categories.iter().map(|(category, points)| keep(format!("category {}", category.key()), Some(*points)));
    let rest = [
        keep("overall".into(), figures.overall),
        keep("accounts".into(), Some(Decimal::from(figures.accounts))),
        keep("account target".into(), figures.account_target),
        keep("arr".into(), Some(figures.arr)),
    ];
    values.chain(points).chain(categories).chain(rest).collect()
}

/// Says that somebody had no book, so that it is not worked out again.
pub(super) fn no_figures(person: &PersonId) -> KeptFigure {
    KeptFigure { person: person.clone(), metric: NO_BOOK.into(), value: None, n: 0 }
}

/// The figures of one person from what was kept; `None` without a book.
pub(super) fn figures_of(person: &PersonId, kept: &[KeptFigure]) -> Option<PeerFigures> {
    if kept.iter().any(|figure| figure.metric == NO_BOOK) {
        return None;
    }
    let mut figures = PeerFigures::default();
    kept.iter().filter(|figure| figure.person == *person).for_each(|figure| enter(&mut figures, figure));
    Some(figures)
}

fn assembled(desk: &Desk<'_>, context: &Context, kept: &[KeptFigure]) -> (Team, Option<Decimal>) {
    let mut deal_mean = None;
    let mut by_person: BTreeMap<PersonId, PeerFigures> = BTreeMap::new();
    for figure in kept {
        if figure.person.as_str() == COMPANY {
            deal_mean = figure.value;
        } else {
            enter(by_person.entry(figure.person.clone()).or_default(), figure);
        }
    }
    let mut members: Vec<Peer> = by_person.into_iter().map(|(id, figures)| peer(desk, context, id, figures)).collect();
    members.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    (Team { members }, deal_mean)
}

fn enter(figures: &mut PeerFigures, kept: &KeptFigure) {
    let category = |key: &str| Category::ALL.into_iter().find(|category| category.key() == key);
    let (kind, key) = kept.metric.split_once(' ').unwrap_or((&kept.metric, ""));
    match (kind, kept.value) {
        ("value", Some(value)) => figures.values.extend(Metric::from_key(key).map(|metric| (metric, value))),
        ("points", Some(points)) => figures.points.extend(Metric::from_key(key).map(|metric| (metric, points))),
        ("category", Some(points)) => figures.categories.extend(category(key).map(|category| (category, points))),
        ("overall", value) => figures.overall = value,
        ("accounts", Some(count)) => figures.accounts = u64::try_from(count).unwrap_or(0),
        ("account", value) => figures.account_target = value,
        ("arr", Some(arr)) => figures.arr = arr,
        _ => {}
    }
}

fn peer(desk: &Desk<'_>, context: &Context, id: PersonId, figures: PeerFigures) -> Peer {
    let person = context.people.get(&id);
    let end = context.period.to();
    let left = person.and_then(|person| person.left_on).filter(|left| *left < end);
    let hired = person.and_then(|person| person.hired_on);
    let ramp_ends = hired.and_then(|day| day.checked_add(jiff::Span::new().months(desk.settings.ramp_months)).ok());
    let left_out = match (left, ramp_ends) {
        (Some(left), _) => Some(format!("left on {left}")),
        (None, Some(ramp_ends)) if ramp_ends > end => Some(format!("ramping until {ramp_ends}")),
        _ => None,
    };
    Peer {
        name: person.map_or_else(|| id.external().into(), |person| person.name.clone()),
        left_out,
        still_here: person.is_none_or(|person| person.left_on.is_none_or(|left| left > context.as_of)),
        id,
        figures,
    }
}
