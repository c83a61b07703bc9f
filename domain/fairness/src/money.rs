use std::sync::Arc;

use statistics::Interval;
use statistics::fractional::{self, Fractional, Ridge, Share};
use statistics::mixed::Posterior;
use statistics::shrinkage::averaged::averaged;
use statistics::shrinkage::gaussian::Measured;
use statistics::standardise::{WeightedCase, WeightedRatio, weighted};

use crate::design::Design;
use crate::study::Study;
use crate::verdict::{EFFECTIVE_ROWS_MIN, GROUPS_MIN, PRACTICAL_EFFECT, SURE, Verdict};

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
    /// Whether the search for what is expected came to its end (fractional logit by Newton's method); where not, the figures
    /// are rough.
    pub settled: bool,
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
    let together = explain(study, &rows, &all)?;
    let phi = together.phi.unwrap_or(1.0);
    let sum_up = |(group, own): (usize, &Vec<(usize, f64)>)| {
        let (expected, settled) = expected(study, amounts, &rows, (group, &together))?;
        Book::of(&Stake { study, amounts, expected: &expected, phi, settled }, group, own)
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

fn explain(study: &Study, rows: &[Vec<f64>], chosen: &[usize]) -> Option<Fractional> {
    let covariates: Vec<Vec<f64>> = chosen.iter().map(|row| rows[*row].clone()).collect();
    let share = |row: &usize| {
        let case = &study.cases[*row];
        Share { outcome: case.successes / case.trials, weight: case.trials, group: 0 }
    };
    fractional::fit(&covariates, &chosen.iter().map(share).collect::<Vec<_>>(), Some(RIDGE))
}

/// The expected shares of all rows in the eyes of one group: of few groups, learned without its own rows, since else they
/// would pull the expected to the observed. Also whether the search came to its end.
fn expected(
    study: &Study,
    amounts: &[f64],
    rows: &[Vec<f64>],
    learned: (usize, &Fractional),
) -> Option<(Vec<f64>, bool)> {
    let (group, together) = learned;
    let all: Vec<usize> = (0..rows.len()).collect();
    let usual = || Some((calibrated(study, amounts, &all, together.fitted.clone()), together.convergence.reached));
    if study.groups.len() >= LEAVE_OUT_BELOW {
        return usual();
    }
    let own = |row: &usize| study.cases[*row].shares.iter().any(|(of, share)| *of == group && *share > 0.0);
    let others: Vec<usize> = all.iter().copied().filter(|row| !own(row)).collect();
    let Some(without) = explain(study, rows, &others) else { return usual() };
    let fitted: Option<Vec<f64>> = rows.iter().map(|row| without.at(row)).collect();
    let settled = together.convergence.reached && without.convergence.reached;
    Some((calibrated(study, amounts, &others, fitted?), settled))
}

/// Moves all shares by the same log-odds until those of the rows they were learned from keep as much money as was kept: rows
/// weigh equally where slopes are learned, but money decides what is expected of a book.
fn calibrated(study: &Study, amounts: &[f64], learned_from: &[usize], shares: Vec<f64>) -> Vec<f64> {
    let moved = |share: f64, by: f64| {
        let odds = libm::log(share.clamp(1e-12, 1.0 - 1e-12) / (1.0 - share.clamp(1e-12, 1.0 - 1e-12))) + by;
        1.0 / (1.0 + libm::exp(-odds))
    };
    let money = |of: &dyn Fn(usize) -> f64| -> f64 { learned_from.iter().map(|row| amounts[*row] * of(*row)).sum() };
    let kept = money(&|row| study.cases[row].successes);
    let (mut low, mut high) = (-5.0, 5.0);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        let foreseen = money(&|row| study.cases[row].trials * moved(shares[row], middle));
        if foreseen < kept { low = middle } else { high = middle }
    }
    shares.into_iter().map(|share| moved(share, (low + high) / 2.0)).collect()
}

/// What every book is summed up from.
struct Stake<'a> {
    study: &'a Study,
    amounts: &'a [f64],
    expected: &'a [f64],
    phi: f64,
    settled: bool,
}

/// The rows of one group, summed up.
struct Book {
    group: usize,
    rows: u64,
    at_stake: f64,
    ratio: WeightedRatio,
    variance: f64,
    chances: Vec<f64>,
    settled: bool,
    /// Σ w A p (1 - p) / Σ w A: by how much the kept share moves per log-odds.
    bend: f64,
}

impl Book {
    fn of(stake: &Stake<'_>, group: usize, own: &[(usize, f64)]) -> Option<Self> {
        let mut cases = Vec::new();
        let (mut at_stake, mut bent) = (0.0, 0.0);
        for (row, share) in own {
            let (case, expected) = (&stake.study.cases[*row], stake.expected[*row]);
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
            settled: stake.settled,
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
        let carried =
            effective_rows >= EFFECTIVE_ROWS_MIN && largest_share <= LARGEST_SHARE_MAX && groups >= GROUPS_MIN;
        Retained {
            group: study.groups[self.group].clone(),
            rows: self.rows,
            at_stake: self.at_stake,
            observed: self.ratio.observed,
            expected: self.ratio.expected,
            difference: posterior.mean(),
            difference_80: posterior.interval(0.8),
            difference_95: posterior.interval(0.95),
            effective_rows,
            largest_share,
            verdict: if carried { self.verdict(posterior) } else { Verdict::TooFew },
            chances: self.chances.clone(),
            settled: self.settled,
        }
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
