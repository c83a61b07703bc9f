//! Estimators against independent results, worked out in R and Python; where they come from stands in `tests/data`.

mod beliefs;
mod churn;
mod counts;
mod forecasts;
mod fractions;
mod funnels;
mod predictions;
mod proportions;
mod renewals;
mod resampling;
mod signals;
mod source;
mod survival;
mod values;
