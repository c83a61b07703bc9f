use std::sync::Arc;

use account_review::{ASSUMED_DAYS, RENEWAL_DAYS, Seen, WINDOW_DAYS};
use customers::{
    Advocacy, BusinessReview, Contact, Entitlement, Escalation, Milestone, Opportunity, SavePlay, SurveyResponse,
    Ticket, Touchpoint,
};
use health::{ComponentKind, Floor, FloorKind, Health, MeasureKind};
use jiff::Span;
use jiff::civil::Date;
use kernel::{AccountId, FactRecord, FactShape, Refusal};
use rust_decimal::Decimal;

use crate::desk::Desk;
use crate::facts::about_accounts;
use crate::facts::paying::{Paying, owners_on, paying};
use crate::facts::stays::{everybody, of_accounts};
use crate::facts::voices::days_before;
use crate::health::{Books, scores};

/// Everything the pack is made from.
pub(super) struct Ground<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) account: AccountId,
    pub(super) name: Arc<str>,
    pub(super) day: Date,
    /// When the review is held, and whether that day is on record or was named.
    pub(super) on: Date,
    pub(super) is_set: bool,
    /// From the last review, and from some days before at least.
    pub(super) since: Date,
    pub(super) last_review: Option<Date>,
    pub(super) owner: Option<Arc<str>>,
    pub(super) paid: Option<Paying>,
    pub(super) health: Option<Health>,
    pub(super) contacts: Vec<Contact>,
    pub(super) touches: Vec<Touchpoint>,
    pub(super) tickets: Vec<Ticket>,
    pub(super) answers: Vec<SurveyResponse>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) escalations: Vec<Escalation>,
    pub(super) deals: Vec<Opportunity>,
    pub(super) plays: Vec<SavePlay>,
    pub(super) acts: Vec<Advocacy>,
    pub(super) entitlements: Vec<Entitlement>,
}

impl<'a> Ground<'a> {
    pub(super) fn load(desk: &'a Desk<'a>, account: &AccountId, on: Option<Date>) -> Result<Self, Refusal> {
        let day = desk.as_of();
        let one = std::slice::from_ref(account);
        let rows = Reader { desk, account };
        let (paid, loaded) = paying(desk, day, Some(one))?;
        let paid = paid.into_iter().next();
        let contracts = paid.as_ref().map(|paid| paid.contracts.clone()).unwrap_or_default();
        let books = Books::of(desk, day)?;
        let health = scores(desk, &[&books], one, &contracts)?.pop().and_then(|mut found| found.remove(account));
        let reviews = rows.all(&customers::business_review::SHAPE, BusinessReview::from_record)?;
        let last_review = reviews.iter().filter_map(|review| review.held_on).filter(|held| *held <= day).max();
        let next =
            reviews.iter().filter(|review| review.held_on.is_none() && review.due_on >= day).map(|one| one.due_on);
        let earliest = days_before(day, WINDOW_DAYS);
        let planned = on.or_else(|| next.min());
        let stays = of_accounts(desk, &everybody(desk)?, one)?;
        Ok(Self {
            on: planned.unwrap_or_else(|| day.checked_add(Span::new().days(ASSUMED_DAYS)).unwrap_or(day)),
            is_set: planned.is_some(),
            since: last_review.map_or(earliest, |held| held.min(earliest)),
            last_review,
            name: loaded.name(account),
            owner: owners_on(&stays, &everybody(desk)?, day).remove(account),
            contacts: rows.all(&customers::contact::SHAPE, Contact::from_record)?,
            touches: rows.all(&customers::touchpoint::SHAPE, Touchpoint::from_record)?,
            tickets: rows.all(&customers::ticket::SHAPE, Ticket::from_record)?,
            answers: rows.all(&customers::survey::SHAPE, SurveyResponse::from_record)?,
            milestones: rows.all(&customers::milestone::SHAPE, Milestone::from_record)?,
            escalations: rows.all(&customers::escalation::SHAPE, Escalation::from_record)?,
            deals: rows.all(&customers::opportunity::SHAPE, Opportunity::from_record)?,
            plays: rows.all(&customers::save_play::SHAPE, SavePlay::from_record)?,
            acts: rows.all(&customers::advocacy::SHAPE, Advocacy::from_record)?,
            entitlements: rows.all(&customers::entitlement::SHAPE, Entitlement::from_record)?,
            paid,
            health,
            account: account.clone(),
            day,
            desk,
        }
        .in_order())
    }

    fn in_order(mut self) -> Self {
        let day = self.day;
        self.contacts.retain(|row| row.since_on.is_none_or(|since| since <= day));
        self.contacts.sort_by(|a, b| a.key.cmp(&b.key));
        self.touches.retain(|row| row.happened_at.date() <= day);
        self.touches.sort_by(|a, b| (a.happened_at, &a.key).cmp(&(b.happened_at, &b.key)));
        self.tickets.retain(|row| row.opened_at.date() <= day);
        self.tickets.sort_by(|a, b| (a.opened_at, &a.key).cmp(&(b.opened_at, &b.key)));
        self.answers.retain(|row| row.responded_on <= day);
        self.answers.sort_by(|a, b| (a.responded_on, &a.key).cmp(&(b.responded_on, &b.key)));
        self.milestones.sort_by(|a, b| (a.due_on, &a.key).cmp(&(b.due_on, &b.key)));
        self.escalations.retain(|row| row.raised_on <= day);
        self.escalations.sort_by(|a, b| (a.raised_on, &a.key).cmp(&(b.raised_on, &b.key)));
        self.deals.retain(|row| row.opened_on <= day);
        self.deals.sort_by(|a, b| (a.opened_on, &a.key).cmp(&(b.opened_on, &b.key)));
        self.acts.retain(|row| row.acted_on <= day);
        self.acts.sort_by(|a, b| (a.acted_on, &a.key).cmp(&(b.acted_on, &b.key)));
        self
    }

