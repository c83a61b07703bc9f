use std::collections::BTreeMap;

use crate::convergence::Convergence;
use crate::describe::{finite, sum};
use crate::design::Design;
use crate::least_squares::line;
use crate::linear::{Cholesky, add_outer, dot};
use crate::logit::{expit, soft_plus};
use crate::newton::{self, Place};

/// How much wider a coefficient may be known than an undisturbed one before the likelihood is taken to have no maximum.
const SEPARATED: f64 = 1e8;

/// A share that is to be explained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The share itself, 0 to 1, both included; 0 and 1 alone make it a logistic regression.
    pub outcome: f64,
    /// What it weighs, 0 or more; 1 for all when none weighs more.
    pub weight: f64,
    /// Whose it is: shares of one group may depend on each other.
    pub group: usize,
}

/// A prior that pulls coefficients to 0, for books so small or so one-sided that the likelihood has no maximum.
///
/// Weak ones are 5 for the intercept and 2.5 for the slopes (A. Gelman and others, "A Weakly Informative Default Prior
/// Distribution for Logistic and Other Regression Models", Annals of Applied Statistics 2, 2008, there with heavier tails).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ridge {
    /// The standard deviation of the normal prior of the intercept at the means of the covariates, in log-odds.
    pub intercept: f64,
    /// That of each slope, in log-odds per standard deviation of its covariate.
    pub slope: f64,
}

/// A fractional logit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fractional {
    /// The intercept, then one coefficient per covariate on its own scale, in log-odds.
    pub coefficients: Vec<f64>,
    /// Standard errors if the variance of a share is phi p (1 - p); `None` without phi.
    pub model_errors: Option<Vec<f64>>,
    /// Standard errors whatever the variance (White's HC0, no factor for few shares).
    pub robust_errors: Vec<f64>,
    /// Standard errors where shares of one group depend on each other (no factor for few groups: with fewer than about 30
    /// they are too small); `None` for a single group.
    pub group_errors: Option<Vec<f64>>,
    /// Pearson's dispersion: Σ w (y - p)² / (p (1 - p)) / (n - number of coefficients), 1 for shares of 0 and 1 alone;
    /// `None` when there are no more shares than coefficients.
    pub phi: Option<f64>,
    /// Twice the log-likelihood that is lacking to a perfect fit.
    pub deviance: f64,
    /// What is to be expected of each share, in the order given.
    pub fitted: Vec<f64>,
    /// How the search ended.
    pub convergence: Convergence,
}

impl Fractional {
    /// The share to expect for these covariates, 0 to 1; `None` unless there are as many as were fitted.
    #[must_use]
    pub fn at(&self, covariates: &[f64]) -> Option<f64> {
        line(&self.coefficients, covariates).map(expit)
    }
}

/// The levels of a fractional logit alone, without errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    /// As [`Fractional::coefficients`].
    pub coefficients: Vec<f64>,
    /// As [`Fractional::phi`].
    pub phi: Option<f64>,
    /// As [`Fractional::fitted`].
    pub fitted: Vec<f64>,
    /// How the search ended.
    pub convergence: Convergence,
}

impl Levels {
    /// As [`Fractional::at`].
    #[must_use]
    pub fn at(&self, covariates: &[f64]) -> Option<f64> {
        line(&self.coefficients, covariates).map(expit)
    }
}

/// Fits logit(share) = intercept + covariates × coefficients by quasi-likelihood, with damped Newton steps.
///
/// `covariates` holds one row per share; the intercept is added. Without a `ridge` the answer is that of a quasi-binomial
/// generalised linear model, and `None` where the likelihood has no maximum: all shares 0 or all 1, a covariate that tells
/// them apart completely, that does not vary, or that follows from the others. With it there is always an answer, and
/// the errors count the prior as knowledge.
/// `None` as well for no shares with weight, a share outside 0 to 1, a weight that is negative, a prior that is not above 0,
/// rows of different length, or a number that is not finite.
/// Source: L. Papke and J. Wooldridge, "Econometric Methods for Fractional Response Variables", J. Appl. Econ. 11 (1996).
#[must_use]
pub fn fit(covariates: &[Vec<f64>], shares: &[Share], ridge: Option<Ridge>) -> Option<Fractional> {
    let model = Model::of(covariates, shares, ridge)?;
    let width = model.design.width();
    let (top, convergence) = newton::climb(vec![0.0; width], |at| model.look(at))?;
    let information = Cholesky::of(&top.curvature, width)?;
    if ridge.is_none() && model.is_separated(&information)? {
        return None;
    }
    let covariance = information.inverse();
    let fitted = model.fitted(&top.at);
    let phi = model.phi(&fitted);
    let scaled = |phi: f64| covariance.iter().map(|cell| cell * phi).collect::<Vec<f64>>();
    Some(Fractional {
        coefficients: model.design.restore(&top.at),
        model_errors: phi.map(|phi| model.design.errors(&scaled(phi))),
        robust_errors: model.sandwich(&covariance, &fitted, |place| place)?,
        group_errors: model.sandwich(&covariance, &fitted, |place| shares[place].group).filter(|_| model.has_groups()),
        phi,
        deviance: model.deviance(&fitted)?,
        fitted,
        convergence,
    })
}

