use std::collections::BTreeMap;

use super::chi_square::ChiSquare;
use super::{Spans, Unfit};
use crate::linear::{Cholesky, dot};

/// Which times weigh more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// All alike: best where hazards are proportional.
    LogRank,
    /// By the share still there just before: early differences count more (Peto and Peto; Fleming and Harrington with rho 1).
    Peto,
}

/// What happened in a group, beside what would have if all groups had one hazard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Its number, as given.
    pub group: usize,
    /// How many were watched.
    pub n: usize,
    /// Events, each with the weight of its time.
    pub observed: f64,
    /// Σ weight × d × nⱼ / n.
    pub expected: f64,
}

/// A comparison of groups.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// The groups by their numbers.
    pub groups: Vec<Group>,
    /// (O - E)' V⁻¹ (O - E); `None` when fewer than two groups were ever at risk together at an event.
    pub test: Option<ChiSquare>,
    /// Which times weighed more.
    pub weights: Weights,
    /// How many were watched.
    pub n: usize,
    /// To how many it happened.
    pub events: usize,
}

/// Compares the hazards of any number of groups; V is the hypergeometric variance.
///
/// # Errors
/// When there is not one group number for each span, or nothing happened.
/// Source: N. Mantel, Cancer Chemotherapy Reports 50 (1966); R. Peto and J. Peto, JRSS A 135 (1972); D. Harrington and
/// T. Fleming, "A Class of Rank Test Procedures for Censored Survival Data", Biometrika 69 (1982).
pub fn log_rank(spans: &Spans, groups: &[usize], weights: Weights) -> Result<LogRank, Unfit> {
    Unfit::unless_each("groups", groups.len(), spans.len())?;
    let count = spans.events();
    if count == 0 {
        return Err(Unfit::NoEvents);
    }
    let (names, tables) = by_group(spans, groups);
    let mut sums = Sums::new(names.len());
    let mut left = 1.0;
    for table in tables {
        let weight = match weights {
            Weights::LogRank => 1.0,
            Weights::Peto => left,
        };
        left *= 1.0 - table.events.iter().sum::<f64>() / table.at_risk.iter().sum::<f64>();
        sums.add(&table, weight);
    }
    let found = names.iter().zip(sums.observed.iter().zip(&sums.expected));
    let listed = found.map(|((group, n), (observed, expected))| Group {
        group: *group,
        n: *n,
        observed: *observed,
        expected: *expected,
    });
    Ok(LogRank { groups: listed.collect(), test: sums.test(), weights, n: spans.len(), events: count })
}

/// At-risk and event counts of the groups at one time.
struct Table {
    at_risk: Vec<f64>,
    events: Vec<f64>,
}

/// The groups with their sizes, and a table for each time with an event.
fn by_group(spans: &Spans, groups: &[usize]) -> (Vec<(usize, usize)>, Vec<Table>) {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    groups.iter().for_each(|group| *sizes.entry(*group).or_default() += 1);
    let names: Vec<(usize, usize)> = sizes.into_iter().collect();
    let place = |group: usize| names.partition_point(|(name, _)| *name < group);
    let mut sorted: Vec<[Vec<f64>; 3]> = vec![Default::default(); names.len()];
    let mut begun = vec![0; names.len()];
    for (span, group) in spans.as_slice().iter().zip(groups) {
        let [exits, entries, events] = &mut sorted[place(*group)];
        exits.push(span.exit);
        entries.extend(span.entry);
        events.extend(span.event.then_some(span.exit));
        begun[place(*group)] += usize::from(span.entry.is_none());
    }
    sorted.iter_mut().flatten().for_each(|times| times.sort_unstable_by(f64::total_cmp));
    let before = |times: &[f64], time: f64| times.partition_point(|other| *other < time);
    let tables = spans.moments().into_iter().map(|moment| {
        let at_risk = sorted.iter().zip(&begun).map(|([exits, entries, _], begun)| {
            (begun + before(entries, moment.time) - before(exits, moment.time)) as f64
        });
        let events = sorted.iter().map(|[_, _, events]| {
            (events.partition_point(|other| *other <= moment.time) - before(events, moment.time)) as f64
        });
        Table { at_risk: at_risk.collect(), events: events.collect() }
    });
    let tables = tables.collect();
    (names, tables)
}

struct Sums {
    observed: Vec<f64>,
    expected: Vec<f64>,
    variance: Vec<f64>,
}

impl Sums {
    fn new(order: usize) -> Self {
        Self { observed: vec![0.0; order], expected: vec![0.0; order], variance: vec![0.0; order * order] }
    }

    fn add(&mut self, table: &Table, weight: f64) {
        let order = table.at_risk.len();
        let (n, d): (f64, f64) = (table.at_risk.iter().sum(), table.events.iter().sum());
        let spread = if n > 1.0 { weight * weight * d * (n - d) / (n * n * (n - 1.0)) } else { 0.0 };
        for row in 0..order {
            let mine = table.at_risk[row];
            self.observed[row] += weight * table.events[row];
            self.expected[row] += weight * d * mine / n;
            for column in 0..order {
                let own = if row == column { n } else { 0.0 };
                self.variance[row * order + column] += spread * mine * (own - table.at_risk[column]);
            }
        }
    }

    /// The last group follows from the others; groups that were never at risk at an event beside another say nothing.
    fn test(&self) -> Option<ChiSquare> {
        let order = self.observed.len();
        let telling: Vec<usize> = (0..order).filter(|row| self.variance[row * order + row] > 0.0).collect();
        let used = telling.split_last()?.1;
        let apart: Vec<f64> = used.iter().map(|row| self.observed[*row] - self.expected[*row]).collect();
        let cells = used.iter().flat_map(|row| used.iter().map(move |column| self.variance[row * order + column]));
        let cholesky = Cholesky::of(&cells.collect::<Vec<f64>>(), used.len())?;
        let mut solved = apart.clone();
        cholesky.solve(&mut solved);
        ChiSquare::of(dot(&apart, &solved), used.len())
    }
}
