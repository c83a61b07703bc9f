use std::sync::Arc;

use statistics::Interval;
use statistics::convergence::Convergence;
use statistics::mixed::{Caveat, Fit, Known, Observations, Posterior, Prior, Unfit, Weighings, fit_weighings};
use statistics::ranks::Standing;

use crate::design::Design;
use crate::study::{Book, Case, Incomparable, Study};
use crate::verdict::{EFFECTIVE_ROWS_MIN, GROUPS_MIN, RELIABLE, Verdict, verdict};
use crate::working::{Doubt, Working};

/// An effect, as log-odds and as what it means on the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The expected effect, in log-odds against an average owner.
    pub log_odds: f64,
    /// Its 95 % interval.
    pub log_odds_95: Interval,
    /// The expected share of successes less the expected one with an average owner: -0.02 is two in a hundred fewer.
    pub difference: f64,
    /// Its 80 % interval.
    pub difference_80: Interval,
    /// Its 95 % interval.
    pub difference_95: Interval,
    /// The chance that the effect lies below minus the practical size.
    pub chance_below: f64,
    /// The chance that it lies above the practical size.
    pub chance_above: f64,
}

/// One owner held against what was expected of the same rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Who.
    pub group: Arc<str>,
    /// Rows with any share.
    pub rows: u64,
    /// Trials, by share.
    pub trials: f64,
    /// Rows as good as so many equal ones, by share: (Σ w)² / Σ w².
    pub effective_rows: f64,
    /// Successes, by share.
    pub observed: f64,
    /// What an average owner's would have been.
    pub expected: f64,
    /// The effect with covariates weighed over all rows.
    pub effect: Effect,
    /// The effect with covariates weighed within owners.
    pub within: Effect,
    /// The verdict of both together.
    pub verdict: Verdict,
    /// By the pooled weighing alone.
    pub pooled_verdict: Verdict,
    /// By the weighing within owners alone.
    pub within_verdict: Verdict,
    /// The share of what sets owners apart that these rows could settle, 0 to 1.
    pub reliability: f64,
    /// Trials like these that would be reliable enough to single somebody out; `None` when no number would be.
    pub enough: Option<f64>,
    /// Chances of the lowest and the highest quarter, where the rows can carry them.
    pub standing: Option<Standing>,
    /// How it was worked out.
    pub working: Working,
}

/// Everybody held against what was expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// By name.
    pub groups: Vec<Compared>,
    /// The expected spread between owners, in log-odds.
    pub spread: f64,
    /// Its 95 % interval.
    pub spread_95: Interval,
    /// The share of all trials that went well.
    pub rate: f64,
    /// All trials.
    pub trials: f64,
    /// The effect of those most likely in the highest quarter, in log-odds, and how many they are.
    pub best: Option<(f64, usize)>,
    /// What was adjusted for, as numbers: name, slope per standard deviation, its standard deviation.
    pub slopes: Vec<(String, f64, f64)>,
    /// How much of what happened the covariates explain: 0 for nothing, 1 for everything (McFadden's adjusted measure).
    pub explained: f64,
    /// What a reader has to know.
    pub caveats: Vec<Caveat>,
    /// How the search ended, over all spreads and both weighings.
    pub convergence: Convergence,
    design: Design,
    pooled: Fit,
}

/// How rates are worked out.
pub(crate) const METHOD: &str = "logistic model with an effect of every CSM, averaged over the spread between them";

/// Those whose chance of the highest quarter is at least this make the baseline of the best.
// method: fairness.best_chance
const BEST_CHANCE: f64 = 0.8;

/// Compares everybody on one question.
///
/// # Errors
/// Without rows or owners, at an impossible row, or where the equations cannot be solved.
pub fn compare(study: &Study, prior: &Prior) -> Result<Comparison, Incomparable> {
    compare_given(study, &[], prior)
}

/// The same where a chance is given for each row, as log-odds: owners and covariates are held against these chances.
///
/// # Errors
/// As [`compare`].
pub fn compare_given(study: &Study, given: &[f64], prior: &Prior) -> Result<Comparison, Incomparable> {
    compare_believing(study, given, prior, &[]).map(|found| found.own)
}

/// A comparison, and what it would be had something else been believed beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct Believing {
    /// Under the prior asked for.
    pub own: Comparison,
    /// Under the same with other scales of the spread, in their order.
    pub others: Vec<Comparison>,
}

