use std::collections::BTreeMap;

use kernel::{AccountId, PersonId, Refusal};
use lifetimes::{Curve, Pace, Watched, worth};
use ports::store::KeptFigure;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::ways::{Way, all, parts};
use crate::desk::{Desk, refused};
use crate::facts::stays::{OwnerStay, everybody, of_everybody};

const COMPANY: &str = "company";
const MEDIAN: &str = "median";
const WORTH: &str = "worth";

/// What one account is held against.
#[derive(Debug, Clone)]
pub(crate) struct Baseline {
    pub(crate) pace: Pace,
    /// Days by which half have reached first value, where that is known.
    pub(crate) median: Option<Decimal>,
    /// What the others are worth beside one's own, in expected cases.
    pub(crate) worth: Decimal,
}

/// The baseline as of the desk's day; worked out once per state of the data.
pub(crate) fn baseline(desk: &Desk<'_>) -> Result<Baseline, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let name = format!("first value as of {} by {}", desk.as_of(), env!("CARGO_PKG_VERSION"));
    let kept = desk.store.kept_figures(&name, version).map_err(refused)?;
    if let Some(found) = read(&kept) {
        return Ok(found);
    }
    let people = everybody(desk)?;
    let found = Baseline::of(&all(desk)?, &of_everybody(desk, &people)?);
    desk.keep(&name, version, &found.figures())?;
    Ok(found)
}

impl Baseline {
    pub(super) fn of(ways: &[Way], stays: &[OwnerStay]) -> Self {
        let rows: Vec<Watched> = ways.iter().map(Way::watched).collect();
        let pace = Pace::of(&rows);
        let median = Curve::of(&rows).and_then(|curve| curve.half_gone().ok()?.trace.value());
        let counts: Vec<(u64, f64)> = tallies(ways, stays, &pace).into_values().collect();
        Self { worth: worth(&counts), pace, median }
    }

    fn figures(&self) -> Vec<KeptFigure> {
        let keep = |metric: String, value| KeptFigure { person: PersonId::new(COMPANY), metric, value, n: 0 };
        let steps = self.pace.steps().iter().map(|(age, hazard)| keep(format!("hazard {age}"), Some(*hazard)));
        steps.chain([keep(MEDIAN.into(), self.median), keep(WORTH.into(), Some(self.worth))]).collect()
    }
}

fn read(kept: &[KeptFigure]) -> Option<Baseline> {
    let find = |name: &str| kept.iter().find(|figure| figure.metric == name);
    let step = |figure: &KeptFigure| Some((figure.metric.strip_prefix("hazard ")?.parse().ok()?, figure.value?));
    Some(Baseline {
        worth: find(WORTH)?.value?,
        median: find(MEDIAN)?.value,
        pace: Pace::from_steps(kept.iter().filter_map(step).collect()),
    })
}

/// First values reached and expected, by owner.
fn tallies(ways: &[Way], stays: &[OwnerStay], pace: &Pace) -> BTreeMap<PersonId, (u64, f64)> {
    let mut tallies: BTreeMap<PersonId, (u64, f64)> = BTreeMap::new();
    let by_account = by_account(stays);
    for way in ways {
        let held = by_account.get(&way.account).map_or(&[][..], Vec::as_slice);
        for part in parts(way, held.iter().copied(), None) {
            let expected = pace.expected(part.ages.0, part.ages.1).to_f64().unwrap_or_default();
            let tally = tallies.entry(part.owner).or_default();
            tally.0 += u64::from(part.reached);
            tally.1 += expected;
        }
    }
    tallies
}

pub(super) fn by_account(stays: &[OwnerStay]) -> BTreeMap<&AccountId, Vec<&OwnerStay>> {
    let mut found: BTreeMap<&AccountId, Vec<&OwnerStay>> = BTreeMap::new();
    stays.iter().for_each(|stay| found.entry(&stay.account).or_default().push(stay));
    found
}
