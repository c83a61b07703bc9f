use jiff::ToSpan;
use report::{Block, Prose, Section, Table, TableCell, Tone, months_between};
use rust_decimal::Decimal;

use super::Desk;
use super::context::RAMP_MONTHS;
use crate::metric::Metric;
use crate::plan::{self, Focus, PlanInput, Strength};
use crate::score::ScoreInput;

fn focuses(desk: &Desk<'_>) -> Vec<Focus> {
    let facts = desk.input.facts;
    let period = facts.period.to_string();
    let scored = ScoreInput {
        values: &desk.values,
        counts: &desk.counts,
        targets: &facts.targets,
        period: &period,
        quarters: facts.quarters(),
        team_deal_size: desk.input.team_deal_size,
    };
    let input = PlanInput { facts, scored, card: &desk.card, team: desk.input.team, profile: desk.input.profile };
    plan::focuses(&input, &desk.gaps)
}

/// Why there is no plan, when there is none.
fn no_plan(desk: &Desk<'_>) -> Option<String> {
    let facts = desk.input.facts;
    if let Some(left) = facts.subject.left_on.filter(|left| *left <= facts.as_of) {
        return Some(format!("{} left on {left}, so there is nothing to plan.", facts.subject.name));
    }
    desk.card.overall.is_none().then(|| {
        "There is no overall score, because too little is known; a plan from so little would be a guess.".to_owned()
    })
}

/// The day a plan begins: after the period, and not before it is written.
fn begins_on(desk: &Desk<'_>) -> jiff::civil::Date {
    desk.input.facts.period.to().max(desk.input.facts.as_of)
}

/// Section 7.
pub(super) fn plan(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("coaching", "7. Coaching plan");
    if let Some(why) = no_plan(desk) {
        section.push(Block::text(why));
        return section;
    }
    let focuses = focuses(desk);
    if focuses.is_empty() {
        section.push(Block::text(
            "Nothing known lies below target, so the plan is to keep doing it and to pass it on (section 5).",
        ));
    }
    for (place, focus) in focuses.iter().enumerate() {
        let inner = one_focus(desk, place + 1, focus);
        section.push(inner);
    }
    section.push(rebalancing(desk));
    section
}

fn one_focus(desk: &mut Desk<'_>, priority: usize, focus: &Focus) -> Section {
    let metric = focus.gap.metric;
    let mut section = Section::new(format!("priority_{priority}"), format!("Priority {priority}: {}", metric.name()));
    let target = desk.target(metric, &focus.gap.settled);
    let mut why = Prose::default().words("Now ").figure(desk.figure(metric)).words(", target ").figure(target);
    why = match focus.impact {
        Some(impact) if impact > Decimal::ZERO => why
            .words(". At its 90-day goal and all else equal the overall score would be ")
            .figure(desk.impact(focus))
            .words(" points higher."),
        _ => why.words("."),
    };
    section.push(Block::text(why));
    if let Some(says) = by_chance(desk, focus) {
        section.push(Block::callout(Tone::Note, says));
    }
    section.push(actions(desk, metric));
    section.push(Block::text(shadowing(focus)));
    section
}

/// Whether the gap could be chance alone: the interval of the metric reaches its target.
fn by_chance(desk: &mut Desk<'_>, focus: &Focus) -> Option<String> {
    let figure = desk.figure(focus.gap.metric);
    let interval = figure.interval?;
    let target = focus.gap.settled.target;
    (interval.low <= target && target <= interval.high).then(|| {
        let n = figure.n.unwrap_or(0);
        format!("Resting on {n}, this gap could be chance: the interval reaches the target. Talk about the cases, not the rate.")
    })
}

fn actions(desk: &Desk<'_>, metric: Metric) -> Table {
    let facts = desk.input.facts;
    let mut table = Table::new("", &["what", "who", "until"]);
    let manager = facts.subject.manager.as_deref().unwrap_or("the manager");
    for action in plan::actions(metric) {
        let who = match action.who {
            plan::Who::Csm => facts.subject.name.to_string(),
            plan::Who::Manager => manager.to_owned(),
            plan::Who::Both => format!("{} and {manager}", facts.subject.name),
        };
        let until = begins_on(desk).checked_add(i64::from(action.by_day).days()).unwrap_or(begins_on(desk));
        table.row([TableCell::from(action.what), who.into(), until.to_string().into()]);
    }
    table
}

