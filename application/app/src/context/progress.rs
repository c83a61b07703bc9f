use context::{Delivery, told};
use kernel::Refusal;
use report::{Block, Figure, Ledger, Prose, Report, Tone};

use super::Missing;
use super::ground::Ground;
use super::readings::Readings;
use crate::desk::Desk;

/// What is told while work goes on.
#[derive(Debug)]
pub struct Progress {
    /// The same to read.
    pub report: Report,
    /// Accounts that are looked after.
    pub accounts: Figure,
    /// Their average health.
    pub health: Figure,
    /// Accounts lost in twelve months.
    pub churn: Figure,
    /// Net promoter score.
    pub nps: Figure,
    /// The sentence of delivery, as far as it can be said.
    pub sentence: Option<String>,
    /// What is left out.
    pub missing: Vec<Missing>,
}

/// The progress of a programme, and the sentence of its delivery; what is not known is left out by name.
///
/// # Errors
/// When the person or the period is not known.
pub fn progress(desk: &Desk<'_>, csm: Option<&str>, period: Option<&str>) -> Result<Progress, Refusal> {
    let ground = Ground::load(desk, csm, period)?;
    let mut ledger = Ledger::new(ground.address("progress").to_string());
    let readings = Readings::load(&ground, &mut ledger)?;
    let churn = match &readings.churn_disputed {
        Some(why) => Figure { value: None, note: Some(why.clone()), ..readings.churn },
        None => readings.churn,
    };
    let delivery = Delivery {
        accounts: readings.accounts,
        health: readings.health,
        churn,
        churn_before: readings.churn_before,
        nps: readings.nps,
        expansion: readings.expansion,
        advocates: readings.advocates,
        renewal: readings.renewed,
    };
    let (said, left_out) = told(&delivery);
    let missing: Vec<Missing> = left_out.into_iter().map(why).collect();
    let mut report =
        Report::new("context.progress", format!("Progress: {}, {}", ground.who(), ground.period), ground.as_of());
    report.period = Some(ground.period.to_string());
    report.subtitle = vec![format!("{} to {} · as known on {}", ground.period.from(), ground.day, ground.as_of())];
    let sentence = said.as_ref().map(Prose::plain);
    report.push(said.map_or_else(|| Block::text("Nothing of it is known."), Block::text));
    let Delivery { accounts, health, churn, churn_before, nps, expansion, advocates, renewal } = delivery;
    let shown = [&accounts, &health, &churn, &churn_before, &nps, &expansion, &advocates, &renewal];
    report.push(Block::Figures { figures: shown.into_iter().cloned().collect() });
    if !missing.is_empty() {
        let left_out = missing.iter().map(|one| format!("{}: {}", one.what, one.why));
        report.push(Block::callout(Tone::Caveat, "Left out of the sentence, because it is not known:"));
        report.push(Block::points(left_out));
    }
    report.ledger = ledger;
    Ok(Progress { report, accounts, health, churn, nps, sentence, missing })
}

/// A figure that is not there, by name.
pub(super) fn why(figure: &Figure) -> Missing {
    let why = figure.note.clone().unwrap_or_else(|| "not known".to_owned());
    Missing { what: figure.label.clone(), why }
}
