//! Estimators against independent results, worked out in R and Python; where they come from stands in `tests/data`.

mod beliefs;
mod churn;
mod counts;
mod fractions;
mod funnels;
mod proportions;
mod renewals;
mod resampling;
mod source;
mod survival;
mod values;
