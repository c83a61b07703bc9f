use csm_performance::benchmark::{Past, PeerFigures};
use csm_performance::facts::Subject;
use csm_performance::review::Note;
use csm_performance::{Facts, Metric, ReviewInput, Team, measure, review};
use jiff::civil::Date;
use kernel::{Period, PersonId, Refusal};
use people::ReviewNote;
use ports::store::KeptFigure;
use report::{Address, Report};
use retention::ChurnSource;
use rust_decimal::Decimal;

use super::context::Context;
use super::gather::{self, Loaded, gather};
use super::kept::Shelf;
use super::team::{deal_mean, figures, figures_of, kept_of, no_figures, team};
use crate::desk::{Desk, both};
use crate::facts::about_people;
use crate::facts::stays::{everybody, of_everybody};
use crate::fairness;
use crate::names;
use crate::settings::{Settings, Told};

/// Earlier periods shown beside the one asked about.
const EARLIER_PERIODS: usize = 3;

/// Whose review over which period.
#[derive(Debug, Clone, Copy)]
pub struct ReviewRequest<'a> {
    /// Name, e-mail address or identifier.
    pub csm: &'a str,
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
}

/// The performance review of one CSM.
///
/// # Errors
/// When the person or the period is not known, or the person owned no account in the period.
pub fn show(desk: &Desk<'_>, request: ReviewRequest<'_>) -> Result<Report, Refusal> {
    review_by(desk, request, None)
}

/// The review, had this source said who was lost; the one in force when empty.
pub(crate) fn review_by(
    desk: &Desk<'_>,
    request: ReviewRequest<'_>,
    source: Option<ChurnSource>,
) -> Result<Report, Refusal> {
    let settings = source.map(|source| by_source(desk, source));
    let desk = &Desk { settings: settings.as_ref().unwrap_or(desk.settings), ..*desk };
    let person = names::person(desk, request.csm)?;
    let period = desk.period(request.period)?;
    refuse_what_is_not_covered(desk, period)?;
    let context = Context::load(desk, period)?;
    let books = context.books(desk)?;
    let loaded = Loaded::of(desk, &context, &books, std::slice::from_ref(&person))?;
    let mut facts = gather::facts(desk, &context, &loaded, &person)?;
    if facts.book.is_empty() {
        return Err(no_book(desk, &facts.subject, period)?);
    }
    let figures = || both(|| history(desk, &person, period), || team(desk, &context, &books, Some(&facts)));
    let ((history, (team, team_deal_size)), fair) = both(figures, || fairness::part_of_review(desk, &person, period))?;
    facts.caveats.extend(implausible_targets(&team));
    facts.caveats.extend(not_over_yet(desk, period)?);
    let other = facts
        .churn_dispute
        .as_ref()
        .map(|_| by_other_source(desk, &context, &loaded, &person, team_deal_size))
        .transpose()?;
    let notes = notes(desk, &person, period)?;
    let action = source.map_or_else(|| "csm-performance".to_owned(), |source| format!("csm-performance-by-{source}"));
    let address = Address::new(&action, person.as_str(), period, desk.as_of());
    Ok(review(ReviewInput {
        facts: &facts,
        measurements: &measure(&facts),
        team: &team,
        history: &history,
        other_overall: other,
        team_deal_size,
        profile: &desk.settings.profile,
        notes: &notes,
        fair: &fair,
        address: &address,
    }))
}

/// The settings in which another source says who was lost; told, so that figures kept under them are told apart.
fn by_source(desk: &Desk<'_>, source: ChurnSource) -> Settings {
    let mut settings = desk.settings.clone();
    settings.rules.churn_source = source;
    let told = Told { value: source.to_string(), origin: "the reference of a figure".to_owned() };
    settings.told.insert("churn_source".to_owned(), told);
    settings
}

/// The last day of work on record; not asked as of a past day, where facts written since would give the answer.
fn reached(desk: &Desk<'_>) -> Result<Option<Date>, Refusal> {
    if desk.known_by().is_some() { Ok(None) } else { desk.last_day_of_work() }
}

/// A period after the last facts would show nothing as if nothing had gone wrong.
pub(crate) fn refuse_what_is_not_covered(desk: &Desk<'_>, period: Period) -> Result<(), Refusal> {
    let reached = reached(desk)?;
    if period.from() > desk.as_of() || reached.is_some_and(|last| period.from() > last) {
        let last = reached
            .map_or_else(|| format!("it begins after {}", desk.as_of()), |last| format!("facts reach to {last}"));
        return Err(Refusal::NotEnoughData(format!("{period} is not covered: {last}; ask for an earlier period")));
    }
    Ok(())
}

/// Says so when the period, or what is on record of it, is not complete.
fn not_over_yet(desk: &Desk<'_>, period: Period) -> Result<Option<String>, Refusal> {
    let reached = reached(desk)?.unwrap_or(desk.as_of());
    let weeks = jiff::Span::new().days(14);
    let late = reached.checked_add(weeks).unwrap_or(reached) < period.last_day();
    Ok(late.then(|| {
        format!(
            "Facts reach only to {reached}, the period to {}: counts are of what is on record so far.",
            period.last_day()
        )
    }))
}

