//! The same engine on anybody's table, so that it can be checked from outside.

/// The profile in words, tables and pictures.
pub mod page;
/// Observed against expected, plainly.
pub mod plain;

use statistics::mixed::exact::{self, Exact, integrate};
use statistics::mixed::maximum::{Maximum, laplace, quadrature};
use statistics::mixed::{Observations, Prior, Unfit};

use crate::compare::{Comparison, compare_given};
use crate::design::Design;
use crate::money::{Retained, compare_money};
use crate::study::Incomparable;
use crate::study::{Case, Study, Value};
use plain::Plain;

/// Where rows are shared, the work grows with the cube of those who hang together; beyond so many it takes minutes.
// method: fairness.shared_groups_max
pub const SHARED_GROUPS_MAX: usize = 1000;

/// Where rows are shared, the plain maximum takes minutes from here on.
// method: fairness.shared_maximum_max
const SHARED_MAXIMUM_MAX: usize = 300;

/// Nodes of the quadrature.
const NODES: usize = 25;

/// The name of the covariate that a given chance is, where money is compared.
const GIVEN: &str = "given chance (log-odds)";

/// Rows of a table with what is asked of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inquiry {
    /// The rows.
    pub study: Study,
    /// The log-odds of a chance that is given for each row; empty where none is.
    pub given: Vec<f64>,
    /// What is at stake per trial of each row; empty where nothing is.
    pub amounts: Vec<f64>,
    /// Whether a success is something nobody wants, such as a death.
    pub unwanted: bool,
}

/// Everything a table comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The fair comparison.
    pub comparison: Comparison,
    /// Observed against expected, plainly; `None` where outcomes are no whole counts.
    pub plain: Option<Plain>,
    /// The comparison without approximation, groups in the order of the study; `None` where more than counts is known, or
    /// rows are shared.
    pub exact: Option<Result<Exact, Unfit>>,
    /// The comparison of what was at stake.
    pub money: Option<Vec<Retained>>,
    /// What other software calls the terms of the model: the intercept, then the columns.
    pub terms: Vec<String>,
    /// The maximum of the plain likelihood by ways to work it out.
    pub maxima: Vec<(&'static str, Result<Maximum, Unfit>)>,
}

impl Profile {
    /// Works everything out.
    ///
    /// # Errors
    /// Without rows or groups, at an impossible row, or where the equations cannot be solved.
    pub fn of(inquiry: &Inquiry) -> Result<Self, Incomparable> {
        let study = &inquiry.study;
        let comparison = compare_given(study, &inquiry.given, &Prior::default())?;
        let design = Design::of(study);
        let observations = design.observations_given(study, &inquiry.given)?;
        let money = if inquiry.amounts.is_empty() {
            None
        } else {
            compare_money(&with_given(study, &inquiry.given), &inquiry.amounts)
        };
        Ok(Self {
            plain: Plain::of(inquiry, &design, &observations),
            terms: std::iter::once("intercept").chain(design.names()).map(str::to_owned).collect(),
            maxima: maxima(inquiry, &observations),
            exact: inquiry.is_counts_alone().then(|| integrate(&observations, &exact::Prior::from(&Prior::default()))),
            comparison,
            money,
        })
    }
}

impl Inquiry {
    /// Whether any row has several owners, or is nobody's in part.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.study.cases.iter().any(|case| !matches!(case.shares.as_slice(), [] | [(_, 1.0)]))
    }

    /// Whether nothing but who and how many is known of the rows.
    #[must_use]
    pub fn is_counts_alone(&self) -> bool {
        self.study.covariates.is_empty() && self.given.is_empty() && !self.is_shared()
    }
}

fn maxima(inquiry: &Inquiry, observations: &Observations) -> Vec<(&'static str, Result<Maximum, Unfit>)> {
    if !inquiry.is_shared() {
        return vec![("Laplace", laplace(observations)), ("quadrature", quadrature(observations, NODES))];
    }
    if inquiry.study.groups.len() > SHARED_MAXIMUM_MAX {
        return Vec::new();
    }
    vec![("Laplace", laplace(observations))]
}

/// The study with the given chance as one more covariate: shares of money are explained by covariates alone.
fn with_given(study: &Study, given: &[f64]) -> Study {
    let mut study = study.clone();
    if !given.is_empty() {
        study.covariates.push(GIVEN.into());
        let add = |(case, given): (&mut Case, &f64)| case.values.push(Value::Number(*given));
        study.cases.iter_mut().zip(given).for_each(add);
    }
    study
}

#[cfg(test)]
mod tests;
