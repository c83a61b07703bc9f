use std::sync::Arc;

use customers::{Milestone, Opportunity};
use health::{Health, MeasureKind};
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use report::{Address, CheckState, Figure, Fold, Ledger, Report, Section, Trace, Unit};

use super::Missing;
use super::answer::{AccountLine, Goal};
use super::ground::Ground;
use super::readings::{active_share, is_open};
use crate::churn;
use crate::csm_performance::is_expansion;
use crate::desk::Desk;
use crate::facts::paying::{Paying, paying};
use crate::facts::typed;
use crate::health::{Books, scores};

/// The six parts of one account.
pub(super) struct About {
    /// In the order of the parts.
    pub(super) lines: [AccountLine; 6],
    pub(super) goals: Vec<Goal>,
    pub(super) missing: Vec<Missing>,
    ledger: Ledger,
}

/// One account of an answer, to open its figures.
pub(crate) fn about(desk: &Desk<'_>, account: &AccountId, period: Option<&str>) -> Result<Report, Refusal> {
    let ground = Ground::load(desk, None, period)?;
    let about = About::load(&ground, account)?;
    let title = format!("Customer context: {}, {}", ground.name(account), ground.period);
    let mut report = Report::new("context.answer", title, ground.as_of());
    report.period = Some(ground.period.to_string());
    for (part, line) in context::Part::ALL.into_iter().zip(&about.lines) {
        let mut section = Section::new(part.key(), part.title());
        section
            .push(report::Block::Figures { figures: line.figures.iter().map(|(_, figure)| figure.clone()).collect() });
        section.push(report::Block::points(line.says.iter().map(String::as_str)));
        report.push(section);
    }
    report.ledger = about.ledger;
    Ok(report)
}

impl About {
    pub(super) fn load(ground: &Ground<'_>, account: &AccountId) -> Result<Self, Refusal> {
        let (desk, one) = (ground.desk, std::slice::from_ref(account));
        let (paid, _) = paying(desk, ground.day, Some(one))?;
        let paid = paid.into_iter().next();
        let contracts = paid.as_ref().map(|paid| paid.contracts.clone()).unwrap_or_default();
        let books = Books::of(desk, ground.day)?;
        let health = scores(desk, &[&books], one, &contracts)?.pop().and_then(|mut found| found.remove(account));
        let address = Address::new("context-account", account.as_str(), ground.period, ground.as_of());
        let mut teller = Teller { ground, account, ledger: Ledger::new(address.to_string()), missing: Vec::new() };
        let goals = teller.milestones()?;
        let lines = [
            teller.segment(paid.as_ref())?,
            teller.line(usage(ground, account, health.as_ref()), Vec::new()),
            teller.health(health.as_ref()),
            teller.risk()?,
            teller.growth()?,
            teller.goals(&goals),
        ];
        Ok(Self { lines, goals, missing: teller.missing, ledger: teller.ledger })
    }
}

struct Teller<'a> {
    ground: &'a Ground<'a>,
    account: &'a AccountId,
    ledger: Ledger,
    missing: Vec<Missing>,
}