/// The same under a prior and under other scales of the spread; the search is shared, so that the others cost little.
///
/// # Errors
/// As [`compare`].
pub fn compare_believing(
    study: &Study,
    given: &[f64],
    prior: &Prior,
    scales: &[f64],
) -> Result<Believing, Incomparable> {
    let design = Design::of(study);
    let observations = design.observations_given(study, given)?;
    let weighings = fit_weighings(&observations, prior, scales)?;
    let books = study.books();
    let mut found = weighings.into_iter().map(|Weighings { pooled, within }| {
        let desk = Desk { study, given, observations: &observations, books: &books, pooled: &pooled, within: &within };
        desk.comparison(&design)
    });
    let own = found.next().ok_or(Incomparable::Unfit(Unfit::Empty))?;
    Ok(Believing { own, others: found.collect() })
}

impl Comparison {
    /// The spreads looked at, in log-odds, with their weights, which sum to 1.
    #[must_use]
    pub fn spreads(&self) -> Vec<(f64, f64)> {
        self.pooled.spreads()
    }

    /// One of those compared.
    #[must_use]
    pub fn find(&self, group: &str) -> Option<&Compared> {
        self.groups.iter().find(|compared| &*compared.group == group)
    }

    /// What is known of a row beforehand: the chance that it goes well with an owner of any effect.
    #[must_use]
    pub fn known(&self, values: &[crate::Value]) -> Known {
        self.pooled.known(&self.design.numbers(values), 0.0)
    }

    /// The chance that a row goes well with an average owner.
    #[must_use]
    pub fn chance(&self, values: &[crate::Value]) -> f64 {
        self.known(values).chance(0.0)
    }
}

struct Desk<'a> {
    study: &'a Study,
    given: &'a [f64],
    observations: &'a Observations,
    books: &'a [Book],
    pooled: &'a Fit,
    within: &'a Fit,
}

