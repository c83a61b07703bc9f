use fairness::show::section;
use kernel::{Period, PersonId, Refusal};
use report::{Address, Block, Ledger, Report, Section, Tone, Unit};

use super::findings::findings;
use super::panel::Ground;
use super::worked_out::WorkedOut;
use crate::csm_performance::refuse_what_is_not_covered;
use crate::desk::Desk;
use crate::facts::stays::everybody;
use crate::names;

/// Whose book, up to which period.
#[derive(Debug, Clone, Copy)]
pub struct FairnessRequest<'a> {
    /// Name, e-mail address or identifier.
    pub csm: &'a str,
    /// The period the window ends with; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
}

/// One person's book held against what it would have done under anyone, with the rows behind every figure.
///
/// # Errors
/// When the person or period is not known, or nobody is credited with any outcome.
pub fn show(desk: &Desk<'_>, request: FairnessRequest<'_>) -> Result<Report, Refusal> {
    let person = names::person(desk, request.csm)?;
    let period = desk.period(request.period)?;
    refuse_what_is_not_covered(desk, period)?;
    let found = findings(desk, period)?;
    let address = address(desk, person.as_str(), period);
    let people = everybody(desk)?;
    let name = people.get(&person).map_or_else(|| person.to_string(), |person| person.name.to_string());
    if found.people.get(&person).is_none_or(|person| person.kept.is_none() && person.unexcluded.is_none()) {
        return Err(Refusal::NotEnoughData(format!(
            "no outcome of the two years to {period} is credited to {name}, so there is nothing to compare"
        )));
    }
    let mut report = Report::new("fairness.show", format!("Fair comparison: {name}, {period}"), desk.as_of());
    report.period = Some(period.to_string());
    for block in section(&found, &person, &address).blocks {
        report.push(block);
    }
    report.push(Block::text(
        "How it is worked out: docs/method/fairness.md. `evenkeel evidence REF` lists the rows behind a figure.",
    ));
    report.ledger = ledger(desk, &person, period, &address)?;
    Ok(report)
}

/// The part of one person's review; without any outcome it says so.
pub(crate) fn part_of_review(desk: &Desk<'_>, person: &PersonId, period: Period) -> Result<Section, Refusal> {
    match findings(desk, period) {
        Ok(found) => Ok(section(&found, person, &address(desk, person.as_str(), period))),
        Err(Refusal::NotEnoughData(why)) => {
            let mut nothing = Section::new("fair_comparison", "Fair comparison");
            nothing.push(Block::callout(Tone::Caveat, format!("Nobody can be compared: {why}.")));
            Ok(nothing)
        }
        Err(other) => Err(other),
    }
}

/// Where the figures of a person's fair comparison open.
pub(crate) fn address(desk: &Desk<'_>, person: &str, period: Period) -> Address {
    Address::new("fairness", person, period, desk.as_of())
}

/// The rows behind the figures.
fn ledger(desk: &Desk<'_>, person: &PersonId, period: Period, address: &Address) -> Result<Ledger, Refusal> {
    let ground = Ground::load(desk, period)?;
    let worked_out = WorkedOut::of(&ground, false)?;
    let mut ledger = Ledger::new(address.to_string());
    for (key, traces) in worked_out.traces(person) {
        let parts = [("observed", traces.observed), ("expected", traces.expected), ("difference", traces.difference)];
        for (what, trace) in parts {
            ledger.figure(&format!("{key}.{what}"), what, Unit::Ratio, desk.as_of(), trace);
        }
    }
    let seasons = worked_out.kept.traces(person).map(|kept| worked_out.season_traces(person, &kept));
    for (period, found) in ground.outcomes.periods.iter().zip(seasons.unwrap_or_default()) {
        if let Some((_, traces)) = found {
            ledger.figure(&format!("lost.{period}.observed"), "observed", Unit::Ratio, desk.as_of(), traces.observed);
            ledger.figure(&format!("lost.{period}.expected"), "expected", Unit::Ratio, desk.as_of(), traces.expected);
        }
    }
    Ok(ledger)
}
