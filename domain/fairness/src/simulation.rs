//! Simulated teams whose true effects are known, judged by crude methods and by ours.
//!
//! One set is one team with its accounts and outcomes. Sets have dice of their own, so that any of them can be made again
//! and they can be made side by side: which world, which seed and which number is all a set depends on.

/// What people do without an engine.
mod crude;
mod dice;
/// Studies at the edge of what can be compared.
mod edges;
mod engine;
/// What must hold before anybody is judged.
mod gates;
/// Many sets together.
mod results;
/// How well a method did.
mod tally;
mod team;
/// What is simulated.
mod world;

use statistics::mixed::Unfit;

pub use edges::{Edge, edges};
pub use gates::{Gate, Wanted, gates};
pub use results::{Results, Share};
pub use tally::{Measure, Tally};
pub use world::{Recipe, Spread, World};

/// A way to find out who does worse than could be expected of anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The lowest quarter by renewal rate.
    LowestQuarter,
    /// A renewal rate more than 1.96 standard errors below that of everybody.
    CrudeScore,
    /// Fewer renewals than the accounts would have brought with an average owner, at a chance below 2.5 %.
    OverExpected,
    /// The same, with the share of false finds held at 10 % (Benjamini and Hochberg).
    OverExpectedAdjusted,
    /// The verdict with covariates weighed over all rows.
    Pooled,
    /// The verdict with covariates weighed within owners.
    Within,
    /// Our verdict: both together.
    Both,
    /// The pooled verdict with every account counted wholly to its first owner.
    OwnerTakesAll,
}

/// What each method made of one set.
pub type Judged = Vec<(Method, Tally)>;

/// Makes one set of a world and lets every method judge it. The same world, seed and number give the same to the last bit.
///
/// # Errors
/// When the engine cannot solve its equations, which no set may bring it to.
pub fn simulate(world: World, seed: u64, set: u32) -> Result<Judged, Unfit> {
    let recipe = world.recipe();
    let mut dice = dice::Dice::of(seed, (world as u64) << 32 | u64::from(set));
    let team = team::Team::draw(&recipe, &mut dice);
    let mut judged = crude::judge(&team)?;
    judged.extend(engine::judge(&team, recipe.moved > 0.0)?);
    Ok(judged)
}

#[cfg(test)]
mod tests;
