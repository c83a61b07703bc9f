use std::sync::Arc;

use statistics::Interval;
use statistics::convergence::Convergence;
use statistics::fractional::{self, Levels, Ridge, Share};
use statistics::mixed::Posterior;
use statistics::shrinkage::averaged::averaged;
use statistics::shrinkage::gaussian::Measured;
use statistics::standardise::{WeightedCase, WeightedRatio, weighted};

use crate::design::Design;
use crate::study::Study;
use crate::verdict::{EFFECTIVE_ROWS_MIN, GROUPS_MIN, PRACTICAL_EFFECT, SURE, Verdict};
use crate::working::{Doubt, Working};

/// Above this share of a book's variance one account decides, and money is not compared.
// method: fairness.largest_share_max
pub const LARGEST_SHARE_MAX: f64 = 0.4;

/// A smaller share of the money is none in practice, also where next to nothing is ever lost.
// method: fairness.practical_share
const PRACTICAL_SHARE: f64 = 0.005;

/// With fewer owners than this, what is expected of a book is learned from the others alone.
// method: fairness.leave_out_below
const LEAVE_OUT_BELOW: usize = 20;

/// Weak enough to follow the rows, firm enough that no small book separates.
const RIDGE: Ridge = Ridge { intercept: 5.0, slope: 2.5 };

/// How retained money is worked out.
pub(crate) const METHOD: &str = "fractional logit, shrunken with the spread between CSMs averaged over";

/// The spread of owners expected beforehand, in log-odds.
const SPREAD: f64 = 0.5;

/// One owner's money held against what was expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Retained {
    /// Who.
    pub group: Arc<str>,
    /// Rows with any share.
    pub rows: u64,
    /// Money at stake, by share.
    pub at_stake: f64,
    /// Money kept, by share.
    pub observed: f64,
    /// What an average owner would have kept.
    pub expected: f64,
    /// The share of the money at stake by which the owner differs, shrunken to what the rows can carry.
    pub difference: f64,
    /// How much of observed less expected that is: the part that is left when chance is allowed for, 0 to 1.
    pub left: f64,
    /// Its 80 % interval.
    pub difference_80: Interval,
    /// Its 95 % interval.
    pub difference_95: Interval,
    /// Accounts as good as so many of equal size.
    pub effective_rows: f64,
    /// How much of the book's variance the largest row carries.
    pub largest_share: f64,
    /// What can be said.
    pub verdict: Verdict,
    /// The expected share of each of its rows, in the order of the study.
    pub chances: Vec<f64>,
    /// How it was worked out.
    pub working: Working,
}

/// Compares kept shares of money: `amounts` holds what was at stake in every row of the study, whose successes are the kept
/// shares of their trials.
///
/// Expected shares come from a fractional logit of the rows; a book's difference has the variance φ Σ (w A)² p (1 - p) and is
/// shrunken with the spread averaged over. `None` when no row has money at stake.
/// Source: L. Papke and J. Wooldridge (1996); D. Spiegelhalter, "Handling over-dispersion of performance indicators" (2005).
#[must_use]
pub fn compare_money(study: &Study, amounts: &[f64]) -> Option<Vec<Retained>> {
    let design = Design::of(study);
    let rows: Vec<Vec<f64>> = study.cases.iter().map(|case| design.numbers(&case.values)).collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    let together = explain(study, &rows, &all, None)?;
    let phi = together.phi.unwrap_or(1.0);
    let ground = Ground { study, amounts, rows: &rows, all: &all, together: &together };
    let shared = (study.groups.len() >= LEAVE_OUT_BELOW).then(|| ground.usual());
    let sum_up = |(group, own): (usize, &Vec<(usize, f64)>)| {
        let apart = if shared.is_some() { None } else { Some(ground.without(group)?) };
        let expected = shared.as_ref().or(apart.as_ref())?;
        Book::of(&Stake { study, amounts, expected, phi }, group, own)
    };
    let books: Vec<Book> = study.books().iter().enumerate().filter_map(sum_up).collect();
    let measured: Vec<Measured> = books.iter().map(Book::measured).collect();
    let usual = books.iter().map(|book| book.bend).sum::<f64>() / books.len().max(1) as f64;
    let posteriors = averaged(&measured, SPREAD * usual)?;
    let mut found: Vec<Retained> =
        books.iter().zip(&posteriors).map(|(book, posterior)| book.retained(study, posterior, books.len())).collect();
    found.sort_by(|left, right| left.group.cmp(&right.group));
    Some(found)
}

