use std::collections::BTreeSet;
use std::sync::Arc;

use account_review::Slide;
use health::{ComponentKind, Measure, MeasureKind};
use report::{Address, Block, Figure, Fold, Prose, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;

use super::show::{Page, section};

/// What a slide shows.
#[derive(Default)]
pub(super) struct Shown {
    figures: Vec<Figure>,
    points: Vec<Prose>,
    table: Option<Table>,
}

/// The slides, one under another.
pub(super) fn slides(page: &mut Page<'_>) -> Section {
    let mut deck = section("deck", "Slides");
    for (place, slide) in Slide::ALL.into_iter().enumerate() {
        let shown = page.slide(slide);
        let title = format!("{}. {} ({} min)", place + 1, slide.title(), slide.minutes());
        let mut one = section(&format!("slide.{}", slide.key()), title);
        let empty = shown.figures.is_empty() && shown.points.is_empty() && shown.table.is_none();
        if !shown.figures.is_empty() {
            one.push(Block::Figures { figures: shown.figures });
        }
        if let Some(table) = shown.table {
            one.push(table);
        }
        if !shown.points.is_empty() {
            one.push(Block::points(shown.points));
        }
        if empty {
            one.push(Block::text(format!("Needs: {}.", slide.needs())));
        }
        deck.push(one);
    }
    deck
}

impl Page<'_> {
    fn slide(&mut self, slide: Slide) -> Shown {
        match slide {
            Slide::Welcome => self.welcome(),
            Slide::Goals => self.goals(),
            Slide::Since => self.since(),
            Slide::Usage => self.usage(),
            Slide::Value => self.value(),
            Slide::Support => self.support(),
            Slide::Voice => self.voice(),
            Slide::People => self.people(),
            Slide::Unused => self.unused(),
            Slide::Ahead => self.ahead(),
            Slide::Plan => self.plan(),
            Slide::Decisions => {
                Shown { points: vec!["To be filled in the room: what, whose, by when.".into()], ..Shown::default() }
            }
        }
    }

    fn welcome(&self) -> Shown {
        let person = |contact: &customers::Contact| {
            let name = contact.name.as_deref().or(contact.email.as_deref()).unwrap_or("a contact without a name");
            let what = contact.title.as_deref().map_or_else(String::new, |title| format!(", {title}"));
            Prose::from(format!("{name}{what}"))
        };
        let mut points: Vec<Prose> = self.ground.contacts_here().map(person).collect();
        if let Some(owner) = self.ground.owner.as_ref().filter(|_| !points.is_empty()) {
            points.push(format!("{owner}, for us").into());
        }
        Shown { points, ..Shown::default() }
    }

    fn goals(&self) -> Shown {
        let goal = |row: &customers::Milestone| {
            let due = row.due_on.map_or_else(|| "no day set".to_owned(), |due| format!("due {due}"));
            Prose::from(format!("{}: {due}", row.milestone))
        };
        Shown { points: self.ground.open_milestones().map(goal).collect(), ..Shown::default() }
    }

    fn since(&mut self) -> Shown {
        let (mut talks, mut settled) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Count, &[]));
        let ground = self.ground;
        for row in ground.touches.iter().filter(|row| row.is_two_way() && ground.is_since(row.happened_at.date())) {
            talks.push("touchpoints", &row.key, &*row.kind, Some(row.happened_at.date()), &[]);
        }
        for row in &ground.escalations {
            if let Some(on) = row.resolved_on.filter(|on| ground.is_since(*on)) {
                settled.push("escalations", &row.key, row.issue_type.as_deref().unwrap_or("not told"), Some(on), &[]);
            }
        }
        let mut figures = Vec::new();
        if !talks.rows.is_empty() {
            figures.push(self.enter("talks", "conversations", Unit::Count, talks));
        }
        if !settled.rows.is_empty() {
            figures.push(self.enter("settled", "escalations settled", Unit::Count, settled));
        }
        let last = ground.last_review.map(|held| Prose::from(format!("We last met for a review on {held}.")));
        Shown { figures, points: last.into_iter().collect(), table: None }
    }

    /// The known measures of use; their numbers open in the health of the account.
    fn usage(&self) -> Shown {
        let component = self.ground.health.as_ref().and_then(|health| health.component(ComponentKind::Usage));
        let measures = component.map_or(&[] as &[Measure], |component| &component.measures);
        let mut table = Table::new("", &["what", ">number", "in words"]);
        // Depth is held against other accounts, which is nothing to show a customer.
        for measure in measures.iter().filter(|measure| measure.kind != MeasureKind::Depth) {
            if let Some(number) = self.number(measure) {
                table.row([TableCell::from(measure.name), number.into(), measure.value().into()]);
            }
        }
        Shown { table: Some(table).filter(|table| !table.rows.is_empty()), ..Shown::default() }
    }

    fn number(&self, measure: &Measure) -> Option<Figure> {
        measure.score?;
        let reading = measure.reading.ok()?;
        let at = Address::new("health", self.ground.account.as_str(), self.ground.day, self.ground.as_of());
        let figure = Figure::known(measure.name, reading.number()?, reading.unit(), self.ground.as_of());
        Some(figure.with_evidence(at.figure(&format!("{}.number", measure.key))))
    }

    fn value(&self) -> Shown {
        let reached = |row: &&customers::Milestone| row.reached_on.is_some_and(|on| self.ground.is_since(on));
        let point = |row: &customers::Milestone| {
            let on = row.reached_on.map_or_else(String::new, |on| on.to_string());
            Prose::from(format!("{}: reached on {on}", row.milestone))
        };
        Shown { points: self.ground.milestones.iter().filter(reached).map(point).collect(), ..Shown::default() }
    }

    fn support(&mut self) -> Shown {
        let ground = self.ground;
        let (mut opened, mut open) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Count, &[]));
        let (mut days, mut satisfied) = (Trace::new(Fold::Median, &["days"]), Trace::new(Fold::Mean, &["score"]));
        for row in &ground.tickets {
            let subject = row.subject.as_deref().unwrap_or("no subject told");
            let on = row.opened_at.date();
            if ground.is_since(on) {
                opened.push("tickets", &row.key, subject, Some(on), &[]);
            }
            if ground.is_ticket_open(row) {
                open.push("tickets", &row.key, subject, Some(on), &[]);
            } else if let Some(closed) = row.closed_at.map(|at| at.date()).filter(|closed| ground.is_since(*closed)) {
                let took = Decimal::from((closed - on).get_days());
                days.push("tickets", &row.key, subject, Some(closed), &[took]);
                if let Some(score) = row.satisfaction {
                    satisfied.push("tickets", &row.key, subject, Some(closed), &[score]);
                }
            }
        }
        if opened.rows.is_empty() && open.rows.is_empty() && days.rows.is_empty() {
            return Shown::default();
        }
        let mut figures = vec![
            self.enter("tickets", "tickets opened", Unit::Count, opened),
            self.enter("tickets_open", "still open", Unit::Count, open),
        ];
        if !days.rows.is_empty() {
            figures.push(self.enter("tickets_days", "median days to close", Unit::Days, days));
        }
        if !satisfied.rows.is_empty() {
            figures.push(self.enter("tickets_satisfied", "satisfaction with support", Unit::ScaleOfFive, satisfied));
        }
        Shown { figures, ..Shown::default() }
    }

    fn voice(&mut self) -> Shown {
        let ground = self.ground;
        let mut points: Vec<Prose> = Vec::new();
        for (is_nps, words) in [(true, "would recommend us: answer"), (false, "satisfied: answer")] {
            let Some(row) = ground.answers.iter().rfind(|row| row.is_nps == is_nps) else { continue };
            let mut trace = Trace::new(Fold::Mean, &["answer"]);
            trace.push("surveys", &row.key, words, Some(row.responded_on), &[row.score]);
            let key = if is_nps { "last_nps" } else { "last_csat" };
            let figure = self.enter(key, words, Unit::Number, trace);
            let of = if is_nps { "of 10" } else { "of 5" };
            points.push(
                Prose::default()
                    .words(format!("{words} "))
                    .figure(figure)
                    .words(format!(" {of}, on {}", row.responded_on)),
            );
        }
        let said = ground.answers.iter().rev().filter(|row| ground.is_since(row.responded_on));
        let said = said.filter_map(|row| row.comment.as_deref().filter(|comment| !comment.trim().is_empty()));
        points.extend(said.take(3).map(|comment| Prose::from(format!("“{}”", one_line(comment)))));
        Shown { points, ..Shown::default() }
    }

    fn people(&mut self) -> Shown {
        let ground = self.ground;
        let spoke: BTreeSet<&Arc<str>> = ground
            .touches
            .iter()
            .filter(|row| row.is_two_way() && ground.is_since(row.happened_at.date()))
            .filter_map(|row| row.contact.as_ref())
            .collect();
        let mut active = Trace::new(Fold::Count, &[]);
        let mut points = Vec::new();
        for contact in ground.contacts_here() {
            let name = contact.name.as_deref().unwrap_or("a contact without a name");
            let role = contact.role.as_deref().unwrap_or("role not told");
            let is_active = spoke.contains(&contact.key);
            if is_active {
                active.push("contacts", &contact.key, name, None, &[]);
            }
            let says = if is_active { "spoke with us" } else { "no conversation" };
            points.push(Prose::from(format!("{name}, {role}: {says} since {}", ground.since)));
        }
        if points.is_empty() {
            return Shown::default();
        }
        let figure = self.enter("people", "contacts who spoke with us", Unit::Count, active);
        Shown { figures: vec![figure], points, table: None }
    }

    fn unused(&mut self) -> Shown {
        let ground = self.ground;
        let held =
            ground.entitlements.iter().filter(|one| one.from <= ground.day && one.to.is_none_or(|to| ground.day < to));
        let held: Vec<_> = held.collect();
        if held.is_empty() {
            return Shown::default();
        }
        let mut trace = Trace::new(Fold::Count, &[]);
        for one in &held {
            trace.push("entitlements", &one.key, &*one.feature, Some(one.from), &[]);
        }
        let figure = self.enter("entitled", "features you may use", Unit::Count, trace);
        let points = held.iter().map(|one| Prose::from(format!("{} (since {})", one.feature, one.from)));
        Shown { figures: vec![figure], points: points.collect(), table: None }
    }

    fn ahead(&mut self) -> Shown {
        let ground = self.ground;
        let Some((key, on)) = ground.renewal() else { return Shown::default() };
        let mut trace = Trace::new(Fold::Count, &[]);
        trace.push("contracts", key, "up for renewal", Some(on), &[]);
        let figure = self.enter("renewal", "contracts up for renewal next", Unit::Count, trace);
        let point = Prose::from(format!("The contract is up for renewal on {on}."));
        Shown { figures: vec![figure], points: vec![point], table: None }
    }

    fn plan(&self) -> Shown {
        let late = |row: &customers::Milestone| {
            let due = row.due_on.map_or_else(|| "agree on a day".to_owned(), |due| format!("due {due}"));
            Prose::from(format!("Reach {}: {due}", row.milestone))
        };
        let open = |row: &customers::Escalation| {
            let what = row.issue_type.as_deref().unwrap_or("what was escalated");
            Prose::from(format!("Settle {what}, open since {}", row.raised_on))
        };
        let points = self.ground.open_escalations().map(open).chain(self.ground.open_milestones().map(late));
        Shown { points: points.collect(), ..Shown::default() }
    }
}

/// A comment on one line, cut where it is long.
pub(super) fn one_line(comment: &str) -> String {
    let line: String = comment.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = line.chars().filter(|letter| !letter.is_control());
    let cut: String = clean.take(160).collect();
    if cut.chars().count() < line.chars().count() { format!("{}…", cut.trim_end()) } else { cut }
}
