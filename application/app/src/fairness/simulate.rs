/// What a sceptic asks first, with the answer in numbers.
mod answers;
/// What must hold, and whether it does.
mod conditions;
/// World by world.
mod tables;

use fairness::simulation::{self, Results, World};
use kernel::Refusal;
use rayon::prelude::*;
use report::{Block, Report, Tone};

use crate::desk::{Desk, Progress};

/// How much to simulate.
#[derive(Debug, Clone, Copy, Default)]
pub struct SimulationRequest {
    /// Teams of each world.
    pub sets: Option<i64>,
    /// Which teams.
    pub seed: Option<i64>,
}

/// What was found, and whether the method may be used.
#[derive(Debug)]
pub struct Simulated {
    /// The tables.
    pub report: Report,
    /// Which gates failed, in a run large enough to tell.
    pub refusal: Option<Refusal>,
}

/// Teams of each world in a full run, in which failing a gate is a fault.
// method: fairness.gate.sets
const SETS: u32 = 1_000;

/// More would run for a day.
const SETS_MAX: u32 = 1_000_000;

#[derive(Debug, Clone, Copy)]
struct Plan {
    sets: u32,
    seed: u64,
}

/// Judges simulated teams by crude methods and by ours, and holds what is found against the gates.
///
/// # Errors
/// When the number of teams makes no sense, or a team cannot be judged at all.
pub fn simulate(desk: &Desk<'_>, request: &SimulationRequest) -> Result<Simulated, Refusal> {
    let plan = request.plan()?;
    let results = run(plan, desk.progress)?;
    let edges = simulation::edges().map_err(|why| Refusal::Fault(format!("a study cannot be compared: {why}")))?;
    let gates = simulation::gates(&results);
    let mut report = Report::new("fairness.simulate", "Does the method do people justice?", desk.as_of());
    report.subtitle = vec![
        "Teams of CSMs were simulated whose true effects are known, and judged by simple methods and by ours."
            .to_owned(),
        format!("Evenkeel {}, seed {}, {} teams of each kind", env!("CARGO_PKG_VERSION"), plan.seed, plan.sets),
    ];
    if plan.sets < SETS {
        let says = format!("A short run: with fewer than {SETS} teams of each kind chance decides some gates.");
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.push(answers::section(&results, desk.as_of()));
    report.push(conditions::section(&gates, &edges));
    for world in World::ALL {
        report.push(tables::section(&results, world, desk.as_of()));
    }
    let failed = gates.iter().filter(|gate| !gate.holds()).count() + edges.iter().filter(|edge| !edge.holds).count();
    Ok(Simulated { report, refusal: refusal(failed, plan) })
}

impl SimulationRequest {
    fn plan(&self) -> Result<Plan, Refusal> {
        let sets = self.sets.unwrap_or(i64::from(SETS));
        let within = u32::try_from(sets).ok().filter(|sets| (2..=SETS_MAX).contains(sets));
        let sets = within.ok_or_else(|| {
            Refusal::invalid("sets", format!("`{sets}` does not work for sets; write 2 to {SETS_MAX}"))
        })?;
        let seed = u64::try_from(self.seed.unwrap_or(1))
            .map_err(|_| Refusal::invalid("seed", "a seed is a whole number from 0 on"))?;
        Ok(Plan { sets, seed })
    }
}

/// All sets of all worlds, on as many threads as there are; their order, and with it every digit, depends on none of that.
fn run(plan: Plan, progress: &dyn Progress) -> Result<Results, Refusal> {
    let mut results = Results::default();
    progress.begin("simulating teams", Some(u64::from(plan.sets) * World::ALL.len() as u64));
    for world in World::ALL {
        let judge = |set| {
            let judged = simulation::simulate(world, plan.seed, set);
            progress.advance(1);
            judged.map_err(|why| Refusal::Fault(format!("team {set} of {world:?}, seed {}: {why}", plan.seed)))
        };
        results.add(world, (0..plan.sets).into_par_iter().map(judge).collect::<Result<Vec<_>, Refusal>>()?);
    }
    progress.end();
    Ok(results)
}

/// Only a full run can tell that the method fails.
fn refusal(failed: usize, plan: Plan) -> Option<Refusal> {
    let fails = failed > 0 && plan.sets >= SETS;
    fails.then(|| Refusal::Fault(format!("{failed} gates fail; believe no verdict of this version")))
}

#[cfg(test)]
mod tests;
