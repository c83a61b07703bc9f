#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod calendar;
mod dice;
mod effects;
mod facts;
mod life;
mod names;
mod roster;
mod staff;
mod stays;
mod table;
mod truth;

use std::path::Path;

use jiff::Span;
use jiff::civil::Date;
use kernel::{Refusal, period};
use ports::worlds::{WorldPlan, Worlds};
use ports::{Fault, Outside};

use calendar::{Calendar, Day};
use facts::Desk;
use life::Life;
use roster::Roster;
use table::Tables;
use truth::TruthFile;

pub use truth::{CsmTruth, DecisionTruth, Truth};

/// Days a world must have, so that something can happen in it.
const FEWEST_DAYS: i32 = 180;
/// Days a world may have: half a century.
const MOST_DAYS: i32 = 18_263;

/// Simulated companies, made from a seed.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeededWorlds;

/// The company a demonstration shows: twelve CSMs, 420 accounts, five years up to a day.
#[must_use]
pub fn demonstration(to: Date) -> WorldPlan {
    let from = to.checked_sub(Span::new().years(5)).unwrap_or(Date::MIN);
    WorldPlan { seed: 7, csms: 12, accounts: 420, from, to }
}

impl SeededWorlds {
    /// What is true about the company of a plan, without writing it anywhere.
    ///
    /// # Errors
    /// When no company can be made from the plan.
    pub fn truth(self, plan: &WorldPlan) -> Outside<Truth> {
        Ok(Truth::of(&World::new(plan)?))
    }
}

impl Worlds for SeededWorlds {
    fn write(&self, plan: &WorldPlan, folder: &Path, progress: &mut dyn FnMut(f64)) -> Outside<()> {
        let world = World::new(plan)?;
        std::fs::create_dir_all(folder)
            .map_err(|cause| Fault::broken(format!("making the folder {}", folder.display()), cause))?;
        let mut desk = Desk::new(&world, Tables::create(folder)?);
        let mut truth = TruthFile::create(&world, folder)?;
        for index in 0..world.accounts {
            let life = world.live(index);
            desk.write(&life)?;
            truth.write(&world, &life)?;
            if index % 128 == 0 {
                progress(index as f64 / world.accounts as f64);
            }
        }
        let books = desk.finish()?;
        truth.finish()?;
        staff::write(&world, &books, folder)?;
        progress(1.0);
        Ok(())
    }
}

/// A company and the days it lives in.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) accounts: usize,
    pub(crate) calendar: Calendar,
    pub(crate) roster: Roster,
    from: Date,
}

impl World {
    fn new(plan: &WorldPlan) -> Outside<Self> {
        check(plan)?;
        let calendar = Calendar::new(plan.from, plan.to);
        let roster = Roster::new(plan.seed, plan.csms as usize, &calendar);
        Ok(Self { seed: plan.seed, accounts: plan.accounts as usize, calendar, roster, from: plan.from })
    }

    pub(crate) fn live(&self, index: usize) -> Life {
        life::live(self.seed, index, &self.calendar, &self.roster)
    }

    pub(crate) fn date(&self, day: Day) -> Date {
        self.from.checked_add(Span::new().days(day)).unwrap_or(self.from)
    }
}

fn check(plan: &WorldPlan) -> Result<(), Refusal> {
    let days = (plan.to - plan.from).get_days();
    if !(3..=2_000).contains(&plan.csms) {
        return Err(Refusal::invalid("csms", format!("{} CSMs cannot be simulated; ask for 3 to 2000", plan.csms)));
    }
    if !(1..=100_000).contains(&plan.accounts) {
        let message = format!("{} accounts cannot be simulated; ask for 1 to 100000", plan.accounts);
        return Err(Refusal::invalid("accounts", message));
    }
    if !period::is_plausible(plan.from) || !period::is_plausible(plan.to) || !(FEWEST_DAYS..=MOST_DAYS).contains(&days)
    {
        let message = format!("{} to {} cannot be simulated; ask for half a year to fifty years", plan.from, plan.to);
        return Err(Refusal::invalid("from", message));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
