use super::Belief;
use crate::convergence::Convergence;

/// A coefficient of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Log-odds for one unit of the covariate; for the intercept, at covariates of 0.
    pub value: f64,
    /// The standard deviation of the posterior; `None` where the bound holds it.
    pub standard_error: Option<f64>,
    /// Whether its sign was bounded and the rows would have it on the other side; it is 0 then.
    pub at_bound: bool,
}

/// What a reader of a card has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caveat {
    /// This covariate is the same in every row: its prior and the intercept's share what is seen.
    ConstantCovariate(usize),
    /// There were no trials: all is as it was held before.
    PriorOnly,
    /// Every trial ended the same way: what covariates do is as it was held before.
    OneOutcome,
    /// The search ended before it settled.
    NotConverged,
}

/// Why nothing could be learned.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// No trials and no prior.
    #[error("there are no trials to learn from; add rows, or say what is held before")]
    Empty,
    /// All ended the same way, and there is no prior.
    #[error("every trial ended the same way; wait for the other, or say what is held before")]
    OneOutcome,
    /// A list that goes with the coefficients has another length.
    #[error("there are {found} {what} for {wanted}; give one for each")]
    Length {
        /// What is in the list.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// The prior of a coefficient has no finite mean, or a deviation that is not above 0.
    #[error("the prior of coefficient {0} needs a finite mean and a standard deviation above 0")]
    Prior(usize),
    /// A chance of 0 or 1, or outside them.
    #[error("row {row} has the chance {chance}; give chances strictly between 0 and 1")]
    Chance {
        /// Its place, from 0.
        row: usize,
        /// The chance found.
        chance: f64,
    },
    /// A covariate follows from those before it and the intercept.
    #[error("covariate {0} is constant or follows from those before it; leave it out, or give it a prior")]
    Dependent(usize),
    /// The likelihood has no maximum.
    #[error("covariate {0} separates the outcomes; leave it out, or give it a prior")]
    Separated(usize),
    /// The equations could not be solved.
    #[error("the equations could not be solved in the precision of the machine; bring the covariates to one scale")]
    Numerical,
}

/// What is held after the rows were seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// The intercept, then one coefficient for each covariate, at the top of the posterior.
    pub coefficients: Vec<Coefficient>,
    /// The log-likelihood there, without prior and without binomial constants.
    pub log_likelihood: f64,
    /// Laplace's approximation of the log of the likelihood averaged over the prior, to compare priors or sets of covariates
    /// over the same rows: the log-likelihood at the top, less (β - m)'P(β - m) / 2, plus log|P| / 2, less log|H| / 2.
    /// `None` without a prior or with bounds.
    pub log_evidence: Option<f64>,
    /// The normal curve around the top: what is held before tomorrow. Where a bound holds a coefficient it is the curve without
    /// the bound, so that evidence against a sign is kept.
    pub posterior: Belief,
    /// How many rows were seen.
    pub rows: usize,
    /// Trials in them, which need not be whole.
    pub trials: f64,
    /// Successes among them.
    pub successes: f64,
    /// How the search ended.
    pub convergence: Convergence,
    /// What to know about it.
    pub caveats: Vec<Caveat>,
    /// Of the coefficients, row by row; 0 for those at a bound.
    pub(super) covariance: Vec<f64>,
}

impl Scorecard {
    /// The covariance of the intercept and the coefficients, row by row; 0 for those at a bound. With it a card that was
    /// written down gives the same errors again.
    #[must_use]
    pub fn covariance(&self) -> &[f64] {
        &self.covariance
    }
}