impl Teller<'_> {
    /// A line of the account; figures without a value are missing.
    fn line(&mut self, figures: Vec<(&'static str, Figure)>, says: Vec<String>) -> AccountLine {
        let name: Arc<str> = self.ground.name(self.account);
        for (_, figure) in figures.iter().filter(|(_, figure)| figure.value.is_none()) {
            let why = figure.note.clone().unwrap_or_else(|| "not known".to_owned());
            self.missing.push(Missing { what: format!("{name}: {}", figure.label), why });
        }
        AccountLine { id: self.account.external().to_owned(), name, figures, says }
    }

    fn segment(&mut self, paid: Option<&Paying>) -> Result<AccountLine, Refusal> {
        Ok(match paid {
            Some(paid) => {
                let arr = paid.arr_figure(self.ground.desk, self.ground.day)?;
                self.line(vec![("arr", arr)], vec![segment(paid)])
            }
            None => self.line(Vec::new(), vec![format!("pays nothing on {}", self.ground.day)]),
        })
    }

    fn health(&mut self, found: Option<&Health>) -> AccountLine {
        let says = found.map(|health| health.band.word().to_owned()).into_iter().collect();
        self.line(health(self.ground, self.account, found), says)
    }

    /// As of the day, as known then.
    fn risk(&mut self) -> Result<AccountLine, Refusal> {
        let desk = Desk { as_of: Some(self.ground.day), ..*self.ground.desk };
        Ok(match churn::on(&desk, self.account, None) {
            Ok(report) => {
                let chance = report.figure("chance").cloned();
                let says = chance.as_ref().and_then(|chance| chance.note.clone()).map(|tier| format!("{tier} risk"));
                let chance = chance.map(|chance| ("chance", Figure { note: None, ..chance }));
                self.line(chance.into_iter().collect(), says.into_iter().collect())
            }
            Err(Refusal::NotEnoughData(why)) => {
                let unknown = Figure::unknown("chance of being lost", Unit::Ratio, self.ground.as_of(), why);
                self.line(vec![("chance", unknown)], Vec::new())
            }
            Err(refusal) => return Err(refusal),
        })
    }

    fn growth(&mut self) -> Result<AccountLine, Refusal> {
        let query = FactQuery::all(&customers::opportunity::SHAPE).about_accounts(std::slice::from_ref(self.account));
        let mut deals = typed(self.ground.desk, query, Opportunity::from_record)?;
        deals.retain(|deal| is_expansion(deal.kind.as_deref()) && is_open(deal, self.ground.day));
        deals.sort_by(|a, b| (b.arr, &a.key).cmp(&(a.arr, &b.key)));
        let mut trace = Trace::new(Fold::Count, &[]);
        for deal in &deals {
            trace.push("opportunities", &deal.key, &*self.ground.name(&deal.account), Some(deal.opened_on), &[]);
        }
        let (label, as_of) = ("open upsell opportunities", self.ground.as_of());
        let open = self.ledger.figure("deals", label, Unit::Count, as_of, trace);
        Ok(self.line(vec![("open_opportunities", open)], deals.iter().map(deal).collect()))
    }

    fn milestones(&mut self) -> Result<Vec<Goal>, Refusal> {
        let query = FactQuery::all(&customers::milestone::SHAPE).about_accounts(std::slice::from_ref(self.account));
        let mut rows = typed(self.ground.desk, query, Milestone::from_record)?;
        rows.sort_by(|a, b| (a.due_on, &a.key).cmp(&(b.due_on, &b.key)));
        let day = self.ground.day;
        let mut open = Trace::new(Fold::Count, &[]);
        let mut goals = Vec::new();
        for row in &rows {
            let reached = row.reached_on.filter(|reached| *reached <= day);
            let state = match (reached, row.due_on) {
                (Some(_), _) => CheckState::Met,
                (None, Some(due)) if due <= day => CheckState::NotMet,
                (None, _) => CheckState::Unknown,
            };
            if reached.is_none() {
                open.push("milestones", &row.key, &*row.milestone, row.due_on, &[]);
            }
            let due = row.due_on.map_or_else(|| "no day set".to_owned(), |due| format!("due {due}"));
            let over = reached.map_or(due, |reached| format!("reached {reached}"));
            let what = format!("{}: {}", self.ground.name(self.account), row.milestone);
            let note = (state == CheckState::Unknown).then(|| "not due yet".to_owned());
            goals.push(Goal { what, state, over, figure: None, note });
        }
        if !rows.is_empty() {
            self.ledger.figure("milestones", "milestones not reached", Unit::Count, self.ground.as_of(), open);
        }
        Ok(goals)
    }

    fn goals(&mut self, goals: &[Goal]) -> AccountLine {
        let (label, as_of) = ("milestones not reached", self.ground.as_of());
        let figure = match self.ledger.trace("milestones").cloned() {
            Some(trace) => self.ledger.figure("milestones", label, Unit::Count, as_of, trace),
            None => Figure::unknown(label, Unit::Count, as_of, "no milestone of the account is on record"),
        };
        self.line(vec![("milestones_open", figure)], goals.iter().map(|goal| goal.over.clone()).collect())
    }
}

/// What a paying account is, in words.
pub(super) fn segment(one: &Paying) -> String {
    let plan = one.plan.as_ref().map_or_else(String::new, |plan| format!(", plan {plan}"));
    let since = one.since.as_ref().map_or_else(String::new, |(_, day)| format!(", pays since {day}"));
    format!("{}{plan}{since}", one.tier.word())
}

/// An open opportunity in words.
pub(super) fn deal(deal: &Opportunity) -> String {
    let kind = deal.kind.as_deref().unwrap_or("kind not told");
    let amount = deal.arr.map_or_else(
        || "no amount told".to_owned(),
        |arr| {
            format!(
                "{}{} of ARR",
                deal.currency.as_deref().map(|code| format!("{code} ")).unwrap_or_default(),
                report::display::grouped(arr, 0)
            )
        },
    );
    format!("{kind} opened on {}, {amount}", deal.opened_on)
}

/// How the licences are used, and the usage component of health.
pub(super) fn usage(ground: &Ground<'_>, account: &AccountId, health: Option<&Health>) -> Vec<(&'static str, Figure)> {
    let at = Address::new("health", account.as_str(), ground.day, ground.as_of());
    let as_of = ground.as_of();
    let share = health.and_then(active_share).map_or_else(
        || Figure::unknown("active users of licensed", Unit::Ratio, as_of, "active or licensed users are not told"),
        |share| {
            let key = format!("{}.number", MeasureKind::ActiveShare.key());
            Figure::known("active users of licensed", share, Unit::Ratio, as_of).with_evidence(at.figure(&key))
        },
    );
    let component = health.and_then(|health| health.component(health::ComponentKind::Usage));
    let score = component.and_then(|component| component.score).map_or_else(
        || Figure::unknown("usage score", Unit::Score, as_of, "no measure of usage is known"),
        |score| Figure::known("usage score", score, Unit::Score, as_of).with_evidence(at.figure("usage")),
    );
    vec![("active_share", share), ("usage_score", score)]
}

/// The score and how much of it is known.
pub(super) fn health(ground: &Ground<'_>, account: &AccountId, found: Option<&Health>) -> Vec<(&'static str, Figure)> {
    let (at, as_of) = (Address::new("health", account.as_str(), ground.day, ground.as_of()), ground.as_of());
    let Some(health) = found else {
        return vec![("health", Figure::unknown("health", Unit::Score, as_of, "nothing is known"))];
    };
    let score = match health.score {
        Some(score) => Figure::known("health", score, Unit::Score, as_of).with_evidence(at.figure("score")),
        None => Figure::unknown("health", Unit::Score, as_of, health.why_unknown().unwrap_or_default()),
    };
    let coverage = Figure::known("coverage", health.coverage, Unit::Ratio, as_of).with_evidence(at.figure("coverage"));
    vec![("health", score), ("coverage", coverage)]
}
