use super::results::{Results, Share};
use super::tally::Measure;
use super::{Method, World};

/// 90 % intervals hold the truth at least this often, where the spread is drawn as the engine believes.
// method: fairness.gate.coverage_min
const COVERAGE_MIN: f64 = 0.88;

/// And at most this often.
// method: fairness.gate.coverage_max
const COVERAGE_MAX: f64 = 0.92;

/// On either side at least this share of truths lies outside.
// method: fairness.gate.tail_min
const TAIL_MIN: f64 = 0.035;

/// And at most this share.
// method: fairness.gate.tail_max
const TAIL_MAX: f64 = 0.065;

/// Where nobody differs, at most this share of people is said to differ.
// method: fairness.gate.differ_max
const DIFFER_MAX: f64 = 0.01;

/// Where nobody differs, at most this share of the rescue desk is flagged.
// method: fairness.gate.rescue_max
const RESCUE_MAX: f64 = 0.005;

/// 90 % intervals hold the truth at least this often at one given spread and small books.
// method: fairness.gate.usual_coverage_min
const USUAL_COVERAGE_MIN: f64 = 0.84;

/// What a gate wants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wanted {
    /// Both ends included.
    Between(f64, f64),
    /// Included.
    AtLeast(f64),
    /// Included.
    AtMost(f64),
    /// Anything above zero.
    Ahead,
}

/// One condition that must hold before the method may judge anybody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// In words.
    pub says: &'static str,
    /// What was found; `None` when nothing could be measured, which never passes.
    pub found: Option<Share>,
    /// What is wanted.
    pub wanted: Wanted,
}

impl Gate {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.found.is_some_and(|found| match self.wanted {
            Wanted::Between(low, high) => (low..=high).contains(&found.value),
            Wanted::AtLeast(low) => found.value >= low,
            Wanted::AtMost(high) => found.value <= high,
            Wanted::Ahead => found.value > 0.0,
        })
    }
}

/// All gates.
#[must_use]
pub fn gates(results: &Results) -> Vec<Gate> {
    let gate = |says, found, wanted| Gate { says, found, wanted };
    let pooled = |world, measure| results.share(world, Method::Pooled, measure);
    let ours = |world, measure| results.share(world, Method::Both, measure);
    let shared = |measure| results.ahead(World::HandOvers, (Method::Pooled, Method::OwnerTakesAll), measure);
    let tail = Wanted::Between(TAIL_MIN, TAIL_MAX);
    vec![
        gate(
            "Spread drawn as the engine believes: 90 % intervals hold the truth",
            pooled(World::AnySpread, Measure::Covered),
            Wanted::Between(COVERAGE_MIN, COVERAGE_MAX),
        ),
        gate("The same: truths below their interval", pooled(World::AnySpread, Measure::BelowInterval), tail),
        gate("The same: truths above their interval", pooled(World::AnySpread, Measure::AboveInterval), tail),
        gate(
            "Nobody differs: people said to differ, either way",
            ours(World::NoDifference, Measure::SaidToDiffer),
            Wanted::AtMost(DIFFER_MAX),
        ),
        gate(
            "Nobody differs: people on the rescue desk called below expected",
            ours(World::NoDifference, Measure::FalseOnRescue),
            Wanted::AtMost(RESCUE_MAX),
        ),
        gate(
            "Usual differences, about 28 accounts each: 90 % intervals hold the truth",
            pooled(World::UsualDifferences, Measure::Covered),
            Wanted::AtLeast(USUAL_COVERAGE_MIN),
        ),
        gate(
            "Hand-overs: rank correlation of shared accounts, ahead of owner-takes-all",
            shared(Measure::RankCorrelation),
            Wanted::Ahead,
        ),
        gate(
            "Hand-overs: share of intervals that hold the truth, ahead of owner-takes-all",
            shared(Measure::Covered),
            Wanted::Ahead,
        ),
        gate(
            "Labels shuffled: people said to differ, either way",
            ours(World::ShuffledLabels, Measure::SaidToDiffer),
            Wanted::AtMost(DIFFER_MAX),
        ),
    ]
}

#[cfg(test)]
mod tests;
