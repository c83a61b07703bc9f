use super::{Spans, Unfit};
use crate::convergence::Convergence;
use crate::describe::finite;
use crate::design::Design;
use crate::linear::{Cholesky, add_outer, dot};
use crate::logit::{expit, soft_plus};
use crate::newton::{self, Place};
use crate::runaway::{dependent, runaway};

/// More rows than this are no expansion of accounts by months.
const MOST_ROWS: f64 = 1e7;

/// One period in which one was watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The place of its span.
    pub row: usize,
    /// The number of the period since the beginning, from 1.
    pub number: usize,
    /// Whether it happened in this period.
    pub event: bool,
}

/// One row for each period of `length` in which a span was watched, the last with what happened: the k-th period goes from
/// (k - 1) × length, left out, to k × length. Periods of whole length in whole units lose nothing; a part of a period at either
/// end counts as one. An event at time 0 falls into the first.
///
/// # Errors
/// For a length that is not above 0, or that would give more than ten million rows.
/// Source: J. Singer and J. Willett, "It's About Time: Using Discrete-Time Survival Analysis", J. Educational Statistics 18 (1993).
pub fn periods(spans: &Spans, length: f64) -> Result<Vec<Period>, Unfit> {
    let inside = length > 0.0 && length.is_finite();
    let last = |exit: f64| libm::ceil(exit / length).max(1.0);
    let first = |entry: Option<f64>| entry.map_or(1.0, |entry| libm::floor(entry / length) + 1.0);
    let ends = spans.as_slice().iter().map(|span| (first(span.entry), last(span.exit), span.event));
    let rows: f64 = ends.clone().map(|(first, last, _)| (last - first + 1.0).max(1.0)).sum();
    let few = rows <= MOST_ROWS && spans.longest() / length <= MOST_ROWS;
    if !(inside && few) {
        return Err(Unfit::Period);
    }
    let each = ends.enumerate().flat_map(|(row, (first, last, event))| {
        let (last, first) = (last as usize, first as usize);
        (first..=last).map(move |number| Period { row, number, event: event && number == last })
    });
    Ok(each.collect())
}

/// How the chance of a period hangs on the covariates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// log(p / (1 - p)) = x'β: odds ratios.
    Logit,
    /// log(-log(1 - p)) = x'β: the coefficients are log hazard ratios of proportional hazards in continuous time that is seen
    /// by periods only.
    ComplementaryLogLog,
}

/// The hazard of a period explained by covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodHazard {
    /// The intercept, then one coefficient for one unit of each covariate.
    pub coefficients: Vec<f64>,
    /// Their standard errors, from the expected information.
    pub standard_errors: Vec<f64>,
    /// The log-likelihood.
    pub log_likelihood: f64,
    /// The link.
    pub link: Link,
    /// How many rows.
    pub n: usize,
    /// In how many it happened.
    pub events: usize,
    /// How the search ended.
    pub convergence: Convergence,
}

impl PeriodHazard {
    /// Twice the log-likelihood that is lacking to a perfect fit of rows that are yes or no.
    #[must_use]
    pub fn deviance(&self) -> f64 {
        -2.0 * self.log_likelihood
    }

    /// The chance of the event in a period with these covariates, 0 to 1; `None` unless there are as many as were fitted.
    #[must_use]
    pub fn chance(&self, covariates: &[f64]) -> Option<f64> {
        let score = crate::least_squares::line(&self.coefficients, covariates)?;
        finite(self.link.chance(score))
    }
}

/// Fits the hazard by maximum likelihood with damped scoring; one row of covariates and one event for each period, time itself
/// among the covariates in whatever form suits.
///
/// # Errors
/// Without events or with nothing else; for lists of another length; where a covariate follows from others or separates the
/// events, so that the likelihood has no maximum: the covariate is named by its place.
/// Source: R. Prentice and L. Gloeckler, Biometrics 34 (1978); P. McCullagh and J. A. Nelder, "Generalized Linear Models",
/// 2nd ed. (1989), 2.5 and 4.3.
pub fn fit(covariates: &[Vec<f64>], events: &[bool], link: Link) -> Result<PeriodHazard, Unfit> {
    Unfit::unless_each("events", events.len(), covariates.len())?;
    let count = events.iter().filter(|event| **event).count();
    if count == 0 || count == events.len() {
        return Err(Unfit::NoEvents);
    }
    let design = Design::of(covariates).ok_or(Unfit::Covariates)?;
    let width = design.width();
    let mut start = vec![0.0; width];
    start[0] = link.score(count as f64 / events.len() as f64);
    let look = |at: Vec<f64>| look(&design, events, link, at);
    let flat = look(start.clone()).ok_or(Unfit::Numerical)?;
    if let Some(column) = dependent(&flat.curvature, width) {
        return Err(Unfit::Dependent(column.saturating_sub(1)));
    }
    let flat = Cholesky::of(&flat.curvature, width).ok_or(Unfit::Numerical)?;
    let (top, convergence) = newton::climb(start, look).ok_or(Unfit::Numerical)?;
    if let Some(column) = runaway(&top.curvature, &flat, &top.at, 1) {
        return Err(Unfit::Monotone(column.saturating_sub(1)));
    }
    let covariance = Cholesky::of(&top.curvature, width).ok_or(Unfit::Numerical)?.inverse();
    Ok(PeriodHazard {
        coefficients: design.restore(&top.at),
        standard_errors: design.errors(&covariance),
        log_likelihood: top.value,
        link,
        n: events.len(),
        events: count,
        convergence,
    })
}

fn look(design: &Design, events: &[bool], link: Link, at: Vec<f64>) -> Option<Place> {
    let width = design.width();
    let (mut value, mut gradient, mut curvature) = (0.0, vec![0.0; width], vec![0.0; width * width]);
    for (row, event) in design.rows().zip(events) {
        let [log, slope, bend] = link.at(dot(row, &at), *event);
        value += log;
        gradient.iter_mut().zip(row).for_each(|(sum, cell)| *sum += slope * cell);
        add_outer(&mut curvature, row, bend);
    }
    Some(Place { at, value: finite(value)?, gradient, curvature })
}

impl Link {
    fn chance(self, score: f64) -> f64 {
        match self {
            Self::Logit => expit(score),
            Self::ComplementaryLogLog => -libm::expm1(-libm::exp(score)),
        }
    }

    /// The score at which the chance is `chance`.
    fn score(self, chance: f64) -> f64 {
        match self {
            Self::Logit => libm::log(chance / (1.0 - chance)),
            Self::ComplementaryLogLog => libm::log(-libm::log1p(-chance)),
        }
    }

    /// The log-likelihood of one row, its slope in the score, and the expected information.
    fn at(self, score: f64, event: bool) -> [f64; 3] {
        match self {
            Self::Logit => {
                let chance = expit(score);
                let seen = f64::from(u8::from(event));
                [seen * score - soft_plus(score), seen - chance, chance * expit(-score)]
            }
            Self::ComplementaryLogLog => {
                // (1 - p) = exp(-h), so that the odds against are 1 / (exp(h) - 1).
                let hazard = libm::exp(score);
                let odds = if hazard < 700.0 { hazard / libm::expm1(hazard) } else { 0.0 };
                let information = if hazard > 0.0 { hazard * odds } else { 0.0 };
                if event {
                    let log = if hazard > 0.0 { libm::log(-libm::expm1(-hazard)) } else { score };
                    [log, if hazard > 0.0 { odds } else { 1.0 }, information]
                } else {
                    [-hazard, -hazard, information]
                }
            }
        }
    }
}
