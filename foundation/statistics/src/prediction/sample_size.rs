use crate::describe::finite;

/// The shrinkage a model should need at most.
const SHRINKAGE: f64 = 0.9;
/// How much better than outside the model may look on its own rows, as a part of the largest R².
const OPTIMISM: f64 = 0.05;
/// Half the width of the 95 % interval of the overall share.
const MARGIN: f64 = 0.05;
/// As the source has it, not the longer 1.959964.
const Z: f64 = 1.96;

/// How many accounts a model of yes or no needs to be learned from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleSize {
    /// So that coefficients need be drawn in by no more than a tenth.
    pub for_shrinkage: f64,
    /// So that the model looks no more than 0.05 of the largest R² better on its own rows.
    pub for_optimism: f64,
    /// So that the overall share is known to 0.05 either way.
    pub for_share: f64,
    /// The largest Cox–Snell R² that such outcomes allow.
    pub largest_r2: f64,
    /// The largest of the three, rounded up.
    pub accounts: u64,
    /// How many events are to be expected among them.
    pub events: f64,
    /// Events per parameter.
    pub events_per_parameter: f64,
}

/// The least sample for a model with so many `parameters`, an expected Cox–Snell `r2` and a `share` of events.
///
/// `None` for no parameters, a share not strictly between 0 and 1, an R² not above 0 or not below the largest possible, or
/// one that close to 1 that the formula has no answer.
/// Source: R. Riley and others, "Calculating the Sample Size Required for Developing a Clinical Prediction Model", BMJ 368
/// (2020), criteria 1 to 3 for binary outcomes.
///
/// ```
/// let needed = statistics::prediction::sample_size::sample_size(24, 0.288, 0.174).unwrap();
/// assert_eq!(needed.accounts, 662);
/// ```
#[must_use]
pub fn sample_size(parameters: u32, r2: f64, share: f64) -> Option<SampleSize> {
    let inside = parameters > 0 && r2 > 0.0 && share > 0.0 && share < 1.0;
    if !inside {
        return None;
    }
    let empty = share * libm::log(share) + (1.0 - share) * libm::log1p(-share);
    let largest_r2 = -libm::expm1(2.0 * empty);
    if r2 >= largest_r2 {
        return None;
    }
    let count = f64::from(parameters);
    let least = |kept: f64| {
        let needed = count / ((kept - 1.0) * libm::log1p(-r2 / kept));
        finite(needed).filter(|needed| *needed > 0.0)
    };
    let for_shrinkage = least(SHRINKAGE)?;
    let for_optimism = least(r2 / (r2 + OPTIMISM * largest_r2))?;
    let for_share = (Z / MARGIN) * (Z / MARGIN) * share * (1.0 - share);
    let accounts = libm::ceil(for_shrinkage.max(for_optimism).max(for_share));
    let events = accounts * share;
    Some(SampleSize {
        for_shrinkage,
        for_optimism,
        for_share,
        largest_r2,
        // Beyond 64 bits the largest number stands, which is as good as never.
        accounts: accounts as u64,
        events,
        events_per_parameter: events / count,
    })
}
