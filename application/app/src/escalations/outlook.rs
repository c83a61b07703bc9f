use escalations::{Cause, Raised};
use jiff::civil::Date;
use report::{Block, Check, CheckState, Prose, Section, Unit};

use super::show::Page;
use crate::facts::voices::days_before;

/// An escalation open for longer is stuck.
// method: escalations.long_days
pub(super) const LONG_DAYS: i64 = 30;

/// Whether it is open on a day and was raised long before.
pub(super) fn is_open_long(row: &Raised, day: Date) -> bool {
    row.resolved_on.is_none() && row.on < days_before(day, LONG_DAYS)
}

/// What helps against the next ones, by what they were about.
pub(super) fn prevention(page: &Page<'_>) -> Section {
    let mut section = Section::new("prevention", "Against the next ones");
    let count = |cause: Cause| page.ground.tally.raised().iter().filter(|row| row.cause == Some(cause)).count();
    let mut causes: Vec<Cause> = Cause::ALL.into_iter().filter(|cause| count(*cause) > 0).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(count(*cause)));
    if causes.is_empty() {
        section.push(Block::text("Write down what each escalation is about; then this section says what helps."));
        return section;
    }
    section.push(Block::points(
        causes
            .into_iter()
            .map(|cause| Prose::default().strong(format!("{}: ", cause.name())).words(cause.prevention())),
    ));
    section
}

/// Whether the way escalations are handled holds.
pub(super) fn process(page: &mut Page<'_>) -> Section {
    let mut section = Section::new("process", "How they are handled");
    let ground = page.ground;
    let raised = ground.tally.raised();
    let state = |all: usize, bad: usize| match (all, bad) {
        (0, _) => CheckState::Unknown,
        (_, 0) => CheckState::Met,
        _ => CheckState::NotMet,
    };
    let count = |of: &dyn Fn(&&Raised) -> bool| raised.iter().filter(of).count();
    let open = count(&|row| row.resolved_on.is_none());
    let stuck = count(&|row| is_open_long(row, ground.day));
    let alone = count(&|row| !ground.carried.contains(&row.key));
    let untold = count(&|row| row.cause.is_none());
    let check = |state, says: String| Check { state, says: says.into() };
    let mut items = vec![
        check(
            state(raised.len(), stuck),
            format!("none is open for more than {LONG_DAYS} days: {stuck} of {open} open ones are"),
        ),
        check(state(raised.len(), untold), format!("each says what it is about: {untold} of {} do not", raised.len())),
    ];
    if !ground.from_tickets {
        items.insert(
            0,
            check(
                state(raised.len(), alone),
                format!("each is carried by somebody of us: {alone} of {} are not", raised.len()),
            ),
        );
    }
    section.push(Block::Checklist { items });
    section.push(Block::text(
        "Answer within four hours and name who carries it; tell the customer every day, or every third where it is not critical, \
         also when there is nothing new; close it only when the customer says so; ask each week what the open ones have in \
         common.",
    ));
    section
}

/// What fewer repeats would make of the rate.
pub(super) fn expected(page: &mut Page<'_>) -> Section {
    let mut section = Section::new("expected", "What fewer repeats would make of it");
    let ground = page.ground;
    let repeats = page.enter("repeats", "repeats", Unit::Count, ground.tally.count(|row| ground.tally.is_repeat(row)));
    let customers = page.customers();
    let without = page.rate("rate_without_repeats", &customers, |row| !ground.tally.is_repeat(row));
    let without = without.labelled("for each hundred accounts, without repeats");
    section.push(Block::Figures { figures: vec![repeats, without] });
    section.push(Block::text(
        "Repeats are the part that a better first resolution could have spared; how many of them it would have spared, no \
         figure here can say.",
    ));
    section
}