/// The levels of [`fit`] with a prior. The search may begin at coefficients of nearly the same shares, which changes its
/// length and not its end.
///
/// `None` as [`fit`].
#[must_use]
pub fn levels(
    covariates: &[impl AsRef<[f64]>],
    shares: &[Share],
    ridge: Ridge,
    near: Option<&[f64]>,
) -> Option<Levels> {
    let model = Model::of(covariates, shares, Some(ridge))?;
    let start = near.map_or_else(|| vec![0.0; model.design.width()], |near| model.design.standard(near));
    let (top, convergence) = newton::climb(start, |at| model.look(at))?;
    let fitted = model.fitted(&top.at);
    Some(Levels { coefficients: model.design.restore(&top.at), phi: model.phi(&fitted), fitted, convergence })
}

/// One over the prior variances; all 0 without a prior.
fn precisions(width: usize, ridge: Option<Ridge>) -> Option<Vec<f64>> {
    let Some(ridge) = ridge else { return Some(vec![0.0; width]) };
    let precision = |deviation: f64| if deviation > 0.0 { finite(1.0 / (deviation * deviation)) } else { None };
    let mut precisions = vec![precision(ridge.slope)?; width];
    *precisions.first_mut()? = precision(ridge.intercept)?;
    Some(precisions)
}

struct Model<'a> {
    design: Design,
    shares: &'a [Share],
    precisions: Vec<f64>,
}

impl<'a> Model<'a> {
    fn of(covariates: &[impl AsRef<[f64]>], shares: &'a [Share], ridge: Option<Ridge>) -> Option<Self> {
        let possible =
            |share: &Share| (0.0..=1.0).contains(&share.outcome) && share.weight >= 0.0 && share.weight.is_finite();
        if covariates.len() != shares.len() || !shares.iter().all(possible) {
            return None;
        }
        let design = Design::of(covariates)?;
        Some(Self { shares, precisions: precisions(design.width(), ridge)?, design })
    }

    fn look(&self, at: Vec<f64>) -> Option<Place> {
        let width = self.design.width();
        let sheet = self.design.sheet();
        let mut gradient: Vec<f64> = at.iter().zip(&self.precisions).map(|(at, precision)| -precision * at).collect();
        let mut value = dot(&gradient, &at) / 2.0;
        let (mut apart, mut bends) = (Vec::new(), Vec::new());
        for (log_odds, share) in sheet.lines(&at).into_iter().zip(self.shares) {
            let expected = expit(log_odds);
            value += share.weight * (share.outcome * log_odds - soft_plus(log_odds));
            apart.push(share.weight * (share.outcome - expected));
            bends.push(share.weight * expected * expit(-log_odds));
        }
        gradient.iter_mut().zip(sheet.sums(&apart)).for_each(|(slope, sum)| *slope += sum);
        let mut curvature = sheet.squares(&bends);
        curvature.iter_mut().step_by(width + 1).zip(&self.precisions).for_each(|(cell, precision)| *cell += precision);
        Some(Place { at, value: finite(value)?, gradient, curvature })
    }

    fn fitted(&self, at: &[f64]) -> Vec<f64> {
        self.design.sheet().lines(at).into_iter().map(expit).collect()
    }

    /// Whether some coefficient ran away: its variance is beyond all measure of what these covariates can tell.
    fn is_separated(&self, information: &Cholesky) -> Option<bool> {
        let width = self.design.width();
        let weights: Vec<f64> = self.shares.iter().map(|share| share.weight).collect();
        let products = self.design.sheet().squares(&weights);
        let best = Cholesky::of(&products, width)?.inverse_diagonal();
        Some(information.inverse_diagonal().iter().zip(best).any(|(found, best)| *found > SEPARATED * best))
    }

    fn phi(&self, fitted: &[f64]) -> Option<f64> {
        let weighing = self.shares.iter().filter(|share| share.weight > 0.0).count();
        let free = weighing.checked_sub(self.design.width()).filter(|free| *free > 0)?;
        let squares = fitted.iter().zip(self.shares).map(|(expected, share)| {
            let apart = share.outcome - expected;
            share.weight * apart * apart / (expected * (1.0 - expected))
        });
        finite(sum(&squares.collect::<Vec<f64>>())? / free as f64)
    }

    fn deviance(&self, fitted: &[f64]) -> Option<f64> {
        let lacking = |seen: f64, expected: f64| if seen > 0.0 { seen * libm::log(seen / expected) } else { 0.0 };
        let parts = fitted.iter().zip(self.shares).map(|(expected, share)| {
            let (seen, rest) = (share.outcome, 1.0 - share.outcome);
            2.0 * share.weight * (lacking(seen, *expected) + lacking(rest, 1.0 - expected))
        });
        sum(&parts.collect::<Vec<f64>>())
    }

    fn has_groups(&self) -> bool {
        self.shares.iter().any(|share| Some(share.group) != self.shares.first().map(|first| first.group))
    }

    /// Standard errors from C (Σ s s') C, where s sums w (y - p) x over the rows that belong together.
    fn sandwich(&self, covariance: &[f64], fitted: &[f64], belongs: impl Fn(usize) -> usize) -> Option<Vec<f64>> {
        let width = self.design.width();
        let mut scores: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        let rows = self.design.rows().zip(self.shares).zip(fitted).enumerate();
        for (place, ((row, share), expected)) in rows {
            let apart = share.weight * (share.outcome - expected);
            let score = scores.entry(belongs(place)).or_insert_with(|| vec![0.0; width]);
            score.iter_mut().zip(row).for_each(|(sum, cell)| *sum += apart * cell);
        }
        let mut filling = vec![0.0; width * width];
        for score in scores.values() {
            let through: Vec<f64> = covariance.chunks(width).map(|line| dot(line, score)).collect();
            add_outer(&mut filling, &through, 1.0);
        }
        self.design.errors(&filling).into_iter().map(finite).collect()
    }
}

#[cfg(test)]
mod tests;
