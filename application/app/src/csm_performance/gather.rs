use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csm_performance::Facts;
use csm_performance::facts::{Subject, TargetRow};
use customers::Ownership;
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use people::{Leave, Target};
use ports::store::FactQuery;

use super::accounts::{AccountSide, Accounts};
use super::context::Context;
use super::work::{Work, WorkSide};
use crate::desk::Desk;
use crate::facts::stays::{OwnerStay, People, of_accounts};
use crate::facts::{about_people, caveats, typed};
use crate::health::Books;

/// Credit reaches so many days back before an outcome.
pub(crate) const CREDIT_DAYS: i32 = retention::credit::INFLUENCE_DAYS;

/// Rows of several people at once, so that a team is not read person by person.
pub(crate) struct Loaded {
    pub(crate) stays: BTreeMap<AccountId, Vec<OwnerStay>>,
    pub(crate) accounts: Accounts,
    pub(crate) work: Work,
    targets: Vec<Target>,
    leave: Vec<Leave>,
}

/// The facts of these people in the period.
pub(crate) fn gather(
    desk: &Desk<'_>,
    context: &Context,
    books: &[Books; 2],
    people: &[PersonId],
) -> Result<Vec<Facts>, Refusal> {
    let loaded = Loaded::of(desk, context, books, people)?;
    people.iter().map(|person| facts(desk, context, &loaded, person)).collect()
}

impl Loaded {
    pub(super) fn of(
        desk: &Desk<'_>,
        context: &Context,
        books: &[Books; 2],
        people: &[PersonId],
    ) -> Result<Self, Refusal> {
        let period = context.period;
        let own = about_people(desk, &customers::ownership::SHAPE, people, Ownership::from_record)?;
        let reach = days_before(period.from(), CREDIT_DAYS);
        let near = |row: &&Ownership| row.from < period.to() && row.to.is_none_or(|to| to > reach);
        let wanted: BTreeSet<AccountId> = own.iter().filter(near).map(|row| row.account.clone()).collect();
        let wanted: Vec<AccountId> = wanted.into_iter().collect();
        let mut stays: BTreeMap<AccountId, Vec<OwnerStay>> = BTreeMap::new();
        for stay in of_accounts(desk, &context.people, &wanted)? {
            stays.entry(stay.account.clone()).or_default().push(stay);
        }
        let first_day = period.from();
        let next_day = first_day.tomorrow().unwrap_or(first_day);
        let name = period.to_string();
        let targets =
            FactQuery::all(&people::target::SHAPE).about_people_or_nobody(people).between(first_day, next_day);
        let mut targets = typed(desk, targets, Target::from_record)?;
        targets.retain(|target| *target.period == *name);
        Ok(Self {
            accounts: Accounts::load(desk, context, books, &wanted)?,
            work: Work::load(desk, context, &wanted, people)?,
            stays,
            targets,
            leave: about_people(desk, &people::leave::SHAPE, people, Leave::from_record)?,
        })
    }

    /// The stays of one account, in order of days.
    pub(crate) fn stays_of(&self, account: &AccountId) -> &[OwnerStay] {
        self.stays.get(account).map_or(&[], Vec::as_slice)
    }
}

/// The facts of one of the people whose rows were read.
pub(super) fn facts(desk: &Desk<'_>, context: &Context, loaded: &Loaded, person: &PersonId) -> Result<Facts, Refusal> {
    let side = AccountSide::of(desk, context, loaded, person)?;
    let work = WorkSide::of(context, loaded, person);
    let period = context.period;
    let leave = loaded.leave.iter().filter(|leave| leave.person == *person);
    let leave_days = leave.map(|leave| period.overlap_days(leave.from, leave.to)).sum();
    let dispute = caveats::churn_dispute(loaded, context, &desk.settings.rules, &side);
    let (dispute, says) = dispute.map_or((None, None), |dispute| (Some(dispute.short), Some(dispute.long)));
    Ok(Facts {
        subject: subject(&context.people, person),
        period,
        as_of: context.as_of,
        currency: context.currency.to_string(),
        caveats: says.into_iter().chain(caveats::of_book(loaded, context, &side)).collect(),
        churn_dispute: dispute,
        book: side.book,
        outcomes: side.outcomes,
        retention_convention: desk.settings.rules.gross_words(),
        expansions: side.expansions,
        deals: context.opportunities_recorded.then_some(work.deals),
        save_plays: work.save_plays,
        touchpoints: work.touchpoints,
        responses: work.responses,
        waiting: work.waiting,
        reviews: work.reviews,
        promoter_answers: work.promoter_answers,
        satisfaction_answers: work.satisfaction_answers,
        answers_seen_twice: work.answers_seen_twice,
        escalations: work.escalations,
        escalations_recorded: context.escalations_recorded,
        first_values: work.first_values,
        first_value_pace: work.first_value_pace,
        hours: work.hours,
        targets: loaded.targets.iter().filter_map(|target| target_of(target, person)).collect(),
        leave_days,
        unowned_days: side.unowned_days,
        handed_on: side.handed_on,
    })
}

fn target_of(target: &Target, person: &PersonId) -> Option<TargetRow> {
    let mine = target.person.as_ref().is_none_or(|owner| owner == person);
    mine.then(|| TargetRow {
        key: target.key.clone(),
        metric: target.metric.clone(),
        tier: target.tier.clone(),
        target: target.target,
    })
}

fn subject(people: &People, person: &PersonId) -> Subject {
    let known = people.get(person);
    let manager = known.and_then(|person| person.manager.as_ref()).and_then(|manager| people.get(manager));
    Subject {
        id: person.clone(),
        name: known.map_or_else(|| Arc::from(person.external()), |person| person.name.clone()),
        title: known.and_then(|person| person.title.clone()),
        team: known.and_then(|person| person.team.clone()),
        manager: manager.map(|manager| manager.name.clone()),
        hired_on: known.and_then(|person| person.hired_on),
        left_on: known.and_then(|person| person.left_on),
    }
}

/// So many days earlier.
pub(crate) fn days_before(day: Date, days: i32) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(day)
}
