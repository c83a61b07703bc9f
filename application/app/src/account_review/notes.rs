use account_review::{GATE_ADOPTION_PERCENT, GATE_HEALTH, RENEWAL_DAYS, Seen, steps};
use health::MeasureKind;
use kernel::Refusal;
use report::{Address, Block, Check, CheckState, Figure, Fold, Prose, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;

use super::deck::one_line;
use super::show::{Page, section};
use crate::csm_performance::is_expansion;
use crate::facts::voices::days_before;
use crate::{churn, relationships};

/// What we know and do not show: worth, health, risk, and what hangs by one person.
pub(super) fn appendix(page: &mut Page<'_>) -> Result<Section, Refusal> {
    let mut section = section("appendix", "Appendix (for us)");
    let ground = page.ground;
    let mut figures = vec![health(page)];
    if let Some(paid) = &ground.paid {
        figures.insert(0, paid.arr_figure(ground.desk, ground.day)?);
    }
    match churn::on(ground.desk, &ground.account, None) {
        Ok(report) => figures.extend(report.figure("chance").cloned()),
        Err(Refusal::NotEnoughData(why)) => {
            figures.push(Figure::unknown("chance of being lost", Unit::Ratio, ground.as_of(), why));
        }
        Err(refusal) => return Err(refusal),
    }
    section.push(Block::Figures { figures });
    let related = relationships::show(ground.desk, ground.account.external())?;
    let findings = related.blocks.into_iter().find_map(|block| match block {
        Block::Section(found) if found.key == "findings" => Some(found),
        _ => None,
    });
    if let Some(found) = findings {
        section.push(Section { key: "relations".to_owned(), ..found });
    }
    let name = &ground.name;
    section.push(Block::text(format!(
        "More: `evenkeel health show \"{name}\"`, `evenkeel churn show \"{name}\"`, `evenkeel engagement \"{name}\"`."
    )));
    Ok(section)
}

fn health(page: &Page<'_>) -> Figure {
    let ground = page.ground;
    let at = Address::new("health", ground.account.as_str(), ground.day, ground.as_of());
    let known = ground.health.as_ref().and_then(|health| Some((health.score?, health.band)));
    match known {
        Some((score, band)) => Figure::known("health", score, Unit::Score, ground.as_of())
            .with_evidence(at.figure("score"))
            .with_note(band.word()),
        None => Figure::unknown("health", Unit::Score, ground.as_of(), "too little is known"),
    }
}

/// What to say, each with the number it rests on.
pub(super) fn talking_points(page: &mut Page<'_>) -> Section {
    let mut section = section("talking_points", "Talking points");
    let ground = page.ground;
    let mut points: Vec<Prose> = Vec::new();
    let share = ground.measure(MeasureKind::ActiveShare).map(|share| {
        let at = Address::new("health", ground.account.as_str(), ground.day, ground.as_of());
        let key = format!("{}.number", MeasureKind::ActiveShare.key());
        Figure::known("active users of licensed", share, Unit::Ratio, ground.as_of()).with_evidence(at.figure(&key))
    });
    if let Some(share) = share {
        points
            .push(Prose::default().figure(share).words(" of those who may use it do. Ask what the others work with."));
    }
    let mut open = Trace::new(Fold::Count, &[]);
    for row in ground.open_escalations() {
        open.push("escalations", &row.key, row.issue_type.as_deref().unwrap_or("not told"), Some(row.raised_on), &[]);
    }
    if !open.rows.is_empty() {
        let count = page.enter("escalations_open", "escalations open", Unit::Count, open);
        points.push(
            Prose::default()
                .words("Begin with what is open (escalations: ")
                .figure(count)
                .words("): where it stands, who carries it, and the next day you will hear."),
        );
    }
    points.extend(said(page));
    if let Some((_, on)) = ground.renewal().filter(|(_, on)| i64::from((*on - ground.day).get_days()) <= RENEWAL_DAYS) {
        points.push(format!("The renewal on {on} is near: ask how they decide, not whether.").into());
    }
    if points.is_empty() {
        section.push(Block::text("Too little is on record to prepare any. The questions below are then the review."));
    } else {
        section.push(Block::points(points));
    }
    section
}

/// What they said, and what to say to it.
fn said(page: &mut Page<'_>) -> Option<Prose> {
    let ground = page.ground;
    let row = ground.answers.iter().rfind(|row| row.is_nps && row.responded_on > days_before(ground.day, 365))?;
    let mut trace = Trace::new(Fold::Mean, &["answer"]);
    trace.push("surveys", &row.key, "would recommend us", Some(row.responded_on), &[row.score]);
    let figure = page.enter("answer", "answer to the NPS question", Unit::Number, trace);
    let words = match row.score {
        score if score >= Decimal::from(9) => " of 10: thank them, and ask whether they would say so to others.",
        score if score <= Decimal::from(6) => " of 10: say what you did about it since, before they ask.",
        _ => " of 10: ask what would make it two more.",
    };
    Some(Prose::default().words(format!("On {} they answered ", row.responded_on)).figure(figure).words(words))
}

/// What went well within a year, as it can be told to others.
pub(super) fn success_stories(page: &mut Page<'_>) -> Section {
    let mut section = section("success_stories", "Success stories");
    let ground = page.ground;
    let year = days_before(ground.day, 365);
    let recent = |day: jiff::civil::Date| day > year && day <= ground.day;
    let mut points: Vec<Prose> = Vec::new();
    for row in &ground.milestones {
        let Some(on) = row.reached_on.filter(|on| recent(*on)) else { continue };
        let early = row.due_on.filter(|due| on <= *due).map_or("", |_| ", on time");
        points.push(format!("{} reached on {on}{early}", row.milestone).into());
    }
    for row in &ground.plays {
        if let Some(on) = row.closed_on.filter(|on| recent(*on) && row.saved == Some(true)) {
            points.push(format!("kept, after an attempt to save it that ended on {on}").into());
        }
    }
    for row in ground.acts.iter().filter(|row| recent(row.acted_on)) {
        points.push(format!("spoke for us on {}: {}", row.acted_on, row.kind).into());
    }
    let promoters =
        ground.answers.iter().filter(|row| row.is_nps && row.score >= Decimal::from(9) && recent(row.responded_on));
    for row in promoters {
        if let Some(comment) = row.comment.as_deref().filter(|comment| !comment.trim().is_empty()) {
            points.push(format!("“{}” ({})", one_line(comment), row.responded_on).into());
        }
    }
    if points.is_empty() {
        section.push(Block::text("None is on record within a year. Ask for one: what works now that did not before?"));
    } else {
        section.push(Block::points(points));
        section.push(Block::text("Ask before you tell any of it to others."));
    }
    section
}

/// What to ask, first what was seen.
pub(super) fn questions(page: &Page<'_>) -> Section {
    let mut section = section("questions", "Questions to ask");
    let items = account_review::questions(&page.ground.seen()).into_iter().map(Prose::from).collect();
    section.push(Block::List { ordered: true, items });
    section
}

/// A table to fill in the room, with what is open already in it.
pub(super) fn actions(page: &Page<'_>) -> Section {
    let mut section = section("actions", "Actions to agree on");
    let ground = page.ground;
    let us = ground.owner.as_deref().unwrap_or("us");
    let mut table = Table::new("", &["what", "whose", "by", "done when"]);
    let mut row = |what: String, whose: &str, by: String, done: &str| {
        table.row([TableCell::from(what), whose.into(), by.into(), done.into()]);
    };
    for one in ground.open_escalations() {
        let what = one.issue_type.as_deref().unwrap_or("what was escalated");
        row(format!("settle {what}"), us, "agree in the room".to_owned(), "the customer says so");
    }
    for one in ground.open_milestones() {
        let by = one.due_on.map_or_else(|| "agree in the room".to_owned(), |due| due.to_string());
        row(format!("reach {}", one.milestone), "both", by, "both say it is reached");
    }
    for one in ground.tickets.iter().filter(|ticket| ground.is_ticket_open(ticket)) {
        let what = one.subject.as_deref().unwrap_or("the ticket");
        row(format!("answer: {what}"), "support", "agree in the room".to_owned(), "the ticket is closed");
    }
    for _ in 0..2 {
        row("…".to_owned(), "…", "…".to_owned(), "…");
    }
    section.push(table);
    section
}

/// What happens after the review, by day.
pub(super) fn follow_up(page: &Page<'_>) -> Section {
    let mut section = section("follow_up", "After the review");
    let mut table = Table::new("", &["on", "what"]);
    for step in steps(page.ground.on) {
        table.row([TableCell::from(step.on.to_string()), step.what.into()]);
    }
    section.push(table);
    section
}

/// Whether more may be offered, and what is on the table.
pub(super) fn expansion(page: &mut Page<'_>) -> Section {
    let mut section = section("expansion", "Whether to speak of more (for us)");
    let ground = page.ground;
    let gate = |value: Option<bool>| match value {
        None => CheckState::Unknown,
        Some(true) => CheckState::Met,
        Some(false) => CheckState::NotMet,
    };
    let seen = ground.seen();
    let score = ground.health.as_ref().and_then(|health| health.score);
    let share = ground.measure(MeasureKind::ActiveShare);
    let sponsor = (!ground.contacts.is_empty()).then(|| !seen.contains(&Seen::NoSponsor));
    let items = [
        (gate(score.map(|score| score >= Decimal::from(GATE_HEALTH))), format!("health is {GATE_HEALTH} or more")),
        (
            gate(share.map(|share| share > Decimal::new(GATE_ADOPTION_PERCENT, 2))),
            format!("more than {GATE_ADOPTION_PERCENT} % of those who may use it do"),
        ),
        (gate(Some(!seen.contains(&Seen::NoticeGiven))), "no notice was given".to_owned()),
        (gate(Some(!seen.contains(&Seen::OpenEscalation))), "no escalation is open".to_owned()),
        (gate(sponsor), "a sponsor is known".to_owned()),
    ];
    let open = items.iter().all(|(state, _)| *state == CheckState::Met);
    let checks = items.into_iter().map(|(state, says)| Check { state, says: says.into() }).collect();
    section.push(Block::text(match open {
        true => "All gates are open: it can be spoken of, where it helps with one of their goals.",
        false => "Not in this review, unless the customer asks: a gate that is shut or not known comes first.",
    }));
    section.push(Block::Checklist { items: checks });
    section.push(Block::Figures { figures: deals(page) });
    section
}

fn deals(page: &mut Page<'_>) -> Vec<Figure> {
    let ground = page.ground;
    let (mut count, mut sum) = (Trace::new(Fold::Count, &[]), Trace::new(Fold::Sum, &["ARR"]));
    let is_open = |deal: &customers::Opportunity| deal.closed_on.is_none_or(|closed| closed > ground.day);
    let book = ground.desk.currency().map(|currency| currency.to_string()).unwrap_or_default();
    for deal in ground.deals.iter().filter(|deal| is_expansion(deal.kind.as_deref()) && is_open(deal)) {
        let kind = deal.kind.as_deref().unwrap_or("kind not told");
        count.push("opportunities", &deal.key, kind, Some(deal.opened_on), &[]);
        let in_book = deal.currency.as_deref().is_none_or(|code| code.eq_ignore_ascii_case(&book));
        if let Some(arr) = deal.arr.filter(|_| in_book) {
            sum.push("opportunities", &deal.key, kind, Some(deal.opened_on), &[arr]);
        }
    }
    let count = page.enter("deals", "open opportunities to sell more", Unit::Count, count);
    if book.is_empty() {
        return vec![count];
    }
    vec![count, page.enter("deals_arr", "ARR they would add", Unit::Money(book), sum)]
}
