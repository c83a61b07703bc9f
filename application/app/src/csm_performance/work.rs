use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use csm_performance::facts::{Answer, Deal, DueReview, FirstValuePace, Hours, OnTheWay, Row};
use customers::{BusinessReview, Escalation, Milestone, Opportunity, SavePlay, SurveyResponse, Ticket, Touchpoint};
use jiff::civil::{Date, DateTime};
use kernel::{AccountId, PersonId, Refusal};
use people::TimeEntry;
use ports::store::FactQuery;
use rust_decimal::Decimal;

use super::context::Context;
use super::gather::Loaded;
use crate::desk::{Desk, end_of};
use crate::facts::voices::answered;
use crate::facts::{about_accounts, about_people, typed};
use crate::time_to_value::{self, Baseline, FIRST_VALUE, Way};

/// What was done and said in the period, by these people or about their accounts.
pub(crate) struct Work {
    touchpoints: Vec<Touchpoint>,
    reviews: Vec<BusinessReview>,
    opportunities: Vec<Opportunity>,
    save_plays: Vec<SavePlay>,
    hours: Vec<TimeEntry>,
    surveys: Vec<SurveyResponse>,
    tickets: Vec<Ticket>,
    escalations: Vec<Escalation>,
    milestones: Vec<Milestone>,
    /// How fast all accounts reach first value, and up to when they were seen.
    baseline: Baseline,
    seen_to: Date,
}

impl Work {
    pub(crate) fn load(
        desk: &Desk<'_>,
        context: &Context,
        accounts: &[AccountId],
        people: &[PersonId],
    ) -> Result<Self, Refusal> {
        let (from, to) = (context.period.from(), context.period.to());
        let in_period = |day: Option<Date>| day.is_some_and(|day| context.period.contains(day));
        let by = |shape| FactQuery::all(shape).about_people(people).between(from, to);
        let about = |shape| FactQuery::all(shape).about_accounts(accounts).between(from, to);
        let mut work = Self {
            touchpoints: typed(desk, by(&customers::touchpoint::SHAPE), Touchpoint::from_record)?,
            reviews: typed(desk, by(&customers::business_review::SHAPE), BusinessReview::from_record)?,
            opportunities: about_people(desk, &customers::opportunity::SHAPE, people, Opportunity::from_record)?,
            save_plays: about_people(desk, &customers::save_play::SHAPE, people, SavePlay::from_record)?,
            hours: typed(desk, by(&people::time_entry::SHAPE), TimeEntry::from_record)?,
            surveys: typed(desk, about(&customers::survey::SHAPE), SurveyResponse::from_record)?,
            tickets: about_accounts(desk, &customers::ticket::SHAPE, accounts, Ticket::from_record)?,
            escalations: typed(desk, about(&customers::escalation::SHAPE), Escalation::from_record)?,
            milestones: about_accounts(desk, &customers::milestone::SHAPE, accounts, Milestone::from_record)?,
            baseline: time_to_value::baseline(desk)?,
            seen_to: time_to_value::seen_to(desk)?,
        };
        // Everybody's rows are looked through for every person, so what counts for nobody is left out once.
        work.opportunities.retain(|deal| in_period(deal.closed_on));
        work.tickets.retain(|ticket| ticket.satisfaction.is_some() && in_period(ticket.closed_at.map(DateTime::date)));
        work.milestones.retain(|one| one.milestone.to_lowercase() == FIRST_VALUE);
        Ok(work)
    }
}

/// What one person did, and what customers said while the accounts were theirs.
#[derive(Debug, Default)]
pub(crate) struct WorkSide {
    pub(crate) deals: Vec<Deal>,
    pub(crate) save_plays: Vec<Row>,
    pub(crate) touchpoints: Vec<Row>,
    pub(crate) responses: Vec<Row>,
    pub(crate) waiting: u64,
    pub(crate) reviews: Vec<DueReview>,
    pub(crate) promoter_answers: Vec<Row>,
    pub(crate) satisfaction_answers: Vec<Answer>,
    pub(crate) answers_seen_twice: u64,
    pub(crate) escalations: Vec<Row>,
    pub(crate) first_values: Vec<OnTheWay>,
    pub(crate) first_value_pace: Option<FirstValuePace>,
    pub(crate) hours: Vec<Hours>,
}

