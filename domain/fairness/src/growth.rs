use std::collections::BTreeMap;
use std::sync::Arc;

use statistics::Interval;
use statistics::lognormal::{self, LogNormal};
use statistics::resample::{Plan, bootstrap_sums};

use crate::compare::Comparison;
use crate::study::Study;
use crate::working::{Doubt, Working};

/// Draws of accounts behind an interval.
const DRAWS: u32 = 500;

/// Every interval is drawn from the same dice.
const SEED: u64 = 20_241_231;

/// How money added is worked out.
const METHOD: &str = "chance of growing times log-normal amounts by size, led back to their mean by Duan's smearing";

/// How the ranges of money added are worked out.
pub(crate) const RANGES: &str = "percentiles of 500 draws of the accounts";

/// Drawing fewer accounts than this again gives rough ranges.
// method: fairness.draws_accounts_min
const DRAWS_ACCOUNTS_MIN: usize = 30;

/// Fewer sales than this say nothing about how large they are.
// method: fairness.sales_min
const SALES_MIN: usize = 20;

/// One owner's growth in money held against what was expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Grown {
    /// Who.
    pub group: Arc<str>,
    /// Rows with any share.
    pub rows: u64,
    /// Money added, by share.
    pub observed: f64,
    /// What an average owner would have added.
    pub expected: f64,
    /// Where observed less expected may lie, accounts drawn again: 95 %.
    pub difference_95: Option<Interval>,
    /// 80 %.
    pub difference_80: Option<Interval>,
    /// Observed less expected without the account that added most.
    pub without_largest: f64,
    /// What was expected of each of its rows before shares, in the order of the study.
    pub foreseen: Vec<f64>,
    /// How it was worked out.
    pub working: Working,
}

/// What a row brought, in money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sale {
    /// Whose row it is: rows of one account depend on each other.
    pub account: usize,
    /// Money the account paid before.
    pub before: f64,
    /// Money added; 0 for none.
    pub added: f64,
}

/// Compares money added: the chance of growing at all, as `chances` has it, times how much is added when it does.
///
/// How much is a share of what was paid before, log-normal given the account's size, led back to its mean by Duan's smearing.
/// `None` with fewer than twenty sales, or sales that the covariates explain completely.
/// Source: N. Duan et al., "A Comparison of Alternative Models for the Demand for Medical Care", JBES 1 (1983).
#[must_use]
pub fn compare_growth(study: &Study, sales: &[Sale], chances: &Comparison) -> Option<Vec<Grown>> {
    let amounts = amounts(sales)?;
    let expected: Vec<f64> = study
        .cases
        .iter()
        .zip(sales)
        .map(|(case, sale)| {
            let share = amounts.mean(&size_covariates(sale)).unwrap_or(0.0);
            chances.chance(&case.values) * share * sale.before
        })
        .collect();
    let books = study.books();
    let desk = Desk { study, sales, expected: &expected, chances };
    let groups = books.iter().enumerate().filter_map(|(group, own)| desk.grown(group, own));
    let mut found: Vec<Grown> = groups.collect();
    found.sort_by(|left, right| left.group.cmp(&right.group));
    Some(found)
}

/// How much is added when anything is: from few sales little more can be learned than how it goes with size.
fn amounts(sales: &[Sale]) -> Option<LogNormal> {
    let made: Vec<&Sale> = sales.iter().filter(|sale| sale.added > 0.0 && sale.before > 0.0).collect();
    if made.len() < SALES_MIN {
        return None;
    }
    let covariates: Vec<Vec<f64>> = made.iter().map(|sale| size_covariates(sale)).collect();
    let shares: Vec<f64> = made.iter().map(|sale| sale.added / sale.before).collect();
    lognormal::fit(&covariates, &shares).or_else(|| lognormal::fit(&vec![Vec::new(); shares.len()], &shares))
}

fn size_covariates(sale: &Sale) -> Vec<f64> {
    vec![libm::log(sale.before.max(1.0))]
}

struct Desk<'a> {
    study: &'a Study,
    sales: &'a [Sale],
    expected: &'a [f64],
    chances: &'a Comparison,
}

impl Desk<'_> {
    fn grown(&self, group: usize, own: &[(usize, f64)]) -> Option<Grown> {
        let Self { study, sales, expected, chances } = self;
        let mut rows: Vec<(usize, f64, f64)> = Vec::new();
        let mut each = Vec::new();
        for (row, share) in own {
            let (sale, expected) = (sales.get(*row)?, expected[*row]);
            let share = share * study.cases[*row].trials;
            rows.push((sale.account, share * sale.added, share * expected));
            each.push(expected);
        }
        let (observed, foreseen): (f64, f64) =
            rows.iter().fold((0.0, 0.0), |sums, row| (sums.0 + row.1, sums.1 + row.2));
        let mut accounts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        rows.iter().enumerate().for_each(|(place, row)| accounts.entry(row.0).or_default().push(place));
        let clusters: Vec<Vec<usize>> = accounts.into_values().collect();
        let total = |places: &Vec<usize>| places.iter().map(|place| rows[*place].1 - rows[*place].2).sum::<f64>();
        let totals: Vec<f64> = clusters.iter().map(total).collect();
        let drawn = bootstrap_sums(&totals, Plan { draws: DRAWS, seed: SEED }, [0.8, 0.95]);
        let added = |cluster: &Vec<usize>| cluster.iter().map(|place| rows[*place].1).sum::<f64>();
        let largest = clusters.iter().max_by(|left, right| added(left).total_cmp(&added(right)))?;
        Some(Grown {
            group: study.groups[group].clone(),
            rows: rows.len() as u64,
            observed,
            expected: foreseen,
            difference_95: drawn.map(|[_, wide]| wide.interval),
            difference_80: drawn.map(|[narrow, _]| narrow.interval),
            without_largest: observed - foreseen - total(largest),
            foreseen: each,
            working: working(rows.len(), clusters.len(), chances),
        })
    }
}

fn working(rows: usize, accounts: usize, chances: &Comparison) -> Working {
    let doubts = Doubt::which(|doubt| match doubt {
        Doubt::Unsettled => !chances.convergence.reached,
        Doubt::FewDrawn => accounts < DRAWS_ACCOUNTS_MIN,
        Doubt::FewRows | Doubt::OneAccount | Doubt::FewOwners => false,
    });
    Working { method: METHOD, n: rows as u64, convergence: chances.convergence, doubts }
}

#[cfg(test)]
mod tests;