impl Desk<'_> {
    fn comparison(&self, design: &Design) -> Comparison {
        let pooled = self.pooled;
        let mut groups: Vec<Compared> = (0..self.study.groups.len()).filter_map(|group| self.compared(group)).collect();
        let best = self.best(&groups);
        groups.sort_by(|left, right| left.group.cmp(&right.group));
        let (well, all) = self.totals();
        let slopes = design.names().map(str::to_owned).zip(pooled.standard_slopes());
        Comparison {
            groups,
            spread: pooled.spread(),
            spread_95: Interval { low: pooled.spread_quantile(0.025), high: pooled.spread_quantile(0.975) },
            rate: well / all,
            trials: all,
            best,
            slopes: slopes.map(|(name, (slope, deviation))| (name, slope, deviation)).collect(),
            explained: self.explained(well / all),
            caveats: pooled.caveats().to_vec(),
            convergence: self.convergence(),
            design: design.clone(),
            pooled: pooled.clone(),
        }
    }

    fn totals(&self) -> (f64, f64) {
        let cases = self.study.cases.iter();
        cases.fold((0.0, 0.0), |(well, all), case| (well + case.successes, all + case.trials))
    }

    fn offset(&self, row: usize) -> f64 {
        self.given.get(row).copied().unwrap_or(0.0)
    }

    /// One less the log-likelihood given the covariates, a point for every column taken off, over that of the mean alone.
    fn explained(&self, rate: f64) -> f64 {
        let log = |chance: f64, case: &Case| {
            let chance = chance.clamp(1e-12, 1.0 - 1e-12);
            case.successes * libm::log(chance) + (case.trials - case.successes) * libm::log(1.0 - chance)
        };
        let (mut known, mut mean) = (0.0, 0.0);
        for (row, case) in self.study.cases.iter().enumerate() {
            known += log(self.pooled.expected(self.observations.covariates_of(row), self.offset(row)), case);
            mean += log(rate, case);
        }
        let columns = self.pooled.standard_slopes().iter().filter(|slope| slope.1 > 0.0).count() as f64;
        let explained = 1.0 - (known - columns) / mean;
        if explained.is_finite() { explained.clamp(0.0, 1.0) } else { 0.0 }
    }

    fn compared(&self, group: usize) -> Option<Compared> {
        let parts = self.books.get(group)?;
        let case = |row: usize| &self.study.cases[row];
        let trials: f64 = parts.iter().map(|(row, share)| share * case(*row).trials).sum();
        if trials <= 0.0 {
            return None;
        }
        let squares: f64 = parts.iter().map(|(row, share)| share * share * case(*row).trials).sum();
        let (pooled, within) = (self.pooled.effect(group)?, self.within.effect(group)?);
        let effective_rows = trials * trials / squares;
        let judge = |effect: &Posterior| verdict(effect, effective_rows, self.study.groups.len());
        let (pooled_verdict, within_verdict) = (judge(&pooled), judge(&within));
        let reliability = self.pooled.reliability(group)?;
        let (usual, alike) = (self.rows(self.pooled, parts), self.rows(self.within, parts));
        Some(Compared {
            group: self.study.groups.get(group)?.clone(),
            rows: parts.len() as u64,
            trials,
            effective_rows,
            observed: parts.iter().map(|(row, share)| share * case(*row).successes).sum(),
            expected: expected(&usual, 0.0) * trials,
            effect: effect(&usual, &pooled),
            within: effect(&alike, &within),
            verdict: pooled_verdict.and(within_verdict),
            pooled_verdict,
            within_verdict,
            reliability,
            enough: enough(trials, reliability),
            standing: (reliability >= RELIABLE).then(|| self.pooled.standing(group)).flatten(),
            working: self.working(parts.len(), effective_rows),
        })
    }

    fn convergence(&self) -> Convergence {
        let (pooled, within) = (self.pooled.convergence(), self.within.convergence());
        Convergence {
            steps: pooled.steps + within.steps,
            gradient: pooled.gradient.max(within.gradient),
            reached: pooled.reached && within.reached,
        }
    }

    fn working(&self, rows: usize, effective_rows: f64) -> Working {
        let convergence = self.convergence();
        let doubts = Doubt::which(|doubt| match doubt {
            Doubt::FewRows => effective_rows < EFFECTIVE_ROWS_MIN,
            Doubt::FewOwners => self.study.groups.len() < GROUPS_MIN,
            Doubt::Unsettled => !convergence.reached,
            Doubt::OneAccount | Doubt::FewDrawn => false,
        });
        Working { method: METHOD, n: rows as u64, convergence, doubts }
    }

    /// What is known of rows beforehand, each with its weight.
    fn rows(&self, fit: &Fit, parts: &[(usize, f64)]) -> Vec<(f64, Known)> {
        let row = |(row, share): &(usize, f64)| {
            let weight = share * self.study.cases[*row].trials;
            (weight, fit.known(self.observations.covariates_of(*row), self.offset(*row)))
        };
        parts.iter().map(row).collect()
    }

    /// The mean effect of those who are most likely among the best; nobody may be.
    fn best(&self, groups: &[Compared]) -> Option<(f64, usize)> {
        let sure =
            |compared: &&Compared| compared.standing.is_some_and(|standing| standing.highest_quarter >= BEST_CHANCE);
        let effects: Vec<f64> = groups.iter().filter(sure).map(|compared| compared.effect.log_odds).collect();
        (!effects.is_empty()).then(|| (effects.iter().sum::<f64>() / effects.len() as f64, effects.len()))
    }
}

/// The expected share of successes of these rows, had their owner this effect.
fn expected(rows: &[(f64, Known)], log_odds: f64) -> f64 {
    let (mut well, mut all) = (0.0, 0.0);
    for (weight, known) in rows {
        well += weight * known.chance(log_odds);
        all += weight;
    }
    well / all
}

fn effect(rows: &[(f64, Known)], posterior: &Posterior) -> Effect {
    let usual = expected(rows, 0.0);
    let difference = |log_odds: f64| expected(rows, log_odds) - usual;
    let on_book = |interval: Interval| Interval { low: difference(interval.low), high: difference(interval.high) };
    let (mean, log_odds_95) = (posterior.mean(), posterior.interval(0.95));
    Effect {
        log_odds: mean,
        log_odds_95,
        difference: difference(mean),
        difference_80: on_book(posterior.interval(0.8)),
        difference_95: on_book(log_odds_95),
        chance_below: posterior.below(-crate::verdict::PRACTICAL_EFFECT),
        chance_above: 1.0 - posterior.below(crate::verdict::PRACTICAL_EFFECT),
    }
}

/// Trials of the same kind at which reliability would reach what is asked for: it grows as n k / (1 + n k).
fn enough(trials: f64, reliability: f64) -> Option<f64> {
    let per_trial = reliability / (1.0 - reliability) / trials;
    let wanted = RELIABLE / (1.0 - RELIABLE) / per_trial;
    wanted.is_finite().then_some(wanted)
}

#[cfg(test)]
mod tests;
