use std::collections::BTreeSet;

use fairness::design::{LeftOut, left_out};
use fairness::verdict::EXPLAINED_MIN;
use jiff::Span;
use kernel::PersonId;
use report::{Unit, display};
use statistics::mixed::Caveat;

use retention::ChurnSource;

use super::worked_out::WorkedOut;

/// What a reader has to know before believing the comparison.
pub(super) fn caveats(worked_out: &WorkedOut<'_>) -> Vec<String> {
    let mut says = vec![lost_means(worked_out)];
    let found = &worked_out.kept.comparison;
    let explained = display::value(fairness::traces::decimal(found.explained), &Unit::Ratio);
    if found.explained < EXPLAINED_MIN {
        says.push(format!(
            "What is on record from before the hand-overs hardly tells which accounts stay (it explains {explained} of it), so \
             nearly the same is expected of every book. If some books were harder than others, these facts cannot show it."
        ));
    }
    says.extend(worked_out.unsettled().into_iter().map(|figures| {
        format!("The search for what is expected of {figures} ended early: read these figures as rough.")
    }));
    says.extend(undecided(worked_out));
    says.extend(idle(worked_out));
    says.extend(nobody_credited(worked_out));
    says.extend(ramping(worked_out));
    for caveat in &found.caveats {
        says.extend(match caveat {
            Caveat::OneGroup => {
                Some("Only one person is credited with outcomes: there is nobody to compare with.".to_owned())
            }
            Caveat::FewGroups => {
                Some("Fewer than five people are credited with outcomes, too few to say what is usual.".to_owned())
            }
            Caveat::OneOutcome => Some("All outcomes ended the same way, so nothing sets anybody apart.".to_owned()),
            Caveat::NotConverged => {
                Some("The search for the best fit ended early: read the figures as rough.".to_owned())
            }
            Caveat::SpreadAtEdge => {
                Some("CSMs may differ more than the method looks at: read the ranges as too narrow.".to_owned())
            }
            Caveat::GoesWithGroup(column) => found.slopes.get(*column).map(|(name, _, _)| {
                format!(
                    "\"{name}\" is the same for all accounts of each CSM: what it does cannot be told from what the CSM does, \
                     and adjusting for it may take the person's own part away."
                )
            }),
            Caveat::PriorDecides(_) | Caveat::ConstantCovariate(_) => None,
        });
    }
    says
}

/// What makes an account a lost one, and that another source may say otherwise.
fn lost_means(worked_out: &WorkedOut<'_>) -> String {
    let (means, other) = match worked_out.ground.desk.settings.rules.churn_source {
        ChurnSource::Contracts => ("its contracts ended without a successor", ChurnSource::Events),
        ChurnSource::Events => ("a churn event says so", ChurnSource::Contracts),
    };
    format!(
        "An account counts as lost when {means}. Where churn events and contracts disagree, settle which is right first; \
         `--churn-source {other}` shows the comparison by the other."
    )
}

/// Facts whose slope only the prior decides, in one sentence.
fn undecided(worked_out: &WorkedOut<'_>) -> Option<String> {
    let found = &worked_out.kept.comparison;
    let column = |caveat: &Caveat| match caveat {
        Caveat::PriorDecides(column) => found.slopes.get(*column).map(|(name, _, _)| name.as_str()),
        _ => None,
    };
    let names: Vec<&str> = found.caveats.iter().filter_map(column).collect();
    let shown = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    let more = if names.len() > 3 { " and others" } else { "" };
    (!names.is_empty()).then(|| {
        format!("What {} of the facts adjusted for do cannot be told from these rows ({shown}{more}).", names.len())
    })
}

/// Covariates that bring nothing, one sentence per reason.
fn idle(worked_out: &WorkedOut<'_>) -> Vec<String> {
    let idle = left_out(&worked_out.kept.study);
    let reasons = [
        (LeftOut::Unknown, "Not on record for any account"),
        (LeftOut::Same, "The same for every account"),
        (LeftOut::Rare, "Told in so many ways that none has ten rows"),
    ];
    let says = |(reason, words): (LeftOut, &str)| {
        let names: Vec<&str> = idle.iter().filter(|(_, why)| *why == reason).map(|(name, _)| &**name).collect();
        (!names.is_empty()).then(|| format!("{words}, so not adjusted for: {}.", names.join(", ")))
    };
    reasons.into_iter().filter_map(says).collect()
}

/// Who is new takes part, and how many are.
fn ramping(worked_out: &WorkedOut<'_>) -> Option<String> {
    let ground = worked_out.ground;
    let months = ground.desk.settings.ramp_months;
    let period = ground.outcomes.periods.last()?;
    let is_ramping = |group: &&std::sync::Arc<str>| {
        let hired = ground.people.get(&PersonId::new(group)).and_then(|person| person.hired_on);
        hired.and_then(|day| day.checked_add(Span::new().months(months)).ok()).is_some_and(|ends| ends > period.to())
    };
    let groups = &worked_out.kept.study.groups;
    let new = groups.iter().filter(is_ramping).count();
    let who = match new {
        0 => return None,
        1 => "One".to_owned(),
        more => more.to_string(),
    };
    let (were, their) = if new == 1 { ("was", "the person's") } else { ("were", "their") };
    Some(format!(
        "{who} of the {} compared {were} hired less than {months} months before the end of {period}. Team averages of the review \
         leave them out; here they take part, since outcomes go by owner-days: {their} few rows weigh little and hardly carry a \
         verdict.",
        groups.len()
    ))
}

fn nobody_credited(worked_out: &WorkedOut<'_>) -> Option<String> {
    let outcomes = &worked_out.ground.outcomes.rows;
    let credited: BTreeSet<usize> = worked_out.rows.iter().map(|row| row.outcome).collect();
    let left = outcomes
        .iter()
        .enumerate()
        .filter(|(place, outcome)| !credited.contains(place) && !worked_out.ground.is_excluded(outcome))
        .count();
    let unit = worked_out.unit().1;
    (left > 0).then(|| {
        format!(
            "{left} of {} {unit} were nobody's in the days that count for credit; they are left out.",
            outcomes.len()
        )
    })
}
