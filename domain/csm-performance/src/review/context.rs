use std::sync::Arc;

use report::{Block, Figure, Fold, Prose, Section, Table, TableCell, Tone, Trace, Unit, months_between};

use super::Desk;
use crate::facts::{Facts, HandedOn};
use crate::profile::Profile;

// method: performance.ramp-months
pub(crate) const RAMP_MONTHS: i64 = 6;

pub(super) fn subtitle(facts: &Facts, profile: &Profile) -> Vec<String> {
    let subject = &facts.subject;
    let mut who: Vec<String> = Vec::new();
    who.extend(subject.title.as_deref().map(str::to_owned));
    who.extend(subject.team.as_deref().map(|team| format!("team {team}")));
    who.extend(subject.manager.as_deref().map(|manager| format!("reports to {manager}")));
    let days = format!("{} to {}", facts.period.from(), facts.period.last_day());
    vec![who.join(" · "), format!("{days} · as known on {} · profile {}", facts.as_of, profile.name)]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

/// What to know before reading: tenure, ramp, inherited accounts, hand-overs, leave, unowned days, the person's words.
pub(super) fn section(desk: &mut Desk<'_>) -> Section {
    let mut section = Section::new("context", "Before you read");
    section.push(Block::points(circumstances(desk)));
    for note in desk.input.notes {
        let words = Prose::default()
            .strong(format!("{} writes ({}): ", desk.input.facts.subject.name, note.written_on))
            .words(&*note.words);
        section.push(Block::callout(Tone::Note, words));
    }
    if let Some(table) = handed_over(desk.input.facts) {
        section.push(table);
    }
    for caveat in &desk.input.facts.caveats {
        section.push(Block::callout(Tone::Caveat, caveat.as_str()));
    }
    section
}

fn circumstances(desk: &mut Desk<'_>) -> Vec<Prose> {
    let facts = desk.input.facts;
    let mut points = vec![tenure(desk)];
    let inherited = facts.book.iter().filter(|account| account.taken_over_from.is_some()).count();
    points.push(Prose::from(format!(
        "accounts that were theirs on at least one day: {}; taken over within the last 180 days: {inherited}; handed on: {}",
        facts.book.len(),
        facts.handed_on.len()
    )));
    let leave = match facts.leave_days {
        0 => "no leave is on record for the period".to_owned(),
        days => format!("{days} of {} days on leave", facts.period.day_count()),
    };
    points.push(Prose::from(leave));
    if facts.unowned_days > 0 {
        points.push(Prose::from(format!(
            "accounts of this book lay without an owner for {} account-days; what happened then is nobody's credit",
            facts.unowned_days
        )));
    }
    points
}

fn tenure(desk: &mut Desk<'_>) -> Prose {
    let facts = desk.input.facts;
    let name = &facts.subject.name;
    let Some(hired) = facts.subject.hired_on else {
        return Prose::from(format!("it is not known since when {name} works here"));
    };
    let months = months_between(hired, facts.period.to());
    let mut trace = Trace::new(Fold::WholeMonths, &[]);
    trace.push("people", &Arc::from(facts.subject.id.as_str()), "first day at work", Some(hired), &[]);
    let period = Arc::from(facts.period.to_string());
    trace.push("period", &period, "first day after the period", Some(facts.period.to()), &[]);
    let figure = Figure { n: None, ..desk.ledger.figure("tenure", "tenure", Unit::Months, facts.as_of, trace) };
    let prose = Prose::default()
        .words("with us for ")
        .figure(figure)
        .words(format!(" at the end of the period (since {hired})"));
    let prose = if months < RAMP_MONTHS {
        prose.words(format!(
            "; still ramping (under {RAMP_MONTHS} months), so left out of every comparison with the team"
        ))
    } else {
        prose
    };
    match facts.subject.left_on {
        Some(left) => prose.words(format!("; left on {left}")),
        None => prose,
    }
}

fn handed_over(facts: &Facts) -> Option<Table> {
    let mut table = Table::new("Accounts that changed hands", &["account", "how"]);
    for account in &facts.book {
        if let Some(from) = &account.taken_over_from {
            let how = format!("taken over from {from} on {}", account.owned_from);
            table.row([TableCell::from(&*account.name), how.into()]);
        }
    }
    for HandedOn { account, to, on } in &facts.handed_on {
        let how = match to {
            Some(to) => format!("handed on to {to} on {on}"),
            None => format!("owned by nobody since {on}"),
        };
        table.row([TableCell::from(&**account), how.into()]);
    }
    let rows = table.rows.len();
    table.rows.truncate(ROWS_MAX);
    if rows > ROWS_MAX {
        table.note = Some(format!("{} more", rows - ROWS_MAX));
    }
    (rows > 0).then_some(table)
}

const ROWS_MAX: usize = 12;