impl WorkSide {
    pub(crate) fn of(context: &Context, loaded: &Loaded, person: &PersonId) -> Self {
        let lens = Lens { context, loaded, person };
        let mut side = Self {
            deals: lens.deals(),
            save_plays: lens.save_plays(),
            touchpoints: lens.touchpoints(),
            reviews: lens.reviews(),
            promoter_answers: lens.promoter_answers(),
            escalations: lens.escalations(),
            hours: lens.hours(),
            ..Self::default()
        };
        (side.responses, side.waiting) = lens.responses();
        (side.satisfaction_answers, side.answers_seen_twice) = lens.satisfaction_answers();
        side.first_values = lens.first_values();
        side.first_value_pace = lens.first_value_pace();
        side
    }
}

struct Lens<'a> {
    context: &'a Context,
    loaded: &'a Loaded,
    person: &'a PersonId,
}

impl Lens<'_> {
    fn work(&self) -> &Work {
        &self.loaded.work
    }

    fn name(&self, account: &AccountId) -> Arc<str> {
        self.loaded.accounts.name(account)
    }

    fn is_mine(&self, person: Option<&PersonId>) -> bool {
        person == Some(self.person)
    }

    /// Whether the account was this person's on a day.
    fn owned(&self, account: &AccountId, day: Date) -> bool {
        self.loaded.stays_of(account).iter().any(|stay| stay.owner == *self.person && stay.holds_on(day))
    }

    fn in_period(&self, day: Date) -> bool {
        self.context.period.contains(day) && day <= self.context.as_of
    }

    fn row(&self, key: &Arc<str>, account: &AccountId, on: Date, number: Decimal) -> Row {
        Row { key: key.clone(), label: self.name(account), on, number }
    }

    fn deals(&self) -> Vec<Deal> {
        let mine = self.work().opportunities.iter().filter(|deal| self.is_mine(deal.owner.as_ref()));
        mine.filter_map(|deal| {
            let on = deal.closed_on.filter(|day| self.in_period(*day))?;
            Some(Deal {
                key: deal.key.clone(),
                name: self.name(&deal.account),
                on,
                arr: deal.arr,
                won: deal.won?,
                expansion: is_expansion(deal.kind.as_deref()),
            })
        })
        .collect()
    }

    fn save_plays(&self) -> Vec<Row> {
        let mine = self.work().save_plays.iter().filter(|play| self.is_mine(play.owner.as_ref()));
        mine.filter_map(|play| {
            let on = play.closed_on.filter(|day| self.in_period(*day))?;
            Some(self.row(&play.key, &play.account, on, Decimal::from(u8::from(play.saved?))))
        })
        .collect()
    }

    fn my_touchpoints(&self) -> impl Iterator<Item = &Touchpoint> {
        let mine = self.work().touchpoints.iter().filter(|touch| self.is_mine(touch.person.as_ref()));
        mine.filter(|touch| self.in_period(touch.happened_at.date()))
    }

    fn touchpoints(&self) -> Vec<Row> {
        let held = |touch: &&Touchpoint| {
            !matches!(touch.outcome.as_deref(), Some("cancelled" | "canceled" | "no-show" | "no show"))
        };
        let row = |touch: &Touchpoint| self.row(&touch.key, &touch.account, touch.happened_at.date(), Decimal::ONE);
        self.my_touchpoints().filter(held).map(row).collect()
    }

    /// Working hours until an answer, and how many still wait. Nobody waits where answers are never written down.
    fn responses(&self) -> (Vec<Row>, u64) {
        let asked: Vec<&Touchpoint> =
            self.my_touchpoints().filter(|touch| touch.inbound && matches!(&*touch.kind, "email" | "call")).collect();
        let (answered, waiting) = answered(&asked, &self.context.calendar, end_of(self.context.as_of));
        let rows = answered
            .into_iter()
            .map(|(touch, hours)| self.row(&touch.key, &touch.account, touch.happened_at.date(), hours))
            .collect();
        (rows, waiting)
    }

    fn reviews(&self) -> Vec<DueReview> {
        let mine = self.work().reviews.iter().filter(|review| self.is_mine(review.person.as_ref()));
        mine.filter(|review| self.in_period(review.due_on))
            .map(|review| DueReview {
                key: review.key.clone(),
                name: self.name(&review.account),
                due_on: review.due_on,
                held_on: review.held_on,
                declined: review.missed_reason.as_deref().is_some_and(|why| why.contains("declined")),
            })
            .collect()
    }

    fn my_surveys(&self, promoter: bool) -> impl Iterator<Item = &SurveyResponse> {
        let asked = self.work().surveys.iter().filter(move |answer| answer.is_nps == promoter);
        asked.filter(|answer| self.in_period(answer.responded_on) && self.owned(&answer.account, answer.responded_on))
    }

    fn promoter_answers(&self) -> Vec<Row> {
        self.my_surveys(true)
            .map(|answer| self.row(&answer.key, &answer.account, answer.responded_on, answer.score))
            .collect()
    }

    /// Answers of tickets and surveys; the same account, day and score counts once.
    fn satisfaction_answers(&self) -> (Vec<Answer>, u64) {
        let mut found: Vec<Answer> = Vec::new();
        let mut seen: BTreeSet<(AccountId, Date, Decimal)> = BTreeSet::new();
        for ticket in &self.work().tickets {
            let (Some(closed), Some(score)) = (ticket.closed_at, ticket.satisfaction) else { continue };
            let on = closed.date();
            if self.in_period(on) && self.owned(&ticket.account, on) {
                seen.insert((ticket.account.clone(), on, score));
                found.push(Answer { object: "tickets", row: self.row(&ticket.key, &ticket.account, on, score) });
            }
        }
        let mut twice = 0;
        for answer in self.my_surveys(false) {
            if seen.contains(&(answer.account.clone(), answer.responded_on, answer.score)) {
                twice += 1;
                continue;
            }
            let row = self.row(&answer.key, &answer.account, answer.responded_on, answer.score);
            found.push(Answer { object: "surveys", row });
        }
        (found, twice)
    }

    fn escalations(&self) -> Vec<Row> {
        let on_mine = |escalation: &&Escalation| {
            self.in_period(escalation.raised_on) && self.owned(&escalation.account, escalation.raised_on)
        };
        let row = |escalation: &Escalation| {
            self.row(&escalation.key, &escalation.account, escalation.raised_on, Decimal::ONE)
        };
        self.work().escalations.iter().filter(on_mine).map(row).collect()
    }

    /// The ways to first value in the days of the period on which the accounts were this person's.
    fn first_values(&self) -> Vec<OnTheWay> {
        let days = Some((self.context.period.from(), self.context.last_day()));
        let mut found = Vec::new();
        for way in self.work().milestones.iter().filter_map(|milestone| self.way(milestone)) {
            let mine = self.loaded.stays_of(&way.account).iter().filter(|stay| stay.owner == *self.person);
            found.extend(time_to_value::parts(&way, mine, days).into_iter().map(|part| OnTheWay {
                key: way.key.clone(),
                label: way.name.clone(),
                on: part.on,
                reached: part.reached,
                expected: self.work().baseline.pace.expected(part.ages.0, part.ages.1),
            }));
        }
        found
    }

    fn first_value_pace(&self) -> Option<FirstValuePace> {
        let Baseline { median, worth, .. } = &self.work().baseline;
        Some(FirstValuePace { median_days: (*median)?, worth: *worth })
    }

    fn way(&self, milestone: &Milestone) -> Option<Way> {
        let history = self.loaded.accounts.histories.of(&milestone.account);
        let terms = history.map_or(&[][..], |history| history.terms.as_slice());
        let ended_on = time_to_value::ended_on(terms.iter().map(|term| term.to));
        let began_on = self.began_on(&milestone.account)?;
        Way::of(milestone, self.name(&milestone.account), began_on, (ended_on, self.work().seen_to))
    }

    /// The day the account signed up, or began to pay.
    fn began_on(&self, account: &AccountId) -> Option<Date> {
        let histories = &self.loaded.accounts.histories;
        let signed = histories.accounts.get(account).and_then(|account| account.signed_up_on);
        signed.or_else(|| histories.of(account)?.terms.iter().map(|term| term.from).min())
    }

    fn hours(&self) -> Vec<Hours> {
        let mut found: BTreeMap<(Date, Arc<str>), Hours> = BTreeMap::new();
        for entry in self.work().hours.iter().filter(|entry| entry.person == *self.person) {
            let hours = Hours {
                key: entry.key.clone(),
                week: entry.week_starting,
                category: entry.category.clone(),
                hours: entry.hours,
            };
            found.insert((entry.week_starting, entry.key.clone()), hours);
        }
        found.into_values().collect()
    }
}

/// Whether an opportunity is about more rather than the same; one without a kind is.
pub(crate) fn is_expansion(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| {
        let kind = kind.to_lowercase();
        ["expansion", "upsell", "up-sell", "cross-sell", "cross sell", "upgrade"].iter().any(|word| kind.contains(word))
    })
}