/// The overall score had the other source said who was lost.
fn by_other_source(
    desk: &Desk<'_>,
    context: &Context,
    loaded: &Loaded,
    person: &PersonId,
    deal_mean: Option<Decimal>,
) -> Result<(&'static str, Option<Decimal>), Refusal> {
    let (source, words) = match desk.settings.rules.churn_source {
        ChurnSource::Contracts => (ChurnSource::Events, "churn events"),
        ChurnSource::Events => (ChurnSource::Contracts, "contracts"),
    };
    let shelf = Shelf::of(desk, context.period, &format!("by the other source of {}", person.as_str()))?;
    if let Some(kept) = shelf.kept()?.first() {
        return Ok((words, kept.value));
    }
    let mut settings = desk.settings.clone();
    settings.rules.churn_source = source;
    let other = Desk { settings: &settings, ..*desk };
    let facts = gather::facts(&other, context, loaded, person)?;
    let overall = figures(&other, &facts, deal_mean).overall;
    let kept = KeptFigure { person: person.clone(), metric: "overall".into(), value: overall, n: 0 };
    shelf.keep(&[kept], facts.waiting > 0)?;
    Ok((words, overall))
}

fn one(facts: Vec<Facts>) -> Result<Facts, Refusal> {
    facts.into_iter().next().ok_or_else(|| Refusal::Fault("no facts came back for the person".into()))
}

/// Why there is nothing to review, and when there was.
fn no_book(desk: &Desk<'_>, subject: &Subject, period: Period) -> Result<Refusal, Refusal> {
    let everybody = everybody(desk)?;
    let stays = of_everybody(desk, &everybody)?;
    let last = stays.iter().filter(|stay| stay.owner == subject.id).map(|stay| stay.to.unwrap_or(desk.as_of())).max();
    let left = subject.left_on.map(|day| format!(" (left on {day})")).unwrap_or_default();
    let when = match last {
        Some(day) => format!("; the last day with accounts was {}", day.yesterday().unwrap_or(day)),
        None => "; no account was ever theirs".to_owned(),
    };
    let name = &subject.name;
    Ok(Refusal::NotEnoughData(format!(
        "{name}{left} owned no account in {period}, so there is nothing to review{when}"
    )))
}

/// The same person in earlier periods, oldest first; periods without a book are left out.
fn history(desk: &Desk<'_>, person: &PersonId, period: Period) -> Result<Vec<Past>, Refusal> {
    let mut found = Vec::new();
    let mut at = period;
    for _ in 0..EARLIER_PERIODS {
        let Some(previous) = at.previous() else { break };
        at = previous;
        let Some(figures) = own_figures(desk, person, at)? else { break };
        found.push(Past { period: at.to_string(), figures });
    }
    found.reverse();
    Ok(found)
}

/// The figures of a person in an earlier period, worked out once per state of the data; `None` without a book.
fn own_figures(desk: &Desk<'_>, person: &PersonId, period: Period) -> Result<Option<PeerFigures>, Refusal> {
    let shelf = Shelf::of(desk, period, &format!("of {}", person.as_str()))?;
    let mut kept = shelf.kept()?;
    if kept.is_empty() {
        let context = Context::load(desk, period)?;
        let books = context.books(desk)?;
        let facts = one(gather(desk, &context, &books, std::slice::from_ref(person))?)?;
        kept = if facts.book.is_empty() {
            vec![no_figures(person)]
        } else {
            kept_of(desk, &facts, deal_mean(desk, &context)?)
        };
        shelf.keep(&kept, facts.waiting > 0)?;
    }
    Ok(figures_of(person, &kept))
}

fn notes(desk: &Desk<'_>, person: &PersonId, period: Period) -> Result<Vec<Note>, Refusal> {
    let all = about_people(desk, &people::review_note::SHAPE, std::slice::from_ref(person), ReviewNote::from_record)?;
    let name = period.to_string();
    let mut notes: Vec<ReviewNote> = all.into_iter().filter(|note| *note.period == *name).collect();
    notes.sort_by(|a, b| (a.written_on, &a.key).cmp(&(b.written_on, &b.key)));
    Ok(notes.into_iter().map(|note| Note { written_on: note.written_on, words: note.words }).collect())
}

/// Targets everybody leaves far behind, or nobody comes near.
// method: performance.implausible-target
fn implausible_targets(team: &Team) -> Option<String> {
    let reached: Vec<Decimal> =
        team.compared().filter_map(|peer| peer.figures.values.get(&Metric::QuotaAttainment).copied()).collect();
    if reached.len() < 2 {
        return None;
    }
    let all_above = reached.iter().all(|share| *share > Decimal::from(3));
    let all_below = reached.iter().all(|share| *share < Decimal::new(20, 2));
    let says = match (all_above, all_below) {
        (true, _) => "everybody compared is above 300 %",
        (_, true) => "everybody compared is below 20 %",
        _ => return None,
    };
    Some(format!(
        "The expansion targets of this period look implausible: {says}. Check them before reading the score of Expansion."
    ))
}
