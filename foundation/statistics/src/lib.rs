#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

/// The beta distribution.
pub mod beta;
/// The binomial distribution.
pub mod binomial;
/// How evenly a whole is shared out.
pub mod concentration;
/// How a search for the most likely values ended.
pub mod convergence;
/// Sums, means, medians, quantiles and spread.
pub mod describe;
/// What a book brings, as a distribution, and how well such forecasts did.
pub mod forecast;
/// Shares explained by covariates.
pub mod fractional;
/// Control limits around a target, and whether providers differ by more than chance.
pub mod funnel;
/// The gamma distribution, and chi-square with it.
pub mod gamma;
/// Where the truth may lie: proportions, means, net promoter scores.
pub mod interval;
/// Straight lines through values with covariates.
pub mod least_squares;
/// Logistic regression.
pub mod logistic;
/// Log-odds and probabilities.
pub mod logit;
/// Amounts explained by covariates on the scale of their logarithms.
pub mod lognormal;
/// An estimate with what is known about it.
pub mod measured;
/// Who is behind what happened: random effects of groups.
pub mod mixed;
/// P-values of many comparisons.
pub mod multiplicity;
/// The normal distribution.
pub mod normal;
/// The Poisson distribution.
pub mod poisson;
/// The number of independent events that happen, each with a chance of its own.
pub mod poisson_binomial;
/// How well predicted chances meet what happened.
pub mod prediction;
/// Where a value stands among others.
pub mod rank;
/// Where one may stand among many.
pub mod ranks;
/// How much of a difference between providers is not chance.
pub mod reliability;
/// Bootstrap and permutation, with dice from a seed.
pub mod resample;
/// The chance of a yes or no, from what was believed and what was seen, with its reasons.
pub mod scorecard;
/// What values over time do: drift, break, drop, repeat by season.
pub mod series;
/// Estimates of single providers drawn to what is usual, as far as their cases are few.
pub mod shrinkage;
/// What happened beside what was to be expected.
pub mod standardise;
/// Student's t distribution.
pub mod student;
/// How long until something happens, where many were not watched to the end.
pub mod survival;
/// Straight lines through values over time.
pub mod trend;

mod design;
mod halving;
mod linear;
mod newton;
mod rising;
mod runaway;
mod saddle;
mod sheet;

pub use interval::{Estimate, Interval};
