//! Who is behind what happened: a logistic model with an effect of every group, shrunken to what its rows can carry.
//!
//! [`fit`] is the engine of every fair comparison; [`maximum`] finds the plain maximum of the likelihood of the same model
//! and is there to be compared with other software; [`exact`] integrates without approximation where nothing but counts is known.

mod ascent;
mod curvature;
/// The whole model without approximation, for counts by group.
pub mod exact;
mod fit;
mod grid;
mod known;
mod large;
/// The maximum of the marginal likelihood, as other software reports it.
pub mod maximum;
mod mode;
mod observations;
mod plain;
mod posterior;
mod prior;
mod quadrature;
mod rows;
mod scaling;

pub use fit::{Caveat, Fit, Unfit, Weighings, fit, fit_weighings, fit_within};
pub use known::Known;
pub use observations::{BadCase, Case, Observations};
pub(crate) use plain::climb_fixed;
pub use posterior::Posterior;
pub use prior::Prior;
pub(crate) use quadrature::hermite;

/// The chance at these log-odds.
pub(crate) fn chance(odds: f64) -> f64 {
    mode::chance(odds).0
}

#[cfg(test)]
pub(crate) mod tests;
