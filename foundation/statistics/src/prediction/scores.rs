use super::{Forecasts, drawn_in};
use crate::describe::{finite, sum};
use crate::interval::Interval;
use crate::measured::{Caveat, Measured};
use crate::normal;

/// The mean of -log(chance given to what happened), in nats; 0 is perfect, log 2 is what 50 % for all costs.
///
/// Chances of 0 and 1 are drawn in to [`super::LEAST_CHANCE`], which a caveat says; one certain miss then costs 27.6.
/// The error is that of a mean of independent forecasts, on the log scale. `None` for a level not strictly between 0 and 1.
/// Source: I. Good, "Rational Decisions", J. R. Stat. Soc. B 14 (1952).
#[must_use]
pub fn log_loss(forecasts: &Forecasts, level: f64) -> Option<Measured> {
    let found = mean_of(forecasts, &losses(forecasts), level, "mean log loss, interval on the log scale")?;
    let caveats = forecasts.drawn_in().into_iter().chain(found.caveats.clone()).collect();
    bounded(found.of(forecasts.all().len(), caveats), level, f64::INFINITY)
}

/// The mean of (chance - outcome)²; 0 is perfect, 0.25 is what 50 % for all costs.
///
/// The error is that of a mean of independent forecasts, in log-odds. `None` for a level not strictly between 0 and 1.
/// Source: G. Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review 78 (1950).
#[must_use]
pub fn brier(forecasts: &Forecasts, level: f64) -> Option<Measured> {
    bounded(mean_of(forecasts, &squares(forecasts), level, "mean Brier score, interval in log-odds")?, level, 1.0)
}

/// The scaled Brier score: 1 - Brier / (p (1 - p)), with p the share it happened to: 1 is perfect, 0 as good as saying p for
/// all, below 0 worse.
///
/// `None` when all happened or none did. Source: E. Steyerberg and others, Epidemiology 21 (2010).
#[must_use]
pub fn brier_scaled(forecasts: &Forecasts) -> Option<f64> {
    let share = forecasts.share();
    finite(1.0 - forecasts.mean(|one| square(one.chance - one.outcome()))? / (share * (1.0 - share)))
}

/// The mean log loss less that of a baseline for the same outcomes: below 0 is better than it. The error is that of the mean
/// of paired differences.
///
/// `None` for outcomes or weights that differ, or a level not strictly between 0 and 1.
#[must_use]
pub fn log_loss_difference(forecasts: &Forecasts, baseline: &Forecasts, level: f64) -> Option<Measured> {
    paired(forecasts, baseline)?;
    let apart: Vec<f64> = losses(forecasts).iter().zip(losses(baseline)).map(|(one, other)| one - other).collect();
    mean_of(forecasts, &apart, level, "mean difference of paired log losses")
}

fn paired(one: &Forecasts, other: &Forecasts) -> Option<()> {
    let mut pairs = one.all().iter().zip(other.all());
    let same = pairs.all(|(one, other)| one.happened == other.happened && one.weight == other.weight);
    (same && one.all().len() == other.all().len()).then_some(())
}

pub(super) fn losses(forecasts: &Forecasts) -> Vec<f64> {
    let loss = |chance: f64, happened: bool| if happened { -libm::log(chance) } else { -libm::log1p(-chance) };
    forecasts.all().iter().map(|one| loss(drawn_in(one.chance), one.happened)).collect()
}

pub(super) fn squares(forecasts: &Forecasts) -> Vec<f64> {
    forecasts.all().iter().map(|one| square(one.chance - one.outcome())).collect()
}

fn square(x: f64) -> f64 {
    x * x
}

/// With an interval that leaves no bound: on the log scale of what is 0 or more, in log-odds where there is a `most`.
fn bounded(found: Measured, level: f64, most: f64) -> Option<Measured> {
    let (z, at) = (normal::two_sided(level)?, found.estimate);
    let error = found.standard_error.filter(|error| *error > 0.0 && at > 0.0 && at < most);
    let end = |z: f64| {
        let odds = at / (1.0 - at / most) * libm::exp(z * error? / (at * (1.0 - at / most)));
        finite(odds / (1.0 + odds / most))
    };
    let interval = end(-z).zip(end(z)).map(|(low, high)| Interval { low, high });
    Some(Measured { interval, ..found })
}

/// The mean by weight of one figure per forecast; its variance is Σ share² (figure - mean)² n / (n - 1).
fn mean_of(forecasts: &Forecasts, figures: &[f64], level: f64, method: &'static str) -> Option<Measured> {
    let n = figures.len();
    let shares = || forecasts.all().iter().map(|one| one.weight / forecasts.weight).zip(figures);
    let mean = sum(&shares().map(|(share, figure)| share * figure).collect::<Vec<f64>>())?;
    let apart: Vec<f64> = shares().map(|(share, figure)| square(share * (figure - mean))).collect();
    let error = finite(libm::sqrt(sum(&apart)? * n as f64 / (n as f64 - 1.0)));
    let spread = error.is_none_or(|error| error == 0.0).then_some(Caveat::NoSpread);
    let caveats = forecasts.few_events().into_iter().chain(spread).collect();
    Some(Measured::normal(mean, error, level, method)?.of(n, caveats))
}