fn shadowing(focus: &Focus) -> String {
    match focus.partners.as_slice() {
        [] => "Nobody compared is excellent on this metric, so there is nobody to shadow; bring in practice from outside the team.".to_owned(),
        names => format!("Shadow {}: excellent on this metric in the same period, on enough cases to say so.", names.join(" or ")),
    }
}

fn rebalancing(desk: &Desk<'_>) -> Section {
    let mut section = Section::new("rebalancing", "Rebalancing the book");
    let moves = plan::rebalancing(desk.input.facts, &desk.shape, desk.input.team);
    if moves.is_empty() {
        let why = match desk.shape.workload() {
            None => {
                "There is no target for the number of accounts, so nothing says that the book should shrink or grow."
            }
            Some(crate::portfolio::Workload::Over) => {
                "The book is over its target load, but every account is red or renews soon: do not move any now."
            }
            Some(_) => "The number of accounts does not ask for a move.",
        };
        section.push(Block::text(why));
        return section;
    }
    let mut table =
        Table::new("Accounts that would move at the least cost", &["account", ">ARR", "to", "why this one"]);
    for account in moves {
        let arr = desk.account_arr(&account.id, desk.input.facts.closes_on(), account.arr);
        let to = account.to.map_or_else(|| "nobody has room".to_owned(), |to| to.to_string());
        table.row([TableCell::from(&*account.account), arr.into(), to.into(), account.why.into()]);
    }
    table.note = Some("Chosen by: no renewal within 90 days, not red, least time together, then least ARR. A proposal; customers are asked first.".to_owned());
    section.push(table);
    section
}

/// Section 8.
pub(super) fn goals(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("goals", "8. 30/60/90-day performance goals");
    if let Some(why) = no_plan(desk) {
        section.push(Block::text(why));
        return section;
    }
    let focuses = focuses(desk);
    if focuses.is_empty() {
        section.push(Block::text("Hold every metric at or above its target."));
        return section;
    }
    let start = begins_on(desk);
    let day = |days: i64| start.checked_add(days.days()).unwrap_or(start);
    let headings = [
        "metric".to_owned(),
        ">now".to_owned(),
        format!(">by {}", day(30)),
        format!(">by {}", day(60)),
        format!(">by {}", day(90)),
        "how far".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("Goals", &headings);
    for focus in &focuses {
        table.row(goal_row(desk, focus));
    }
    table.note =
        Some("A third, two thirds and all of the gap; the last step is at most a quarter of the target.".to_owned());
    section.push(table);
    section
}

fn goal_row(desk: &mut Desk<'_>, focus: &Focus) -> Vec<TableCell> {
    let metric = focus.gap.metric;
    let goals = desk.goals(focus).map(TableCell::from);
    let far = if focus.beyond_90_days { "part of the way; the rest takes longer" } else { "to the target" };
    let mut cells = vec![TableCell::from(metric.name()), desk.figure(metric).into()];
    cells.extend(goals);
    cells.push(far.into());
    cells
}

/// Section 9.
pub(super) fn career(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("career", "9. Career development considerations");
    section.push(Block::text("Questions for the conversation, not conclusions. Readiness for another level is not worked out here, because no ladder is on record; pay is never derived from these figures."));
    let found: Vec<Strength> =
        plan::strengths(&desk.card, desk.input.team, desk.input.facts.churn_dispute.is_some(), &|_| Vec::new());
    let facts = desk.input.facts;
    let mut questions: Vec<String> = Vec::new();
    if let Some(best) = found.iter().max_by_key(|strength| strength.points) {
        questions.push(format!(
            "{} goes well: would you like to teach it, or to do less of it and something new?",
            best.metric.name()
        ));
    }
    if let Some(gap) = desk.gaps.first() {
        questions.push(format!(
            "What would have to change, in the work or around it, to make progress on this easier: {}?",
            gap.metric.name().to_lowercase()
        ));
    }
    if let Some(hired) = facts.subject.hired_on {
        let months = months_between(hired, facts.period.to());
        questions.push(match months {
            months if months < RAMP_MONTHS => {
                "What was different from what you expected when you joined, and what do you miss?".to_owned()
            }
            months if months < 24 => "Which kind of account do you want more of in the next year?".to_owned(),
            _ => "Where do you want to be in two years: deeper with customers, leading people, or another craft?"
                .to_owned(),
        });
    }
    questions.push("Who in the company should know your work better than they do today?".to_owned());
    section.push(Block::points(questions));
    if facts.subject.left_on.is_some() {
        section.push(Block::callout(
            Tone::Note,
            "This person has left; read the plan as a record of what would have been done.",
        ));
    }
    section
}
