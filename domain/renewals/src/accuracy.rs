use std::sync::Arc;

use jiff::civil::Date;
use kernel::AccountId;
use statistics::interval::Interval;

/// Forecasts are frozen so many days before the decision or earlier.
pub const VINTAGES: [i32; 3] = [VINTAGE_FAR, VINTAGE_MIDDLE, VINTAGE_NEAR];
// method: renewals.vintage_180
const VINTAGE_FAR: i32 = 180;
// method: renewals.vintage_90
const VINTAGE_MIDDLE: i32 = 90;
// method: renewals.vintage_30
const VINTAGE_NEAR: i32 = 30;
/// Fewer decided renewals say nothing of a forecaster.
// method: renewals.decided_least
pub const DECIDED_LEAST: usize = 20;
/// How sure the range of a bias is.
pub const LEVEL: f64 = 0.95;

/// What somebody foresaw of a renewal that is decided by now.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Whose renewal.
    pub account: AccountId,
    /// What a reader would call it.
    pub name: Arc<str>,
    /// The day of the decision.
    pub on: Date,
    /// The day as of which it was foreseen.
    pub frozen_on: Date,
    /// The chance that was given to it, 0 to 1.
    pub chance: f64,
    /// Whether anything was kept.
    pub renewed: bool,
    /// The ARR that was expected to be kept.
    pub expected: f64,
    /// What was kept.
    pub kept: f64,
}

/// What the forecasts of one forecaster came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// How many renewals.
    pub n: usize,
    /// Mean chance given less the share that renewed: above 0 is too hopeful.
    pub bias: f64,
    /// Where the bias lies, with 95 %.
    pub bias_range: Option<Interval>,
    /// The mean squared difference of chance and outcome: 0 is best.
    pub brier: f64,
    /// ARR expected less kept, over kept; `None` where nothing was kept.
    pub money_bias: Option<f64>,
}

/// How many decided renewals there are, where they are too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew(pub usize);

/// What forecasts of one forecaster came to.
///
/// # Errors
/// With fewer than [`DECIDED_LEAST`].
pub fn accuracy(forecasts: &[Forecast]) -> Result<Accuracy, TooFew> {
    let n = forecasts.len();
    if n < DECIDED_LEAST {
        return Err(TooFew(n));
    }
    let apart: Vec<f64> = forecasts.iter().map(|one| one.chance - f64::from(u8::from(one.renewed))).collect();
    let squares: Vec<f64> = apart.iter().map(|apart| apart * apart).collect();
    let sum = |of: &dyn Fn(&Forecast) -> f64| forecasts.iter().map(of).sum::<f64>();
    let (expected, kept) = (sum(&|one| one.expected), sum(&|one| one.kept));
    let mean = |values: &[f64]| statistics::describe::mean(values).unwrap_or_default();
    let bias = mean(&apart);
    let error = statistics::describe::variance(&apart).map(|variance| libm::sqrt(variance / n as f64));
    let reach = error.zip(statistics::normal::two_sided(LEVEL)).map(|(error, z)| z * error);
    Ok(Accuracy {
        n,
        bias,
        bias_range: reach.map(|reach| Interval { low: bias - reach, high: bias + reach }),
        brier: mean(&squares),
        money_bias: (kept > 0.0).then(|| (expected - kept) / kept),
    })
}

/// The vintages a forecast frozen so many days before the decision belongs to, when freeze days lie `apart` days apart: the
/// last freeze day that is early enough counts.
pub fn vintages(days_before: i32, apart: i32) -> impl Iterator<Item = i32> {
    VINTAGES.into_iter().filter(move |vintage| (*vintage..*vintage + apart).contains(&days_before))
}

#[cfg(test)]
mod tests;