fn explain(study: &Study, rows: &[Vec<f64>], chosen: &[usize], near: Option<&[f64]>) -> Option<Levels> {
    let covariates: Vec<&[f64]> = chosen.iter().map(|row| rows[*row].as_slice()).collect();
    let share = |row: &usize| {
        let case = &study.cases[*row];
        Share { outcome: case.successes / case.trials, weight: case.trials, group: 0 }
    };
    fractional::levels(&covariates, &chosen.iter().map(share).collect::<Vec<_>>(), RIDGE, near)
}

/// What expected shares are learned from.
struct Ground<'a> {
    study: &'a Study,
    amounts: &'a [f64],
    rows: &'a [Vec<f64>],
    all: &'a [usize],
    together: &'a Levels,
}

/// The expected share of every row, and how the search for them went.
struct Expected {
    shares: Vec<f64>,
    convergence: Convergence,
}

impl Ground<'_> {
    /// Learned from all rows.
    fn usual(&self) -> Expected {
        let shares = calibrated(self.study, self.amounts, self.all, self.together.fitted.clone());
        Expected { shares, convergence: self.together.convergence }
    }

    /// In the eyes of one group: learned without its own rows, since else they would pull the expected to the observed.
    fn without(&self, group: usize) -> Option<Expected> {
        let own = |row: &usize| self.study.cases[*row].shares.iter().any(|(of, share)| *of == group && *share > 0.0);
        let others: Vec<usize> = self.all.iter().copied().filter(|row| !own(row)).collect();
        // The search begins at what all rows say, which is close.
        let near = Some(self.together.coefficients.as_slice());
        let Some(without) = explain(self.study, self.rows, &others, near) else { return Some(self.usual()) };
        let fitted: Option<Vec<f64>> = self.rows.iter().map(|row| without.at(row)).collect();
        let shares = calibrated(self.study, self.amounts, &others, fitted?);
        Some(Expected { shares, convergence: both(self.together.convergence, without.convergence) })
    }
}

/// Two searches, one after the other.
fn both(one: Convergence, other: Convergence) -> Convergence {
    Convergence {
        steps: one.steps + other.steps,
        gradient: one.gradient.max(other.gradient),
        reached: one.reached && other.reached,
    }
}

/// The largest shift of log-odds that is looked for.
const SHIFT_MAX: f64 = 5.0;

/// Moves all shares by the same log-odds until those of the rows they were learned from keep as much money as was kept: rows
/// weigh equally where slopes are learned, but money decides what is expected of a book.
fn calibrated(study: &Study, amounts: &[f64], learned_from: &[usize], shares: Vec<f64>) -> Vec<f64> {
    let logit = |share: f64| {
        let share = share.clamp(1e-12, 1.0 - 1e-12);
        libm::log(share / (1.0 - share))
    };
    let odds: Vec<f64> = shares.into_iter().map(logit).collect();
    let moved = |row: usize, by: f64| 1.0 / (1.0 + libm::exp(-(odds[row] + by)));
    let kept: f64 = learned_from.iter().map(|row| amounts[*row] * study.cases[*row].successes).sum();
    let (mut low, mut high) = (-SHIFT_MAX, SHIFT_MAX);
    let mut by = 0.0;
    // Newton's step where it stays between the ends known so far, the middle of them otherwise.
    for _ in 0..100 {
        let (mut foreseen, mut rises) = (0.0, 0.0);
        for row in learned_from {
            let (share, money) = (moved(*row, by), amounts[*row] * study.cases[*row].trials);
            foreseen += money * share;
            rises += money * share * (1.0 - share);
        }
        if foreseen < kept {
            low = by;
        } else {
            high = by;
        }
        let step = (kept - foreseen) / rises;
        let next = by + step;
        let next = if next > low && next < high { next } else { (low + high) / 2.0 };
        let still = (next - by).abs() < 1e-14 || high - low < 1e-14;
        by = next;
        if still {
            break;
        }
    }
    (0..odds.len()).map(|row| moved(row, by)).collect()
}