    pub(super) fn as_of(&self) -> Date {
        self.desk.as_of()
    }

    /// Whether a day lies since the last review.
    pub(super) fn is_since(&self, day: Date) -> bool {
        (self.since..=self.day).contains(&day)
    }

    pub(super) fn contacts_here(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(|row| row.left_on.is_none_or(|left| left > self.day))
    }

    pub(super) fn open_escalations(&self) -> impl Iterator<Item = &Escalation> {
        self.escalations.iter().filter(|row| row.resolved_on.is_none_or(|resolved| resolved > self.day))
    }

    pub(super) fn open_milestones(&self) -> impl Iterator<Item = &Milestone> {
        self.milestones.iter().filter(|row| row.reached_on.is_none_or(|reached| reached > self.day))
    }

    pub(super) fn is_ticket_open(&self, ticket: &Ticket) -> bool {
        ticket.closed_at.is_none_or(|closed| closed.date() > self.day)
    }

    /// The next day on which a running contract is up for renewal.
    pub(super) fn renewal(&self) -> Option<(&Arc<str>, Date)> {
        let contracts = &self.paid.as_ref()?.contracts;
        let running = contracts.iter().filter(|one| !one.trial && one.ends_on.is_none_or(|end| self.day < end));
        let dated = running.filter_map(|one| Some((&one.key, one.renewal_on.or(one.ends_on)?)));
        dated.filter(|(_, on)| *on >= self.day).min_by_key(|(key, on)| (*on, (*key).clone()))
    }

    /// What is decided against us, or nearly so.
    pub(super) fn floors(&self) -> impl Iterator<Item = &Floor> {
        self.health.iter().flat_map(|health| &health.floors)
    }

    pub(super) fn measure(&self, kind: MeasureKind) -> Option<Decimal> {
        let measure = self.health.as_ref()?.measure(kind)?;
        measure.score?;
        measure.reading.ok()?.number()
    }

    /// The score of the component of use.
    pub(super) fn usage_score(&self) -> Option<Decimal> {
        self.health.as_ref()?.component(ComponentKind::Usage)?.score
    }

    fn uses_little(&self) -> bool {
        let line = health::watch_line(ComponentKind::Usage);
        self.usage_score().zip(line).is_some_and(|(score, line)| score < line)
    }

    /// What asks for a question.
    pub(super) fn seen(&self) -> Vec<Seen> {
        let role = |row: &Contact, wanted: &str| {
            row.role.as_deref().is_some_and(|role| role.trim().to_lowercase().contains(wanted))
        };
        let gate = Decimal::new(account_review::GATE_ADOPTION_PERCENT, 2);
        let year = days_before(self.day, 365);
        let latest = self.answers.iter().rfind(|row| row.is_nps && row.responded_on > year);
        let overdue = |row: &Milestone| row.due_on.is_some_and(|due| due <= self.day);
        let left = |row: &Contact| row.left_on.is_some_and(|left| left <= self.day && left > year);
        let near = |on: Date| i64::from((on - self.day).get_days()) <= RENEWAL_DAYS;
        let share = self.measure(MeasureKind::ActiveShare);
        let all = [
            (Seen::NoticeGiven, self.floors().any(|floor| floor.kind == FloorKind::NoticeServed)),
            (Seen::LowUse, share.map_or_else(|| self.uses_little(), |share| share <= gate)),
            (Seen::UseNotKnown, share.is_none() && self.usage_score().is_none()),
            (Seen::OpenEscalation, self.open_escalations().next().is_some()),
            (Seen::Detractor, latest.is_some_and(|row| row.score <= Decimal::from(6))),
            (Seen::NoAnswer, latest.is_none()),
            (Seen::RenewalNear, self.renewal().is_some_and(|(_, on)| near(on))),
            (Seen::ContactLeft, self.contacts.iter().any(left)),
            (Seen::NoSponsor, !self.contacts_here().any(|row| role(row, "sponsor"))),
            (Seen::MilestoneOverdue, self.open_milestones().any(overdue)),
            (Seen::NoGoal, self.milestones.is_empty()),
        ];
        all.into_iter().filter(|(_, holds)| *holds).map(|(seen, _)| seen).collect()
    }
}

struct Reader<'a> {
    desk: &'a Desk<'a>,
    account: &'a AccountId,
}

impl Reader<'_> {
    fn all<T>(&self, shape: &'static FactShape, read: fn(&FactRecord) -> Option<T>) -> Result<Vec<T>, Refusal> {
        about_accounts(self.desk, shape, std::slice::from_ref(self.account), read)
    }
}
