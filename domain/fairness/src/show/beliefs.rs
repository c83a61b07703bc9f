use kernel::PersonId;
use report::Table;

use super::Findings;
use super::words::{losses, signed};
use crate::findings::{Part, Person};
use crate::verdict::{BELIEFS_BELOW, OTHER_SPREADS, Verdict};

/// The scale that everything else on the page rests on.
const OWN: f64 = 0.5;

/// That few people are compared; `None` where they are many, or nobody is there to compare with.
pub(super) fn caveat(findings: &Findings) -> Option<String> {
    let compared = findings.everybody.compared;
    ((2..BELIEFS_BELOW as u64).contains(&compared)).then(|| {
        format!(
            "Only {compared} people are compared. How far CSMs differ is learned from them alone, so what is believed of it \
             beforehand weighs in."
        )
    })
}

/// One person's verdict under other beliefs about how far owners differ; `None` where it was not worked out.
pub(super) fn of_person(found: &Person) -> Option<Table> {
    let line = found.kept.as_ref()?;
    if found.beliefs.iter().all(Option::is_none) {
        return None;
    }
    let headings = ["believed beforehand", ">credited", ">losses expected", ">difference", "verdict"];
    let mut table = Table::new("Would another belief about how far CSMs differ change it?", &headings);
    let own = Part {
        at_stake: line.at_stake,
        observed: line.at_stake * f64::try_from(line.observed).unwrap_or_default(),
        expected: line.at_stake * f64::try_from(line.expected).unwrap_or_default(),
        difference: line.difference.try_into().unwrap_or_default(),
        verdict: line.verdict,
    };
    let others =
        OTHER_SPREADS.into_iter().zip(&found.beliefs).filter_map(|(scale, part)| Some((scale, part.as_ref()?)));
    let mut beliefs: Vec<(f64, &Part)> = others.chain([(OWN, &own)]).collect();
    beliefs.sort_by(|left, right| left.0.total_cmp(&right.0));
    for (scale, part) in beliefs {
        table.row([
            words(scale).into(),
            losses(part.at_stake).into(),
            losses(part.at_stake - part.expected).into(),
            signed(part.difference).into(),
            part.verdict.words().into(),
        ]);
    }
    table.note = Some(
        "How far CSMs differ, in log-odds, is taken beforehand as half-normal with this scale. A verdict that changes with it is \
         not settled by the records."
            .to_owned(),
    );
    Some(table)
}

/// Whose verdict rests on the belief, for the leader; `None` where none was worked out.
pub(super) fn of_team(findings: &Findings) -> Option<String> {
    let asked: Vec<(&PersonId, &Person)> =
        super::by_name(findings).filter(|(_, person)| person.beliefs.iter().any(Option::is_some)).collect();
    if asked.is_empty() || findings.has_few_losses() {
        return None;
    }
    let changed: Vec<String> = asked.iter().filter_map(|(id, person)| changes(&findings.name(id), person)).collect();
    let begins = "Accounts were compared again as if CSMs were thought to differ half as much, and twice as much (half-normal \
                  0.25 and 1 instead of 0.5)";
    Some(match changed.is_empty() {
        true => format!("{begins}: every verdict on accounts stays the same."),
        false => format!("{begins}. Not settled by the records: {}.", changed.join("; ")),
    })
}

fn changes(name: &str, person: &Person) -> Option<String> {
    let own = person.kept.as_ref()?.verdict;
    let other = |(scale, part): (f64, &Option<Part>)| {
        let verdict: Verdict = part.as_ref()?.verdict;
        (verdict != own).then(|| format!("\"{}\" at {scale}", verdict.words()))
    };
    let others: Vec<String> = OTHER_SPREADS.into_iter().zip(&person.beliefs).filter_map(other).collect();
    (!others.is_empty()).then(|| format!("{name}, \"{}\" here, {}", own.words(), others.join(" and ")))
}

fn words(scale: f64) -> String {
    match scale {
        OWN => "half-normal 0.5, as above".to_owned(),
        less if less < OWN => format!("half-normal {less}: they differ half as much"),
        more => format!("half-normal {more}: they differ twice as much"),
    }
}