/// What every book is summed up from.
struct Stake<'a> {
    study: &'a Study,
    amounts: &'a [f64],
    expected: &'a Expected,
    phi: f64,
}

/// The rows of one group, summed up.
struct Book {
    group: usize,
    rows: u64,
    at_stake: f64,
    ratio: WeightedRatio,
    variance: f64,
    chances: Vec<f64>,
    convergence: Convergence,
    /// Σ w A p (1 - p) / Σ w A: by how much the kept share moves per log-odds.
    bend: f64,
}

impl Book {
    fn of(stake: &Stake<'_>, group: usize, own: &[(usize, f64)]) -> Option<Self> {
        let mut cases = Vec::new();
        let (mut at_stake, mut bent) = (0.0, 0.0);
        for (row, share) in own {
            let (case, expected) = (&stake.study.cases[*row], stake.expected.shares[*row]);
            let weight = share * case.trials * stake.amounts.get(*row)?;
            if weight > 0.0 {
                cases.push(WeightedCase { weight, outcome: case.successes / case.trials, expected });
                at_stake += weight;
                bent += weight * expected * (1.0 - expected);
            }
        }
        let phi = stake.phi;
        let ratio = weighted(&cases, phi)?;
        let chances = cases.iter().map(|case| case.expected).collect();
        // A book that could not have lost anything still has the doubt of half a row.
        let floor = at_stake * at_stake * 1e-9;
        let variance = ratio.variance.max(floor) / (at_stake * at_stake);
        (at_stake > 0.0).then_some(Self {
            group,
            rows: cases.len() as u64,
            at_stake,
            ratio,
            chances,
            convergence: stake.expected.convergence,
            variance,
            bend: bent / at_stake,
        })
    }

    fn measured(&self) -> Measured {
        Measured { value: (self.ratio.observed - self.ratio.expected) / self.at_stake, variance: self.variance }
    }

    fn retained(&self, study: &Study, posterior: &Posterior, groups: usize) -> Retained {
        let (effective_rows, largest_share) =
            (self.ratio.effective.unwrap_or(0.0), self.ratio.largest_share.unwrap_or(1.0));
        let doubts = Doubt::which(|doubt| match doubt {
            Doubt::FewRows => effective_rows < EFFECTIVE_ROWS_MIN,
            Doubt::OneAccount => largest_share > LARGEST_SHARE_MAX,
            Doubt::FewOwners => groups < GROUPS_MIN,
            Doubt::Unsettled => !self.convergence.reached,
            Doubt::FewDrawn => false,
        });
        let carried = doubts.iter().all(|doubt| *doubt == Doubt::Unsettled);
        let working = Working { method: METHOD, n: self.rows, convergence: self.convergence, doubts };
        Retained {
            group: study.groups[self.group].clone(),
            rows: self.rows,
            at_stake: self.at_stake,
            observed: self.ratio.observed,
            expected: self.ratio.expected,
            difference: posterior.mean(),
            left: self.left(posterior),
            difference_80: posterior.interval(0.8),
            difference_95: posterior.interval(0.95),
            effective_rows,
            largest_share,
            verdict: if carried { self.verdict(posterior) } else { Verdict::TooFew },
            chances: self.chances.clone(),
            working,
        }
    }

    /// The part of the plain difference that the posterior keeps; where there is none to keep any part is.
    fn left(&self, posterior: &Posterior) -> f64 {
        let left = posterior.mean() / self.measured().value;
        if left.is_finite() { left.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The practical size of log-odds, put on this book.
    fn verdict(&self, posterior: &Posterior) -> Verdict {
        let practical = f64::max(PRACTICAL_EFFECT * self.bend, PRACTICAL_SHARE);
        if posterior.below(-practical) > SURE {
            return Verdict::Below;
        }
        if 1.0 - posterior.below(practical) > SURE { Verdict::Above } else { Verdict::NoEvidence }
    }
}

#[cfg(test)]
mod tests;
