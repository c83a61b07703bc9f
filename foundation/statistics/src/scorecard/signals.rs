use super::{Belief, Scorecard};
use crate::normal;

/// What a signal was said to do, and what it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signal {
    /// The place of the covariate.
    pub covariate: usize,
    /// The mean and standard deviation held before, in log-odds for one unit.
    pub before: (f64, f64),
    /// The mean and standard deviation held now; where a bound holds the coefficient, without the bound.
    pub now: (f64, f64),
    /// The chance now that the coefficient has the sign it was said to have; `None` where none was said (a mean of 0).
    pub sign_chance: Option<f64>,
    /// Whether that chance is so small that the expert should be asked again.
    pub is_contradicted: bool,
    /// How much of the variance held before is gone, 0 to 1; near 0: nothing was learned of it. Negative where something was
    /// forgotten.
    pub learned: f64,
}

impl Scorecard {
    /// What was learned of each covariate since an expert's `before`; contradicted is whose sign has a chance below
    /// `contradicted_below`, such as 0.1.
    ///
    /// `None` when `before` has another number of coefficients, or the machine's precision does not suffice.
    #[must_use]
    pub fn signals(&self, before: &Belief, contradicted_below: f64) -> Option<Vec<Signal>> {
        let (old, new) = (before.deviations()?, self.posterior.deviations()?);
        let signal = |place: usize| {
            let (was, is) = ((before.means()[place], old[place]), (self.posterior.means()[place], new[place]));
            let side = if was.0 < 0.0 { -1.0 } else { 1.0 };
            let sign_chance = normal::cdf(side * is.0 / is.1).filter(|_| was.0 != 0.0);
            Signal {
                covariate: place - 1,
                before: was,
                now: is,
                sign_chance,
                is_contradicted: sign_chance.is_some_and(|chance| chance < contradicted_below),
                learned: 1.0 - is.1 * is.1 / (was.1 * was.1),
            }
        };
        (old.len() == new.len()).then(|| (1..old.len()).map(signal).collect())
    }
}
