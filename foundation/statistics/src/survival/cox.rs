use super::chi_square::ChiSquare;
use super::concordance::{Concordance, concordance};
use super::{Spans, Unfit};
use crate::convergence::Convergence;
use crate::design::Design;
use crate::interval::{Estimate, Interval};
use crate::linear::{Cholesky, dot};
use crate::newton;
use crate::normal;
use crate::runaway::runaway;
use likelihood::Likelihood;

mod baseline;
mod exact;
mod expected;
mod likelihood;
mod proportional;
mod walk;

pub use baseline::{Baseline, Rise};
pub use expected::{Group, by_group};
pub use proportional::Proportionality;

/// The width of a prior that holds nothing that can be known.
const WIDE: f64 = 100.0;

/// How events at the same time are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Those who go at the same time leave the risk set little by little; close to the truth unless most times are shared.
    Efron,
    /// Each as if the others were still there; quickest, draws effects to 0 where many times are shared.
    Breslow,
    /// Time comes in steps: which of those at risk went, given how many, over all ways to choose them. For n at risk, d events
    /// at a time and p covariates it takes n d p² steps at that time.
    Exact,
}

/// What is to be explained by what.
#[derive(Debug, Clone, Copy)]
pub struct Study<'a> {
    /// Who was watched from when to when.
    pub spans: &'a Spans,
    /// One row of covariates for each span, in any unit, without an intercept.
    pub covariates: &'a [Vec<f64>],
    /// Groups with baseline hazards of their own; one for each span.
    pub strata: Option<&'a [usize]>,
    /// How events at the same time are taken.
    pub ties: Ties,
    /// The standard deviation of a normal prior around 0 of each coefficient, per standard deviation of its covariate; with it
    /// there is always an answer, and standard errors count it as knowledge. `None`: plain partial likelihood.
    pub width: Option<f64>,
}

/// What a reader of a fit has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caveat {
    /// This covariate never differs among those at risk together; its coefficient is 0 because nothing is known of it.
    ConstantCovariate(usize),
    /// The search ended before it settled.
    NotConverged,
}

/// Three tests of "no covariate matters".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tests {
    /// Twice the gain in log-likelihood; the one to trust.
    pub likelihood_ratio: ChiSquare,
    /// β' I(β) β.
    pub wald: ChiSquare,
    /// U(0)' I(0)⁻¹ U(0); with one grouping and no ties it is the log-rank test.
    pub score: ChiSquare,
}

/// A fit of proportional hazards.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// Log hazard ratios for one unit of each covariate.
    pub coefficients: Vec<f64>,
    /// Their standard errors; 0 for a covariate that was left out.
    pub standard_errors: Vec<f64>,
    /// The log partial likelihood where no covariate matters.
    pub log_likelihood_null: f64,
    /// The log partial likelihood at the coefficients, without prior.
    pub log_likelihood: f64,
    /// Tests of all covariates together; `None` with a prior or without covariates that differ.
    pub tests: Option<Tests>,
    /// Whether those with the higher predictor were earlier; `None` when no pair can be compared.
    pub concordance: Option<Concordance>,
    /// The cumulative hazards of the strata where every covariate has its mean.
    pub baseline: Baseline,
    /// For each span, in the order given, the hazard it went through while it was watched: the events to be expected of one
    /// with these covariates who was watched as long. They sum to the events, in each stratum. With a prior and for
    /// [`Ties::Exact`], whose hazards are Breslow's, too.
    pub expected: Vec<f64>,
    /// Whether the hazards are proportional; `None` with a prior, for [`Ties::Exact`], or where it cannot be told.
    pub proportionality: Option<Proportionality>,
    /// How events at the same time were taken.
    pub ties: Ties,
    /// How many were watched.
    pub n: usize,
    /// To how many it happened.
    pub events: usize,
    /// How the search ended.
    pub convergence: Convergence,
    /// What to know about it.
    pub caveats: Vec<Caveat>,
}

