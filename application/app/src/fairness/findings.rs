use std::collections::BTreeMap;

use fairness::findings::{Everybody, Person};
use fairness::show::{Findings, Setting};
use kernel::{Period, PersonId, Refusal};

use super::kept::{read, write};
use super::panel::Ground;
use super::setting::setting;
use super::worked_out::WorkedOut;
use crate::csm_performance::kept_name;
use crate::desk::{Desk, refused};
use crate::facts::stays::{People, everybody};

/// Outcomes of shorter periods are those of single days.
// method: fairness.period_days_min
const PERIOD_DAYS_MIN: i32 = 28;

/// Counts up whenever findings are worked out or written in another way: those kept before are then not read.
const METHOD: u32 = 2;

/// Everybody held against what was expected in the window that ends with the period; worked out once per state of the
/// data and kept.
pub(crate) fn findings(desk: &Desk<'_>, period: Period) -> Result<Findings, Refusal> {
    if period.day_count() < PERIOD_DAYS_MIN {
        return Err(Refusal::NotEnoughData(format!(
            "{period} is too short to compare anybody; ask for a month or more"
        )));
    }
    let version = desk.store.data_version().map_err(refused)?;
    let name = format!("{} fairly compared, method {METHOD}", kept_name(desk, period));
    let kept = desk.store.kept_figures(&name, version).map_err(refused)?;
    if let Some((setting, all, people)) = read(desk.as_of(), &kept) {
        return Ok(named(&everybody(desk)?, setting, all, people));
    }
    desk.progress.begin("comparing books with what was to be expected of them", None);
    let ground = Ground::load(desk, period)?;
    let worked_out = WorkedOut::of(&ground, true)?;
    let (setting, all, people) = (setting(&worked_out), worked_out.everybody(), worked_out.people());
    desk.progress.end();
    let figures = write(&setting, &all, &people);
    desk.keep(&name, version, &figures)?;
    // As they are kept, so that asking again says the same to the last digit.
    let (setting, all, people) = read(desk.as_of(), &figures).unwrap_or((setting, all, people));
    Ok(named(&ground.people, setting, all, people))
}

fn named(known: &People, setting: Setting, everybody: Everybody, people: BTreeMap<PersonId, Person>) -> Findings {
    let name = |id: &PersonId| known.get(id).map(|person| (id.clone(), person.name.clone()));
    let names = people.keys().filter_map(name).collect();
    Findings { setting, everybody, people, names }
}
