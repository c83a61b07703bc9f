use report::{Block, Figure, Fold, Prose, Section, Table, TableCell, Trace, Unit};
use rust_decimal::Decimal;
use sentiment::{LEAST_ANSWERS, Stance, mentions, target as target_points, target_step};

use super::nps::{Page, section};

/// What to do, first things first.
pub(super) fn actions(page: &Page<'_>) -> Section {
    let mut section = section("actions", "What to do");
    let mut items: Vec<Prose> = Vec::new();
    let overdue = page.overdue();
    let detractors = overdue.iter().filter(|answer| answer.stance() == Some(Stance::Detractor)).count();
    if detractors > 0 {
        items.push(
            Prose::default()
                .strong(format!("Speak with the {} whose clock ran out", counted(detractors, "detractor")))
                .words(": the table above lists them, the largest accounts first."),
        );
    }
    if overdue.len() > detractors {
        let rest = overdue.len() - detractors;
        items.push(format!("Thank or ask the {} still without a word from us.", counted(rest, "other")).into());
    }
    let answers = page.tally.answers();
    for (stance, verb) in [(Stance::Detractor, "Look into"), (Stance::Promoter, "Tell others about")] {
        if let Some(first) = mentions(answers, stance).0.first() {
            let times = counted(first.answers.len(), "comment");
            items.push(format!("{verb} {}: {} of {} are about it.", first.theme.name, times, stance.words()).into());
        }
    }
    if answers.len() < LEAST_ANSWERS {
        items.push(
            "Ask more people before concluding anything: ask at least one contact of every account twice a year."
                .into(),
        );
    }
    items.push("Keep a list of whom you asked: with it there is a response rate, and silence becomes visible.".into());
    section.push(Block::List { ordered: true, items });
    section
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// What to reach in 30, 60 and 90 days: a third, two thirds and all of the way that a quarter can bring.
pub(super) fn target(page: &mut Page<'_>) -> Section {
    let mut section = section("target", "Target for 30, 60 and 90 days");
    let tally = page.tally.clone();
    let score = page.score("score", &tally);
    let Some(value) = score.value else {
        section.push(Block::text("Without a score there is no target to set."));
        return section;
    };
    let gap = target_points() - value;
    if gap <= Decimal::ZERO {
        section
            .push(Block::text(format!("The score is at the target of {} points or above: hold it.", target_points())));
        return section;
    }
    let step = gap.min(target_step());
    let mut table = Table::new("", &["in", ">NPS to reach"]);
    for (days, part) in [(30, Decimal::ONE), (60, Decimal::TWO), (90, Decimal::from(3))] {
        let mut trace = Trace::new(Fold::Sum, &["points"]);
        trace.push_known(&score, &[]);
        let more = step * part / Decimal::from(3);
        trace.push("method", &"sentiment.target_step".into(), "part of the way", None, &[more]);
        let goal = page.figure(&format!("target.{days}"), "goal", Unit::PromoterPoints, trace);
        table.row([TableCell::from(format!("{days} days")), Figure { n: None, ..goal }.into()]);
    }
    table.note = Some(format!(
        "Towards {} points, at most {} in 90 days. With {} answers the score itself is only known within its range, so a \
         change inside that range is no success and no failure.",
        target_points(),
        target_step(),
        tally.answers().len()
    ));
    section.push(table);
    section
}