/// Proportional hazards, h(t | x) = h₀(t) exp(x'β), by the maximum of the partial likelihood: Newton with step halving from 0
/// on standardised covariates.
///
/// # Errors
/// Without events; for lists of another length; without a `width` also for a covariate that follows from others or that
/// tells apart who had an event, so that the likelihood has no maximum: the covariate is named by its place.
/// Source: D. R. Cox, "Regression Models and Life-Tables", JRSS B 34 (1972); B. Efron, JASA 72 (1977); N. Breslow, Biometrics
/// 30 (1974); T. Therneau and P. Grambsch, "Modeling Survival Data" (2000), chapter 3.
pub fn fit(study: Study<'_>) -> Result<Cox, Unfit> {
    let design = checked(study)?;
    let likelihood = Likelihood::new(study, &design)?;
    let start = vec![0.0; likelihood.width()];
    let flat = likelihood.look(start.clone()).ok_or(Unfit::Numerical)?;
    let flat_factor = Cholesky::of(&flat.curvature, start.len()).ok_or(Unfit::Numerical)?;
    let climbed = newton::climb(start, |at| likelihood.look(at));
    let (top, convergence) = climbed.ok_or_else(|| farthest(study, &design))?;
    if study.width.is_none()
        && let Some(column) = runaway(&top.curvature, &flat_factor, &top.at, 0)
    {
        return Err(Unfit::Monotone(column));
    }
    let covariance = Cholesky::of(&top.curvature, top.at.len()).ok_or(Unfit::Numerical)?.inverse();
    let coefficients = restored(&design, &top.at);
    let moments = likelihood.moments(&top.at).ok_or(Unfit::Numerical)?;
    let expected = likelihood.expected(&top.at, &moments);
    if expected.iter().any(|expected| !expected.is_finite()) {
        return Err(Unfit::Numerical);
    }
    let scores: Vec<f64> = likelihood.rows().iter().map(|row| dot(row, &top.at)).collect();
    let constant = likelihood.constant().map(Caveat::ConstantCovariate);
    Ok(Cox {
        standard_errors: likelihood.errors(&covariance),
        log_likelihood_null: likelihood.value(&flat),
        log_likelihood: likelihood.value(&top),
        tests: likelihood.tests(&flat, &top),
        concordance: concordance(study.spans, &scores, study.strata)?,
        baseline: Baseline::of(&moments, design.means(), &coefficients),
        expected,
        proportionality: likelihood.proportionality(&moments, &top),
        ties: study.ties,
        n: study.spans.len(),
        events: study.spans.events(),
        caveats: constant.chain((!convergence.reached).then_some(Caveat::NotConverged)).collect(),
        coefficients,
        convergence,
    })
}

/// Where not even a direction is left the likelihood is flat to the last digit: the covariate to name is the one that goes
/// farthest when all are held by a very wide prior.
fn farthest(study: Study<'_>, design: &Design) -> Unfit {
    let named = || {
        let held = Likelihood::new(Study { width: Some(WIDE), ..study }, design).ok()?;
        let (top, _) = newton::climb(vec![0.0; held.width()], |at| held.look(at))?;
        let columns = top.at.into_iter().map(f64::abs).enumerate();
        columns.max_by(|left, right| left.1.total_cmp(&right.1)).map(|(column, _)| column)
    };
    named().filter(|_| study.width.is_none()).map_or(Unfit::Numerical, Unfit::Monotone)
}

fn checked(study: Study<'_>) -> Result<Design, Unfit> {
    let rows = study.spans.len();
    Unfit::unless_each("rows of covariates", study.covariates.len(), rows)?;
    Unfit::unless_each("strata", study.strata.map_or(rows, <[usize]>::len), rows)?;
    if study.spans.events() == 0 {
        return Err(Unfit::NoEvents);
    }
    if study.width.is_some_and(|width| !(width > 0.0 && width.is_finite())) {
        return Err(Unfit::Prior);
    }
    Design::of(study.covariates).ok_or(Unfit::Covariates)
}

/// In the units of the covariates; there is no intercept.
fn restored(design: &Design, standard: &[f64]) -> Vec<f64> {
    let padded: Vec<f64> = std::iter::once(0.0).chain(standard.iter().copied()).collect();
    design.restore(&padded).split_off(1)
}

impl Cox {
    /// The hazard ratio of one unit more of a covariate, with exp(β ± z error).
    ///
    /// `None` for a covariate that is not there or was left out, a level not between 0 and 1, or limits beyond all numbers.
    #[must_use]
    pub fn hazard_ratio(&self, covariate: usize, level: f64) -> Option<Estimate> {
        let (coefficient, error) = (self.coefficients.get(covariate)?, self.standard_errors.get(covariate)?);
        let half = normal::two_sided(level)? * error;
        let interval = Interval { low: libm::exp(coefficient - half), high: libm::exp(coefficient + half) };
        (*error > 0.0 && interval.high.is_finite()).then(|| Estimate { centre: libm::exp(*coefficient), interval })
    }

    /// Martingale residuals: 1 or 0 for what happened, less what was to be expected, in the order of the spans.
    #[must_use]
    pub fn martingales(&self, spans: &Spans) -> Vec<f64> {
        let seen = spans.as_slice().iter().map(|span| f64::from(u8::from(span.event)));
        seen.zip(&self.expected).map(|(seen, expected)| seen - expected).collect()
    }
}

#[cfg(test)]
mod tests;
