use statistics::rank::mid_rank_percentile;

use super::team::Team;

/// How well a method did, each as a ratio of two sums, so that sets can be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Of those who truly are average or better, the share that is flagged.
    FalseFlags,
    /// Of those who truly are average or better and have the rescue desk, the share that is flagged.
    FalseOnRescue,
    /// Of those who truly are clearly weak, an effect below -0.5, the share that is flagged.
    Caught,
    /// Of all flags, the share on people who truly are average or better.
    WrongFlags,
    /// Of all people, the share that is said to differ, either way.
    SaidToDiffer,
    /// The rank correlation of a method's order with the true one.
    RankCorrelation,
    /// The share of 90 % intervals that hold the truth.
    Covered,
    /// The share of truths below their interval.
    BelowInterval,
    /// The share of truths above their interval.
    AboveInterval,
    /// The mean squared error of the estimated effects.
    SquaredError,
    /// The mean width of the 90 % intervals, in log-odds.
    Width,
    /// The mean of the estimated spread between people, in log-odds.
    Spread,
}

const MEASURES: usize = Measure::Spread as usize + 1;

/// An effect below this is clearly weak: odds of renewal lower by two fifths.
const CLEARLY_WEAK: f64 = -0.5;

/// Two sums of one set: what was counted, and of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Pair {
    pub(crate) counted: f64,
    pub(crate) of: f64,
}

/// How well one method did on one set.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally([Pair; MEASURES]);

impl Tally {
    pub(crate) fn at(&self, measure: Measure) -> Pair {
        self.0[measure as usize]
    }

    fn set(&mut self, measure: Measure, pair: Pair) {
        self.0[measure as usize] = pair;
    }

    /// Of a method that flags these people.
    pub(crate) fn of_flags(team: &Team, flags: &[bool]) -> Self {
        let mut tally = Self([Pair::default(); MEASURES]);
        let good = |person: usize| team.effects[person] >= 0.0;
        let flagged = |person: usize| flags[person];
        tally.set(Measure::FalseFlags, share(team, good, flagged));
        tally.set(Measure::FalseOnRescue, share(team, |person| good(person) && team.rescue[person], flagged));
        tally.set(Measure::Caught, share(team, |person| team.effects[person] < CLEARLY_WEAK, flagged));
        tally.set(Measure::WrongFlags, share(team, flagged, good));
        tally
    }

    /// The same, of a method that says of these people that they differ, either way.
    pub(crate) fn with_different(mut self, team: &Team, different: &[bool]) -> Self {
        self.set(Measure::SaidToDiffer, share(team, |_| true, |person| different[person]));
        self
    }

    /// The same, of a method that puts people in the order of these scores. Without true differences there is no order.
    pub(crate) fn with_scores(mut self, team: &Team, scores: &[f64]) -> Self {
        if let Some(correlation) = rank_correlation(scores, &team.effects) {
            self.set(Measure::RankCorrelation, Pair { counted: correlation, of: 1.0 });
        }
        self
    }

    /// The same, of a method that estimates these effects.
    pub(crate) fn with_estimates(mut self, team: &Team, estimates: &[f64]) -> Self {
        let errors =
            team.effects.iter().zip(estimates).map(|(truth, estimate)| (estimate - truth) * (estimate - truth));
        self.set(Measure::SquaredError, Pair { counted: errors.sum(), of: estimates.len() as f64 });
        self
    }

    /// The same, of a method that gives each person's effect a 90 % interval, and the spread between people.
    ///
    /// `below` is the chance it gives to an effect below the true one: outside 0.05 to 0.95 the interval misses the truth.
    pub(crate) fn with_intervals(mut self, below: &[f64], widths: f64, spread: f64) -> Self {
        let (people, outside) = (below.len() as f64, |holds: &dyn Fn(f64) -> bool| {
            below.iter().filter(|chance| holds(**chance)).count() as f64
        });
        let (under, over) = (outside(&|chance| chance < 0.05), outside(&|chance| chance > 0.95));
        self.set(Measure::BelowInterval, Pair { counted: under, of: people });
        self.set(Measure::AboveInterval, Pair { counted: over, of: people });
        self.set(Measure::Covered, Pair { counted: people - under - over, of: people });
        self.set(Measure::Width, Pair { counted: widths, of: people });
        self.set(Measure::Spread, Pair { counted: spread, of: 1.0 });
        self
    }
}

/// Of the people of one kind, how many are of another.
fn share(team: &Team, of: impl Fn(usize) -> bool, counted: impl Fn(usize) -> bool) -> Pair {
    let all: Vec<usize> = (0..team.people()).filter(|person| of(*person)).collect();
    let counted = all.iter().filter(|person| counted(**person)).count();
    Pair { counted: counted as f64, of: all.len() as f64 }
}

/// Spearman's: the correlation of ranks, equal values sharing theirs. `None` where one side is all the same.
fn rank_correlation(left: &[f64], right: &[f64]) -> Option<f64> {
    let ranks = |values: &[f64]| -> Option<Vec<f64>> {
        // The middle rank is one half whatever the ties.
        values.iter().map(|value| Some(mid_rank_percentile(*value, values)? - 0.5)).collect()
    };
    let (left, right) = (ranks(left)?, ranks(right)?);
    let product = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>();
    let scale = libm::sqrt(product(&left, &left) * product(&right, &right));
    (scale > 0.0).then(|| product(&left, &right) / scale)
}

#[cfg(test)]
mod tests;
